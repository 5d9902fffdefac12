"""Money that other formats read (budgets, published grants), and State posts one line each."""

from datetime import date

from data.importers.tableaux.description import Column, Here, Kind, Sheet

NATURES = {"prévisionnel": "previsionnel", "réalisé": "realise"}
SIDES = {"charge": "charge", "produit": "produit"}
LEVELS = {"compte": "compte", "détail": "detail", "total": "total", "total général": "total"}
ACCOUNTS = {
    "60": "Achats",
    "61": "Services extérieurs",
    "62": "Autres services extérieurs",
    "63": "Impôts et taxes",
    "64": "Charges de personnel",
    "65": "Autres charges de gestion courante",
    "66": "Charges financières",
    "67": "Charges exceptionnelles",
    "68": "Dotations aux amortissements, provisions et engagements",
    "69": "Impôt sur les bénéfices, participation des salariés",
    "70": "Vente de produits finis, de marchandises, prestations de services",
    "73": "Dotations et produits de tarification",
    "74": "Subventions d'exploitation",
    "75": "Autres produits de gestion courante",
    "76": "Produits financiers",
    "77": "Produits exceptionnels",
    "78": "Reprises sur amortissements, dépréciations et provisions",
    "79": "Transferts de charges",
    "86": "Emplois des contributions volontaires en nature",
    "87": "Contributions volontaires en nature",
}

BUDGETS = Kind(
    "budgets",
    "Budgets (Cerfa 12156)",
    "les budgets, ligne par ligne ; plusieurs peuvent se suivre",
    (
        Sheet(
            "Budget",
            "une ligne d'un budget",
            "lignes_budget",
            (
                Column(
                    "Action", "lien", "_action", "Son identifiant (dans l'adresse de sa fiche), ou son titre exact.",
                    required=True, target="action",
                ),
                Column("Exercice", "annee", "_exercice", "L'année du budget.", required=True),
                Column(
                    "Budget", "liste", "_nature", "Les deux se comparent, ils ne s'additionnent jamais.", required=True,
                    choices=NATURES,
                ),
                Column(
                    "Côté", "liste", "cote", "Charge (comptes 60 à 69, et 86) ou produit (70 à 79, et 87).",
                    required=True, choices=SIDES,
                ),
                Column(
                    "Compte", "code", "compte", "Le numéro du poste ; vide pour un total.",
                    offers=tuple(f"{account} {label}" for account, label in ACCOUNTS.items()),
                ),
                Column(
                    "Niveau", "liste", "niveau",
                    "« compte » pour un poste (60, 74…), « détail » pour une ligne de ce poste, « total » pour le "
                    "total déclaré hors contributions volontaires, « total général » avec elles.",
                    required=True, choices=LEVELS,
                ),
                Column("Libellé", "texte", "libelle", "Tel qu'écrit au budget."),
                Column("Montant", "montant", "montant_eur", "Vide : non renseigné ; 0 : nul."),
                Column("Financeur", "texte", "financeur", "Qui paie cette ligne de produits.", labels="financeur"),
            ),
            (),
            (
                ("Jardin de l'Exemple", 2024, "prévisionnel", "charge", "60", "compte", "Achats", 1234.56, None),
                ("Jardin de l'Exemple", 2024, "prévisionnel", "produit", "74", "détail", "CAF", 1234.56, "CAF"),
            ),
        ),
    ),
    (
        "Écrivez les totaux tels qu'ils figurent au budget : rien n'est corrigé, ce qui ne s'additionne pas est "
        "signalé.",
    ),
    reader="budgets",
    kept_as="budgets",
)  # fmt: skip

_FORMS = {form: form for form in ("aide en numéraire", "aide en nature", "aide en numéraire;aide en nature")}

