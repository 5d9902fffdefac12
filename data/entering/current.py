"""What the facts say once what people entered is applied to them: corrections, decisions, merged structures.

It works on plain tables of the contract (those of a reading copy, or the few rows that a save looks at), with the
column ``fait`` of ``data.entering.facts``. Nothing of it is written to the store, where what was declared stays.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from data.entering.facts import DIGESTS
from data.entering.fields import KINDS, ListField, said_sql
from data.store import Connection, contract_columns

# What each table that is made is, for readers of the copy.
MADE: Mapping[str, tuple[str, str]] = {
    "sources_non_relues": ("table", "one row a source whose free texts nobody reviewed"),
    "champs_dits": ("view", "one row a field of an action, event, session or structure, with its values as texts"),
    **{
        f"declarees_{sujet_type}": (
            "table",
            f"the rows of valeurs_declarees about the subjects of kind « {sujet_type} »",
        )
        for sujet_type in KINDS
    },
    "valeurs_declarees": (
        "table",
        "one row a corrected field: its values as declared and as they count now, and who said so, when and why",
    ),
    "faits_arbitres": (
        "table",
        "one row a statement that somebody decided about: the last decision, by whom, when, why",
    ),
    "structures_fusionnees": ("table", "one row a structure that is another (dans), and who said so"),
}
DECIDED = "faits_arbitres"
# Tables where a structure is named by this column, and those whose subject may be one.
_OF_STRUCTURES = (
    "structures", "agrements", "projets_structures", "projets_territoires", "actions", "campagnes_structures",
    "campagnes_reponses",
)  # fmt: skip
_ABOUT = ("mesures", "montants", "budgets", "constats", "financements", "decisions")
_BY_SAVE = "JOIN saisies USING (source) JOIN sources USING (source)"
_WHO = "fonction, saisies.motif AS motif_saisie, source, sources.chargee_le AS saisie_le"

# What was entered of each kind of subject or table, and who said so: rows added up as hashes, whatever their order.
_ENTERED = """
SELECT {of}, count(*), sum(hash(lignes))
FROM (
    SELECT {table}.*, rang, fonction, saisies.motif AS motif_saisie, chargee_le
    FROM {table} LEFT JOIN saisies USING (source) LEFT JOIN sources USING (source)
) AS lignes GROUP BY ALL
"""
_VIEWS = "SELECT view_name FROM duckdb_views() WHERE database_name = current_database() AND NOT internal"
_UNREVIEWED = """
CREATE TABLE sources_non_relues AS
SELECT source FROM sources LEFT JOIN saisies USING (source)
WHERE list_contains(?::VARCHAR[], format) OR NOT relue ORDER BY source
"""
_RETAINED = f"""
CREATE TEMP TABLE corrections_retenues AS
SELECT sujet_type, sujet_id, champ, valeur, {_WHO} FROM corrections {_BY_SAVE} WHERE sujet_type = $kind
QUALIFY row_number() OVER (PARTITION BY sujet_type, sujet_id, champ ORDER BY rang DESC) = 1
"""
_CORRECTED = "SELECT DISTINCT champ FROM corrections WHERE sujet_type = $kind ORDER BY champ"
_DECLARED = """
CREATE TABLE {declared} AS
SELECT sujet_type, sujet_id, champ, dits.valeurs AS declarees, dits.valeurs AS actuelles, fonction,
       motif_saisie AS motif, source, saisie_le
FROM corrections_retenues JOIN ({said}) AS dits USING (sujet_type, sujet_id, champ) ORDER BY ALL
"""
_NOW = """
UPDATE {declared} SET actuelles = dits.valeurs
FROM ({said}) AS dits
WHERE {declared}.sujet_type = dits.sujet_type AND {declared}.sujet_id = dits.sujet_id AND {declared}.champ = dits.champ
"""
_DECIDED = f"""
CREATE TABLE {DECIDED} AS
SELECT table_faits, sujet_type, sujet_id, fait, decision, coalesce(arbitrages.motif, saisies.motif) AS motif, fonction,
       source, sources.chargee_le AS saisie_le
FROM arbitrages {_BY_SAVE}
QUALIFY row_number() OVER (PARTITION BY table_faits, fait ORDER BY rang DESC) = 1
ORDER BY ALL
"""
_MERGED = """
CREATE TABLE structures_fusionnees AS
SELECT structure_id, any_value(nom ORDER BY structures.source) AS nom, dans,
       any_value(coalesce(fusions.motif, saisies.motif)) AS motif, any_value(fonction) AS fonction,
       fusions.source, any_value(sources.chargee_le) AS saisie_le
FROM fusions JOIN saisies ON saisies.source = fusions.source JOIN sources ON sources.source = fusions.source
LEFT JOIN structures USING (structure_id)
GROUP BY structure_id, dans, fusions.source ORDER BY ALL
"""
# The kept structure has its own name, and its own seat where it tells one; identifiers of both lead to it.
_KEPT = """
UPDATE {structures} SET nom = gardees.nom, type = coalesce(gardees.type, {structures}.type),
    code_commune = CASE WHEN gardees.code_commune IS NULL THEN {structures}.code_commune END
