"""Marks and words that a reader may not know, each with what it means: the one place where they are explained.

« Méthode » lists them; wherever else they stand, the browser explains them in place (``terms.js``), on hover, at the
focus and on a tap. Meanings are for somebody who left school at sixteen, and name no statistician.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from queries.french import NOT_SIGNIFICANT, POINTLESS, PROVISIONAL, SECRET, UNKNOWN


@dataclass(frozen=True)
class Term:
    """``name`` as it is listed, ``meaning`` in one or two sentences.

    ``said``: how it is written in sentences (lower case, plural too); ``mark``: what stands alone in its place.
    """

    name: str
    meaning: str
    said: tuple[str, ...] = ()
    mark: str = ""


MARKS = (
    Term("Zéro", "Rien n'est arrivé, et on le sait.", mark="0"),
    Term(
        "Non disponible",
        "On ne sait pas : personne ne l'a écrit, ou il manque de quoi le calculer. Ce n'est pas zéro.",
        ("non disponible", "non disponibles", "nd"),
        UNKNOWN,
    ),
    Term(
        "Secret statistique",
        "Le nombre est connu, mais il n'est pas publié : trop peu de personnes, elles pourraient être reconnues, par "
        "lui ou par un autre qu'on en déduirait.",
        ("secret statistique",),
        SECRET,
    ),
    Term(
        "Non significatif",
        "Trop peu de cas, ou trop peu de fiches remplies, pour qu'un chiffre veuille dire quelque chose. Cela ne dit "
        "pas qu'il n'y a aucun effet.",
        ("non significatif", "non significatifs", "non significative", "non significatives"),
        NOT_SIGNIFICANT,
    ),
    Term("Sans objet", "La question ne se pose pas ici.", ("sans objet",), POINTLESS),
    Term(
        "Provisoire",
        "Le chiffre peut encore changer : l'année n'est pas finie, ou la population est celle d'une autre année.",
        ("provisoire", "provisoires"),
        PROVISIONAL,
    ),
)
# « 0 » explains itself where it stands: it is a number like another.
WORDS = (
    Term(
        "Intervalle",
        "Deux nombres entre lesquels est sans doute la vraie valeur. Plus ils sont éloignés, moins on en est sûr.",
        ("intervalle", "intervalles"),
    ),
    Term(
        "Couverture",
        "La part des fiches où l'information est écrite. « 16 sur 25 » : pour les 9 autres, on ne sait pas.",
        ("couverture", "couv."),
    ),
    Term(
        "Médiane",
        "La valeur du milieu : une moitié est au-dessous, l'autre au-dessus.",
        ("médiane", "médian"),
    ),
    Term(
        "Participations",
        "Des présences additionnées : une personne venue trois fois compte pour trois.",
        ("participations",),
    ),
    Term(
        "Changement détectable",
        "Un changement trop grand pour n'être dû qu'au hasard d'une année à l'autre.",
        ("changement détectable",),
    ),
    Term(
        "Taux lissé",
        "Un taux rapproché de la moyenne, d'autant plus que la population est petite : une seule action dans un "
        "village n'en fait pas un record.",
        ("taux lissé", "taux lissés"),
    ),
    Term(
        "Part équitable",
        "Ce qu'un territoire recevrait si l'argent suivait sa population et, quand un besoin est choisi, ce besoin.",
        ("part équitable", "parts équitables"),
    ),
    Term("Exercice", "L'année d'un budget.", ("exercice", "exercices")),
    Term(
        "Bassin de vie",
        "Des communes dont les habitants fréquentent les mêmes services et commerces ; le comité fixe les siens.",
        ("bassin de vie", "bassins de vie"),
    ),
    Term(
        "Intercommunalité",
        "Des communes qui ont mis en commun certaines compétences : communauté de communes, d'agglomération… (EPCI).",
        ("intercommunalité", "intercommunalités", "epci"),
    ),
    Term(
        "Dernier jour connu",
        "Le jour le plus récent dont parlent les fiches : « en cours » et « dans les douze mois » se comptent à partir "
        "de lui.",
        ("dernier jour connu",),
    ),
    Term(
        "Instantané",
        "L'état des données après un chargement, numéroté : on peut le relire plus tard.",
        ("instantané", "instantanés"),
    ),
)


def explained() -> list[Mapping[str, str | tuple[str, ...]]]:
    """What the browser explains where it stands, as plain data."""
    return [
        {"nom": term.name, "sens": term.meaning, "dit": term.said, "marque": term.mark}
        for term in (*MARKS, *WORDS)
        if term.mark != "0"
    ]
