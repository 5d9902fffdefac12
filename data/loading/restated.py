"""What a load says again: rows that the store holds already, word for word, and rows that say them otherwise.

A document is what a load comes from, whatever the load: a format and a title. Loaded again with a few changes, it is
known by its rows: those that it said before are not taken twice, and one that answers otherwise the question that it
answered waits for ``--replace``. Two documents that say the same are two statements, which stay; but for rows that are
added up, and those of tables whose key leaves room for one: the same one is never there twice, whoever says it.
Of what is added up, a row that nothing dates may be another one: it is known in a file of the same name only, since
two files of one giver bear one title.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

from data.batch import Reject
from data.identifiers import fold
from data.importers import BY_ROW, ROWS_APART
from data.loading import staging
from data.loading.sources import NO_FACTS
from data.statements import ADDED_UP, ALIKE, ALIKE_IN_ONE, MADE_UP, QUESTIONS, REDATED, SHEETS, TELLING
from data.store import Connection, contract_columns, contract_tables, quoted

# Where a row comes from, which is not what it says.
PROVENANCE = ("source", "fichier", "ligne")
# Tables whose key leaves room for one row and which have a rule of their own: actions are compared as a whole
# (``changes.py``), the bassins of a département stand for those of the territory (``division_deja_chargee``).
_DIVISIONS = ("zones", "zones_communes")
_APART = ("actions", *_DIVISIONS)

# SQL of the form in which names are compared: that of ``fold``, for as many rows as a store holds.
_FOLDED = (
    "trim(regexp_replace(strip_accents(replace(replace(replace(lower({}), 'œ', 'oe'), 'æ', 'ae'), '’', '''')), "
    "'\\s+', ' ', 'g'))"
)


@dataclass(frozen=True)
class Document:
    """The active sources of one document; ``completed``: those of them whose refused lines, corrected, are loaded."""

    sources: frozenset[str]
    completed: frozenset[str]


@dataclass
class Restated:
    """``known``: lines taken out of ``arrivee``, whose every row the store holds; ``rows``: table → rows taken out.

    ``otherwise``: lines that forbid the load; ``doubts``: lines that may correct another one, or stand beside it.
    """

    known: list[Reject] = field(default_factory=list)
    otherwise: list[Reject] = field(default_factory=list)
    doubts: list[Reject] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)

    @property
    def told(self) -> list[str]:
        """French remarks: how many lines were there already, and in which sources."""
        if not self.known:
            return []
        where = ", ".join(f"{count} dans « {source} »" for source, count in sorted(self.sources.items()))
        return [f"déjà là, mot pour mot : {len(self.known)}, non reprises ({where})."]


def content(table: str) -> tuple[str, ...]:
    """The columns of what a row says, whoever says it and wherever it was read."""
    apart = (*PROVENANCE, *MADE_UP.get(table, ()))
    return tuple(column for column in contract_columns()[table] if column not in apart)


def same_document(root: Connection, format_name: str, title: str, completes: str | None) -> Document:
    """The active sources of ``magasin`` that come from this document, or hold the load that it completes."""
    rows = root.execute("SELECT source, format, titre, sha256 FROM magasin.sources WHERE etat = 'active'").fetchall()
    titled = {source for source, kind, named, _ in rows if kind == format_name and fold(named) == fold(title)}
    completed = {source for source, *_, sha256 in rows if completes and sha256.startswith(completes)}
    return Document(frozenset(titled | completed), frozenset(completed))


def counted(tables: Collection[str] | None) -> Collection[str]:
    """The tables of which a row is a line that people count; by default, those whose rows have a line."""
    return [table for table in contract_tables() if _placed(table)] if tables is None else tables


def is_empty(root: Connection) -> bool:
    """Whether no fact is left in ``arrivee``."""
    staged = (table for table in contract_tables() if table not in NO_FACTS)
    return all(root.execute(f"SELECT 1 FROM arrivee.{table} LIMIT 1").fetchone() is None for table in staged)


def settle(root: Connection, format_name: str, document: Document, counted: Collection[str]) -> Restated:
    """Take out of ``arrivee`` the rows that the store holds, and find those that say otherwise what it holds.

    ``document``: what they come from; ``counted``: the tables of which a row is a line that people count.
    """
    found = Restated()
    for table in contract_tables() if format_name in BY_ROW else ROWS_APART.get(format_name, ()):
        if table not in NO_FACTS and root.execute(f"SELECT 1 FROM arrivee.{table} LIMIT 1").fetchone():
            if table in REDATED:
                _note_redated(root, table, document, found)
            _settle_table(root, table, document, found, counts=table in counted)
    return found


def _settle_table(root: Connection, table: str, document: Document, found: Restated, *, counts: bool) -> None:
    scope = _scope(table, document.sources)
    if scope is None:
        return
    question, said = _question(table), content(table)
    asked, whole = _same(question), _same(said)
    root.execute(
        f"CREATE OR REPLACE TEMP TABLE tenus AS SELECT there.* FROM magasin.{table} AS there "
        f"SEMI JOIN arrivee.{table} AS coming ON {asked} WHERE {scope}"
    )
    if root.execute("SELECT 1 FROM tenus LIMIT 1").fetchone() is None and table not in ALIKE:
        return
    root.execute(
        "CREATE OR REPLACE TEMP TABLE connus AS SELECT coming.rowid AS rang, min(there.source) AS dans "
        f"FROM arrivee.{table} AS coming JOIN tenus AS there ON {whole} AND {_sure(table, document)} "
        "GROUP BY coming.rowid"
    )
    _note_alike(root, table, whole, found)
    _note_others(root, table, document.sources, found)
    if table in ALIKE:
        _note_corrections(root, table, ALIKE[table], _certain(table), found)
    if table in ALIKE_IN_ONE and document.sources:
        scope = f"{_of_document(document.sources)} AND coming.reference IS NOT NULL"
        _note_corrections(root, table, ALIKE_IN_ONE[table], scope, found)
    _take_out(root, table, found, counts=counts)


def _scope(table: str, sources: Collection[str]) -> str | None:
    """SQL of the rows of the store that those of a table are set against; None where there are none."""
    if _alone(table):
        return "true"
    return _of_document(sources) if sources else None


def _of_document(sources: Collection[str]) -> str:
    """SQL of a row of the store that comes from these sources."""
    return f"there.source IN ({', '.join(map(quoted, sorted(sources)))})" if sources else "false"


def _sure(table: str, document: Document) -> str:
    """SQL of two rows which are one when they say the same: those of one file, where nothing in them tells so."""
    if table not in TELLING:
        return "true"
    one_file = f"{_of_document(document.sources)} AND there.fichier IS NOT DISTINCT FROM coming.fichier"
    return f"({_certain(table)} OR ({one_file}) OR {_of_document(document.completed)})"


@cache
def _alone(table: str) -> bool:
    """Whether the store has room for one row only, whatever the sources."""
    if table in _APART:
        return False
    keys = staging.keys(table)
    return table in ADDED_UP or (bool(keys) and "source" not in keys[0])


@cache
def _question(table: str) -> tuple[str, ...]:
    if table in QUESTIONS:
        return QUESTIONS[table]
    return tuple(column for column in staging.keys(table)[0] if column != "source")


def _note_alike(root: Connection, table: str, whole: str, found: Restated) -> None:
    """The rows that another file says in the same words, which do not tell whether they are the same."""
    if table not in TELLING:
        return
    rows = root.execute(
        f"SELECT coming.fichier, coming.ligne, min(there.source) FROM arrivee.{table} AS coming "
        f"JOIN tenus AS there ON {whole} WHERE coming.rowid NOT IN (SELECT connus.rang FROM connus) "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for file, line, source in rows:
        reason = (
            f"« {source} » a une ligne mot pour mot semblable, et rien ne les date : les deux s'additionnent ; "
            "si c'est la même, retirez-la"
        )
        found.doubts.append(Reject(file, line, None, None, reason))


def _note_others(root: Connection, table: str, document: Collection[str], found: Restated) -> None:
    """The rows that answer otherwise a question which the store answers, by a row that is not said again."""
    question, said = _question(table), content(table)
    differing = _differing([name for name in said if name not in question])
    shown = ", ".join(f"coming.{_named(name)}::VARCHAR" for name in question)
    place = "coming.fichier, coming.ligne" if _placed(table) else "NULL, NULL"
    # Where no line is told, a question is told once.
    one = "coming.rowid" if _placed(table) else ", ".join(f"coming.{_named(name)}" for name in question)
    certain = _certain(table)
    rows = root.execute(
        f"SELECT {place}, concat_ws(', ', {shown}), there.source, {differing} "
        f"FROM arrivee.{table} AS coming JOIN ("
        f"FROM tenus AS there ANTI JOIN arrivee.{table} AS coming ON {_same(said)}"
        f") AS there ON {_same(question)} "
        f"WHERE coming.rowid NOT IN (SELECT connus.rang FROM connus) AND {certain} "
        f"QUALIFY row_number() OVER (PARTITION BY {one} ORDER BY there.source) = 1 ORDER BY ALL"
    ).fetchall()
    others = found.doubts if table in ADDED_UP else found.otherwise
    for file, line, value, source, names in rows:
        if table in _DIVISIONS:
            reason = _divided_otherwise(source, names)
        else:
            reason = _otherwise(source, names, same=source in document, added=table in ADDED_UP)
        others.append(Reject(file or table, line, ", ".join(question), value, reason))


def _note_corrections(root: Connection, table: str, columns: Sequence[str], scope: str, found: Restated) -> None:
    """The rows that may correct one which is not said again: they agree with it in ``columns``, names folded.

    ``scope``: SQL of the rows that are set against each other.
    """
    said = content(table)
    rows = root.execute(
        f"SELECT coming.fichier, coming.ligne, there.source, {_differing(said)} "
        f"FROM arrivee.{table} AS coming JOIN ("
        f"FROM magasin.{table} AS there ANTI JOIN arrivee.{table} AS coming ON {_same(said)}"
        f") AS there ON {' AND '.join(_alike(table, name) for name in columns)} "
        f"WHERE {scope} AND coming.rowid NOT IN (SELECT connus.rang FROM connus) "
        "QUALIFY row_number() OVER (PARTITION BY coming.rowid ORDER BY there.source) = 1 ORDER BY ALL"
    ).fetchall()
    noted = {(doubt.fichier, doubt.ligne) for doubt in found.doubts}
    for file, line, source, names in rows:
        if (file, line) not in noted:
            reason = _otherwise(source, names, same=False, added=True)
            found.doubts.append(Reject(file or table, line, None, None, reason))


def _note_redated(root: Connection, table: str, document: Document, found: Restated) -> None:
    """The rows that may be one of the store under another day: neither is said beside the other by one source."""
    day, columns, likely = REDATED[table]
    key = _named(staging.keys(table)[0][0])
    rows = root.execute(
        f"SELECT coming.fichier, coming.ligne, there.source, coming.{day}, there.{day} "
        f"FROM arrivee.{table} AS coming JOIN magasin.{table} AS there "
        f"ON {' AND '.join(_alike(table, name) for name in columns)} "
        f"AND {likely.format(same_document=_of_document(document.sources))} "
        f"WHERE coming.{key} NOT IN (SELECT {key} FROM magasin.{table}) "
        f"AND there.{key} NOT IN (SELECT {key} FROM arrivee.{table}) "
        f"QUALIFY row_number() OVER (PARTITION BY coming.rowid ORDER BY there.source, there.{day}) = 1 ORDER BY ALL"
    ).fetchall()
    for file, line, source, said_now, other in rows:
        reason = (
            f"« {source} » dit la même chose au {other:%d/%m/%Y} : les deux comptent ; si celle-ci la corrige, "
            f"remplacez cette source (au terminal : --replace {source})"
        )
        found.doubts.append(Reject(file or table, line, day, f"{said_now:%d/%m/%Y}", reason))


def _alike(table: str, column: str) -> str:
    """SQL of two rows that say the same in a column, whatever the way of writing it."""
    form = _FOLDED if contract_columns()[table][column] == "VARCHAR" else "{}"
    one, other = (form.format(f"{row}.{_named(column)}") for row in ("coming", "there"))
    return f"{one} IS NOT DISTINCT FROM {other}"


def _otherwise(source: str, names: str, *, same: bool, added: bool) -> str:
    apart = f" ({names})" if names else ""
    if added:
        return (
            f"« {source} » a une ligne semblable, qui en diffère{apart} : les deux s'additionnent ; si celle-ci la "
            f"corrige, remplacez cette source (au terminal : --replace {source})"
        )
    told = f"déjà là, dit autrement{apart} par la source « {source} »"
    if same:
        return (
            f"{told}, du même document : pour corriger, remplacez-la par le document entier (au terminal : "
            f"--replace {source}) ; si c'est un autre document, donnez-lui un autre titre"
        )
    return f"{told} : retirez cette ligne, ou remplacez cette source (au terminal : --replace {source})"


def _divided_otherwise(source: str, names: str) -> str:
    """As ``division_deja_chargee`` says it: another title does not make room for a second division of one name."""
    return (
        f"cette division est déjà chargée, par la source « {source} », qui la dit autrement ({names}) : remplacez-la "
        f"par le document entier (au terminal : --replace {source}), ou donnez un autre nom dans la correspondance"
    )


def _take_out(root: Connection, table: str, found: Restated, *, counts: bool) -> None:
    placed = _placed(table)
    leaf = f", {SHEETS[table]}" if table in SHEETS else ""
    place = f"coming.fichier, coming.ligne{leaf}" if placed else "NULL, NULL, coming.rowid"
    gone = root.execute(
        f"SELECT {place}, min(connus.dans) FROM arrivee.{table} AS coming "
        "LEFT JOIN connus ON connus.rang = coming.rowid GROUP BY ALL HAVING count(*) = count(connus.rang) ORDER BY ALL"
    ).fetchall()
    ((count,),) = root.execute("SELECT count(*) FROM connus").fetchall()
    if count:
        found.rows[table] += count
        root.execute(f"DELETE FROM arrivee.{table} WHERE rowid IN (SELECT connus.rang FROM connus)")
    if counts:
        found.known += [_known(table, row[0] or table, row[1], row[-1]) for row in gone]
        found.sources.update(row[-1] for row in gone)


def _known(table: str, file: str, line: int | None, source: str) -> Reject:
    apart = " ; si c'en est une autre, dites ce qui l'en distingue" if table in ADDED_UP else ""
    return Reject(file, line, None, None, f"déjà là, mot pour mot, dans « {source} » : non reprise{apart}")


def _placed(table: str) -> bool:
    return {"fichier", "ligne"} <= set(contract_columns()[table])


def _certain(table: str) -> str:
    """SQL of a row that says enough for another one to answer the same question."""
    names = ", ".join(f"coming.{_named(name)}::VARCHAR" for name in TELLING.get(table, ()))
    return f"coalesce({names}) IS NOT NULL" if names else "true"


def _differing(columns: Sequence[str]) -> str:
    """SQL of the names of those columns in which two rows differ, as one text."""
    named = [
        f"CASE WHEN coming.{_named(name)} IS DISTINCT FROM there.{_named(name)} THEN {quoted(name)} END"
        for name in columns
    ]
    return f"concat_ws(', ', {', '.join(named) or 'NULL'})"


def _same(columns: Sequence[str]) -> str:
    """SQL of two rows that say the same in these columns."""
    return " AND ".join(f"coming.{_named(name)} IS NOT DISTINCT FROM there.{_named(name)}" for name in columns)


def _named(column: str) -> str:
    return f'"{column}"'
