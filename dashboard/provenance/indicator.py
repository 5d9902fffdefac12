"""One value of an indicator, as a figure that can be followed: its formula, numerator, denominator, facts and marks."""

from dataclasses import dataclass
from typing import Any

from dashboard.frame import cached, compared, origin, wording
from dashboard.frame.row import Row
from dashboard.frame.show import Figure
from dashboard.indicators import board, method, words
from dashboard.provenance import facts
from dashboard.provenance.asked import Asked, UnknownError
from dashboard.provenance.facts import Facts
from queries import header
from queries.copy.indicators import catalogue, entry

QUESTION = "valeurs_indicateurs"
# What stands where nothing that the indicator needs is told: pages show nd there too.
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(
        ("valeur", "bas", "haut", "n", "n_renseignes", "n_total", "numerateur", "denominateur", "lisse", "au_moins",
         "au_plus")
    ),
    "statut": wording.UNKNOWN,
    "raison": "rien de ce qu'il faut n'est renseigné ici cette année-là",
    "sources": (),
}  # fmt: skip


@dataclass(frozen=True)
class Value:
    """The catalogue's entry of an indicator and its row, for one territory and year."""

    indicator: Row
    row: Row
    decimals: int

    @property
    def shown(self) -> float | None:
        """What pages show: what is smoothed where only that compares."""
        smoothed: float | None = self.row["lisse"]
        return self.row["valeur"] if smoothed is None else smoothed


def values(asked: Asked) -> dict[str, Any]:
    """What the question is asked."""
    return {"indicateur": asked.figure.removeprefix(origin.INDICATOR), **asked.place, "annee": asked.year}


def read(asked: Asked) -> Value:
    """The value asked; UnknownError when the indicator, its level or its year does not exist."""
    name = asked.figure.removeprefix(origin.INDICATOR)
    found = [row for row in cached.rows(asked.scope, "indicateurs") if row["id"] == name]
    if not found:
        raise UnknownError(f"Aucun indicateur n'a l'identifiant « {name[:40]} ».")
    indicator = found[0]
    if indicator["erreur"]:
        raise UnknownError(f"Cet indicateur ne peut pas être calculé. {indicator['erreur']}")
    if asked.level not in (indicator["niveaux"] or []):
        levels = words.levels(indicator)
        raise UnknownError(f"L'indicateur {name} ne se calcule pas à ce niveau ; il se lit à : {levels}.")
    if asked.year is None or asked.code is None:
        raise UnknownError("Une valeur d'indicateur a un territoire et une année : l'adresse doit dire les deux.")
    row = next(iter(cached.rows(asked.scope, QUESTION, **values(asked))), _NOTHING | {"annee": asked.year})
    return Value(indicator, row, _decimals(asked, indicator, row))


def _decimals(asked: Asked, indicator: Row, row: Row) -> int:
    """Those of the page that shows it: the board's in a département and its bassins, else its territory's."""
    unit, told = str(indicator["unite"]), [row["valeur"]]
    if asked.level in ("departement", "bassin"):
        where = {"indicateur": indicator["id"], "departement": asked.scope.departement}
        for level in ("departement", "bassin"):
            told += [other["valeur"] for other in cached.rows(asked.scope, QUESTION, **where, niveau=level)]
    elif asked.level in ("epci", "commune"):
        told = _beside(asked, indicator, row)
    return words.decimals(unit, told)


def _beside(asked: Asked, indicator: Row, row: Row) -> list[float | None]:
    """The values that the page of the territory shows on one line, when it shows this year."""
    (place,) = cached.rows(asked.scope, "territoire", **asked.place)
    bassin = place["code_bassin"] if compared.bassins(asked.scope) else None
    lines = cached.rows(asked.scope, "indicateurs_du_territoire", **asked.place, bassin=bassin)
    line = next((line for line in lines if line["indicateur"] == indicator["id"]), None)
    if line is None or line["annee"] != asked.year:
        return [row["valeur"], row["lisse"]]
    return [line[name] for name in ("valeur", "bassin_valeur", "departement_valeur")]


