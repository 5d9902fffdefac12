"""A copy that begins from an earlier one: the same tables, views and macros as one made from nothing, part by part."""

import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.actors import Actor
from data.entering.forms import Amount, Decision, Place, Quantity, StructureForm
from data.entering.save import create, decide, merge
from data.loading.load import load
from data.loading.undo import restore, undo
from queries.copy import parts, reading
from queries.copy.indicators import catalogue
from tests import FICHES
from tests.small.entered import CAFE, SAVE, corrected, fact_of
from tests.small.facts import CENTRE, SMALL, filled, write_folder
from tests.small.people import CHIEF, KEEPER

# What tells one copy from another, whatever they hold.
APART = {"copie_de", parts.TABLE}
Holding = dict[str, Any]


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts that people complete, and the copies of both roles."""
    path = filled(reference_store, tmp_path_factory.mktemp("parties"), SMALL)
    for actor in (KEEPER, CHIEF):
        reading.made(reading.copy_of(path, actor=actor))
    return path


@pytest.fixture
def path(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "magasin"))


def holding(root: duckdb.DuckDBPyConnection) -> Holding:
    """Rows of every table, their order apart; what every view and macro says; decimals to the last that is sure."""
    columns: dict[str, list[str]] = {}
    for table, column, kind in root.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() "
        "AND table_name IN (SELECT table_name FROM duckdb_tables()) ORDER BY table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(f'round("{column}", 6)' if kind in ("DOUBLE", "FLOAT") else f'"{column}"')
    rows = {
        table: root.execute(f'SELECT {", ".join(names)} FROM "{table}" ORDER BY ALL').fetchall()
        for table, names in columns.items()
        if table not in APART
    }
    views = root.execute("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY ALL").fetchall()
    macros = root.execute(
        "SELECT function_name, macro_definition, parameters FROM duckdb_functions() WHERE NOT internal ORDER BY ALL"
    ).fetchall()
    return {**rows, "vues": views, "macros": macros}


def begun(path: Path, actor: Actor) -> tuple[Holding, list[str]]:
    """What the newest copy holds, and which parts of it were made rather than kept."""
    made: list[str] = []
    finish = parts.Making.finish

    def noted(self: parts.Making) -> None:
        made.extend(self.made)
        finish(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts.Making, "finish", noted)
        with reading.reader(path, actor=actor) as root:
            return holding(root), made


def from_nothing(path: Path, actor: Actor, folder: Path) -> Holding:
    """The same of a copy that begins from no other, in a store beside."""
    bare = folder / "rien"
    shutil.copytree(path, bare, ignore=shutil.ignore_patterns(reading.READING), dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_base", lambda _: None)
        return begun(bare, actor)[0]


def acts(path: Path, folder: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What people do to a store, one after the other."""
    saved: list[Any] = []
    yield "a save", lambda: saved.append(
        corrected(
            path, CAFE, titre="Café des voisins", lieux=(Place("03190"),),
            quantites=(Quantity("participants_distincts", 2021, "exacte", 60),),
            montants=(Amount("total", 2021, "exacte", 4_000.0),),
        )
    )  # fmt: skip
    yield (
        "a decision",
        lambda: decide(KEEPER, path, [Decision(fact_of(path, "montants", "etat = 'proposee'"), "acceptee")], SAVE),
    )
    yield "an undo", lambda: undo(KEEPER, path, str(saved[0].source))
    yield "a restore", lambda: restore(KEEPER, path, str(saved[0].source))
    yield "a load", lambda: load(KEEPER, "fiches", [FICHES / "03.txt"], path)
    yield (
        "a merge",
        lambda: merge(
            KEEPER,
            path,
            create(
                KEEPER, path, StructureForm(nom="Les Coteaux", type="centre_social", code_departement="03"), SAVE
            ).sujet_id,
            CENTRE,
            SAVE,
        ),
    )
    yield "a replacement", lambda: load(
        CHIEF, "faits", write_folder(folder / "autre", {**SMALL, "mesures": SMALL["mesures"][:-1]}, "Les mêmes"), path,
        replace=loaded_source(path),
    )  # fmt: skip


