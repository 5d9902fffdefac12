"""Who leads: structures with their agréments, and the projets sociaux that they share."""

from data.importers.tableaux.description import DEPARTEMENT, Column, Here, Kind, OneOf, Order, Sheet

TYPES = {
    "centre social": "centre_social",
    "espace de vie sociale": "evs",
    "CCAS": "ccas",
    "association": "association",
    "collectivité": "collectivite",
    "autre": "autre",
}
_WHO = "Son nom tel que la feuille « Structures » (ou un chargement d'avant) l'écrit, ou son identifiant."
_ENDS = Order("debut", "fin", "la fin est avant le début")

STRUCTURES = Kind(
    "structures",
    "Structures et agréments",
    "les centres sociaux, espaces de vie sociale, CCAS et associations, et ce pour quoi la CAF les agrée",
    (
        Sheet(
            "Structures",
            "une structure",
            "structures",
            (
                Column("Nom", "texte", "nom", "Le nom complet, toujours écrit de la même façon.", required=True),
                Column("Type", "liste", "type", "Ce qu'est la structure.", choices=TYPES),
                DEPARTEMENT,
                Column("Commune", "commune", "code_commune", "Celle du siège.", scope="code_departement"),
                Column("SIRET", "siret", "siret", "14 chiffres, sans lettre."),
                Column("RNA", "rna", "rna", "W suivi de neuf caractères, pour une association."),
            ),
            ("structure_id",),
            (
                ("Centre social de l'Exemple", "centre social", Here.CODE, Here.COMMUNE, "12345678200010", None),
                ("Association des Modèles", "association", Here.NAME, Here.TOWN, None, Here.RNA),
            ),
            defines="structure",
        ),
        Sheet(
            "Agréments",
            "un agrément d'une structure",
            "agrements",
            (
                Column("Structure", "lien", "structure_id", _WHO, required=True, target="structure"),
                Column("Organisme", "texte", "organisme", "Qui agrée : CAF, MSA…", required=True),
                Column("Objet", "texte", "objet", "Ce qui est agréé.", required=True),
                Column("Début", "date", "debut", "Premier jour, mois ou année.", precision="_debut_precision"),
                Column("Fin", "date", "fin", "Dernier jour, mois ou année.", precision="_fin_precision", ends=True),
            ),
            ("structure_id", "organisme", "objet"),
            (
                ("Centre social de l'Exemple", "CAF", "Animation globale", "2023", "2026"),
                ("Association des Modèles", "CAF", "Espace de vie sociale", "01/2024", "31/12/2027"),
            ),
            rules=(_ENDS,),
        ),
    ),
)

PROJETS = Kind(
    "projets",
    "Projets sociaux",
    "les projets sociaux, leurs axes, les structures qui les portent et leurs territoires",
    (
        Sheet(
            "Projets",
            "un projet social",
            "projets_sociaux",
            (
                Column("Titre", "texte", "titre", "Le titre du projet.", required=True),
                Column("Intercommunalité", "epci", "code_epci", "Son SIREN (9 chiffres) ou son nom exact."),
                Column("Début", "date", "debut", "Premier jour, mois ou année.", precision="_debut_precision"),
                Column("Fin", "date", "fin", "Dernier jour, mois ou année.", precision="_fin_precision", ends=True),
            ),
            ("projet_id",),
            (
                ("Projet social de l'Exemple", Here.EPCI, "2024", "2027"),
                ("Projet des Modèles", None, "01/2023", "12/2026"),
            ),
            defines="projet",
            rules=(_ENDS,),
        ),
        Sheet(
            "Axes",
            "un axe d'un projet",
            "projets_axes",
            (
                Column("Projet", "lien", "projet_id", "Le titre du projet.", required=True, target="projet"),
                Column("Rang", "entier", "rang", "1 pour le premier axe.", required=True),
                Column("Intitulé", "texte", "intitule", "L'axe, en une phrase.", required=True),
                Column("Transversal", "oui_non", "transversal", "oui ou non ; vide : non."),
            ),
            ("projet_id", "transversal", "rang"),
            (
                ("Projet social de l'Exemple", 1, "Rompre l'isolement (exemple)", "non"),
                ("Projet social de l'Exemple", 1, "Communiquer (exemple)", "oui"),
            ),
        ),
        Sheet(
            "Structures du projet",
            "une structure d'un projet",
            "projets_structures",
            (
                Column("Projet", "lien", "projet_id", "Le titre du projet.", required=True, target="projet"),
                Column("Structure", "lien", "structure_id", _WHO, required=True, target="structure"),
                Column("Rôle", "texte", "role", "coordination, membre…", required=True),
                Column("Gouvernance", "texte", "gouvernance", "Comment on y décide."),
            ),
            ("projet_id", "structure_id"),
            (
                (
                    "Projet social de l'Exemple",
                    "Centre social de l'Exemple",
                    "coordination",
                    "conseil d'administration",
                ),
                ("Projet social de l'Exemple", "Association des Modèles", "membre", None),
            ),
        ),
        Sheet(
            "Territoires du projet",
            "un lieu d'un projet",
            "projets_territoires",
            (
                Column("Projet", "lien", "projet_id", "Le titre du projet.", required=True, target="projet"),
                Column("Structure", "lien", "structure_id", f"Vide : tout le projet. {_WHO}", target="structure"),
                Column("Commune", "commune", "code_commune", "Une commune, ou bien une intercommunalité."),
                Column("Intercommunalité", "epci", "code_epci", "Son SIREN (9 chiffres) ou son nom exact."),
                Column(
                    "Rôle du lieu",
                    "liste",
                    "role",
                    "Où sont les locaux, où le projet rayonne, ou une limite qu'il cite.",
                    required=True,
                    choices={"local": "local", "rayonnement": "rayonnement", "limite": "limite"},
                ),
                Column("Quartier prioritaire", "texte", "quartier", "Le nom du QPV de cette commune, s'il y en a un."),
            ),
            ("projet_id", "structure_id", "code_commune", "code_epci", "role", "quartier"),
            (
                ("Projet social de l'Exemple", "Centre social de l'Exemple", Here.COMMUNE, None, "local", None),
                ("Projet social de l'Exemple", None, None, Here.EPCI, "rayonnement", None),
            ),
            rules=(OneOf(("code_commune", "code_epci"), "dites la commune, ou l'intercommunalité"),),
        ),
    ),
    ("Les structures doivent déjà être chargées (modèle « Structures et agréments »).",),
)
