"""The committee at work: instances, séances and présences; événements and their questionnaires; décisions."""

from datetime import date

from data.importers.tableaux.description import (
    DEPARTEMENT,
    PRECISIONS,
    Between,
    Column,
    Here,
    Kind,
    OneOf,
    Order,
    Sheet,
    Together,
)

_BASSIN = Column("Bassin", "bassin", "code_zone", "Le bassin de vie : son code ou son nom.", scope="code_departement")
_COMMUNE = Column(
    "Commune", "commune", "code_commune", "Code INSEE, ou nom s'il n'y en a qu'une.", scope="code_departement"
)
_INSTANCE = "Son nom tel que la feuille « Instances » (ou un chargement d'avant) l'écrit, ou son identifiant."
# What names a session that another sheet, or a load, defines.
_SEANCE = (
    Column("Instance", "lien", "_instance", _INSTANCE, required=True, target="instance"),
    Column(
        "Date de la séance",
        "date",
        "_jour",
        "Comme dans la feuille « Séances ».",
        required=True,
        target="seance",
        among="_instance",
    ),
)
_BOUNDS = Between("_basse", "_haute", "precision")
_FREQUENTATION = {
    "participants (personnes différentes)": "participants_distincts",
    "participations (présences additionnées)": "participations",
    "familles": "familles",
    "personnes mobilisées": "personnes_mobilisees",
    "bénévoles": "benevoles",
    "professionnels": "professionnels",
    "habitants": "habitants",
    "séances": "seances",
    "réunions": "reunions",
}

INSTANCES = Kind(
    "instances",
    "Instances, séances et présences",
    "les comités, leurs séances, et qui y était, par collège et par bassin",
    (
        Sheet(
            "Instances",
            "une instance",
            "instances",
            (
                Column("Nom", "texte", "nom", "Le nom complet du comité.", required=True),
                Column(
                    "Type",
                    "liste",
                    "type",
                    "Ce qu'est cette instance.",
                    required=True,
                    choices={
                        "comité départemental": "comite_departemental",
                        "comité local": "comite_local",
                        "comité communal": "comite_communal",
                        "pilotage": "pilotage",
                        "autre": "autre",
                    },
                ),
                DEPARTEMENT,
                _BASSIN,
                _COMMUNE,
                Column("Thème", "texte", "theme", "Le thème que l'instance suit."),
                Column("Créée le", "date", "cree_le", "Jour, mois ou année.", precision="precision"),
                Column("Rythme", "texte", "rythme", "Tous les combien elle se réunit."),
            ),
            ("instance_id",),
            (
                (
                    "Comité départemental de l'Exemple",
                    "comité départemental",
                    Here.CODE,
                    None,
                    None,
                    None,
                    "15/11/2023",
                    "trois fois par an",
                ),
                (
                    "Comité local des Modèles",
                    "comité local",
                    Here.NAME,
                    Here.BASSIN,
                    None,
                    "Fraternité (exemple)",
                    "2024",
                    None,
                ),
            ),
            defines="instance",
        ),
        Sheet(
            "Séances",
            "une séance d'une instance, une par jour",
            "seances",
            (
                Column("Instance", "lien", "instance_id", _INSTANCE, required=True, target="instance"),
                Column("Tenue le", "date", "tenue_le", "Jour, mois ou année.", required=True, precision="precision"),
                Column("Objet", "texte", "objet", "Ce dont la séance traite."),
                Column("Commune", "commune", "code_commune", "Là où elle s'est tenue."),
            ),
            ("seance_id",),
            (
                ("Comité départemental de l'Exemple", "20/03/2024", "Bilan (exemple)", Here.COMMUNE),
                ("Comité local des Modèles", "06/2024", "Première réunion (exemple)", None),
            ),
            defines="seance",
        ),
        Sheet(
            "Présences",
            "un collège à une séance (et, si on le sait, un bassin d'où viennent les personnes)",
            "presences",
            (
                *_SEANCE,
                Column(
                    "Collège",
                    "liste",
                    "college",
                    "Qui ; « ensemble » quand les collèges ne sont pas distingués.",
                    required=True,
                    choices={
                        "élus": "elus",
                        "institutions": "institutions",
                        "associations": "associations",
                        "structures": "structures",
                        "habitants": "habitants",
                        "ensemble": "ensemble",
                    },
                ),
                Column("Bassin", "bassin", "code_zone", "D'où viennent les personnes ; vide : tous."),
                Column("Convoqués", "entier", "convoques", "Combien de personnes ont été invitées."),
                Column("Présents", "entier", "presents", "Combien sont venues ; 0 s'il n'y en a eu aucune."),
                Column(
                    "Précision",
                    "liste",
                    "precision",
                    "Comment le compte est connu ; vide : exacte.",
                    choices={label: code for label, code in PRECISIONS.items() if code != "intervalle"},
                ),
            ),
            ("seance_id", "college", "code_zone"),
            (
                ("Comité départemental de l'Exemple", "20/03/2024", "élus", None, 12, 9, "exacte"),
                ("Comité départemental de l'Exemple", "20/03/2024", "habitants", Here.BASSIN, 20, 14, "approchée"),
            ),
            rules=(OneOf(("convoques", "presents"), "dites les convoqués, ou les présents"),),
        ),
        Sheet(
            "Documents",
            "un document d'une séance : ordre du jour, compte rendu, article",
            "seances_documents",
            (
                *_SEANCE,
                Column("Titre", "texte", "titre", "Ce qu'est ce document.", required=True),
                Column("Adresse", "texte", "adresse", "Celle d'une page ou d'un fichier en ligne : https://…"),
            ),
            ("seance_id", "titre"),
            (
                ("Comité départemental de l'Exemple", "20/03/2024", "Compte rendu (exemple)", None),
                ("Comité local des Modèles", "06/2024", "Ordre du jour (exemple)", "https://exemple.fr/ordre-du-jour"),
            ),
        ),
    ),
    ("Une présence dit sa séance par le nom de l'instance et la date.",),
)

