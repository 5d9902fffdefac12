"""Every error of a form at once, in French, each with the field it is about."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from data import french, store
from data.entering.fields import KINDS, SECTIONS
from data.entering.forms import (
    KEEP,
    Amount,
    Budget,
    Day,
    FieldError,
    Form,
    Funding,
    Place,
    Presence,
    Public,
    Quantity,
    Save,
    Statement,
)
from data.entering.rows import DAYS, clean, lists, statements, table_of
from data.entering.state import State
from data.whole_text import is_whole
from geo.communes import UnknownCommuneError, territory

Errors = Iterator[FieldError]
LONGEST = 20_000
LONGEST_NAME = 300
LARGEST = 1e9
_NAMES = ("titre", "nom", "serie", "organisateur", "statut", "dimension", "portee", "libelle", "financeur")
YEARS = range(1900, 2101)
_SHAPES = {
    "siret": (r"[0-9]{14}", "un SIRET a 14 chiffres"),
    "rna": (r"W[0-9A-Z]{9}", "un numéro RNA s'écrit W suivi de neuf caractères"),
}
# What a name of somebody begins with, or only people have; data/checks/decision_incoherente.sql says the same of files.
SOMEBODY = re.compile(r"(?i)\b(?:m\.|(?:mr|mme|mlle|monsieur|madame|mademoiselle)\.?)[\s\xA0]|@|(?:\d[ .\xA0-]?){10}")
# Fields of a form that only take the words of the contract, whatever the kind of subject.
_CHOSEN = {"action": ("motif_fin_code",), "structure": ("type",), "evenement": (), "seance": ()}


@cache
def choices(table: str, column: str) -> tuple[str, ...]:
    """The words that the contract takes in a column; none where anything may be written."""
    text = store.CONTRACT.read_text(encoding="utf-8")
    body = text.split(f"CREATE TABLE {table} (", 1)[1].split("\n);", 1)[0]
    found = re.search(rf"\b{column} IN \(([^)]*)\)", body)
    return tuple(re.findall(r"'((?:[^']|'')*)'", found[1])) if found else ()


def errors_of(form: Form, save: Save, now: State, *, creating: bool) -> list[FieldError]:
    """All that is wrong with a form; ``now``: what is said of its subject already."""
    found = [*_of_save(save), *_of_texts(form), *_of_days(form, now), *_of_places(form), *_of_lists(form)]
    found += _of_departement(form, now)
    found += _of_statements(statements(form))
    found += _of_creation(form) if creating else _of_belonging(form)
    return found


def errors_of_statement(name: str, statement: Statement) -> list[FieldError]:
    """The same for one statement alone."""
    return list(_of_statements([(name, statement)]))


def _of_save(save: Save) -> Errors:
    if clean(save.function) is None:
        yield FieldError("fonction", "dites votre fonction (« chargée de mission »), jamais votre nom")
    elif SOMEBODY.search(save.function):
        yield FieldError(
            "fonction", "dites une fonction (« chargée de mission »), jamais une personne : tous la liront"
        )
    for name, text in (("fonction", save.function), ("motif", save.reason)):
        yield from _of_text(name, text, LONGEST_NAME)


def of_save(save: Save) -> list[FieldError]:
    """What is wrong with who saves and why."""
    return list(_of_save(save))


def of_text(name: str, text: str | None, longest: int) -> list[FieldError]:
    """What is wrong with a text that somebody typed: too long, or with characters that nobody sees."""
    return list(_of_text(name, text, longest))


def _of_text(name: str, text: str | None, longest: int) -> Errors:
    if text is None:
        return
    if len(text) > longest:
        yield FieldError(
            name, f"{french.number(len(text))} caractères, {french.number(longest)} au plus : raccourcissez ce texte"
        )
    if not is_whole(text) or re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text):
        yield FieldError(name, "ce texte contient un caractère invisible : retapez-le")


def _of_texts(form: Form) -> Errors:
    for field in fields(form):
        value = getattr(form, field.name)
        if isinstance(value, str):
            yield from _of_text(field.name, value, LONGEST_NAME if field.name in _NAMES else LONGEST)
            if field.name in _SHAPES and clean(value):
                shape, words = _SHAPES[field.name]
                if not re.fullmatch(shape, value.strip()):
                    yield FieldError(field.name, f"« {value} » : {words}")
    table = KINDS[form.sujet_type].table
    for name in _CHOSEN[form.sujet_type]:
        yield from _of_choice(name, getattr(form, name), table, name)
    for name in ("titre", "nom"):
        value = getattr(form, name, KEEP)
        if value is not KEEP and clean(value) is None:
            yield FieldError(name, "un nom ne peut pas être vide : écrivez-le")
    edition = getattr(form, "edition", KEEP)
    if isinstance(edition, int) and edition < 1:
        yield FieldError("edition", f"« {edition} » : un nombre plus grand que zéro est attendu")


def _of_choice(name: str, value: Any, table: str, column: str) -> Errors:
    known = choices(table, column)
    if isinstance(value, str) and value not in known:
        yield FieldError(name, f"« {value} » : attendu, l'un de {', '.join(known)}")


def _of_year(name: str, year: int | None) -> Errors:
    if year is not None and year not in YEARS:
        yield FieldError(name, f"« {year} » : une année de 1900 à 2100 est attendue")


def _of_days(form: Form, now: State) -> Errors:
    for name in DAYS:
        day = getattr(form, name, KEEP)
        if isinstance(day, Day):
            yield from _of_choice(f"{name}.precision", day.precision, "actions", "date_debut_precision")
            yield from _of_year(name, day.day.year if day.day else None)
            if (day.day is None) != (day.precision == "inconnue"):
                yield FieldError(name, "une date vide et la précision « inconnue » vont ensemble")
    if form.sujet_type == "action":
        begins, ends = (_day(getattr(form, name), now, name) for name in ("date_debut", "date_fin"))
        if begins and ends and ends < begins:
            yield FieldError("date_fin", f"la fin ({ends:%d/%m/%Y}) est avant le début ({begins:%d/%m/%Y})")


def _day(value: Any, now: State, name: str) -> date | None:
    """The day that a field of the form says, or that is known already where the form keeps it."""
    if isinstance(value, Day):
        return value.day
    said = now.one(name)
    return date.fromisoformat(said) if said else None


def _of_commune(name: str, code: str | None) -> Errors:
    if code is None:
        return
    try:
        found = territory().resolve_code(code)
    except UnknownCommuneError as error:
        yield FieldError(name, str(error))
        return
    if found.note is not None:
        yield FieldError(name, f"{found.note} : choisissez la commune d'aujourd'hui")


def _of_places(form: Form) -> Errors:
    commune = getattr(form, "code_commune", KEEP)
    if isinstance(commune, str):
        yield from _of_commune("code_commune", clean(commune))
    departement = getattr(form, "code_departement", None)
    if isinstance(departement, str) and territory().departement_name(departement) is None:
        yield FieldError("code_departement", f"« {departement} » : département inconnu")


def _of_departement(form: Form, now: State) -> Errors:
    """A département that no place of the subject is in: one of the two is wrong, and pages would follow the places."""
    said = getattr(form, "code_departement", None)
    if not isinstance(said, str) or territory().departement_name(said) is None:
        return
    there = set(_departements(form, now))
    if there and said not in there:
        where = "Communes où elle a lieu" if form.sujet_type == "action" else "Commune"
        yield FieldError(
            "code_departement", f"« {said} » : ce qui est dit des lieux est ailleurs ({', '.join(sorted(there))}) ; "
            f"corrigez aussi « {where} »",
        )  # fmt: skip


def _departements(form: Form, now: State) -> Iterator[str]:
    """The départements of the places that the form says, or that are known where it keeps them."""
    for place in _said_places(form, now):
        if place.code_departement is not None:
            yield place.code_departement
        elif place.code_commune is not None:
            try:
                yield territory().resolve_code(place.code_commune).code_departement
            except UnknownCommuneError:  # Told of the place itself.
                continue


def _said_places(form: Form, now: State) -> Sequence[Place]:
    said = getattr(form, "lieux", KEEP)
    if isinstance(said, tuple):
        return said
    known = [value.rpartition(" · ")[0] for value in now.values.get("lieux", ())]
    commune = getattr(form, "code_commune", KEEP)
    known += [now.one("code_commune") or ""] if commune is KEEP else [str(commune or "")]
    alone = "département "
    return [
        Place(None, value.removeprefix(alone)) if value.startswith(alone) else Place(value) for value in known if value
    ]


def _of_belonging(form: Form) -> Errors:
    """What a subject belongs to can be another one, not none."""
    belongings = {"action": ("structure_id",), "evenement": ("code_departement",), "structure": ("code_departement",)}
    for name in belongings.get(form.sujet_type, ()):
        value = getattr(form, name)
        if value is not KEEP and clean(value) is None:
            yield FieldError(name, "ne peut pas être vide : choisissez-en une autre valeur")


def _of_lists(form: Form) -> Errors:
    for name, values in lists(form).items():
        seen: set[Any] = set()
        for number, value in enumerate(values):
            where = f"{name}[{number}]"
            yield from _of_value(where, value, LONGEST if name in SECTIONS else LONGEST_NAME)
            if _same(value) in seen:
                yield FieldError(where, "dit deux fois : n'en gardez qu'un")
            seen.add(_same(value))


def _same(value: Any) -> Any:
    """What tells a value of a list from another."""
    match value:
        case Public():
            return value.public.strip()
        case Presence():
            return value.college, value.code_zone
    return value.strip() if isinstance(value, str) else value


def _of_value(where: str, value: Any, longest: int = LONGEST_NAME) -> Errors:
    match value:
        case str():
            yield from _of_text(where, value, longest)
            if clean(value) is None:
                yield FieldError(where, "ce texte est vide : écrivez-le, ou retirez la ligne")
        case Place():
            yield from _of_commune(f"{where}.code_commune", value.code_commune)
            if value.code_commune is None and territory().departement_name(value.code_departement or "") is None:
                yield FieldError(where, "dites la commune, ou le département")
        case Public():
            yield from _of_value(f"{where}.public", value.public)
            ages = [age for age in (value.age_min, value.age_max) if age is not None]
            if any(age not in range(121) for age in ages):
                yield FieldError(where, "un âge va de 0 à 120 ans")
            if len(ages) == 2 and ages[0] > ages[1]:
                yield FieldError(where, "l'âge le plus petit est plus grand que le plus grand")
        case Presence():
            yield from _of_presence(where, value)


def _of_presence(where: str, value: Presence) -> Errors:
    yield from _of_choice(f"{where}.college", value.college, "presences", "college")
    yield from _of_choice(f"{where}.precision", value.precision, "presences", "precision")
    for name in ("convoques", "presents"):
        yield from _of_number(f"{where}.{name}", getattr(value, name))
    if value.convoques is not None and value.presents is not None and value.presents > value.convoques:
        yield FieldError(where, f"{value.presents} présents pour {value.convoques} convoqués : corrigez l'un des deux")
    if value.convoques is None and value.presents is None:
        yield FieldError(where, "dites combien de personnes étaient présentes, ou convoquées")


def _of_number(name: str, value: float | None, *, decimals: int | None = None) -> Errors:
    if value is None:
        return
    if not math.isfinite(value) or not 0 <= value <= LARGEST:
        yield FieldError(name, f"« {value} » : un nombre de 0 à {french.number(LARGEST)} est attendu")
    elif decimals is not None and abs(round(value, decimals) - value) > 1e-9:
        yield FieldError(name, f"« {value} » : {french.plural(decimals, 'décimale')} au plus")


def _of_statements(named: Sequence[tuple[str, Statement]]) -> Errors:
    seen: set[tuple[Any, ...]] = set()
    for name, statement in named:
        match statement:
            case Quantity() | Amount():
                yield from _of_figure(name, statement)
            case Funding():
                yield from _of_funding(name, statement)
            case Budget():
                yield from _of_budget(name, statement)
        key = (type(statement), *statement.key)
        if key in seen:
            yield FieldError(name, "dit deux fois pour la même année : n'en gardez qu'un")
        seen.add(key)


def _of_figure(name: str, said: Quantity | Amount) -> Errors:
    table = table_of(said)
    if isinstance(said, Quantity):
        yield from _of_choice(f"{name}.grandeur", said.grandeur, table, "grandeur")
        yield from _of_text(f"{name}.methode", said.methode, LONGEST_NAME)
    else:
        yield from _of_choice(f"{name}.role", said.role, table, "role")
        yield from _of_choice(f"{name}.periodicite", said.periodicite, table, "periodicite")
        yield from _of_text(f"{name}.financeur", said.financeur, LONGEST_NAME)
    yield from _of_choice(f"{name}.precision", said.precision, table, "precision")
    yield from _of_year(f"{name}.annee", said.annee)
    expected = {"minimum": ("low",), "maximum": ("high",), "intervalle": ("low", "high")}.get(
        said.precision, ("value",)
    )
    french = {"value": "la valeur", "low": "la borne basse", "high": "la borne haute"}
    for part, words in french.items():
        number = getattr(said, part)
        if (number is not None) != (part in expected):
            verb = "dites" if part in expected else "laissez vide"
            yield FieldError(f"{name}.{part}", f"précision « {said.precision} » : {verb} {words}")
        yield from _of_number(f"{name}.{part}", number, decimals=2 if isinstance(said, Amount) else None)
    if said.low is not None and said.high is not None and said.low > said.high:
        yield FieldError(name, "la borne basse est plus grande que la borne haute")


def _of_funding(name: str, said: Funding) -> Errors:
    if clean(said.financeur) is None:
        yield FieldError(f"{name}.financeur", "dites qui finance")
    for part in ("financeur", "dispositif"):
        yield from _of_text(f"{name}.{part}", getattr(said, part), LONGEST_NAME)
    yield from _of_choice(f"{name}.nature", said.nature, "financements", "nature")
    yield from _of_year(f"{name}.exercice", said.exercice)
    for part in ("demande_eur", "accorde_eur", "verse_eur"):
        yield from _of_number(f"{name}.{part}", getattr(said, part), decimals=2)
    for part in ("convention_debut", "convention_fin"):
        day = getattr(said, part)
        yield from _of_year(f"{name}.{part}", day.year if day else None)
    if said.convention_debut and said.convention_fin and said.convention_fin < said.convention_debut:
        yield FieldError(f"{name}.convention_fin", "la fin est avant le début")


def _of_budget(name: str, said: Budget) -> Errors:
    yield from _of_choice(f"{name}.nature", said.nature, "budgets", "nature")
    yield from _of_year(f"{name}.exercice", said.exercice)
    if not said.lignes:
        yield FieldError(name, "un budget a une ligne au moins")
    seen: set[tuple[str, str, str | None]] = set()
    for number, line in enumerate(said.lignes):
        where = f"{name}.lignes[{number}]"
        if not re.fullmatch(r"(6[0-8]|86|7[0-9]|87)[0-9]{0,2}", line.compte):
            words = "60 à 68 et 86 pour les charges, 70 à 79 et 87 pour les produits"
            yield FieldError(f"{where}.compte", f"« {line.compte} » : compte inconnu ; {words}")
        for part in ("libelle", "financeur"):
            yield from _of_text(f"{where}.{part}", getattr(line, part), LONGEST_NAME)
        if clean(line.libelle) is None:
            yield FieldError(f"{where}.libelle", "dites ce que cette ligne paie ou apporte")
        yield from _of_number(f"{where}.montant_eur", line.montant_eur, decimals=2)
        same = (line.compte, line.libelle.strip(), line.financeur)
        if same in seen:
            yield FieldError(where, "ligne dite deux fois : n'en gardez qu'une")
        seen.add(same)
    for account, (whole, parts) in said.by_account().items():
        if whole is not None and parts is not None and parts > whole + 0.005:
            why = f"ses détails font {french.euros(parts)}, plus que lui ({french.euros(whole)})"
            yield FieldError(name, f"compte {account} : {why}")


def _of_creation(form: Form) -> Errors:
    needed = {
        "action": (("titre", "le titre"), ("structure_id", "la structure")),
        "evenement": (("nom", "le nom"), ("code_departement", "le département")),
        "seance": (("instance_id", "l'instance"), ("tenue_le", "la date")),
        "structure": (("nom", "le nom"), ("code_departement", "le département")),
    }[form.sujet_type]
    for name, words in needed:
        if getattr(form, name) in (KEEP, None):
            yield FieldError(name, f"dites {words} : c'est ce qui identifie une nouvelle fiche")
