"""French articles and elision: « de l'Allier », « du bassin d'Ajaccio », « la CAF », « l'initiative habitante ».

The only place that puts an article before a name. What it does not know stands between guillemets rather than behind a
wrong article.
"""

from geo.text import fold

# Départements by article. The others are feminine (« la Creuse »), or elided (« l'Allier »).
_MASCULINE = frozenset(
    "Bas-Rhin,Calvados,Cantal,Cher,Doubs,Finistère,Gard,Gers,Haut-Rhin,Jura,Loir-et-Cher,Loiret,Lot,Lot-et-Garonne,"
    "Maine-et-Loire,Morbihan,Nord,Pas-de-Calais,Puy-de-Dôme,Rhône,Tarn,Tarn-et-Garonne,Territoire de Belfort,"
    "Val-d'Oise,Val-de-Marne,Var,Vaucluse".split(",")
)
_PLURAL = frozenset(
    "Alpes-de-Haute-Provence,Alpes-Maritimes,Ardennes,Bouches-du-Rhône,Côtes-d'Armor,Deux-Sèvres,Hautes-Alpes,"
    "Hautes-Pyrénées,Hauts-de-Seine,Landes,Pyrénées-Atlantiques,Pyrénées-Orientales,"
    "Terres australes et antarctiques françaises,Vosges,Yvelines".split(",")
)
# Names that take none, the towns and islands; « La Réunion » bears its own, which « de » leaves whole.
_BARE = frozenset(
    "La Réunion,Mayotte,Paris,Saint-Barthélemy,Saint-Martin,Saint-Pierre-et-Miquelon,Wallis et Futuna".split(",")
)
# « de Vaucluse », as its own institutions say; so do the names made of two rivers (« de Loir-et-Cher »).
_OF_WITHOUT = frozenset({"Vaucluse"})
# « en Ardèche », « en Vaucluse »: where usage prefers it to « dans l' »; so do the names made of two rivers.
_IN_EN = frozenset(
    "Ardèche,Ariège,Charente,Charente-Maritime,Corrèze,Corse-du-Sud,Creuse,Côte-d'Or,Dordogne,Essonne,Gironde,"
    "Guadeloupe,Guyane,Haute-Corse,Haute-Garonne,Haute-Loire,Haute-Marne,Haute-Savoie,Haute-Saône,Haute-Vienne,Isère,"
    "Loire-Atlantique,Lozère,Martinique,Mayenne,Moselle,Nouvelle-Calédonie,Polynésie française,Savoie,Seine-Maritime,"
    "Seine-Saint-Denis,Vaucluse,Vendée".split(",")
)

# First words whose h keeps its vowel apart (h aspiré): « de Haute-Savoie », « de Ham ». Before any other h, elision.
_ASPIRATED = frozenset(
    "ham haguenau halle halles hameau hameaux hangar handicap handicaps hasard haut haute hautes"
    " hauteur hauteurs hauts havre haye hem hochfelden hombourg honfleur"
    " houilles huit huningue hurepoix".split()
)
# « le onze », « le oui »: vowels that take no elision.
_NO_ELISION = frozenset({"onze", "onzieme", "oui", "ouistiti", "yaourt", "yoga"})
_VOWELS = "aeiouy"

# Families of funders, as « financeurs » names them.
_FUNDERS = {
    "Autofinancement": "l'autofinancement",
    "Autres organismes sociaux": "les autres organismes sociaux",
    "CAF": "la CAF",
    "Commune": "la commune",
    "Département": "le Département",
    "Europe": "l'Europe",
    "Intercommunalité": "l'intercommunalité",
    "MSA": "la MSA",
    "Privé": "le privé",
    "Région": "la Région",
    "Usagers": "les usagers",
    "État": "l'État",
}

