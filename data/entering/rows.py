"""From what a form says to rows of the contract."""

from collections import defaultdict
from dataclasses import fields
from decimal import Decimal
from typing import Any

from data.batch import Row
from data.entering.fields import KINDS, SECTIONS
from data.entering.forms import (
    KEEP,
    Amount,
    Budget,
    BudgetLine,
    Day,
    Form,
    Funding,
    Place,
    Presence,
    Public,
    Quantity,
    Statement,
)

Rows = dict[str, list[Row]]
# The fields of a form that are statements: each is a row that counts, and none replaces a column of the subject.
STATEMENTS = {"quantites": "mesures", "montants": "montants", "financements": "financements", "budgets": "budgets"}
_TABLES: dict[type, str] = {Quantity: "mesures", Amount: "montants", Funding: "financements", Budget: "budgets"}
# A day of a form → the columns of the day and of its precision.
DAYS = {
    "date_debut": ("date_debut", "date_debut_precision"),
    "date_fin": ("date_fin", "date_fin_precision"),
    "tenu_le": ("tenu_le", "precision"),
    "tenue_le": ("tenue_le", "precision"),
}


def table_of(statement: Statement) -> str:
    """The table of the contract where a statement stands."""
    return _TABLES[type(statement)]


def clean(text: str | None) -> str | None:
    """A text without the blanks around it; what is then empty is unknown."""
    return (text or "").strip() or None


def scalars(form: Form) -> dict[str, str | None]:
    """Column → text of its value (None: unknown), for the fields of one value that the form does not keep."""
    said: dict[str, str | None] = {}
    columns = KINDS[form.sujet_type].scalars
    for field in fields(form):
        value = getattr(form, field.name)
        if value is KEEP:
            continue
        if field.name in DAYS and isinstance(value, Day):
            day, precision = DAYS[field.name]
            said |= {day: value.day.isoformat() if value.day else None, precision: value.precision}
        elif field.name in columns:
            said[field.name] = clean(None if value is None else str(value))
    return said


def lists(form: Form) -> dict[str, tuple[Any, ...]]:
    """Name → values, for the lists that the form does not keep."""
    names = KINDS[form.sujet_type].lists
    found = {field.name: getattr(form, field.name) for field in fields(form) if field.name in names}
    return {name: tuple(values) for name, values in found.items() if values is not KEEP}


def statements(form: Form) -> list[tuple[str, Statement]]:
    """(« quantites[0] », statement) of each statement of the form."""
    return [
        (f"{name}[{number}]", statement)
        for name in STATEMENTS
        for number, statement in enumerate(getattr(form, name, ()))
    ]


def list_row(name: str, value: Any, rank: int) -> Row:
    """One value of a list, the ``rank``-th from 1, as columns, without its subject."""
    if name in SECTIONS:
        return {"rubrique": name, "rang": rank, "texte": str(value).strip()}
    match value:
        case Place():
            precision = "declaree" if value.code_commune else "departement_seul"
            departement = None if value.code_commune else value.code_departement
            return {
                "role": "lieu",
                "code_commune": value.code_commune,
                "code_departement": departement,
                "precision": precision,
            }
        case Public():
            return {"public": value.public.strip(), "age_min": value.age_min, "age_max": value.age_max}
        case Presence():
            return {
                "college": value.college,
                "code_zone": value.code_zone,
                "convoques": value.convoques,
                "presents": value.presents,
                "precision": value.precision,
            }
    column = {"mots_cles": "mot_cle", "initiateurs": "initiateur", "partenaires": "partenaire"}[name]
    return {column: str(value).strip()}


def list_said(name: str, value: Any) -> str:
    """The same as ``ListField.said`` writes it."""
    row = list_row(name, value, 1)
    match value:
        case Place():
            return f"{row['code_commune'] or 'département ' + str(row['code_departement'])} · {row['precision']}"
        case Public(age_min=None, age_max=None):
            return str(row["public"])
        case Public():
            low, high = ("" if age is None else str(age) for age in (value.age_min, value.age_max))
            return f"{row['public']} · {low}–{high} ans"
        case Presence():
            came, expected = ("?" if n is None else str(n) for n in (value.presents, value.convoques))
            told = f"{came} présents sur {expected}"
            return " · ".join((value.college, value.code_zone or "sans bassin", told, value.precision))
    return str(value).strip()


