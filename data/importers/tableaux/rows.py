"""From the values of a line to rows of the contract, table by table; identifiers are the product's own.

Values come under the field of their column: a date as its first day (its last one where it ends something) with its
precision beside, names as identifiers, an empty cell as None.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from data.batch import Row
from data.identifiers import action_id, digest, named_id, structure_id
from data.importers.fiches.structure_line import structure_type
from data.importers.tableaux.description import Sheet
from data.reading.codes import motif_fin_code
from geo.communes import territory

Values = Mapping[str, Any]
Tables = dict[str, list[Row]]
Build = Callable[[Sheet, Values], Tables]

_ORDER = ("jour", "mois", "annee", "inconnue")
_CUT = {"jour": 10, "mois": 7, "annee": 4}
_QUESTIONS = ("questionnaires_envoyes", "repondants", "satisfaits")
_LISTS = {
    "_mots_cles": ("actions_mots_cles", "mot_cle"),
    "_publics": ("actions_publics", "public"),
    "_initiateurs": ("actions_initiateurs", "initiateur"),
    "_partenaires": ("actions_partenaires", "partenaire"),
}


def rows_of(kind: str, sheet: Sheet, values: Values) -> Tables:
    """The rows that a line makes, by table; the first one of ``sheet.table`` is the line's own."""
    build = _BUILD.get((kind, sheet.name), _plain)
    return build(sheet, values)


def _own(sheet: Sheet, values: Values, **more: object) -> Row:
    """The row of the sheet's table: what its columns say, without what serves other rows."""
    said = {name: value for name, value in values.items() if not name.startswith("_")}
    return {**sheet.constants, **said, **more}


def finished(tables: Tables) -> Tables:
    """What only the whole of a load tells: each structure once, ranks of zones, what an action's money adds."""
    made = dict(tables)
    if "structures" in made:
        made["structures"] = list({row["structure_id"]: row for row in reversed(made["structures"])}.values())[::-1]
    ranks: dict[str, int] = {}
    for row in made.get("zones", ()):
        row["rang"] = ranks[row["division"]] = ranks.get(row["division"], 0) + 1
    for action in made.get("actions", ()):
        own = [row for row in made.get("financements", ()) if row["sujet_id"] == action["action_id"]]
        # An action whose money changed is no copy of what it was.
        bare = [{name: row[name] for name in row if name not in ("fichier", "ligne")} for row in own]
        action["empreinte"] = _digest_of([action["empreinte"], *map(_told, bare)])
    return made


def _plain(sheet: Sheet, values: Values) -> Tables:
    return {sheet.table: [_own(sheet, values)]}


def _structures(sheet: Sheet, values: Values) -> Tables:
    identifier = structure_id(values["nom"], values["code_departement"])
    return {sheet.table: [_own(sheet, values, structure_id=identifier)]}


def _span(sheet: Sheet, values: Values) -> Tables:
    """Two dates under one precision: that of the less precise one."""
    told = [values[name] for name in ("_debut_precision", "_fin_precision") if values[name] != "inconnue"]
    precision = max(told, key=_ORDER.index, default="inconnue")
    return {sheet.table: [_own(sheet, values, precision=precision)]}


def _projets(sheet: Sheet, values: Values) -> Tables:
    (row,) = _span(sheet, values)[sheet.table]
    return {sheet.table: [{**row, "projet_id": named_id(values["titre"])}]}


def _axes(sheet: Sheet, values: Values) -> Tables:
    return {sheet.table: [_own(sheet, values, transversal=bool(values["transversal"]))]}


def _instances(sheet: Sheet, values: Values) -> Tables:
    identifier = named_id(values["nom"], values["code_departement"])
    return {sheet.table: [_own(sheet, values, instance_id=identifier)]}


def _seances(sheet: Sheet, values: Values) -> Tables:
    identifier = f"{values['instance_id']}-{_told_day(values['tenue_le'], values['precision'])}"
    return {sheet.table: [_own(sheet, values, seance_id=identifier)]}


def _presences(sheet: Sheet, values: Values) -> Tables:
    row = _own(sheet, values, seance_id=values["_seance"], precision=values["precision"] or "exacte")
    return {sheet.table: [row]}


def _documents(sheet: Sheet, values: Values) -> Tables:
    return {sheet.table: [_own(sheet, values, seance_id=values["_seance"])]}


def _evenements(sheet: Sheet, values: Values) -> Tables:
    place = values["code_commune"] or values["code_departement"]
    when = _told_day(values["tenu_le"], values["precision"]) or str(values["edition"] or "sans-date")
    row = _own(sheet, values, evenement_id=named_id(values["nom"], place, when), serie=values["serie"] or values["nom"])
    return {sheet.table: [row]}


def _questionnaires(sheet: Sheet, values: Values) -> Tables:
    counts = {name: values[f"_{name}"] for name in _QUESTIONS}
    base = _own(sheet, values)
    rows = [base | {"grandeur": name, "valeur": count} for name, count in counts.items() if count is not None]
    return {sheet.table: rows}


