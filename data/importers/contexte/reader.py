"""Official figures by commune and year, and divisions of the territory: one delimited file and its mapping."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data import french
from data.batch import Batch, RefusedError
from data.importers.contexte import answers, understood, zones
from data.importers.contexte import places as contexte_places
from data.importers.contexte.layouts import left_aside, written
from data.importers.contexte.mapping import EARLIEST, LATEST, Mapping, Variable, matches
from data.importers.contexte.places import Places
from data.importers.contexte.table import Shape, Table, read_table
from data.importers.contexte.values import Column, read_column
from data.reading.columns import year
from data.toml_file import SUFFIX, read_toml, told_apart
from data.understanding import Answers, UndecidedError
from geo.communes import territory

_SAMPLE = 200
FIGURE_COLUMNS = ["code_commune", "annee", "variable", "valeur", "marque", "censure", "fichier", "ligne"]


def read(paths: Sequence[Path], known: answers.Known = lambda digest: {}, said: Answers | None = None) -> Batch:
    """Batch of one file of figures, read as its mapping says (a ``.toml`` among ``paths``, or ``said``, which is the
    same as data), as a person said of the last file of that layout (``known``), or as its columns say.

    Tables: ``contexte_communes``, ``contexte_variables``, ``zones``, ``zones_communes``, all checked here. A line is
    refused whole, with its column, value and likely cause. RefusedError (French) when the file or the mapping cannot be
    understood at all; UndecidedError when a person must say more.
    """
    file, written_by = _split(paths)
    if written_by is not None and said:
        raise RefusedError("Une seule correspondance à la fois : retirez le fichier .toml.")
    told = read_toml(written_by) if written_by is not None else said
    mapping = answers.mapping_for(file, told, "réponses" if written_by is None else written_by.name, known)
    table = read_table(file, mapping.commune, _shape(mapping))
    columns = _columns(table, mapping)
    years = _years(table, mapping)
    places = contexte_places.resolve(table, mapping.commune, years, _edition(mapping, columns))
    divided = zones.read(table, mapping, places)
    rows = np.fromiter(places.rows, dtype=int)
    cells = [(column, _cells(table, mapping, column, rows)) for column in columns]
    contexte_places.drop_broken(table, mapping.commune, places)
    figures = _figures(table, cells, years, places)
    return Batch(
        format="contexte",
        titre=mapping.titre,
        editeur=mapping.editeur,
        licence=mapping.licence,
        url=mapping.url,
        publiee_le=mapping.publiee_le,
        rows={
            "contexte_communes": figures,
            "contexte_variables": _described(mapping, columns),
            **divided.tables(table),
            "correspondances": answers.remembered(table.header, mapping.editeur, told),
        },
        read=table.read,
        kept=table.read - len(table.refused),
        rejects=sorted(table.rejects, key=lambda reject: reject.ligne or 0),
        warnings=[
            *table.doubts,
            *_presented(mapping, written_by, table, columns),
            *places.notes,
            *_told(table, mapping, places),
            *divided.notes,
        ],
        heads={(table.file, table.sheet): mapping.entete},
        completes=table.completes,
        understanding=understood.of(table.file, table.header, _first_rows(table), mapping),
    )


def _first_rows(table: Table) -> dict[str, list[str]]:
    return {name: table.cells[name].head(_SAMPLE).tolist() for name in dict.fromkeys(table.header)}


@dataclass(frozen=True)
class _Column:
    """A column of the file that holds figures: its variable, and the year that its name or the mapping says."""

    name: str
    variable: Variable
    year: int | None


def _split(paths: Sequence[Path]) -> tuple[Path, Path | None]:
    """(file, mapping or None)."""
    files, mappings = told_apart(paths)
    if len(files) != 1 or len(mappings) > 1:
        raise RefusedError(
            "Le format « contexte » lit un fichier de chiffres à la fois, avec au plus une correspondance (--mapping)."
        )
    return files[0], mappings[0] if mappings else None


def _shape(mapping: Mapping) -> Shape:
    return Shape(mapping.separateur, mapping.encodage, mapping.entete, mapping.decimale, mapping.feuille)


def _presented(mapping: Mapping, said: Path | None, table: Table, columns: Sequence[_Column]) -> list[str]:
    """What the report says of how the columns were understood."""
    notes = [] if mapping.note is None else [mapping.note]
    if mapping.annee_du_nom and mapping.annee is not None:
        notes.append(f"année {mapping.annee}, d'après le nom du fichier ou les titres au-dessus des colonnes")
    aside = left_aside(mapping, table.header)
    if said is not None:
        return [*notes, *aside]
    years = sorted({column.year for column in columns if column.year is not None})
    spoken = f", {', '.join(map(str, years))}" if years else ""
    counts = f"{french.plural(len(columns), 'colonne')} de chiffres{spoken}"
    counts += f", {french.plural(len(mapping.divisions), 'découpage')}"
    counts += f", noms de colonnes ligne {mapping.entete}" if mapping.entete > 1 else ""
    proposed = f"correspondance proposée : {mapping.file} ({counts})"
    if mapping.file.endswith(SUFFIX):
        return [f"{proposed}, de data/recettes/ ; pour en changer : --mapping", *notes, *aside]
    return [
        f"{proposed}, à enregistrer et corriger au besoin, puis --mapping :\n\n{written(mapping)}\n",
        *notes,
        *aside,
    ]


def _columns(table: Table, mapping: Mapping) -> list[_Column]:
    """The columns that the mapping names; RefusedError when one is not in the file, or twice, or has no year."""
    found, header = [], dict.fromkeys(table.header)
    for variable in mapping.variables:
        columns = matches(variable.colonne, header)
        if not columns:
            raise RefusedError(_absent(table, mapping, variable.colonne, "variables"))
        for name, named_year in columns:
            year = variable.annee or named_year or mapping.annee
            if year is None and mapping.colonne_annee is None:
                raise UndecidedError(
                    f"{table.file} : l'année des chiffres de « {name} » n'est dite nulle part. Ajoutez à la "
                    "correspondance [annee] valeur = AAAA, ou colonne = « la colonne de l'année ».",
                    understood.of(table.file, table.header, _first_rows(table), mapping, year=True),
                )
            found.append(_Column(name, variable, year))
    for division in mapping.divisions:
        for column in filter(None, (division.colonne, division.nom)):
            if column not in header:
                raise RefusedError(_absent(table, mapping, column, "divisions"))
    if mapping.colonne_annee is not None and mapping.colonne_annee not in header:
        raise RefusedError(_absent(table, mapping, mapping.colonne_annee, "annee"))
    _refuse_twins(table, mapping, found)
    return found


def _absent(table: Table, mapping: Mapping, column: str, section: str) -> str:
    named = ", ".join(f"« {name} »" for name in table.header[:30])
    return (
        f"{mapping.file} : [{section}] nomme la colonne « {column} », qui n'est pas dans {table.file}. "
        f"Colonnes du fichier : {named}."
    )


def _refuse_twins(table: Table, mapping: Mapping, columns: Sequence[_Column]) -> None:
    used = [mapping.commune, mapping.colonne_annee, *(column.name for column in columns)]
    used += [name for division in mapping.divisions for name in (division.colonne, division.nom)]
    written = Counter(table.header)
    for name in filter(None, used):
        if written[name] > 1:
            raise RefusedError(
                f"{table.file} : la colonne « {name} » est écrite {written[name]} fois ; "
                "laquelle prendre ? Renommez ou supprimez les autres."
            )
    keys = Counter((column.variable.variable, column.year) for column in columns)
    twice = next((key for key, count in keys.items() if count > 1), None)
    if twice is not None:
        year = "" if twice[1] is None else f" de {twice[1]}"
        raise RefusedError(
            f"{mapping.file} : deux colonnes donnent « {twice[0]} »{year} ; donnez-leur deux noms de variable, "
            "ou deux années."
        )


def _edition(mapping: Mapping, columns: Sequence[_Column]) -> int | None:
    """The edition of the codes: as said, or as said for the one year of the file."""
    years = {column.year for column in columns}
    if mapping.cog is None and len(years) == 1:
        return mapping.cog_par_annee.get(str(years.pop()))
    return mapping.cog


def _years(table: Table, mapping: Mapping) -> pd.Series:
    """The year of each row, where a column says it; None elsewhere. Lines without a good one are refused."""
    if mapping.colonne_annee is None or mapping.colonne_annee not in table.header:
        return pd.Series([None] * len(table.cells), index=table.cells.index, dtype=object)
    texts = table.cells[mapping.colonne_annee]
    years: list[int | None] = []
    for line, text in zip(table.lines, texts, strict=True):
        years.append(_year(text))
        if years[-1] is None:
            reason = f"ce n'est pas une année à quatre chiffres, de {EARLIEST} à {LATEST}"
            table.refuse(int(line), mapping.colonne_annee, text or None, reason)
    return pd.Series(years, texts.index, object)


def _year(text: str) -> int | None:
    try:
        found = year(text)
    except ValueError:
        return None
    return found if found is not None and EARLIEST <= found <= LATEST else None


def _cells(table: Table, mapping: Mapping, column: _Column, rows: np.ndarray) -> Column:
    """The cells of the ``rows`` (ranks) that have a commune; a line with a cell that is neither a number nor a mark is
    refused."""
    texts = table.cells[column.name].to_numpy()[rows]
    cells = read_column(texts, column.variable, mapping.decimale, mapping.marques)
    for rank in np.flatnonzero(cells.refus != None):  # noqa: E711 - each cell is compared
        table.refuse(int(table.lines[rows[rank]]), column.name, str(texts[rank]), str(cells.refus[rank]))
    return cells


def _figures(table: Table, cells: Sequence[tuple[_Column, Column]], years: pd.Series, places: Places) -> pd.DataFrame:
    """One row for each commune of today, year and variable, without the lines refused."""
    rows = np.fromiter(places.rows, dtype=int)
    lines = table.lines[rows]
    kept = ~np.isin(lines, list(table.refused))
    if not kept.any() or not cells:
        return pd.DataFrame(columns=FIGURE_COLUMNS)
    shared = {
        "code_commune": np.array(list(places.rows.values()), dtype=object)[kept],
        "fichier": np.full(kept.sum(), table.file, dtype=object),
        "ligne": lines[kept],
    }
    told = years.to_numpy()[rows][kept]
    parts = []
    for column, read_cells in cells:
        part = {
            **shared,
            "annee": told if column.year is None else np.full(kept.sum(), column.year),
            "variable": np.full(kept.sum(), column.variable.variable, dtype=object),
            **{name: getattr(read_cells, name)[kept] for name in ("valeur", "marque", "censure")},
        }
        parts.append(_merged(part, rows[kept], column.variable, places) if places.merged else part)
    figures = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in FIGURE_COLUMNS})
    # The store receives these types as they are: no text to cast, no error to explain.
    return figures.astype({"annee": "int32", "ligne": "int32", "valeur": "float64"})


def _merged(part: dict[str, np.ndarray], rows: np.ndarray, variable: Variable, places: Places) -> dict[str, np.ndarray]:
    """The rows that are parts of one commune made one: counts added up, anything else not available."""
    cells = pd.DataFrame(part, index=rows)
    first = pd.Series({index: rows[0] for rows in places.merged for index in rows})
    parts = cells.loc[first.index].groupby(first)
    known = parts["valeur"].count() == parts.size() if variable.somme else pd.Series(False, index=parts.size().index)
    secret = parts["marque"].agg(lambda marks: variable.somme and bool((marks == "s").any()))
    made = cells.loc[known.index].copy()
    made["valeur"] = parts["valeur"].sum().where(known)
    made["marque"] = [None if whole else "s" if hidden else "nd" for whole, hidden in zip(known, secret, strict=True)]
    made["censure"] = None
    whole = pd.concat([cells.drop(index=first.index), made])
    return {name: whole[name].to_numpy() for name in part}


def _told(table: Table, mapping: Mapping, places: Places) -> Iterator[str]:
    """The communes of today that are several in the file, and what was made of their figures."""
    if not places.merged:
        return
    done = ["effectifs additionnés"] if any(variable.somme for variable in mapping.variables) else []
    if any(not variable.somme for variable in mapping.variables):
        done.append("taux, médianes et rapports non disponibles (nd), car ils ne s'additionnent pas")
    count = (
        f"{french.number(len(places.merged))} communes d'aujourd'hui sont"
        if len(places.merged) > 1
        else "une commune est"
    )
    yield f"{count} en plusieurs lignes, d'avant leur fusion : {' ; '.join(done) or 'zones comparées ligne à ligne'}"
    codes, lines = table.cells[mapping.commune].to_dict(), table.cells["ligne"].to_dict()
    for rows in places.merged:
        parts = [f"{codes[index]} (ligne {lines[index]})" for index in rows]
        today = territory().resolve_code(places.rows[rows[0]])
        yield f"{today.nom} ({today.code_commune}) : {', '.join(parts)}"


def _described(mapping: Mapping, columns: Sequence[_Column]) -> pd.DataFrame:
    """One row a variable, whatever the number of years it is given for."""
    variables = {column.variable.variable: column.variable for column in columns}
    return pd.DataFrame(
        [
            (name, variable.titre, variable.unite, variable.editeur or mapping.editeur)
            for name, variable in variables.items()
        ],
        columns=["variable", "titre", "unite", "editeur"],
    )
