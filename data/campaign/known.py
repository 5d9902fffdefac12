"""What the store says of a fiche, cell by cell, as a campaign workbook writes it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from data.batch import Row
from data.campaign import values
from data.campaign.sheets import BUDGET_LINES, BUDGETS, FICHES, FUNDINGS, SHEETS, Place
from data.campaign.values import Figure
from data.entering.rows import DAYS
from data.entering.state import State

# What a line of funding, or of the budget, is known by: the columns that are not changed there.
Key = tuple[str, ...]
# What stands for a count that secrecy withholds from whoever makes the workbook.
SECRET = "s"
REALISED = "realise"
_NEW_FUNDINGS = 3
_AGED = re.compile(r"(.+) · (\d*)–(\d*) ans")
_SEVERAL_SAID = " / "


def fiche(state: State, year: int) -> dict[str, str]:
    """Field of the sheet of fiches → what is known, as the workbook tells it; "" where nothing is."""
    return {asked.column.field: _of_field(state, asked.column.field, year) for asked in SHEETS[0].asked}


def _of_field(state: State, field: str, year: int) -> str:
    group, _, kind = field.partition(":")
    if group == "quantites":
        return figures(state.statements.get("mesures", ()), {"grandeur": kind, "annee": year}, "valeur", "borne_{}")
    if group == "montants":
        wanted = {"role": kind, "annee": year, "periodicite": None, "financeur": None}
        return figures(state.statements.get("montants", ()), wanted, "montant_eur", "borne_{}_eur")
    if field in DAYS:
        said = state.one(field)
        return values.day(date.fromisoformat(said) if said else None, state.one(DAYS[field][1]))
    match field:
        case "lieux":
            codes = [each.partition(" · ")[0] for each in state.values.get(field, ()) if each[:1].isdigit()]
            return values.listed(map(values.commune, codes))
        case "publics":
            return values.listed(_AGED.sub(r"\1 (\2 à \3 ans)", each) for each in state.values.get(field, ()))
        case "mots_cles" | "initiateurs" | "partenaires":
            return values.listed(state.values.get(field, ()))
        case _:
            return values.told(SHEETS[0].by_field(field), state.one(field))


def counting(rows: Sequence[Row], wanted: Mapping[str, Any]) -> list[Row]:
    """The validated statements that say ``wanted`` in these columns."""
    return [
        row for row in rows if row["etat"] == "validee" and all(row[name] == value for name, value in wanted.items())
    ]


def figures(rows: Sequence[Row], wanted: Mapping[str, Any], value: str, bound: str) -> str:
    """The validated figures that say ``wanted``, as one cell tells them; ``value`` and ``bound`` name their columns."""
    told = []
    for row in counting(rows, wanted):
        low, high = row[bound.format("basse")], row[bound.format("haute")]
        figure = {
            "minimum": Figure("minimum", low=low if low is not None else row[value]),
            "maximum": Figure("maximum", high=high if high is not None else row[value]),
            "intervalle": Figure("intervalle", low=low, high=high),
        }.get(row["precision"], Figure(row["precision"], row[value]))
        told.append(values.told(SHEETS[0].by_field("quantites:benevoles"), figure))
    return _SEVERAL_SAID.join(sorted(told))


def fundings(state: State, year: int) -> dict[Key, Row]:
    """(funder, scheme) → the funding of the year that counts."""
    rows = counting(state.statements.get("financements", ()), {"exercice": year})
    return {(row["financeur"], row["dispositif"] or ""): row for row in rows}


def funding(row: Row | None) -> dict[str, str]:
    """Field of the sheet of fundings → what is known."""
    told = {}
    for asked in SHEETS[1].asked:
        value = None if row is None else row[asked.column.field]
        if asked.column.type == "jour":
            told[asked.column.field] = values.day(value, "jour")
        else:
            # A funding always has a form; « inconnue » is that nobody said it.
            told[asked.column.field] = values.told(asked, None if value in ("inconnue", "sans_objet") else value)
    return told


def budget(state: State, year: int) -> Row | None:
    """The budget of the year as it was spent, with its lines; None when nobody declared it."""
    rows = counting(state.statements.get("budgets", ()), {"exercice": year, "nature": REALISED})
    return rows[0] if len(rows) == 1 else None


def budget_lines(found: Row | None) -> dict[Key, Row]:
    """(account, label, funder) → the line of a budget; totals are no line."""
    lines = [] if found is None else [line for line in found["lignes"] if line["niveau"] != "total"]
    return {(line["compte"] or "", line["libelle"], line["financeur"] or ""): line for line in lines}


def lines(state: State, year: int) -> Iterator[tuple[Place, str]]:
    """Every cell of a fiche (its ``fiche`` is left empty), with what is known: those of its lines too.

    Lines are there for fundings that nobody declared; a budget that nobody did has the usual accounts.
    """
    for field, told in fiche(state, year).items():
        yield Place(FICHES, "", "", field), told
    known: list[Row | None] = [row for _, row in sorted(fundings(state, year).items())]
    for number, row in enumerate([*known, *[None] * _NEW_FUNDINGS], start=1):
        for field, told in funding(row).items():
            yield Place(FUNDINGS, "", str(number), field), told
    declared = budget_lines(budget(state, year))
    keys: Sequence[Key] = list(declared) or BUDGET_LINES
    for number, key in enumerate(keys, start=1):
        amount = declared[key]["montant_eur"] if key in declared else None
        told_amount = values.number(amount)
        for field, told in zip(("compte", "libelle", "financeur", "montant_eur"), (*key, told_amount), strict=True):
            yield Place(BUDGETS, "", str(number), field), told
