"""``docs/data-model.md``, from the contract and the headers of the copy: ``python -m tests.tools.data_model``.

The steps run on a copy without any row: what is written is what they make, not what someone says that they do.
"""

import re
from collections.abc import Iterator

from data import store
from data.store import Connection
from queries.copy import script
from tests import ROOT
from tests.tools import making
from tests.tools.making import Objects, Thing

DOCUMENT = ROOT / "docs" / "data-model.md"
_OPENING = """\
# Data model

Made by `python -m tests.tools.data_model`: do not edit. What stands here is said in `data/contract.sql` and at the head
of each file of `queries/copy/`; a test compares.

A store holds the **facts**, in the tables of the contract, and nothing that can be computed from them. Pages and
commands read a **reading copy** of one snapshot of it: one DuckDB file with the same tables and those that the steps
below derive, once, in this order (`queries/copy/steps.py`). A step reads facts and what the steps before it made.
Tables and columns have French names; `_eur` is in euros, `annee` is a year and `exercice` a financial one, a boolean
`secret` says that a count of people is withheld.
"""
_CONTRACT = """## The contract: facts with their provenance

`data/contract.sql` also holds the rules that each column is checked against, and the words that it may take. What a
table is stands in French there, as people read it on screen.
"""
_KEYS = """
SELECT table_name, constraint_column_names FROM duckdb_constraints()
WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND database_name = current_database()
"""
_MACROS = """
SELECT function_name, list_aggregate(any_value(parameters), 'string_agg', ', ') FROM duckdb_functions()
WHERE database_name = current_database() AND NOT internal GROUP BY function_name
"""


def main() -> None:
    """Write the document."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    with making.bare() as root:
        DOCUMENT.write_text(document(making.watched(root), root), encoding="utf-8")
    print(DOCUMENT.relative_to(ROOT))


def document(run: list[making.Step], root: Connection) -> str:
    """The document as it should stand, in Markdown, once the steps ``run`` on a copy of the contract."""
    copy, parameters = making.objects(root), dict(root.execute(_MACROS).fetchall())
    lines = [_OPENING, _CONTRACT, *_contract(copy, dict(root.execute(_KEYS).fetchall()))]
    for number, step in enumerate(run, start=1):
        lines += [f"\n## Step {number}: {step.name}", *_step(step, copy, parameters)]
    return "\n".join(lines) + "\n"


def _contract(facts: Objects, keys: dict[str, list[str]]) -> Iterator[str]:
    """Tables in the order and under the headings of the contract."""
    text = store.CONTRACT.read_text(encoding="utf-8")
    for heading, table in re.findall(r"^-- ── (.+?) ─+$|^CREATE TABLE (\w+)", text, re.MULTILINE):
        if heading:
            yield f"\n### {heading}\n"
            continue
        key = f" Key: {', '.join(keys[table])}." if table in keys else ""
        yield f"- **`{table}`**: {facts[table].meaning}.{key}  \n  {_columns(facts, table)}"


def _step(step: making.Step, copy: Objects, parameters: dict[str, str]) -> Iterator[str]:
    """What a step keeps, file by file."""
    scripts = {run.file.relative_to(ROOT).as_posix(): script.read(run.file) for run in step.runs}
    previous = None
    for file, thing in step.kept():
        if file != previous:
            yield f"\n### `{file}`\n" + (f"\n{scripts[file].title}\n" if file in scripts else "")
        previous = file
        yield _macro(thing, scripts[file], parameters) if thing.kind == "macro" else _object(thing, copy)


def _macro(thing: Thing, announced: script.Script, parameters: dict[str, str]) -> str:
    _, meaning = announced.makes[thing.name]
    return f"- macro **`{thing.name}({parameters[thing.name]})`**: {meaning}"


def _object(thing: Thing, copy: Objects) -> str:
    view = "view " if thing.kind == "view" else ""
    return f"- {view}**`{thing.name}`**: {copy[thing.name].meaning}  \n  {_columns(copy, thing.name)}"


def _columns(objects: Objects, name: str) -> str:
    return ", ".join(f"`{column}` {kind}" for column, kind in objects[name].columns.items())


if __name__ == "__main__":
    main()