FROM (
    SELECT structures_fusionnees.structure_id, any_value(structures.nom ORDER BY structures.source) AS nom,
           any_value(type ORDER BY structures.source) AS type,
           any_value(code_commune ORDER BY structures.source) AS code_commune
    FROM structures_fusionnees JOIN structures ON structures.structure_id = dans GROUP BY ALL
) AS gardees
WHERE {structures}.structure_id = gardees.structure_id
"""


def apply(root: Connection, unreviewed: Sequence[str], *, counts: bool = False) -> None:
    """Make the current catalog of ``root`` say what counts, with the tables of ``MADE`` beside.

    ``unreviewed``: formats whose texts nobody reviews. ``counts``: ``champs_dits`` tells counts of people too.
    """
    decide(root)
    for group in groups():
        enter(root, group, counts=counts)
    gather(root, unreviewed, counts=counts)


def groups() -> dict[str, tuple[str, ...]]:
    """Group → the tables of the contract that are entered together: a kind of subject and its fields, or one alone.

    What a group becomes is told by its rows in the lake and by ``told``. Structures come first: others follow merges.
    """
    of_fields = {kind: _tables(kind) for kind in sorted(KINDS, key=lambda kind: kind != "structure")}
    alone = _touched().keys() - {table for tables in of_fields.values() for table in tables}
    return of_fields | {table: (table,) for table in sorted(alone)}


def told(root: Connection) -> dict[str, str]:
    """Group → what tells all that people entered about it, from the tables of the contract in the current catalog.

    And the same of ``DECIDED``.
    """
    corrected, decided, merged = (
        {of: f"{n}:{rows}" for of, n, rows in root.execute(_ENTERED.format(of=of, table=table)).fetchall()}
        for of, table in (("sujet_type", "corrections"), ("table_faits", "arbitrages"), ("''", "fusions"))
    )
    found = {DECIDED: repr(sorted(decided.items()))}
    for group, tables in groups().items():
        decisions = [decided.get(table) for table in tables]
        found[group] = repr((corrected.get(group), decisions, merged if _merges(tables) else None))
    return found


def decide(root: Connection) -> None:
    """Make the table ``DECIDED``, which groups read."""
    root.execute(_DECIDED)


def enter(root: Connection, group: str, *, counts: bool = False) -> None:
    """Make the tables of a group say what counts; of a kind, with what its corrected fields said before."""
    views = {view for (view,) in root.execute(_VIEWS).fetchall()}
    anything = root.execute("SELECT 1 FROM saisies LIMIT 1").fetchone() is not None
    places = dict(_places(root, views, groups()[group])) if anything else {}
    if group in KINDS:
        _correct(root, group, places, counts=counts)
    _apply_decisions(root, places)
    if group == "structure":
        root.execute(_MERGED)
    _apply_merges(root, places)


def gather(root: Connection, unreviewed: Sequence[str], *, counts: bool = False) -> None:
    """Make of all groups what is told of them together."""
    root.execute(_UNREVIEWED, [list(unreviewed)])
    root.execute(f"CREATE VIEW champs_dits AS {said_sql(counts=counts)}")
    every = " UNION ALL ".join(f"FROM declarees_{sujet_type}" for sujet_type in KINDS)
    root.execute(f"CREATE TABLE valeurs_declarees AS {every} ORDER BY ALL")


def _correct(root: Connection, sujet_type: str, places: Mapping[str, str], *, counts: bool) -> None:
    """Apply the corrections of the fields of a kind of subject."""
    root.execute(_RETAINED, {"kind": sujet_type})
    # Looked for among all fields of all subjects, the few that were corrected would take as long as all.
    fields = [(sujet_type, name) for (name,) in root.execute(_CORRECTED, {"kind": sujet_type}).fetchall()]
    said = said_sql(counts=counts, of=fields, among="SELECT sujet_id FROM corrections_retenues")
    lists = [
        (name, field) for _, name in fields if (field := KINDS[sujet_type].lists.get(name)) and field.table in places
    ]
    for number, (name, field) in enumerate(lists):
        _put_aside(root, number, sujet_type, name, field, places[field.table])
    declared = f"declarees_{sujet_type}"
    root.execute(_DECLARED.format(declared=declared, said=said))
    _apply_scalars(root, sujet_type, [name for _, name in fields], places)
    for number, (name, field) in enumerate(lists):
        _put_in_place(root, number, name, field, places[field.table])
    root.execute(_NOW.format(declared=declared, said=said))
    root.execute("DROP TABLE temp.main.corrections_retenues")


def _tables(sujet_type: str) -> tuple[str, ...]:
    kind = KINDS[sujet_type]
    return tuple(dict.fromkeys((kind.table, *(field.table for field in kind.lists.values()))))


def _merges(tables: Collection[str]) -> bool:
    """Whether a merge of structures may change one of these tables."""
    return not {*_OF_STRUCTURES, *_ABOUT}.isdisjoint(tables)


def tables() -> set[str]:
    """The tables of the contract that ``apply`` may change."""
    return set(_touched())


def _touched() -> dict[str, str]:
    """Table → SQL of the rows that what people entered may change: of what ``told`` tells of its group, no more."""
    corrected = "SELECT sujet_id FROM corrections WHERE sujet_type = '{}'"
    decided = "SELECT (sujet_type, sujet_id) FROM arbitrages WHERE table_faits = '{}'"
    touched: dict[str, list[str]] = {}
    for sujet_type, kind in KINDS.items():
        for table, key in {kind.table: kind.key, **{field.table: field.key for field in kind.lists.values()}}.items():
            touched.setdefault(table, []).append(f"{key} IN ({corrected.format(sujet_type)})")
    for table in DIGESTS:
        touched.setdefault(table, []).append(f"(sujet_type, sujet_id) IN ({decided.format(table)})")
    merged = "IN (SELECT structure_id FROM fusions)"
    for table in _OF_STRUCTURES:
        touched.setdefault(table, []).append(f"structure_id {merged}")
    for table in _ABOUT:
        touched.setdefault(table, []).append(f"sujet_type = 'structure' AND sujet_id {merged}")
    return {table: " OR ".join(conditions) for table, conditions in touched.items()}


def _places(root: Connection, views: Collection[str], tables: Collection[str]) -> Iterator[tuple[str, str]]:
    """(table, where its touched rows can be changed): itself, or a small table where it is a view of the lake.

    The view then reads there what was touched, and in the lake the rest. Untouched views are left out.
    """
    touched = _touched()
    for table in tables:
        if table not in views:
            yield table, table
        elif root.execute(f"SELECT 1 FROM {table} WHERE {touched[table]} LIMIT 1").fetchone():
            root.execute(f"CREATE TABLE {table}_repris AS FROM {table} WHERE {touched[table]}")
            root.execute(f"ALTER VIEW {table} RENAME TO {table}_lac")
            root.execute(
                f"CREATE VIEW {table} AS FROM {table}_lac WHERE NOT coalesce({touched[table]}, false) "
                f"UNION ALL BY NAME FROM {table}_repris"
            )
            yield table, f"{table}_repris"


def _put_aside(root: Connection, number: int, sujet_type: str, name: str, field: ListField, place: str) -> None:
    """Take out every row that a correction of this list brought: what stays is what was declared."""
    brought = (
        f"({field.key}, source) IN (SELECT (sujet_id, source) FROM corrections "
        f"WHERE sujet_type = '{sujet_type}' AND champ = '{name}') AND {field.only}"
    )
    root.execute(f"CREATE TEMP TABLE lignes_{number} AS FROM {place} WHERE {brought}")
    root.execute(f"DELETE FROM {place} WHERE {brought}")


def _put_in_place(root: Connection, number: int, name: str, field: ListField, place: str) -> None:
    """The rows of the last correction of each subject, in place of those declared."""
    last = f"FROM corrections_retenues WHERE champ = '{name}'"
    root.execute(f"DELETE FROM {place} WHERE {field.key} IN (SELECT sujet_id {last}) AND {field.only}")
    root.execute(
        f"INSERT INTO {place} BY NAME FROM lignes_{number} "
        f"WHERE ({field.key}, source) IN (SELECT (sujet_id, source) {last})"
    )
    root.execute(f"DROP TABLE temp.main.lignes_{number}")


def _apply_scalars(root: Connection, sujet_type: str, names: Sequence[str], places: Mapping[str, str]) -> None:
    kind = KINDS[sujet_type]
    if kind.table not in places:
        return
    for name in names:
        if name in kind.scalars:
            place, sql_type = places[kind.table], contract_columns()[kind.table][name]
            root.execute(
                f"UPDATE {place} SET {name} = TRY_CAST(valeur AS {sql_type}) FROM corrections_retenues "
                f"WHERE champ = '{name}' AND sujet_id = {place}.{kind.key}"
            )


def _apply_decisions(root: Connection, places: Mapping[str, str]) -> None:
    for table in places.keys() & DIGESTS.keys():
        place = places[table]
        root.execute(
            f"UPDATE {place} SET etat = CASE decision WHEN 'acceptee' THEN 'validee' ELSE decision END "
            f"FROM faits_arbitres WHERE table_faits = '{table}' AND faits_arbitres.fait = {place}.fait"
        )


def _apply_merges(root: Connection, places: Mapping[str, str]) -> None:
    if root.execute("SELECT 1 FROM structures_fusionnees LIMIT 1").fetchone() is None:
        return
    if "structures" in places:
        root.execute(_KEPT.format(structures=places["structures"]))
    renamed = "FROM structures_fusionnees AS fusionnees WHERE"
    for place in (places[table] for table in _OF_STRUCTURES if table in places):
        root.execute(f"UPDATE {place} SET structure_id = dans {renamed} fusionnees.structure_id = {place}.structure_id")
    for place in (places[table] for table in _ABOUT if table in places):
        root.execute(
            f"UPDATE {place} SET sujet_id = dans {renamed} sujet_type = 'structure' "
            f"AND fusionnees.structure_id = {place}.sujet_id"
        )
