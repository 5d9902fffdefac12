"""Posts that the State pays for (adultes-relais, FONJEP): one record a post, an employer and a year, JSON or table.

A file of city contracts (GeoJSON) may go with them: it gives the département and the EPCI of a contract that a record
does not place. What neither says stays unknown.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data import causes, french, recipes
from data.batch import Batch, RefusedError, Reject, Row
from data.identifiers import fold
from data.importers.subventions import cells
from data.reading import columns, euros, units
from data.reading.files import read_bytes, read_told
from data.reading.grids import Grid, read_grids
from data.reading.look import CERTAIN, Claim, Look
from data.whole_text import is_whole

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
_DEEPEST_HEADER = 10
_LOOKED_AT = 1000
# From so many records on, one same amount looks like a flat rate or a default value.
_MANY = 10


def read(paths: Sequence[Path]) -> Batch:
    """Batch of posts; ``read`` counts records, ``ligne`` is a record's rank in a JSON file, from 1, or a table's line.

    RefusedError (French) for a file that is no list of posts and no GeoJSON of contracts.
    """
    contracts: dict[str, set[tuple[str | None, str | None]]] = defaultdict(set)
    lists: list[tuple[Path, list[tuple[int, Any]]]] = []
    heads: dict[tuple[str, str | None], int] = {}
    completes: set[str] = set()
    doubts: list[str] = []
    for path in paths:
        if not _is_json(path):
            grid, first = _table(path)
            heads[grid.file, grid.sheet] = grid.lines[first]
            completes |= {grid.completes} if grid.completes else set()
            lists.append((path, _written(grid, first)))
            doubts += grid.doubts
            continue
        content, told = _json(path)
        doubts += told
        if isinstance(content, dict) and content.get("type") == "FeatureCollection":
            _add_contracts(contracts, content)
        elif isinstance(content, list):
            lists.append((path, list(enumerate(content, start=1))))
        else:
            raise RefusedError(
                f"« {path.name} » n'est ni une liste de postes (JSON), ni des contrats de ville (GeoJSON)."
            )
    if not lists:
        raise RefusedError(
            "Aucune liste de postes : donnez au moins un fichier JSON de postes, avec ou sans les contrats."
        )
    records: list[Row] = []
    rejects: list[Reject] = []
    for path, content in lists:
        for found in _records(path, content, contracts):
            if isinstance(found, Reject):
                rejects.append(found)
            else:
                records.append(found)
    rows, repeated = _once(records)
    rejects += repeated
    return Batch(
        format="postes",
        titre=f"Postes financés par l'État : {', '.join(path.name for path, _ in lists)}",
        rows={"postes": rows},
        read=len(rows) + len(rejects),
        kept=len(rows),
        rejects=rejects,
        warnings=[*doubts, *_warnings(rows)],
        heads=heads,
        completes=completes.pop() if len(completes) == 1 else None,
    )


def claim(look: Look) -> Claim | None:
    """Certain for records that say a post, an employer and a year, and for a GeoJSON of city contracts."""
    if look.container == "json":
        content = look.content
        if isinstance(content, dict) and content.get("type") == "FeatureCollection":
            features = content.get("features")
            first = features[0] if isinstance(features, list) and features else None
            said = first.get("properties") if isinstance(first, dict) else None
            if not isinstance(said, dict) or "code_cv" not in said:
                return None
            why = "Contrats de ville (GeoJSON) : ils situent les postes."
            return Claim("postes", CERTAIN, why, "ANCT", "contrats_de_ville")
        records = content[:_LOOKED_AT] if isinstance(content, list) else []
        keys = {key for record in records if isinstance(record, dict) for key in record}
    else:
        headers = [grid.rows[rank] for grid in look.grids if (rank := _header_rank(grid)) is not None]
        keys = {_key(cell) for cell in headers[0]} if headers else set()
    if not all(keys & set(_NAMES[field]) for field in _NEEDED):
        return None
    known = next((recipe for recipe in recipes.of_format("postes") if set(recipe.columns) <= keys), None)
    why = "Un enregistrement par poste : son numéro, son employeur et son année."
    return Claim("postes", CERTAIN, why, known.publisher if known else None, known.name if known else None)


def _is_json(path: Path) -> bool:
    """Whether a file is to be read as JSON: it is called so, or begins so."""
    start = read_bytes(path, MAX_BYTES)[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return path.suffix.lower() in (".json", ".geojson") or start[:1] in (b"[", b"{")


def _table(path: Path) -> tuple[Grid, int]:
    """The first table that has the needed columns, and the rank of their names."""
    grids = read_grids(path)
    for grid in grids:
        if (rank := _header_rank(grid)) is not None:
            _refuse_other_unit(grid, rank)
            return grid, rank
    shown = ", ".join(f"« {cell} »" for cell in grids[0].rows[0] if cell is not None)
    needed = " ; ".join(" ou ".join(_NAMES[field]) for field in _NEEDED)
    raise RefusedError(
        f"« {path.name} » n'est pas une liste de postes : il faut {needed}. Première ligne : {shown[:400]}."
    )


def _refuse_other_unit(grid: Grid, rank: int) -> None:
    told = [str(cell) for cell in grid.rows[rank] if _key(cell).startswith("montant")]
    said = next(filter(None, (units.in_heading(name, "montant") for name in told)), None)
    if said := said or units.over_table(grid.rows[:rank]):
        raise RefusedError(units.refusal(grid.name, said, "montant"))


def _header_rank(grid: Grid) -> int | None:
    for rank, row in enumerate(grid.rows[:_DEEPEST_HEADER]):
        names = {_key(cell) for cell in row}
        if all(names & set(_NAMES[field]) for field in _NEEDED):
            return rank
    return None


def _key(cell: object) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(str(cell or ""))).strip("_")


def _written(grid: Grid, first: int) -> list[tuple[int, Any]]:
    """(line, record) of each row under the names; a line that quoting leaves unreadable is a text, hence refused."""
    names = [_key(cell) for cell in grid.rows[first]]
    rows = zip(grid.lines[first + 1 :], grid.rows[first + 1 :], strict=True)
    found: list[tuple[int, Any]] = [
        (line, {name: cell for name, cell in zip(names, row, strict=False) if name}) for line, row in rows
    ]
    found += [(reject.ligne or 0, reject.valeur) for reject in grid.rejects]
    return sorted(found, key=lambda pair: pair[0])


def _json(path: Path) -> tuple[Any, list[str]]:
    """What a file says, and how doubtful the reading of its bytes is (French)."""
    decoded = read_told(path, most=MAX_BYTES)
    try:
        return json.loads(decoded.text), [f"{path.name} : {remark}" for remark in decoded.remarks]
    except json.JSONDecodeError as error:
        raise RefusedError(
            f"« {path.name} » : ce n'est pas du JSON ({causes.why(error)}). Corrigez-le à la source."
        ) from error
    except RecursionError as error:
        raise RefusedError(
            f"« {path.name} » : du JSON emboîté à l'infini, qui n'est pas une liste de postes. Vérifiez le fichier."
        ) from error
    except ValueError as error:  # Python reads no number of more digits than this.
        most = sys.get_int_max_str_digits()
        raise RefusedError(
            f"« {path.name} » : un nombre de plus de {most} chiffres n'est ni un montant ni une année. "
            "Corrigez-le à la source."
        ) from error


def _add_contracts(contracts: dict[str, set[tuple[str | None, str | None]]], content: Mapping[str, Any]) -> None:
    """The places of each contract; a feature that says none adds none."""
    features = content.get("features")
    for feature in features if isinstance(features, list) else ():
        said = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(said, dict) and (contract := _scalar(said.get("code_cv"))):
            places = (cells.text(_scalar(said.get("insee_dep"))), cells.text(_scalar(said.get("codgeo"))))
            contracts[str(contract)].add(places)


def _scalar(value: Any) -> Any:
    """A JSON value as a cell; None for a list or an object, which is no value of a cell."""
    return None if isinstance(value, list | dict) else value


def _names(path: Path, records: Sequence[Any]) -> dict[str, str]:
    """Field → the name that this file gives it."""
    keys = {key for record in records[:_LOOKED_AT] if isinstance(record, dict) for key in record}
    found = {field: next((name for name in names if name in keys), None) for field, names in _NAMES.items()}
    missing = [field for field in _NEEDED if found[field] is None]
    if missing:
        raise RefusedError(
            f"« {path.name} » : il manque {', '.join(' ou '.join(_NAMES[field]) for field in missing)} ; "
            f"champs lus : {', '.join(sorted(keys)) or 'aucun'}."
        )
    return {field: name for field, name in found.items() if name is not None}


def _records(
    path: Path, content: Sequence[tuple[int, Any]], contracts: Mapping[str, set[tuple[str | None, str | None]]]
) -> Iterator[Row | Reject]:
    """Each record of a file, with its rank or line; amounts are read as the whole file writes them."""
    records = [record for _, record in content]
    names = _names(path, records)
    amount = names.get("montant_eur")
    written = columns.numbers((said.get(amount) for said in records if amount and isinstance(said, dict)), decimals=2)
    for rank, record in content:
        yield _row(path, rank, record, names, written, contracts)


def _row(
    path: Path,
    rank: int,
    record: Any,
    names: Mapping[str, str],
    written: columns.Numbers,
    contracts: Mapping[str, set[tuple[str | None, str | None]]],
) -> Row | Reject:
    if not isinstance(record, dict):
        return Reject(path.name, rank, None, _shown(record), "ce n'est pas un enregistrement")
    said = {field: record.get(name) for field, name in names.items()}
    if wrong := _no_cell(said):
        return Reject(path.name, rank, names[wrong], _shown(record), "ce n'est ni un texte ni un nombre")
    try:
        year = cells.year(said["annee"])
        amount = None if said.get("montant_eur") in (None, "") else euros.amount(said["montant_eur"], written)
        owner = cells.identifier(said.get("siret"))
    except ValueError as error:
        return Reject(path.name, rank, None, _shown(record), str(error))
    identifier, employer = columns.code(said["poste_id"]), cells.text(said["employeur"])
    if identifier is None or employer is None or year is None:
        reason = "numéro de poste, employeur ou année absent"
        return Reject(path.name, rank, None, _shown(record), reason)
    contract = columns.code(said.get("contrat_ville"))
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
        "code_departement": columns.code(said.get("code_departement")) or departement,
        "code_epci": epci if epci and len(epci) == 9 else None,
        "fichier": path.name,
        "ligne": rank,
    }


def _no_cell(said: Mapping[str, Any]) -> str | None:
    """The first field whose value is no cell: a list, an object, or a text that holds half a character."""
    for field, value in said.items():
        if isinstance(value, list | dict) or (isinstance(value, str) and not is_whole(value)):
            return field
    return None


def _shown(record: Any) -> str:
    """The beginning of a record as JSON; half a character is written as its code."""
    text = json.dumps(record, ensure_ascii=False, default=str)
    return (text if is_whole(text) else json.dumps(record, default=str))[:_SHOWN]


def _scheme(path: Path, identifier: str) -> str:
    return "fonjep" if "fonjep" in fold(f"{path.name} {identifier}") else "adultes_relais"


def _once(records: Sequence[Row]) -> tuple[list[Row], list[Reject]]:
    """The records without those that say again what another one says, and why each of these is refused.

    A post, an employer and a year make one row, which the store's key cannot tell when there is no SIRET. Records that
    give them two amounts are all refused: which one is right is not ours to choose.
    """
    rows: list[Row] = []
    rejects: list[Reject] = []
    for group in _by_post(records):
        first = group[0]
        if len({row["montant_eur"] for row in group}) > 1:
            rejects += [_two_amounts(row, group) for row in group]
            continue
        rejects += [_again(row, first) for row in group[1:]]
        # Where two contracts place a post is known only as far as they agree.
        agreed = {
            place: first[place]
            for place in ("code_departement", "code_epci")
            if all(row[place] == first[place] for row in group)
        }
        rows.append(first | {"code_departement": None, "code_epci": None} | agreed)
    return rows, rejects


def _by_post(records: Sequence[Row]) -> list[list[Row]]:
    """Records of one post, one employer and one year; an employer without SIRET is known by its name."""
    sirets: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in records:
        if row["siret"]:
            sirets[_named(row)].add(row["siret"])
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in records:
        named = sirets[_named(row)]
        siret = row["siret"] or (next(iter(named)) if len(named) == 1 else None)
        who = siret or fold(row["employeur"])
        groups[row["dispositif"], row["poste_id"], row["annee"], who].append(row)
    return list(groups.values())


def _named(row: Row) -> tuple[Any, ...]:
    return row["dispositif"], row["poste_id"], row["annee"], fold(row["employeur"])


def _again(row: Row, first: Row) -> Reject:
    where = f"l'enregistrement {first['ligne']} de « {first['fichier']} »"
    apart = ("fichier", "ligne")
    if all(row[name] == first[name] for name in row if name not in apart):
        reason = f"copie exacte de {where} : compté une fois"
    elif row["contrat_ville"] != first["contrat_ville"]:
        reason = (
            f"ce poste est déjà {where}, sous le contrat « {first['contrat_ville'] or 'non dit'} » : un poste sous "
            "deux contrats est compté une fois"
        )
    else:
        reason = f"ce poste est déjà {where}, pour le même employeur et la même année : compté une fois"
    return Reject(row["fichier"], row["ligne"], "contrat_ville", row["contrat_ville"], f"{row['poste_id']} : {reason}")


def _two_amounts(row: Row, group: Sequence[Row]) -> Reject:
    others = ", ".join(f"{other['ligne']} de « {other['fichier']} »" for other in group if other is not row)
    reason = (
        f"{row['poste_id']} : même employeur et même année que l'enregistrement {others}, mais un autre montant : "
        "lequel est juste, ou sont-ce des parts ? Gardez un seul enregistrement"
    )
    amount = None if row["montant_eur"] is None else french.euros(row["montant_eur"], cents=True)
    return Reject(row["fichier"], row["ligne"], "montant", amount, reason)


def _warnings(rows: Sequence[Row]) -> list[str]:
    """Posts under two employers in a year, one amount on many records, and posts without place."""
    lines: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row in rows:
        lines[row["poste_id"], row["annee"]].append(row["ligne"])
    said = [
        f"Poste {identifier}, {year} : {french.number(len(ranks))} enregistrements ({', '.join(map(str, ranks))}), "
        "le montant est peut-être compté deux fois."
        for (identifier, year), ranks in lines.items()
        if len(ranks) > 1
    ]
    amounts = Counter((row["annee"], row["montant_eur"]) for row in rows if row["montant_eur"] is not None)
    said += [
        f"{year} : le même montant, {french.euros(amount, cents=True)}, sur {french.number(count)} enregistrements : "
        "est-ce un forfait par poste, ou une valeur par défaut ?"
        for (year, amount), count in sorted(amounts.items())
        if count >= _MANY
    ]
    nowhere = sum(row["code_departement"] is None for row in rows)
    if nowhere:
        them = "il n'entre" if nowhere == 1 else "ils n'entrent"
        said.append(
            f"{french.plural(nowhere, 'enregistrement')} sans département connu : {them} dans aucun territoire."
        )
    return said
