"""The steps of a reading copy: each file makes what it announces, keeps what it describes, and leaves nothing else."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from data import store
from data.importers import UNREVIEWED
from data.reading.codes import CODES
from data.store import CONTRACT
from queries.copy import script, steps
from queries.copy.indicators import catalogue, entry
from queries.copy.needs import definitions
from queries.copy.secrecy import rules
from tests import ROOT
from tests.tools import data_model, making

COPY = Path(steps.__file__).parent
FILES = sorted(COPY.rglob("*.sql"))


class Copy(NamedTuple):
    """A copy on which every step ran, one by one, and the tables and views that are there in the end."""

    root: store.Connection
    ran: list[making.Step]
    objects: making.Objects


@pytest.fixture(scope="module")
def bare() -> Iterator[Copy]:
    """The steps run on a copy that holds no row at all, and what is there in the end."""
    with making.bare() as root:
        yield Copy(root, making.watched(root), making.objects(root))


@pytest.fixture(scope="module")
def filled(demo_store: Path) -> Iterator[Copy]:
    """The same on the facts of the demonstration."""
    with making.copied(demo_store) as root:
        yield Copy(root, making.watched(root), making.objects(root))


@pytest.fixture(scope="module")
def unmasked() -> Iterator[Copy]:
    """As ``bare``, for the role from which nothing is withheld."""
    with making.bare() as root:
        ran = making.watched(root, unmasked=True)
        yield Copy(root, ran, making.objects(root))


MAKINGS = ["bare", "filled", "unmasked"]


# ── What each script makes ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(COPY)))
def test_a_script_opens_with_what_it_makes(file: Path) -> None:
    read = script.read(file)
    assert read.title.endswith((".", ":")), "the header begins with a sentence"
    for name, (kind, meaning) in read.makes.items():
        if kind in {"table", "view"}:
            assert meaning.startswith("one row"), f"{name}: say what one row is"


@pytest.mark.parametrize("copy", MAKINGS)
def test_what_a_script_announces_is_what_it_makes(copy: str, request: pytest.FixtureRequest) -> None:
    ran = request.getfixturevalue(copy).ran
    runs = [run for step in ran for run in step.runs]
    made: dict[Path, set[making.Thing]] = {}
    for run in runs:  # A script that runs again makes what is there already.
        made.setdefault(run.file, set()).update(run.made)
    assert made == {run.file: run.announced for run in runs}
    assert copy == "unmasked" or max(Counter(run.file for run in runs).values()) == 1


def test_every_script_is_run_by_a_step(bare: Copy, unmasked: Copy) -> None:
    """Those of the reasons for secrecy where they may be told."""
    assert {run.file for copy in (bare, unmasked) for step in copy.ran for run in step.runs} == set(FILES)


@pytest.mark.parametrize("copy", MAKINGS)
def test_nothing_temporary_outlives_its_step(copy: str, request: pytest.FixtureRequest) -> None:
    ran = request.getfixturevalue(copy).ran
    assert {step.name: sorted(step.left) for step in ran} == {name: [] for name in steps.STEPS}


@pytest.mark.parametrize("copy", MAKINGS)
def test_every_table_and_view_says_what_one_row_is(copy: str, request: pytest.FixtureRequest) -> None:
    _, ran, objects = request.getfixturevalue(copy)
    silent = [
        (file, name)
        for step in ran
        for file, (kind, name) in step.kept()
        if kind != "macro" and not (objects[name].meaning or "").startswith("one row")
    ]
    assert silent == []


def test_a_copy_has_the_same_tables_whatever_it_holds(
    bare: Copy,
    filled: Copy,
    unmasked: Copy,
) -> None:
    """And the same columns, of the same types: no question fails for want of facts."""
    assert columns(bare) == columns(filled) == columns(unmasked)
    assert kept(bare) == kept(filled)


def test_the_data_model_is_that_of_the_copy(bare: Copy) -> None:
    """``python -m tests.tools.data_model`` writes it."""
    assert data_model.DOCUMENT.read_text(encoding="utf-8") == data_model.document(bare.ran, bare.root)


def columns(copy: Copy) -> Mapping[str, list[tuple[str, str]]]:
    return {name: list(found.columns.items()) for name, found in copy.objects.items()}


def kept(copy: Copy) -> list[tuple[str, str, making.Thing]]:
    return [(step.name, *thing) for step in copy.ran for thing in step.kept()]


def test_the_watch_sees_what_is_made_and_what_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two announced and made, one temporary announced as kept, one never announced, a variable forgotten."""
    file = tmp_path / "essai.sql"
    file.write_text(
        "-- A script.\n-- table kept : one row a thing\n-- temp gone : one row on the way\n-- table lost : one row\n\n"
        "CREATE TABLE kept AS SELECT 1 AS n; CREATE TABLE gone AS FROM kept; DROP TABLE gone;\n"
        "CREATE TEMP TABLE lost AS FROM kept; CREATE MACRO quiet(n) AS n;\n",
        encoding="utf-8",
    )

    def step(root: store.Connection) -> None:
        script.run(root, file)
        root.execute("CREATE VIEW beyond AS FROM kept")
        root.execute("SET VARIABLE forgotten = 1")

    monkeypatch.setattr(steps, "STEPS", {"essai": step})
    monkeypatch.setattr(script, "describe", lambda *_: None)  # « lost » is no table that can be described.
    monkeypatch.setattr(making, "scripts", lambda: {file.read_text(encoding="utf-8"): file})
    with making.bare() as root:
        (seen,) = making.watched(root)
    assert seen.runs[0].made == {("table", "kept"), ("temp", "gone"), ("temp", "lost"), ("macro", "quiet")}
    assert seen.beyond == {("view", "beyond")}
    assert seen.left == {"lost", "forgotten"}


