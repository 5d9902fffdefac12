"""What of the contract a package does not hold, and why: ``LISEZMOI.md`` says it; a test, that nothing else lacks."""

from collections.abc import Mapping

# A column of any table: rows of the package are those that count.
COLUMNS = frozenset({"etat"})
# Column of a table → why the package does without it (French).
OF_TABLES: Mapping[str, Mapping[str, str]] = {
    "actions": {"empreinte": "sert à reconnaître une fiche rechargée"},
    "actions_initiateurs": {"initiateur": "colonne `libelle` d'actions_champs.csv"},
    "actions_mots_cles": {"mot_cle": "colonne `libelle` d'actions_champs.csv"},
    "actions_partenaires": {"partenaire": "colonne `libelle` d'actions_champs.csv"},
    "actions_publics": {"public": "colonne `libelle` d'actions_champs.csv"},
    "communes": {
        "position": "la source des coordonnées, mairie ou centre, est celle de l'IGN",
        "surface_km2": "publiée par l'IGN",
        "cog_annee": "le code officiel géographique est celui de l'INSEE",
    },
    "contexte_variables": {"editeur": "dit par la source"},
    "sources": dict.fromkeys(
        ("chargee_le", "chargee_par", "lues", "gardees", "refusees", "remplacee_par"),
        "dit comment le fichier est entré, non ce qu'il dit",
    ),
    "subventions": {"feuille": "le nom de la feuille du classeur lu"},
    "zones_communes": dict.fromkeys(
        ("division", "code_zone", "debut", "fin"), "communes.csv dit le bassin et l'intercommunalité de chacune"
    ),
}
_INSEE = "publié par l'INSEE, par commune"
_LABELS = "table de correspondance du logiciel, publiée avec lui"
_JOURNAL = "journal de l'observatoire : qui a écrit quoi, et quand"
_ENTERED = "déjà appliqué : les autres tables disent ce qui compte"
_CAMPAIGN = "suivi interne des campagnes de collecte"
_CLOSED = "dit quels chiffres une séance garde dans le magasin"
# Table → why it is not in the package (French).
TABLES: Mapping[str, str] = {
    "actions_termes": "mots tirés des autres colonnes, pour « Chercher »",
    "arbitrages": _ENTERED,
    "campagnes": _CAMPAIGN,
    "campagnes_reponses": _CAMPAIGN,
    "campagnes_structures": _CAMPAIGN,
    "clotures": _CLOSED,
    "clotures_regles": _CLOSED,
    "communes_anciennes": _INSEE,
    "constats": "contrôle des fichiers reçus, à l'écran de « Sources et qualité »",
    "correspondances": "façon de lire les colonnes d'un fichier",
    "corrections": _ENTERED,
    "departements": _INSEE,
    "ecritures": _JOURNAL,
    "financeurs": _LABELS,
    "financeurs_libelles": _LABELS,
    "fusions": _ENTERED,
    "indices_prix": "publié par l'INSEE",
    "libelles": _LABELS,
    "populations": f"{_INSEE} ; communes.csv a la dernière",
    "rejets": "lignes refusées, à corriger par qui les a envoyées",
    "saisies": _JOURNAL,
    "sources_fichiers": _JOURNAL,
    "zones": "communes.csv nomme le bassin et l'intercommunalité de chacune",
}
# Table of the contract → what tells its rows: what is published of it, or all that was said again of it.
TOLD_BY: Mapping[str, str] = {
    "cibles": "cibles_dites",
    "cibles_seances": "cibles_dites",
    "mesures": "mesures_publiees",
    "presences": "presences_publiees",
}
