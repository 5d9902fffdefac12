"""The sentence of each series, and the reason of a verdict that is none, in French."""

from collections.abc import Mapping
from typing import Any

from data.french import difference
from queries.copy.progress.verdicts import (
    BLIND,
    FEW_FACTS,
    NO_CHANGE,
    NO_OBJECT,
    NO_ROOM,
    TOO_LITTLE,
    UNKNOWN_CHANCE,
)
from queries.french import decimals, figure, number, percent, signed, with_unit

Row = Mapping[str, Any]

# A reference filled in otherwise than the last year by as much is told: what is not filled in counts for nothing.
_COVERAGE_GAP = 0.05
_ATTENDANCE = "les présences viennent par groupes : la différence seule, à méthode de comptage égale, sans test"

_UNSEEN = {
    UNKNOWN_CHANCE: "ses années, trop semblables ou trop peu nombreuses, ne disent pas ce que le hasard y fait",
    FEW_FACTS: "trop peu de faits pour qu'un changement se voie",
    NO_ROOM: "même le plus grand changement possible ne se verrait pas",
}


def reason(row: Row, *, min_years: int) -> str | None:
    """Why a series has no verdict, and what is said of its targets; None when there is nothing to say."""
    return " ; ".join(part for part in (_reason(row, min_years), *row["notes"]) if part) or None


def _reason(row: Row, min_years: int) -> str | None:
    if row["erreur"]:
        return f"l'indicateur ne peut pas être calculé : {row['erreur']}"
    if row["sens"] == "neutre":
        return "ni la hausse ni la baisse n'est un progrès en soi"
    if row["attendance"]:
        return _ATTENDANCE
    if row["verdict"] == NO_OBJECT:
        pointless: str | None = row["last_reason"]
        return pointless
    if row["verdict"] == BLIND and row["plus_petit_changement"] is None:
        return _UNSEEN[row["unseen"]]
    if row["verdict"] != TOO_LITTLE:
        return None
    if not row["n_annees"]:
        return row["last_reason"] or "aucune année utilisable"
    if row["n_annees"] < min_years:
        return f"{_years(row['n_annees'])} : il en faut {min_years} pour parler d'évolution"
    if row["valeur_reference"] is None:
        return "aucune valeur pendant les années de référence de la cible"
    return "aucune année utilisable après la référence"


def sentence(row: Row) -> str:
    """Value, interval, n, completeness, difference from the baseline with its interval, verdict: one sentence."""
    subject, verdict = f"{row['titre']} ({row['nom']})", _verdict(row)
    if row["valeur"] is None:
        return f"{subject} : {verdict}."
    places = decimals(
        row["unite"], *(row[name] for name in ("valeur", "valeur_reference", "valeur_recente", "bas", "haut"))
    )
    value = f"{_written(row, row['valeur'], places)} en {row['annee']} ({_precision(row, places)})"
    return f"{subject} : {value}{_difference(row, places)} : {verdict}."


def _precision(row: Row, places: int) -> str:
    parts = [_bounds(row, places)]
    if row["bas"] is not None and row["haut"] is not None:
        parts = [f"intervalle {figure(row['bas'], places)} à {figure(row['haut'], places)}"]
    if row["n"] is not None:
        parts.append(f"{number(row['n'])} {agreed(row['n_compte'] or 'faits', row['n'])}")
    if row["n_total"]:
        parts.append(f"renseigné à {percent((row['n_renseignes'] or 0) / row['n_total'])}")
    return " ; ".join(parts)


def _bounds(row: Row, places: int) -> str:
    """What is certain of a value without interval: some of its quantities are only said by bounds."""
    least, most = (None if row[name] is None else figure(row[name], places) for name in ("au_moins", "au_plus"))
    if least is None:
        return "sans intervalle" if most is None else f"au plus {most}"
    return f"au moins {least}" if most is None else f"entre {least} et {most}"


def _filled_otherwise(row: Row) -> str:
    """How far the reference was filled in, when that is not as now: a part of the change may come from there."""
    then = row["couverture_reference"]
    if then is None or not row["n_total"] or abs((row["n_renseignes"] or 0) / row["n_total"] - then) < _COVERAGE_GAP:
        return ""
    return f" ; renseigné à {percent(then)} alors"


def _difference(row: Row, places: int) -> str:
    if row["ecart"] is None:
        return ""
    gap = difference(row["valeur_recente"], row["valeur_reference"], places)
    change = f"{signed(gap, places)} {agreed(of_change(row['unite']), gap)}"
    limits = "différence sans intervalle"
    if row["ecart_bas"] is not None:
        limits = f"intervalle {signed(row['ecart_bas'], places)} à {signed(row['ecart_haut'], places)}"
    return f" ; {_compared(row, places)} : {change} ({limits}{_filled_otherwise(row)})"


def _compared(row: Row, places: int) -> str:
    """« 82,4 % en 2023-2025 contre 80,1 % pour la référence 2016-2018 »: the two values whose difference follows.

    The last year's value is neither of them: the recent years are taken together.
    """
    now, then = (_written(row, value, places) for value in (row["valeur_recente"], row["valeur_reference"]))
    before, after = (_period(row[f"{name}_debut"], row[f"{name}_fin"]) for name in ("reference", "recente"))
    standing = "la référence provisoire" if row["provisoire"] else "la référence"
    about = "éloignement de zéro : " if row["sens"] == "zero" else ""
    if row["par_debut"]:
        return f"actions commencées en{after} : {now} contre {then} pour {standing}{before}"
    return f"{about}{now} en{after} contre {then} pour {standing}{before}"


def _written(row: Row, value: float, places: int) -> str:
    """« 12,5 % », « 8 communes », « 0,07 action pour 10 000 habitants »."""
    return with_unit(figure(value, places), agreed(row["unite"], value))


def _verdict(row: Row) -> str:
    word = str(row["verdict"])
    if word in (NO_CHANGE, BLIND):
        return f"{word} ({_least(row, word)})"
    if word not in (NO_OBJECT, TOO_LITTLE):
        return word
    said = "sans verdict" if word == NO_OBJECT else word
    return f"{said} ({row['raison']})" if row["raison"] else said


def _least(row: Row, word: str) -> str:
    """From what change on the test sees one; of a test that sees none, what it would have to see at least."""
    seen, plausible = row["plus_petit_changement"], row["changement_plausible"]
    if seen is None:
        return _UNSEEN[row["unseen"]]
    if word == NO_CHANGE:
        return f"il se verrait à partir de {_size(row, seen, decimals(row['unite'], seen))}"
    said = f"un changement ne se verrait qu'à partir de {_size(row, seen, decimals(row['unite'], seen, plausible))}"
    if plausible is None:
        return said
    return f"{said} ; on en espère {_size(row, plausible, decimals(row['unite'], seen, plausible))} au plus"


def _size(row: Row, size: float, places: int) -> str:
    return f"{number(size, places)} {agreed(of_change(row['unite']), size)}"


def _period(first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    return f" {first}" if first == last else f" {first}-{last}"


def _years(count: int) -> str:
    return "1 année utilisable" if count == 1 else f"{count} années utilisables"


def of_change(unit: str) -> str:
    """The unit of a difference: that of two percentages is in points."""
    return "points" if unit == "%" else unit


def agreed(words: str, count: float) -> str:
    """« actions » or « action », « points » or « point »: the plural begins at two; what follows « pour » stays."""
    if abs(count) >= 2:
        return words
    head, *tail = words.split(" pour ", 1)
    alone = " ".join(word if word == "fois" else word.removesuffix("s") for word in head.split(" "))
    return " pour ".join([alone, *tail])
