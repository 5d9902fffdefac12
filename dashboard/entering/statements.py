"""What is said in figures: lines that are added, beside those that are known. A line replaces the same of its year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.entering import words
from dashboard.entering.fields import Fields, errors
from dashboard.frame import show
from data.entering.checking import choices
from data.importers.tableaux.kinds.argent import ACCOUNTS

_COLUMNS = 4
_ADD = {
    "quantites": "Ajouter une quantité",
    "montants": "Ajouter un montant",
    "financements": "Ajouter un financement",
    "budgets": "Ajouter un budget",
    "presences": "Ajouter un collège",
}
_ONE = {
    "quantites": "Quantité", "montants": "Montant", "financements": "Financement", "budgets": "Budget",
    "presences": "Présence",
}  # fmt: skip
# Accounts of the Cerfa that a form takes.
_ACCOUNTS = {code: f"{code} · {label}" for code, label in ACCOUNTS.items() if code != "69"}


@dataclass(frozen=True)
class _Line:
    """One line of a group: ``where`` as errors name it, ``name`` as the draft does."""

    fields: Fields
    where: str
    name: str

    def get(self, part: str, default: str = "") -> Any:
        """What a part of the line holds."""
        return self.fields.draft.values.get(f"{self.name}.{part}") or default

    def text(self, part: str, label: str | None = None, default: str = "", **options: Any) -> None:
        """A text, a number or a day."""
        errors(self.fields.draft.told(f"{self.where}.{part}"))
        self.fields.widget(st.text_input, f"{self.name}.{part}", label or words.FIELDS[part], default, **options)

    def choice(self, part: str, options: Mapping[str, str], default: str = "", label: str | None = None) -> None:
        """One of a few words."""
        errors(self.fields.draft.told(f"{self.where}.{part}"))
        shown = options if default else {"": "choisir", **options}
        self.fields.select(f"{self.name}.{part}", label or words.FIELDS[part], shown, default)


def group(fields: Fields, name: str, zones: Mapping[str, str] | None = None) -> None:
    """The lines added to a group, and the button that adds one; ``zones``: bassins, for attendances."""
    draft = fields.draft
    errors(error for error in draft.told_within(name) if not error.field.startswith(f"{name}["))
    for rank, line in list(draft.lines(name)):
        with st.container(border=True):
            _head(fields, name, rank, line)
            _DRAW[name](_Line(fields, f"{name}[{rank}]", line), zones or {})
    key = f"ajouter {fields.subject.key} {name}"
    st.button(
        _ADD[name], key=key, icon=":material/add:", disabled=not fields.open, on_click=draft.add, args=(name,),
    )  # fmt: skip


def _head(fields: Fields, name: str, rank: int, line: str) -> None:
    left, right = st.columns([2, 1], vertical_alignment="center")
    with left:
        show.subtitle(f"{_ONE[name]} n° {rank + 1}")
    with right:
        _remove(fields, name, line, f"Retirer : {_ONE[name].lower()} n° {rank + 1}")
    errors(fields.draft.told(f"{name}[{rank}]"))


def _remove(fields: Fields, name: str, line: str, label: str) -> None:
    st.button(
        label, key=f"retirer {fields.subject.key} {line}", type="tertiary", icon=":material/delete:",
        disabled=not fields.open, on_click=fields.draft.remove, args=(name, int(line.rpartition(".")[2])),
    )  # fmt: skip


def _labelled(key: str, codes: Sequence[str]) -> dict[str, str]:
    """The words of the contract in the order of the page's own, each with what people read."""
    labels = words.CHOICES[key]
    return {code: labels.get(code, code) for code in sorted(codes, key=lambda code: list(labels).index(code))}


def _figure(line: _Line, table: str, unit: str) -> None:
    """How a number is known, then the number or its bounds."""
    columns = st.columns(_COLUMNS)
    with columns[0]:
        line.choice("precision", _labelled("precision", choices(table, "precision")), "exacte")
    for column, part in zip(columns[1:], words.bounds(line.get("precision")), strict=False):
        with column:
            line.text(part, f"{words.FIELDS[part]}{unit}")


def _quantity(line: _Line, _zones: Mapping[str, str]) -> None:
    columns = st.columns([2, 1, 2])
    with columns[0]:
        line.choice("grandeur", _labelled("grandeur", choices("mesures", "grandeur")))
    with columns[1]:
        line.text("annee")
    with columns[2]:
        line.text("methode")
    _figure(line, "mesures", "")


def _amount(line: _Line, _zones: Mapping[str, str]) -> None:
    columns = st.columns(_COLUMNS)
    with columns[0]:
        line.choice("role", _labelled("role", choices("montants", "role")))
    with columns[1]:
        line.text("annee")
    with columns[2]:
        line.choice("periodicite", _labelled("periodicite", choices("montants", "periodicite")))
    with columns[3]:
        line.text("financeur")
    _figure(line, "montants", " (€)")


def _funding(line: _Line, _zones: Mapping[str, str]) -> None:
    rows = (
        ("financeur", "exercice", "dispositif", "nature"),
        ("demande_eur", "accorde_eur", "verse_eur"),
        ("convention_debut", "convention_fin"),
    )
    for parts in rows:
        for column, part in zip(st.columns(_COLUMNS), parts, strict=False):
            with column:
                if part == "nature":
                    natures = _labelled("financements.nature", choices("financements", "nature"))
                    line.choice("nature", natures, "numeraire")
                else:
                    line.text(part, placeholder="JJ/MM/AAAA" if part.startswith("convention") else None)


def _budget(line: _Line, _zones: Mapping[str, str]) -> None:
    left, right, _ = st.columns([1, 1, 2])
    with left:
        line.text("exercice")
    with right:
        line.choice("nature", _labelled("budgets.nature", choices("budgets", "nature")), words.BUDGET)
    fields, lines = line.fields, f"{line.name}.lignes"
    for rank, name in list(fields.draft.lines(lines)):
        _budget_line(_Line(fields, f"{line.where}.lignes[{rank}]", name), lines, rank)
    st.button(
        "Ajouter une ligne à ce budget", key=f"ajouter {fields.subject.key} {lines}", icon=":material/add:",
        disabled=not fields.open, on_click=fields.draft.add, args=(lines,),
    )  # fmt: skip


def _budget_line(line: _Line, lines: str, rank: int) -> None:
    errors(line.fields.draft.told(line.where))
    account, label, amount, funder = st.columns([3, 3, 2, 2])
    with account:
        line.choice("compte", _ACCOUNTS)
    with label:
        line.text("libelle", default=ACCOUNTS.get(line.get("compte"), ""))
    with amount:
        line.text("montant_eur")
    with funder:
        line.text("financeur")
    part, away = st.columns([2, 1], vertical_alignment="center")
    with part:
        line.fields.widget(
            st.checkbox, f"{line.name}.detail", "Cette ligne est une partie du compte, pas son total", False
        )
    with away:
        _remove(line.fields, lines, line.name, f"Retirer la ligne n° {rank + 1}")


def _presence(line: _Line, zones: Mapping[str, str]) -> None:
    columns = st.columns(5)
    with columns[0]:
        line.choice("college", _labelled("college", choices("presences", "college")))
    with columns[1]:
        line.choice("code_zone", zones, label="Bassin d'où ils viennent")
    with columns[2]:
        line.text("convoques")
    with columns[3]:
        line.text("presents")
    with columns[4]:
        line.choice("precision", _labelled("precision", choices("presences", "precision")), "exacte")


_DRAW = {
    "quantites": _quantity,
    "montants": _amount,
    "financements": _funding,
    "budgets": _budget,
    "presences": _presence,
}