_EVENEMENT = "Son nom tel que la feuille « Événements » (ou un chargement d'avant) l'écrit, ou son identifiant."
_WHICH = Column("Date de l'événement", "date", "_jour", "Pour distinguer deux événements du même nom.")

EVENEMENTS = Kind(
    "evenements",
    "Événements et questionnaires",
    "les événements, édition par édition, combien de personnes y sont venues, et ce que disent les questionnaires",
    (
        Sheet(
            "Événements",
            "une édition d'un événement",
            "evenements",
            (
                Column("Nom", "texte", "nom", "Le nom de cette édition.", required=True),
                Column("Série", "texte", "serie", "Le nom commun à toutes les éditions ; vide : le nom."),
                Column("Édition", "entier", "edition", "1 pour la première."),
                Column("Tenu le", "date", "tenu_le", "Jour, mois ou année.", precision="precision"),
                Column("Organisateur", "texte", "organisateur", "Qui l'organise."),
                DEPARTEMENT,
                _COMMUNE,
                _BASSIN,
                Column("Thème", "texte", "theme", "Le thème de cette édition."),
            ),
            ("evenement_id",),
            (
                (
                    "Fête de l'Exemple",
                    "Fête de l'Exemple",
                    1,
                    "24/05/2024",
                    "CCAS",
                    Here.CODE,
                    Here.COMMUNE,
                    None,
                    None,
                ),
                (
                    "Forum des Modèles",
                    None,
                    3,
                    "10/2024",
                    None,
                    Here.NAME,
                    Here.TOWN,
                    Here.OTHER_BASSIN,
                    "Santé (exemple)",
                ),
            ),
            defines="evenement",
        ),
        Sheet(
            "Départements représentés",
            "un département, autre que celui où il se tient, représenté à un événement",
            "evenements_departements",
            (
                Column("Événement", "lien", "evenement_id", _EVENEMENT, True, target="evenement", among="_jour"),
                _WHICH,
                Column("Département représenté", "departement", "code_departement", "Son code ou son nom.", True),
            ),
            ("evenement_id", "code_departement"),
            (
                ("Fête de l'Exemple", "24/05/2024", Here.CODE),
                ("Forum des Modèles", None, Here.NAME),
            ),
        ),
        Sheet(
            "Questionnaires",
            "une enquête de satisfaction auprès des participants d'un événement",
            "mesures",
            (
                Column("Événement", "lien", "sujet_id", _EVENEMENT, True, target="evenement", among="_jour"),
                _WHICH,
                Column("Année", "annee", "annee", "Celle de l'enquête."),
                Column("Questionnaires envoyés", "entier", "_questionnaires_envoyes", "Combien ont été remis."),
                Column("Répondants", "entier", "_repondants", "Combien ont répondu."),
                Column("Satisfaits", "entier", "_satisfaits", "Combien se disent satisfaits."),
                Column("Méthode", "texte", "methode", "Comment on a demandé : papier à la sortie, en ligne…"),
            ),
            ("sujet_id", "annee"),
            (
                ("Fête de l'Exemple", "24/05/2024", 2024, 80, 45, 40, "papier, à la sortie (exemple)"),
                ("Forum des Modèles", None, 2024, None, 30, 21, None),
            ),
            constants={"sujet_type": "evenement", "etat": "validee", "precision": "exacte"},
            rules=(
                OneOf(
                    ("_questionnaires_envoyes", "_repondants", "_satisfaits"),
                    "aucun compte : dites au moins les questionnaires, les répondants ou les satisfaits",
                ),
                Order("_satisfaits", "_repondants", "plus de satisfaits que de répondants"),
                Order("_repondants", "_questionnaires_envoyes", "plus de répondants que de questionnaires"),
            ),
        ),
        Sheet(
            "Fréquentation",
            "un compte : combien de personnes (ou de séances), pour un événement",
            "mesures",
            (
                Column("Événement", "lien", "sujet_id", _EVENEMENT, True, target="evenement", among="_jour"),
                _WHICH,
                Column("Grandeur", "liste", "grandeur", "Ce qui est compté.", True, choices=_FREQUENTATION),
                Column("Année", "annee", "annee", "Celle du compte."),
                Column("Valeur", "entier", "_basse", "Le compte ; pour « entre deux », le plus petit.", required=True),
                Column("Jusqu'à", "entier", "_haute", "Pour « entre deux » seulement : le plus grand."),
                Column("Précision", "liste", "precision", "Vide : exacte.", choices=PRECISIONS),
                Column("Méthode", "texte", "methode", "Comment on a compté : billetterie, à vue…"),
            ),
            (),
            (
                ("Fête de l'Exemple", None, "participants (personnes différentes)", 2024, 200, None, "au moins", None),
                ("Forum des Modèles", None, "bénévoles", 2024, 20, 30, "entre deux", "liste (exemple)"),
            ),
            constants={"sujet_type": "evenement", "etat": "validee"},
            rules=(_BOUNDS,),
        ),
    ),
    ("Un questionnaire dit son événement par son nom ; si plusieurs le portent, ajoutez sa date.",),
)

