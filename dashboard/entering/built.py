"""From a draft to the form that it fills in: what was not touched is kept."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dashboard.entering import words
from dashboard.entering.draft import Draft
from dashboard.entering.typed import Read
from data.entering.fields import SECTIONS
from data.entering.forms import (
    ActionForm,
    Amount,
    Budget,
    BudgetLine,
    EventForm,
    Form,
    Funding,
    Place,
    Presence,
    Public,
    Quantity,
    SessionForm,
    StructureForm,
)
from data.importers.tableaux.kinds.argent import ACCOUNTS

# Public → its ages, from and to, as they are typed.
Ages = Mapping[str, tuple[str, str]]
FORMS: Mapping[str, type[Form]] = {
    "action": ActionForm, "evenement": EventForm, "seance": SessionForm, "structure": StructureForm,
}  # fmt: skip
_TEXTS = (
    "titre", "nom", "structure_id", "instance_id", "code_departement", "statut", "motif_fin", "motif_fin_code",
    "dimension", "portee", "resume", "serie", "organisateur", "code_commune", "code_zone", "theme", "objet", "type",
    "siret", "rna",
)  # fmt: skip
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n")
_DAYS = ("date_debut", "date_fin", "tenu_le", "tenue_le")
_LISTS = ("mots_cles", "initiateurs", "partenaires")


def form(sujet_type: str, draft: Draft, publics: Ages) -> tuple[Form, dict[str, str]]:
    """(form, field → why what is typed there cannot be read); ``publics``: the ages that are known already."""
    read = Read()
    made = FORMS[sujet_type]
    said: dict[str, Any] = {name: draft.values[name] or None for name in _TEXTS if name in draft.values}
    said |= {
        name: read.day(name, draft.values[name], last=name == "date_fin") for name in _DAYS if name in draft.values
    }
    said |= {name: tuple(draft.values[name]) for name in _LISTS if name in draft.values}
    said |= {name: _paragraphs(draft.values[name]) for name in SECTIONS if name in draft.values}
    if "edition" in draft.values:
        said["edition"] = read.whole("edition", draft.values["edition"])
    if "lieux" in draft.values:
        said["lieux"] = tuple(place(value) for value in draft.values["lieux"])
    if "publics" in draft.values:
        said["publics"] = _publics(draft, read, publics)
    for group, line in _GROUPS.items():
        if draft.rows.get(group):
            said[group] = tuple(line(draft, read, rank, name) for rank, name in draft.lines(group))
    fields = made.__dataclass_fields__
    return made(**{name: value for name, value in said.items() if name in fields}), read.wrong


def _paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, which blank lines part."""
    return tuple(part.strip() for part in _BLANK_LINES.split(text) if part.strip())


def place(value: str) -> Place:
    """« 03190 », or « dep:03 » for a département alone; a name that is no commune is refused as it stands."""
    return Place(code_departement=value[4:]) if value.startswith("dep:") else Place(value)


def _publics(draft: Draft, read: Read, known: Ages) -> tuple[Public, ...]:
    found = []
    for rank, name in enumerate(draft.values["publics"]):
        bounds = zip(("age_min", "age_max"), known.get(name, ("", "")), strict=True)
        typed = [draft.values.get(f"publics.{name}.{bound}", told) for bound, told in bounds]
        found.append(Public(name, *(read.whole(f"publics[{rank}]", text) for text in typed)))
    return tuple(found)


def _get(draft: Draft, name: str) -> Callable[[str], Any]:
    return lambda part: draft.values.get(f"{name}.{part}") or None


def _quantity(draft: Draft, read: Read, rank: int, name: str) -> Quantity:
    get, where = _get(draft, name), f"quantites[{rank}]"
    return Quantity(
        get("grandeur") or "",
        read.whole(f"{where}.annee", get("annee")),
        get("precision") or "exacte",
        **{part: read.number(f"{where}.{part}", get(part)) for part in words.bounds(get("precision"))},
        methode=get("methode"),
    )


def _amount(draft: Draft, read: Read, rank: int, name: str) -> Amount:
    get, where = _get(draft, name), f"montants[{rank}]"
    return Amount(
        get("role") or "",
        read.whole(f"{where}.annee", get("annee")),
        get("precision") or "exacte",
        **{part: read.euros(f"{where}.{part}", get(part)) for part in words.bounds(get("precision"))},
        periodicite=get("periodicite"),
        financeur=get("financeur"),
    )


def _funding(draft: Draft, read: Read, rank: int, name: str) -> Funding:
    get, where = _get(draft, name), f"financements[{rank}]"
    return Funding(
        get("financeur") or "",
        read.whole(f"{where}.exercice", get("exercice")),
        **{part: read.euros(f"{where}.{part}", get(part)) for part in ("demande_eur", "accorde_eur", "verse_eur")},
        dispositif=get("dispositif"),
        nature=get("nature") or "numeraire",
        convention_debut=read.date(f"{where}.convention_debut", get("convention_debut")),
        convention_fin=read.date(f"{where}.convention_fin", get("convention_fin")),
    )


def _budget(draft: Draft, read: Read, rank: int, name: str) -> Budget:
    get, where = _get(draft, name), f"budgets[{rank}]"
    lines = []
    for line_rank, line in draft.lines(f"{name}.lignes"):
        told, amount = _get(draft, line), f"{where}.lignes[{line_rank}].montant_eur"
        lines.append(
            BudgetLine(
                told("compte") or "",
                draft.values.get(f"{line}.libelle", ACCOUNTS.get(told("compte"), "")),
                read.euros(amount, told("montant_eur")),
                told("financeur"),
                bool(told("detail")),
            )
        )
    return Budget(read.whole(f"{where}.exercice", get("exercice")), get("nature") or words.BUDGET, tuple(lines))


def _presence(draft: Draft, read: Read, rank: int, name: str) -> Presence:
    get, where = _get(draft, name), f"presences[{rank}]"
    return Presence(
        get("college") or "",
        get("code_zone"),
        **{part: read.whole(f"{where}.{part}", get(part)) for part in ("convoques", "presents")},
        precision=get("precision") or "exacte",
    )


_GROUPS: Mapping[str, Callable[[Draft, Read, int, str], Any]] = {
    "quantites": _quantity,
    "montants": _amount,
    "financements": _funding,
    "budgets": _budget,
    "presences": _presence,
}