def statement_rows(statement: Statement, sujet_type: str, sujet_id: str, name: str) -> Rows:
    """The validated rows of a statement, without its source; ``name`` is new, for what the contract names."""
    about = {"sujet_type": sujet_type, "sujet_id": sujet_id}
    match statement:
        case Quantity():
            kept = {"grandeur": statement.grandeur, "annee": statement.annee, "methode": clean(statement.methode)}
            value, low, high = _bounds(statement)
            row: Row = {**about, **kept, "valeur": value, "borne_basse": low, "borne_haute": high}
            return {"mesures": [row | {"precision": statement.precision, "etat": "validee"}]}
        case Amount():
            cents = [euros(bound) for bound in _bounds(statement)]
            row = {**about, "role": statement.role, "montant_eur": cents[0], "borne_basse_eur": cents[1]}
            row |= {"borne_haute_eur": cents[2], "precision": statement.precision, "periodicite": statement.periodicite}
            row |= {"annee": statement.annee, "financeur": clean(statement.financeur), "etat": "validee"}
            return {"montants": [row]}
        case Funding():
            columns = {field.name: _plain(getattr(statement, field.name)) for field in fields(statement)}
            columns["exercice"] = statement.exercice
            return {"financements": [{**about, **columns, "financement_id": name, "etat": "validee"}]}
        case Budget():
            return _budget_rows(statement, about, name)
    raise TypeError(f"no table for {statement!r}")


def _bounds(statement: Quantity | Amount) -> tuple[float | None, float | None, float | None]:
    """(value, low, high) as importers write them: of « at least 200 », 200 is the value and the low bound."""
    match statement.precision:
        case "minimum":
            return statement.low, statement.low, None
        case "maximum":
            return statement.high, None, statement.high
        case "intervalle":
            return None, statement.low, statement.high
    return statement.value, None, None


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    return euros(value) if isinstance(value, float | int) and not isinstance(value, bool) else value


def euros(value: float | None) -> Decimal | None:
    """An amount to the cent, as the contract keeps it; whether it has no more decimals is checked before."""
    return None if value is None else Decimal(f"{value:.2f}")


def side(compte: str) -> str:
    """« charge » or « produit »: the side of an account of the Cerfa budget."""
    return "charge" if compte.startswith("6") or compte.startswith("86") else "produit"


def _budget_rows(budget: Budget, about: Row, name: str) -> Rows:
    """Totals are those of the form: each account by its whole, else by its parts; unknown with any of them."""
    accounts = {account: parts if whole is None else whole for account, (whole, parts) in budget.by_account().items()}
    row: Row = {**about, "budget_id": name, "exercice": budget.exercice, "nature": budget.nature, "etat": "validee"}
    for column, first in (("total_charges_eur", "6"), ("total_produits_eur", "7")):
        amounts = [amount for account, amount in accounts.items() if account.startswith(first)]
        known = [amount for amount in amounts if amount is not None]
        row[column] = euros(sum(known)) if known and len(known) == len(amounts) else None
    rows: Rows = {"budgets": [row]}
    rows["lignes_budget"] = [_line_row(line, name, rank) for rank, line in enumerate(budget.lignes, start=1)]
    return rows


def _line_row(line: BudgetLine, name: str, rank: int) -> Row:
    return {
        "budget_id": name,
        "rang": rank,
        "cote": side(line.compte),
        "compte": line.compte,
        "niveau": "detail" if line.detail else "compte",
        "libelle": line.libelle.strip(),
        "montant_eur": euros(line.montant_eur),
        "financeur": clean(line.financeur),
    }


def merged(parts: list[Rows]) -> Rows:
    """One set of rows of several."""
    rows: Rows = defaultdict(list)
    for part in parts:
        for table, found in part.items():
            rows[table] += found
    return dict(rows)