SUBJECTS = {
    "action": "action",
    "événement": "evenement",
    "instance": "instance",
    "structure": "structure",
    "projet social": "projet",
}

DECISIONS = Kind(
    "decisions",
    "Décisions et suivi",
    "ce que le comité a décidé, proposé, demandé, et où cela en est",
    (
        Sheet(
            "Décisions",
            "une décision, une proposition, une question ou un point à améliorer",
            "decisions",
            (
                Column("Intitulé", "texte", "intitule", "En une phrase.", required=True),
                Column(
                    "Nature",
                    "liste",
                    "nature",
                    "Ce que c'est.",
                    required=True,
                    choices={
                        "décision": "decision",
                        "proposition": "proposition",
                        "question": "question",
                        "point à améliorer": "point_a_ameliorer",
                    },
                ),
                Column("Instance", "lien", "_instance", "Le nom de l'instance de la séance.", target="instance"),
                Column(
                    "Date de la séance", "date", "_jour", "La date de la séance, déjà chargée.", target="seance",
                    among="_instance",
                ),
                Column("Type de sujet", "liste", "sujet_type", "De quoi on parle.", choices=SUBJECTS),
                Column("Sujet", "lien", "sujet_id", "Son nom, ou son identifiant.", type_from="sujet_type"),
                Column("Porteur", "texte", "porteur", "La fonction ou l'organisme, sans nom de personne."),
                Column("Échéance", "jour", "echeance", "Le jour prévu."),
                Column(
                    "État",
                    "liste",
                    "etat",
                    "Où cela en est.",
                    choices={
                        "à faire": "a_faire",
                        "en cours": "en_cours",
                        "faite": "faite",
                        "abandonnée": "abandonnee",
                    },
                ),
            ),
            ("decision_id",),
            (
                (
                    "Ouvrir une permanence (exemple)", "décision", "Comité départemental de l'Exemple", "20/03/2024",
                    None, None, "CCAS", date(2025, 6, 30), "en cours",
                ),
                (
                    "Prévoir plus d'échanges (exemple)", "point à améliorer", None, None, "événement",
                    "Fête de l'Exemple", None, None, None,
                ),
            ),
            rules=(
                Together(("_instance", "_jour"), "une séance se dit par son instance et sa date : écrivez les deux"),
                Together(("sujet_type", "sujet_id"), "un sujet se dit par son type et son nom : écrivez les deux"),
            ),
        ),
    ),
    ("Les séances et les sujets doivent déjà être chargés.",),
)  # fmt: skip