# ── Reading and running a script ────────────────────────────────────────────────────────────────────────────────────

HEADER = """\
-- A first line that
-- goes on, « as is ».
-- table lignes : one row a line
--   of a list, whatever its source
-- view vues : one row a view
-- macro double : twice a number
-- temp passage : one row on the way

-- table plus_bas : a comment among statements announces nothing
CREATE TABLE lignes AS SELECT 1 AS n;
"""


def test_a_header_says_what_a_script_makes(tmp_path: Path) -> None:
    file = tmp_path / "essai.sql"
    file.write_text(HEADER, encoding="utf-8")
    read = script.read(file)
    assert read.title == "A first line that goes on, « as is »."
    assert read.makes == {
        "lignes": ("table", "one row a line of a list, whatever its source"),
        "vues": ("view", "one row a view"),
        "double": ("macro", "twice a number"),
        "passage": ("temp", "one row on the way"),
    }
    assert (read.file, read.sql) == ("essai.sql", HEADER)


def test_a_script_reads_the_rows_it_is_given_and_describes_what_it_makes(tmp_path: Path) -> None:
    file = tmp_path / "essai.sql"
    file.write_text(
        "-- Lines and what is seen of them.\n-- table lignes : one row a line, « l'une » après l'autre\n"
        "-- view vues : one row a line seen\n\n"
        "CREATE TABLE lignes AS FROM lues; CREATE VIEW vues AS FROM lignes;\n",
        encoding="utf-8",
    )
    with store.memory() as root:
        rows = root.execute("SELECT unnest([3, 4]) AS n").to_arrow_table()
        script.run(root, file, lues=rows)
        assert root.execute("FROM vues").fetchall() == [(3,), (4,)]
        assert root.execute("SELECT comment FROM duckdb_tables()").fetchall() == [
            ("one row a line, « l'une » après l'autre",)
        ]
        assert root.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall() == [
            ("vues", "one row a line seen")
        ]


