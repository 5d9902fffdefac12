"""The rows of a subject that did not exist."""

from typing import Any

from data.batch import Row
from data.entering.fields import KINDS
from data.entering.forms import ActionForm, EventForm, Form, SessionForm, StructureForm
from data.entering.rows import DAYS, Rows, list_row, lists, merged, scalars, statement_rows, statements
from data.entering.state import State
from data.identifiers import action_id, slug, structure_id


def created(form: Form, structure: State, name: str) -> tuple[str, Rows]:
    """(identifier, rows) of a new subject, from a form without error; ``structure`` leads it, when it is an action.

    ``name`` begins the identifiers of what it brings.
    """
    said = scalars(form)
    sujet_id = _identifier(form, said)
    row = {**_precisions(form), **said, KINDS[form.sujet_type].key: sujet_id, **_of_kind(form, said, structure)}
    parts: list[Rows] = [{KINDS[form.sujet_type].table: [row]}]
    for column, values in lists(form).items():
        listed = KINDS[form.sujet_type].lists[column]
        rows = [{listed.key: sujet_id, **list_row(column, value, rank)} for rank, value in enumerate(values, 1)]
        parts.append({listed.table: rows})
    for number, (_, statement) in enumerate(statements(form)):
        parts.append(statement_rows(statement, form.sujet_type, sujet_id, f"{name}-{number}"))
    return sujet_id, merged(parts)


def _identifier(form: Form, said: dict[str, str | None]) -> str:
    match form:
        case ActionForm():
            return action_id(str(said["titre"]), str(form.structure_id))
        case EventForm():
            return slug(f"{said['nom']} {said.get('tenu_le') or said.get('edition') or ''}")
        case SessionForm():
            return slug(f"{form.instance_id} {said['tenue_le'] or 'sans date'}", 80)
        case StructureForm():
            return structure_id(str(said["nom"]), said["code_departement"])


def _precisions(form: Form) -> dict[str, Any]:
    """A day that the form keeps is not known."""
    return {DAYS[name][1]: "inconnue" for name in DAYS if hasattr(form, name)}


def _of_kind(form: Form, said: dict[str, str | None], structure: State) -> Row:
    """The columns that are no field to correct: what a subject belongs to."""
    match form:
        case ActionForm():
            led_by = {"structure_id": form.structure_id, "structure": structure.one("nom")}
            return {**led_by, "code_departement": said.get("code_departement") or structure.departement}
        case EventForm():
            return {"code_departement": form.code_departement, "serie": said.get("serie") or said["nom"]}
        case SessionForm():
            return {"instance_id": form.instance_id}
        case StructureForm():
            return {"code_departement": form.code_departement}