def _frequentation(sheet: Sheet, values: Values) -> Tables:
    return {sheet.table: [_own(sheet, values) | _counted(values["_basse"], values["_haute"], values["precision"])]}


def _counted(low: int, high: int | None, precision: str | None) -> Row:
    """valeur, bounds and precision of a count, as in ``data/facts/README.md``."""
    kind = precision or "exacte"
    if kind == "intervalle":
        return {"valeur": None, "borne_basse": low, "borne_haute": high, "precision": kind}
    bounds = {"borne_basse": low if kind == "minimum" else None, "borne_haute": low if kind == "maximum" else None}
    return {"valeur": low, **bounds, "precision": kind}


def _decisions(sheet: Sheet, values: Values) -> Tables:
    about = values["_seance"] or values["sujet_id"] or ""
    identifier = f"{named_id(values['intitule'])}-{digest(about)}"
    return {sheet.table: [_own(sheet, values, decision_id=identifier, seance_id=values["_seance"])]}


def _budgeted(sheet: Sheet, values: Values) -> Tables:
    said = (values["sujet_id"], values["financeur"], values["dispositif"], values["exercice"])
    identifier = f"{values['sujet_id']}-{digest(json.dumps(said, ensure_ascii=False))}"
    row = _own(sheet, values, financement_id=identifier, nature=values["nature"] or "inconnue")
    return {sheet.table: [row]}


def _actions(sheet: Sheet, values: Values) -> Tables:
    """An action and all that its line says; the structure is the one that is known, or what the line says of it."""
    made, known = structure_id(values["structure"], values["code_departement"]), values["_structure"]
    structure = made if known is None else known.identifier
    identifier = action_id(values["titre"], structure)
    reason = values["motif_fin"]
    own = _own(
        sheet,
        values,
        action_id=identifier,
        structure_id=structure,
        motif_fin_code=motif_fin_code(reason) if reason else None,
        empreinte=_fingerprint(values),
    )
    tables: Tables = {sheet.table: [own]}
    if structure == made:
        tables["structures"] = [_structure_of(values, structure)]
    tables["actions_lieux"] = _places(identifier, values)
    for name, (table, column) in _LISTS.items():
        tables[table] = [{"action_id": identifier, column: word} for word in values[name]]
    about = {"sujet_type": "action", "sujet_id": identifier, "annee": values["_annee"], "etat": "validee"}
    tables["mesures"] = [about | counted for counted in _people(values)]
    if values["_cout"] is not None:
        tables["montants"] = [about | {"role": "total", "montant_eur": values["_cout"], "precision": "exacte"}]
    return tables


def _structure_of(values: Values, identifier: str) -> Row:
    name = values["structure"]
    return {
        "structure_id": identifier,
        "nom": name,
        "type": structure_type(name),
        "code_departement": values["code_departement"],
    }


def _places(identifier: str, values: Values) -> list[Row]:
    place: Row = {"action_id": identifier, "role": "lieu", "code_departement": values["code_departement"]}
    if not values["_communes"]:
        return [place | {"precision": "departement_seul"}]
    communes = [territory().resolve_code(code) for code in values["_communes"]]
    return [
        place | {"code_commune": one.code_commune, "code_departement": one.code_departement, "precision": "declaree"}
        for one in communes
    ]


def _people(values: Values) -> list[Row]:
    counts = []
    if values["_participants"] is not None:
        told = _counted(values["_participants"], values["_jusqu_a"], values["_precision"])
        counts.append({"grandeur": "participants_distincts", **told})
    for name in ("benevoles", "professionnels"):
        if values[f"_{name}"] is not None:
            counts.append({"grandeur": name, **_counted(values[f"_{name}"], None, None)})
    return counts


def _fingerprint(values: Values) -> str:
    """SHA-256 of what a line says, whatever its file and its place, and whatever the store knows."""
    return _digest_of(_told({name: value for name, value in values.items() if name != "_structure"}))


def _told(values: Values) -> dict[str, str]:
    return {name: str(value) for name, value in sorted(values.items()) if value not in (None, ())}


def _digest_of(said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _told_day(day: date | None, precision: str) -> str:
    """« 2024-05-24 », « 2024-05 » or « 2024 », as precise as it is known; nothing when it is not."""
    return day.isoformat()[: _CUT[precision]] if day else ""


_BUILD: Mapping[tuple[str, str], Build] = {
    ("structures", "Structures"): _structures,
    ("structures", "Agréments"): _span,
    ("projets", "Projets"): _projets,
    ("projets", "Axes"): _axes,
    ("instances", "Instances"): _instances,
    ("instances", "Séances"): _seances,
    ("instances", "Présences"): _presences,
    ("instances", "Documents"): _documents,
    ("evenements", "Événements"): _evenements,
    ("evenements", "Questionnaires"): _questionnaires,
    ("evenements", "Fréquentation"): _frequentation,
    ("decisions", "Décisions"): _decisions,
    ("fiches", "Actions"): _actions,
    ("fiches", "Financements"): _budgeted,
}