def test_what_is_temporary_is_dropped_and_the_rest_stays() -> None:
    with store.memory() as root:
        root.execute(
            """
            CREATE TABLE kept AS SELECT 1 AS n; CREATE VIEW seen AS FROM kept; CREATE MACRO twice(n) AS 2 * n;
            CREATE TEMP TABLE passing AS FROM kept; CREATE TEMP VIEW glimpsed AS FROM passing;
            CREATE TEMP MACRO thrice(n) AS 3 * n; CREATE TEMP MACRO listed(n) AS TABLE SELECT n;
            SET VARIABLE jour = DATE '2025-01-01'; SET VARIABLE sans_secret = true; SET VARIABLE threshold = 5;
            """
        )
        script.drop_temporaries(root)
        assert root.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("kept",)]
        assert root.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall() == [("seen",)]
        names = "SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal"
        assert root.execute(names).fetchall() == [("twice",)]
        assert root.execute("SELECT name FROM duckdb_variables() ORDER BY name").fetchall() == [
            ("jour",),
            ("sans_secret",),
        ]


# ── What tells one making from another ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def own_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogue of indicators, which is the one in use."""
    folder = Path(shutil.copytree(catalogue.folder(), tmp_path / "catalogue"))
    monkeypatch.setenv("OBSERVATOIRE_CATALOGUE", str(folder))
    return folder


@pytest.mark.parametrize("file", ["indicators.toml", "indicateurs/A1.sql"])
def test_another_catalogue_is_another_making(own_catalogue: Path, file: str) -> None:
    before = steps.fingerprint()
    assert steps.fingerprint() == before
    edited = own_catalogue / file
    edited.write_text(edited.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert steps.fingerprint() != before


def test_other_thresholds_are_another_making(own_catalogue: Path) -> None:
    before, file = steps.fingerprint(), own_catalogue / entry.FILE
    text = file.read_text(encoding="utf-8")
    assert text.count("couverture_min = 70\n") == 1
    file.write_text(text.replace("couverture_min = 70\n", "couverture_min = 60\n"), encoding="utf-8")
    assert steps.fingerprint() != before


def test_a_catalogue_that_is_not_there_is_another_making(monkeypatch: pytest.MonkeyPatch) -> None:
    made_with = {steps.fingerprint()}
    for folder in ("/nulle/part", "/nulle/autre/part"):
        monkeypatch.setenv("OBSERVATOIRE_CATALOGUE", folder)
        made_with.add(steps.fingerprint())
    assert len(made_with) == 3


def test_labels_that_became_known_make_another_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They are shown where nobody reviewed what was written."""
    before = steps.fingerprint()
    codes = Path(shutil.copytree(CODES, tmp_path / "codes"))
    with (codes / "libelles.csv").open("a", encoding="utf-8") as file:
        file.write("public,Aidants,aidants,essai\n")
    monkeypatch.setattr("queries.copy.steps.CODES", codes)
    assert steps.fingerprint() != before


def test_who_reads_and_what_nobody_reviewed_make_another_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    before = steps.fingerprint()
    assert steps.fingerprint(unmasked=True) != before
    with monkeypatch.context() as changed:
        changed.setattr("queries.copy.steps.UNREVIEWED", (*UNREVIEWED, "postes"))
        assert steps.fingerprint() != before
    assert steps.fingerprint() == before


def test_all_that_a_making_runs_is_in_its_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file that importing the steps and the copy of facts loads, each script, the contract, the catalogue."""
    code = (
        "import sys; from queries.copy import draft, steps\n"
        "files = [getattr(module, '__file__', None) or '' for module in sys.modules.values()]\n"
        "print(*files, sep='\\n')"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    project = tuple(f"{ROOT / layer}/" for layer in ("geo", "data", "queries"))
    loaded = {Path(line) for line in answer.stdout.splitlines() if line.startswith(project)}
    assert {COPY / "steps.py", COPY / "draft.py", COPY / "__init__.py", COPY / "secrecy" / "suppression.py"} <= loaded
    read, whole = set[Path](), Path.read_bytes

    def noted(file: Path) -> bytes:
        read.add(file)
        return whole(file)

    monkeypatch.setattr(Path, "read_bytes", noted)
    steps._code.cache_clear()
    steps.fingerprint()
    assert {*loaded, *FILES, CONTRACT, rules.SETTINGS, definitions.FILE} <= read
