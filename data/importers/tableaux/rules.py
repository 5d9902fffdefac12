"""What the cells of a line must say together; each rule that a line breaks is told with the cell to correct."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from data.importers.tableaux.description import Begins, Between, Column, OneOf, Order, Rule, Sheet, Together

Broken = tuple[str, str]


def broken(sheet: Sheet, values: Mapping[str, Any]) -> Iterator[Broken]:
    """(field, French reason) of each rule that a line breaks; a field that could not be read is not judged."""
    for rule in sheet.rules:
        if (found := _broken(rule, values)) is not None:
            yield found


def _broken(rule: Rule, values: Mapping[str, Any]) -> Broken | None:
    match rule:
        case Order():
            return _order(rule, values)
        case OneOf():
            named = all(name in values and values[name] is None for name in rule.fields)
            return (rule.fields[0], rule.why) if named else None
        case Together():
            told = [values[name] is not None for name in rule.fields if name in values]
            return (rule.fields[-1], rule.why) if any(told) and not all(told) else None
        case Between():
            return _between(rule, values)
        case Begins():
            prefix, code = values.get(rule.by), values.get(rule.code)
            wrong = values.get(rule.field) == rule.when and code and not (prefix and code.startswith(prefix))
            return (rule.code, rule.why) if wrong else None


def _order(rule: Order, values: Mapping[str, Any]) -> Broken | None:
    first, last = values.get(rule.first), values.get(rule.last)
    if first is None or last is None:
        return None
    if isinstance(first, date) != isinstance(last, date):
        first, last = (value.year if isinstance(value, date) else value for value in (first, last))
    wrong = first >= last if rule.strict else first > last
    return (rule.last, f"{rule.why} : corrigez l'une ou l'autre") if wrong else None


def remedy(sheet: Sheet, column: Column, cell: object) -> str:
    """Where « 12 à 15 » or « environ 25 » are said, for a number that may be imprecise and is in words; else ""."""
    if not isinstance(cell, str) or not any(sign.isdigit() for sign in cell):
        return ""
    rule = next((each for each in sheet.rules if isinstance(each, Between) and each.low == column.field), None)
    if rule is None:
        return ""
    headings = {each.field: each.heading for each in sheet.columns}
    return (
        f" ; « environ » ou « au moins » se disent dans la colonne « {headings[rule.precision]} », et le plus grand "
        f"des deux nombres de « 12 à 15 » dans « {headings[rule.high]} »"
    )


def _between(rule: Between, values: Mapping[str, Any]) -> Broken | None:
    low, high, precision = (values.get(name) for name in (rule.low, rule.high, rule.precision))
    ranged = precision == "intervalle"
    if ranged and high is None:
        return rule.high, "« entre deux » demande deux nombres : le plus petit, puis « jusqu'à » le plus grand"
    if high is not None and not ranged:
        return rule.precision, "un « jusqu'à » est écrit : la précision est « entre deux », ou videz-le"
    if ranged and low is None:
        return rule.low, "« entre deux » demande deux nombres : le plus petit manque"
    if not ranged or low is None or high is None or low <= high:
        return None
    return rule.high, "la borne basse est plus grande que la borne haute : corrigez l'une ou l'autre"