def loaded_source(path: Path) -> str:
    with reading.reader(path) as root:
        ((source,),) = root.execute("SELECT source FROM sources WHERE format = 'faits' AND etat = 'active'").fetchall()
    return str(source)


@pytest.mark.parametrize("actor", [KEEPER, CHIEF], ids=["masked", "unmasked"])
def test_whatever_people_do_a_copy_holds_what_one_made_from_nothing_holds(
    path: Path, tmp_path: Path, actor: Actor
) -> None:
    for what, act in acts(path, tmp_path):
        act()
        found, made = begun(path, actor)
        if actor.unmasked and what not in ("a decision", "a replacement"):
            continue
        assert made and "queries/copy/needs/definitions.sql" not in made, what
        expected = from_nothing(path, actor, tmp_path)
        assert found.keys() == expected.keys(), what
        differing = [name for name in expected if found[name] != expected[name]]
        assert differing == [], what


def test_money_that_stays_in_the_lake_is_not_read_again_after_a_count(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An amount is corrected, then a count, twice: what was decided about the first count is not about money."""
    monkeypatch.setattr(reading, "COPIED_ROWS", 0)
    corrected(path, CAFE, montants=(Amount("total", 2021, "exacte", 4_000.0),))
    begun(path, KEEPER)
    for people in (60, 70):
        corrected(path, CAFE, quantites=(Quantity("participants_distincts", 2021, "exacte", people),))
        found, made = begun(path, KEEPER)
        assert "saisi mesures" in made and "saisi montants" not in made
        assert "queries/copy/money/read.sql" not in made
    expected = from_nothing(path, KEEPER, tmp_path)
    assert found["montants"] and found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []


def test_a_copy_without_masks_that_begins_from_a_reader_s_holds_all_that_it_should(path: Path, tmp_path: Path) -> None:
    for file in (path / reading.READING).glob(f"{reading.copy_of(path, actor=CHIEF).stem}.*"):
        file.unlink()
    found, made = begun(path, CHIEF)
    assert "queries/copy/needs/definitions.sql" not in made
    expected = from_nothing(path, CHIEF, tmp_path)
    for each in (found, expected):  # DuckDB writes what a star replaces in no order.
        each["macros"] = sorted((name, sorted(re.findall(r"\w+", said)), given) for name, said, given in each["macros"])
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []
    # Never the other way.
    assert reading._base(reading.copy_of(path, actor=KEEPER)._replace(made_with="autre")) is None


def test_what_a_script_reads_is_found_in_its_text(loaded: Path) -> None:
    """DuckDB's own list of the tables of each statement, those behind the views and macros that it names apart."""
    asked = 0
    with reading.reader(loaded, actor=KEEPER) as root:
        behind = dict(root.execute(_DEFINED).fetchall())
        for file in sorted([*Path(parts.__file__).parent.rglob("*.sql"), *catalogue.scripts()]):
            found = parts.words(parts.text_of(file))
            known = found.union(*(parts.words(behind[name]) for name in transitively(found, behind)))
            for sql in selects(root, file):
                with suppress(duckdb.Error):  # It reads what is temporary, which is gone.
                    assert {name.rpartition(".")[2] for name in root.get_table_names(sql)} <= known, file
                    asked += 1
    assert asked > 70


_DEFINED = """
SELECT view_name, sql FROM duckdb_views() WHERE NOT internal
UNION ALL
SELECT function_name, string_agg(macro_definition, ' ') FROM duckdb_functions() WHERE NOT internal GROUP BY ALL
"""


def transitively(named: Collection[str], behind: Mapping[str, str]) -> set[str]:
    """The views and macros that these words name, and those that these name."""
    found, waiting = set[str](), set(named) & behind.keys()
    while waiting:
        found |= waiting
        waiting = {name for each in waiting for name in parts.words(behind[each])} & behind.keys() - found
    return found


def selects(root: duckdb.DuckDBPyConnection, file: Path) -> Iterator[str]:
    """What the statements of a script select."""
    for statement in root.extract_statements(file.read_text(encoding="utf-8")):
        sql = re.sub(r"--.*$", "", statement.query, flags=re.MULTILINE)
        if found := re.search(r"\b(?:WITH|SELECT|FROM)\b.*", sql, re.DOTALL):
            yield found.group()