def figure(value: Value) -> Figure:
    """The value or its mark, with its interval, number and coverage."""
    row, unit = value.row, str(value.indicator["unite"])
    n = f"Effectif : {wording.number(row['n'])}" if row["n"] is not None else ""
    about = {"n": n, "coverage": words.coverage(row), "period": str(row["annee"])}
    if value.shown is None:
        n_min = value.indicator["n_min"] if value.indicator["calcul"] == "proportion" else 0
        said = words.mark(row, n_min or 0)
        return Figure(value.indicator["titre"], said, note=wording.sentence(row["raison"] or ""), **about)
    between = words.interval(row["bas"], row["haut"], value.decimals) if row["lisse"] is None else ""
    stated = value.indicator["bornes"] == entry.STATED
    notes = [
        "Valeur lissée : rapprochée de la moyenne, les petits effectifs étant instables"
        if row["lisse"] is not None
        else "",
        f"Intervalle à 95 % : {between}" if between else "",
        wording.sentence(words.certain(row, unit, value.decimals)) if stated else "",
        f"Provisoire (p) : {row['raison']}" if words.provisional(row) and row["raison"] else "",
    ]
    told = words.bare(value.shown, value.decimals)
    return Figure(value.indicator["titre"], told, unit, note=". ".join(note for note in notes if note), **about)


def definition(value: Value) -> list[tuple[str, str]]:
    """What it asks and counts, in the words of the catalogue."""
    kept = ("Formule", "Unité", "Sens", "Règle d'affichage", "Intervalle", "Limites", "Version")
    return [("Question", str(value.indicator["question"]))] + [
        (term, said) for term, said in method.sheet(value.indicator) if term in kept
    ]


def parts(value: Value) -> list[tuple[str, str]]:
    """Numerator, denominator and counts, each as the header of the indicator's own SQL says what it is."""
    meanings = header.parse(value.indicator["id"], value.indicator["sql"]).meanings
    row = value.row
    hidden = row["statut"] == wording.SECRET

    def told(column: str) -> str:
        return wording.SECRET if hidden else wording.number(row[column], 2)

    known, before = [], ""
    for column, label in _COUNTED.items():
        meaning = meanings.get(column, "").split(" ; ")[0]
        before = before if meaning == _SAME else meaning
        known.append((f"{label} : {before}", told(column)))
    if row["valeur"] is not None:
        whole = words.written(row["valeur"], value.indicator["unite"], 4)
        known.append(("Valeur avant arrondi" if row["lisse"] is None else "Taux brut, avant arrondi", whole))
    if row["lisse"] is not None:
        known.append(("Valeur lissée, avant arrondi", words.bare(row["lisse"], 4)))
    return known


# Column of the SQL of an indicator → what it is called; a header says « les mêmes » of what it has just said.
_COUNTED = {
    "numerateur": "Numérateur",
    "denominateur": "Dénominateur",
    "n": "Effectif (n)",
    "n_renseignes": "Renseignés",
    "n_total": "En tout",
}
_SAME = "les mêmes"


def behind(value: Value) -> list[Facts]:
    """The rows that it counts, where its SQL names them."""
    if not catalogue.lists_lines(value.indicator["sql"]):
        return []
    return [facts.of_indicator(value.indicator["id"], _counted(value))]


def _counted(value: Value) -> str:
    """How many it knows enough, of how many, in the words of its SQL's header."""
    said = words.coverage(value.row)
    if not said:
        return ""
    meanings = header.parse(value.indicator["id"], value.indicator["sql"]).meanings
    told = [meanings[column].split(" ; ")[0] for column in ("n", "n_renseignes", "n_total") if column in meanings]
    whole = next((meaning for meaning in reversed(told) if meaning != _SAME), "")
    # Of one action, the whole is said to be « 1 ».
    of = "" if not whole or whole.isdigit() else f", {whole}"
    return f"{said}{of}."


def page(asked: Asked, value: Value) -> tuple[str, str]:
    """The page of the indicator, where its territory can be chosen there; else that of the territory."""
    if asked.level in ("epci", "commune") and asked.code:
        return asked.scope.territory_href(asked.level, asked.code), f"La page de ce territoire : {asked.where}"
    return asked.scope.href(board.ONE, id=str(value.indicator["id"])), f"L'indicateur : {value.indicator['titre']}"
