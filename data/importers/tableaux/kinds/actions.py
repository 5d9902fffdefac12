"""Actions: what a fiche says, one line an action, and who pays for it."""

from data.importers.tableaux.description import (
    DEPARTEMENT,
    PRECISIONS,
    Between,
    Column,
    Here,
    Kind,
    Order,
    Sheet,
)

_EXAMPLE = "Jardin de l'Exemple"
NATURES = {"en argent": "numeraire", "en nature": "nature"}

FICHES = Kind(
    "fiches",
    "Fiches actions",
    "les actions : où, quand, pour qui, avec qui, combien de personnes, combien d'argent",
    (
        Sheet(
            "Actions",
            "une action d'une structure",
            "actions",
            (
                Column("Titre", "texte", "titre", "Le titre de l'action.", required=True),
                Column(
                    "Structure", "texte", "structure", "Son nom, toujours écrit de la même façon, ou son identifiant.",
                    required=True, target="structure", scope="code_departement",
                ),
                DEPARTEMENT,
                Column("Communes", "communes", "_communes", "Là où l'action a lieu.", scope="code_departement"),
                Column("Début", "date", "date_debut", "Jour, mois ou année.", precision="date_debut_precision"),
                Column("Fin", "date", "date_fin", "Vide si elle continue.", precision="date_fin_precision", ends=True),
                Column("Statut", "texte", "statut", "En cours, Terminée.", labels="statut"),
                Column("Pourquoi elle est terminée", "texte", "motif_fin", "fin de projet, financement…"),
                Column("Dimension", "texte", "dimension", "Un choix de la liste.", labels="dimension"),
                Column("Portée", "texte", "portee", "Un quartier, une commune…", labels="portee"),
                Column("Publics", "textes", "_publics", "Pour qui.", labels="public"),
                Column("Mots clés", "textes", "_mots_cles", "De quoi elle traite.", labels="mot_cle"),
                Column("Initiateurs", "textes", "_initiateurs", "Qui en a eu l'idée.", labels="initiateur"),
                Column("Partenaires", "textes", "_partenaires", "Avec qui elle est menée.", labels="partenaire"),
                Column("Participants", "entier", "_participants", "Personnes différentes, chacune une fois."),
                Column("Participants, jusqu'à", "entier", "_jusqu_a", "Pour « entre deux » seulement : le plus grand."),
                Column(
                    "Participants, précision", "liste", "_precision", "Vide : exacte.", choices=PRECISIONS
                ),
                Column("Bénévoles", "entier", "_benevoles", "Combien l'ont menée."),
                Column("Professionnels", "entier", "_professionnels", "Combien l'ont menée."),
                Column("Coût total", "montant", "_cout", "Ce que l'action coûte, bénévolat non compté."),
                Column("Année des comptes", "annee", "_annee", "Celle des participants et du coût."),
                Column("Résumé", "texte", "resume", "Quelques phrases, sans nom de personne."),
            ),
            ("action_id",),
            (
                (
                    _EXAMPLE, "Centre social de l'Exemple", Here.CODE, Here.COMMUNES, "03/2023", "31/12/2024",
                    "Terminée", "fin de projet", "Citoyenneté", "Plusieurs communes", "Adultes ; Seniors",
                    "Environnement",
                    "Un groupe d'habitants", "Conseil départemental", 40, None, "au moins", 5, 1, 3333.33, 2024,
                    "Un jardin partagé, pour l'exemple.",
                ),
                (
                    "Café des Modèles", "Association des Modèles", Here.NAME, Here.TOWN, "2024", None, "En cours", None,
                    None, "Une commune", "Tous publics", "Mixité sociale ; Parentalité", None, None, 20, 30,
                    "entre deux", None, 2, None, 2024, None,
                ),
            ),
            defines="action",
            rules=(
                Order("date_debut", "date_fin", "la fin est avant le début"),
                Between("_participants", "_jusqu_a", "_precision"),
            ),
        ),
        Sheet(
            "Financements",
            "ce qu'un financeur apporte à une action pour une année",
            "financements",
            (
                Column("Action", "lien", "sujet_id", "Son titre, ou son identifiant.", True, target="action"),
                Column("Financeur", "texte", "financeur", "CAF, Département…", required=True, labels="financeur"),
                Column("Dispositif", "texte", "dispositif", "Le nom de l'appel ou du fonds."),
                Column("Exercice", "annee", "exercice", "L'année de l'argent."),
                Column("Demandé", "montant", "demande_eur", "Vide : inconnu."),
                Column("Accordé", "montant", "accorde_eur", "Vide : inconnu ; 0 : refusé."),
                Column("Versé", "montant", "verse_eur", "Vide : inconnu."),
                Column("Forme", "liste", "nature", "Vide : on ne sait pas.", choices=NATURES),
                Column("Convention du", "jour", "convention_debut", "Premier jour."),
                Column("Convention au", "jour", "convention_fin", "Dernier jour."),
            ),
            ("financement_id",),
            (
                (_EXAMPLE, "CAF", None, 2024, 2000.01, 1500.01, None, "en argent", None, None),
                (_EXAMPLE, "Département", "Vivre ensemble (exemple)", 2024, 1000.01, None, None, None, None, None),
            ),
            constants={"sujet_type": "action", "etat": "validee"},
            rules=(Order("convention_debut", "convention_fin", "la convention finit avant de commencer"),),
        ),
    ),
    (
        "Demandé, accordé et versé ne s'additionnent jamais : laissez vide ce que vous ne savez pas.",
        "Le résumé et les mots hors liste ne sont pas publiés tant que personne ne les a relus.",
    ),
    kept_as="fiches",
)  # fmt: skip
