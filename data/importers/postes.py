"""Posts that the State pays for (adultes-relais, FONJEP): one record a post and a year, in JSON.

A file of city contracts (GeoJSON) may go with them: it gives the département and the EPCI of a contract that a record
does not place. What neither says stays unknown.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data.batch import Batch, RefusedError, Reject, Row
from data.identifiers import fold
from data.importers.subventions import cells
from data.reading.files import read_text

MAX_BYTES = 60_000_000
# Field → the names under which publishers write it.
_NAMES = {
    "poste_id": ("id_poste", "numero_poste", "poste", "code_poste"),
    "employeur": ("raison_sociale", "association", "structure", "employeur", "nom"),
    "siret": ("code_tiers", "siret"),
    "annee": ("annee", "exercice"),
    "montant_eur": ("montant", "montant_verse", "montant_annuel"),
    "contrat_ville": ("code_cv", "contrat_ville"),
    "code_departement": ("insee_dep", "code_departement", "departement"),
}
_NEEDED = ("poste_id", "employeur", "annee")
_SHOWN = 120


def read(paths: Sequence[Path]) -> Batch:
    """Batch of posts; ``read`` counts records, ``ligne`` is a record's rank in its file, from 1.

    RefusedError (French) for a file that is no list of posts and no GeoJSON of contracts.
    """
    contracts: dict[str, set[tuple[str | None, str | None]]] = defaultdict(set)
    lists: list[tuple[Path, list[Any]]] = []
    for path in paths:
        content = _json(path)
        if isinstance(content, dict) and content.get("type") == "FeatureCollection":
            _add_contracts(contracts, content)
        elif isinstance(content, list):
            lists.append((path, content))
        else:
            raise RefusedError(
                f"« {path.name} » n'est ni une liste de postes (JSON), ni des contrats de ville (GeoJSON)."
            )
    if not lists:
        raise RefusedError(
            "Aucune liste de postes : donnez au moins un fichier JSON de postes, avec ou sans les contrats."
        )
    rows: list[Row] = []
    rejects: list[Reject] = []
    for path, records in lists:
        names = _names(path, records)
        for rank, record in enumerate(records, start=1):
            found = _row(path, rank, record, names, contracts)
            if isinstance(found, Reject):
                rejects.append(found)
            else:
                rows.append(found)
    return Batch(
        format="postes",
        titre=f"Postes financés par l'État : {', '.join(path.name for path, _ in lists)}",
        rows={"postes": rows},
        read=len(rows) + len(rejects),
        kept=len(rows),
        rejects=rejects,
        warnings=_warnings(rows),
    )


def _json(path: Path) -> Any:
    try:
        return json.loads(read_text(path, most=MAX_BYTES))
    except json.JSONDecodeError as error:
        raise RefusedError(f"« {path.name} », ligne {error.lineno} : ce n'est pas du JSON ({error.msg}).") from error


def _add_contracts(contracts: dict[str, set[tuple[str | None, str | None]]], content: Mapping[str, Any]) -> None:
    for feature in content.get("features", ()):
        said = feature.get("properties", {})
        if said.get("code_cv"):
            contracts[str(said["code_cv"])].add((cells.text(said.get("insee_dep")), cells.text(said.get("codgeo"))))


def _names(path: Path, records: Sequence[Any]) -> dict[str, str]:
    """Field → the name that this file gives it."""
    keys = {key for record in records[:1000] if isinstance(record, dict) for key in record}
    found = {field: next((name for name in names if name in keys), None) for field, names in _NAMES.items()}
    missing = [field for field in _NEEDED if found[field] is None]
    if missing:
        raise RefusedError(
            f"« {path.name} » : il manque {', '.join(' ou '.join(_NAMES[field]) for field in missing)} ; "
            f"champs lus : {', '.join(sorted(keys)) or 'aucun'}."
        )
    return {field: name for field, name in found.items() if name is not None}


def _row(
    path: Path,
    rank: int,
    record: Any,
    names: Mapping[str, str],
    contracts: Mapping[str, set[tuple[str | None, str | None]]],
) -> Row | Reject:
    if not isinstance(record, dict):
        return Reject(path.name, rank, None, str(record)[:_SHOWN], "ce n'est pas un enregistrement")
    said = {field: record.get(name) for field, name in names.items()}
    try:
        year = cells.year(said["annee"])
        amount = None if said.get("montant_eur") is None else cells.amount(said["montant_eur"])
        owner = cells.identifier(said.get("siret"))
    except ValueError as error:
        return Reject(path.name, rank, None, json.dumps(record, ensure_ascii=False)[:_SHOWN], str(error))
    identifier, employer = cells.text(said["poste_id"]), cells.text(said["employeur"])
    if identifier is None or employer is None or year is None:
        reason = "numéro de poste, employeur ou année absent"
        return Reject(path.name, rank, None, json.dumps(record, ensure_ascii=False)[:_SHOWN], reason)
    contract = cells.text(said.get("contrat_ville"))
    places = contracts.get(contract or "", set())
    departement, epci = next(iter(places)) if len(places) == 1 else (None, None)
    return {
        "poste_id": identifier,
        "dispositif": _scheme(path, identifier),
        "employeur": employer,
        "siret": owner.siret if owner else None,
        "annee": year,
        "montant_eur": amount,
        "contrat_ville": contract,
        "code_departement": cells.text(said.get("code_departement")) or departement,
        "code_epci": epci if epci and len(epci) == 9 else None,
        "fichier": path.name,
        "ligne": rank,
    }


def _scheme(path: Path, identifier: str) -> str:
    return "fonjep" if "fonjep" in fold(f"{path.name} {identifier}") else "adultes_relais"


def _warnings(rows: Sequence[Row]) -> list[str]:
    """Posts told twice in a year, those without place, and the kept total of each year."""
    said = []
    twice = Counter((row["poste_id"], row["annee"]) for row in rows)
    for (identifier, year), count in twice.items():
        if count > 1:
            lines = ", ".join(
                str(row["ligne"]) for row in rows if (row["poste_id"], row["annee"]) == (identifier, year)
            )
            told = f"Poste {identifier}, {year} : {count} enregistrements ({lines})"
            said.append(f"{told}, le montant est peut-être compté deux fois.")
    nowhere = sum(row["code_departement"] is None for row in rows)
    if nowhere:
        said.append(f"{nowhere} enregistrements sans département connu : ils n'entrent dans aucun territoire.")
    return said