SUBVENTIONS = Kind(
    "subventions",
    "Subventions publiées",
    "les subventions qu'un financeur a attribuées, aux colonnes du standard français (SCDL subventions 2.1)",
    (
        Sheet(
            "Subventions",
            "une subvention",
            "subventions",
            (
                Column("nomAttribuant", "texte", "attribuant", "Qui donne.", required=True, bare=True),
                Column("idAttribuant", "siret", "attribuant_siret", "Son SIRET.", required=True, bare=True),
                Column("dateConvention", "jour", "date_convention", "Le jour de la décision.", True, bare=True),
                Column("referenceDecision", "texte", "reference", "Le numéro de la décision.", bare=True),
                Column("nomBeneficiaire", "texte", "beneficiaire", "Qui reçoit.", required=True, bare=True),
                Column("idBeneficiaire", "siret", "beneficiaire_siret", "Son SIRET.", bare=True),
                Column("objet", "texte", "objet", "À quoi sert l'aide.", required=True, bare=True),
                Column("montant", "montant", "montant_eur", "En euros.", required=True, bare=True),
                Column("nature", "liste", "nature", "La forme de l'aide.", required=True, choices=_FORMS, bare=True),
                Column("conditionsVersement", "texte", "conditions", "Quand l'aide est versée.", True, bare=True),
                Column("datesPeriodeVersement", "texte", "_periode", "AAAA-MM-JJ/AAAA-MM-JJ.", True, bare=True),
                Column("idRAE", "texte", "_rae", "Le numéro au registre des aides d'État.", bare=True),
                Column("notificationUE", "oui_non", "notification_ue", "oui ou non.", required=True, bare=True),
                Column("pourcentageSubvention", "nombre", "part_financee", "De 0 à 1.", required=True, bare=True),
                Column("rnaBeneficiaire", "rna", "beneficiaire_rna", "Pour une association.", bare=True),
                Column("dispositifAide", "texte", "dispositif", "Le nom du dispositif.", bare=True),
            ),
            (),
            (
                (
                    "Département de l'Exemple", "12345678200010", date(2024, 3, 18), "EX-1", "Association des Modèles",
                    None, "Animation (exemple)", 4444.44, "aide en numéraire", "en une fois", "2024-04-01/2024-04-01",
                    None, "non", 1, Here.RNA, None,
                ),
                (
                    "Département de l'Exemple", "12345678200010", date(2024, 3, 18), "EX-2", "Club de l'Exemple", None,
                    "Prêt de salle (exemple)", 555.55, "aide en nature", "en une fois", "2024-05-01/2024-06-30", None,
                    "non", 1, Here.RNA, None,
                ),
            ),
        ),
    ),
    ("Les intitulés sont ceux du standard : ne les traduisez pas.",),
    reader="subventions",
    kept_as="subventions",
)  # fmt: skip

POSTES = Kind(
    "postes",
    "Postes financés par l'État",
    "les postes adultes-relais et FONJEP : un poste, un employeur, une année",
    (
        Sheet(
            "Postes",
            "un poste, pour un employeur et une année",
            "postes",
            (
                Column("Numéro du poste", "code", "poste_id", "Celui que l'État lui donne.", required=True),
                Column(
                    "Dispositif", "liste", "dispositif", "Lequel des deux.", required=True,
                    choices={"adultes-relais": "adultes_relais", "FONJEP": "fonjep"},
                ),
                Column("Employeur", "texte", "employeur", "L'association ou la structure.", required=True),
                Column("SIRET", "siret", "siret", "Celui de l'employeur."),
                Column("Année", "annee", "annee", "L'exercice.", required=True),
                Column("Montant", "montant", "montant_eur", "Ce que l'État verse ; vide : inconnu."),
                Column("Contrat de ville", "texte", "contrat_ville", "Son code ou son nom."),
                Column("Département", "departement", "code_departement", "Celui du contrat de ville ; vide : inconnu."),
                Column("Intercommunalité", "epci", "code_epci", "Celle du contrat de ville : SIREN ou nom."),
            ),
            ("poste_id", "annee", "siret"),
            (
                (
                    "AR-EXEMPLE-1", "adultes-relais", "Association des Modèles", None, 2024, 21111.11, None, Here.CODE,
                    None,
                ),
                ("FJ-EXEMPLE-2", "FONJEP", "Centre de l'Exemple", "12345678200010", 2024, None, None, None, None),
            ),
        ),
    ),
    ("Le format « postes » lit aussi les fichiers JSON que l'État publie.",),
    kept_as="postes",
)  # fmt: skip