# First words of what is measured, by gender; what is elided or ends in s needs none.
_FEMININE_NOUNS = frozenset(
    "complétude concentration confiance contribution convention couverture distance durée fréquentation mixité moyenne"
    " part participation population présence proportion satisfaction solitude somme survie".split()
)
_MASCULINE_NOUNS = frozenset(
    "budget bénévolat cofinancement coût délai montant nombre partenariat poids prix public ratio renouvellement retour"
    " réalisé soutien taux temps".split()
)
# Nouns in s or x that are singular.
_SINGULAR = frozenset({"accès", "poids", "prix", "succès", "taux", "temps"})
_BODIES = ("CA ", "CC ", "CU ", "Communauté ", "Métropole ")


def elided(word: str) -> bool:
    """Whether « le », « la » and « de » lose their vowel before this: « Allier », « Hérault », not « Haute-Savoie »."""
    folded = fold(word)
    first = folded.replace("-", " ").replace("'", " ").split(" ")[0]
    if first in _NO_ELISION:
        return False
    return folded[:1] in tuple(_VOWELS) or (folded.startswith("h") and first not in _ASPIRATED)


def the(name: str, level: str = "commune") -> str:
    """« l'Allier », « les Landes », « Paris » (departement), « le bassin d'Ajaccio » (bassin), « Vichy »."""
    if level == "bassin":
        return f"le bassin {of(name)}"
    if level == "epci" and name.startswith(_BODIES):
        return f"la {name}"
    if level != "departement" or name in _BARE:
        return name
    if name in _PLURAL:
        return f"les {name}"
    return f"l'{name}" if elided(name) else f"{'le' if name in _MASCULINE else 'la'} {name}"


def of(name: str, level: str = "commune") -> str:
    """« de l'Allier », « des Landes », « de Paris », « du bassin d'Ajaccio », « du Puy-en-Velay », « d'Yzeure »."""
    if level == "departement" and (_rivers(name) or name in _OF_WITHOUT):
        return _bare_of(name)
    # A commune's own article contracts (« du Puy », « des Sables »), but « La » and « L' » stay as they are written.
    return _contracted(the(name, level))


def within(name: str, level: str = "commune") -> str:
    """« dans l'Allier », « à Paris », « en Guadeloupe », « dans le bassin d'Ajaccio », « à Vichy », « au Puy »."""
    if level == "departement" and (name in _IN_EN or _rivers(name)):
        return f"en {name}"
    known = the(name, level)
    if known != name:
        return f"dans {known}"
    for article, joined in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    return f"à {name}"


def funder(family: str) -> str:
    """« la CAF », « l'État »; « « Fondation X » » for a name whose article is not known."""
    return _FUNDERS.get(family, f"« {family} »")


def subject(title: str) -> tuple[str, bool]:
    """(« l'initiative habitante », whether it is plural): the title of an indicator as the subject of a verb.

    A title whose first word is not known is named: « l'indicateur « Vivre ici » ».
    """
    first = title.split(" ", maxsplit=1)[0].lower()
    words = title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
    if first.endswith(("s", "x")) and first not in _SINGULAR:
        return f"les {words}", True
    if first in _FEMININE_NOUNS | _MASCULINE_NOUNS | _SINGULAR and not elided(first):
        return f"{'la' if first in _FEMININE_NOUNS else 'le'} {words}", False
    if elided(first) and len(first) > 2:
        return f"l'{words}", False
    return f"l'indicateur « {title} »", False


def _rivers(name: str) -> bool:
    return "-et-" in name and name not in _BARE


def _contracted(words: str) -> str:
    """« de » before words that may begin with an article: « le » and « les » contract with it."""
    for article, joined in (("le ", "du "), ("les ", "des ")):
        if words[: len(article)].lower() == article:
            return joined + words[len(article) :]
    return f"de {words}" if words[:2].lower() in ("l'", "l’") else _bare_of(words)


def _bare_of(name: str) -> str:
    return f"d'{name}" if elided(name) else f"de {name}"
