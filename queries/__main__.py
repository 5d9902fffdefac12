"""Questions from the command line: ``python -m queries --list`` or ``python -m queries NAME [key=value…]``.

``python -m queries indicator ID [territoire=…] [annee=…]`` and ``python -m queries indicators`` print the values of
indicators, with their truth. ``python -m queries secret SUBJECT [annee=…]`` says, to who may know, why readers are not
told some numbers. ``python -m queries campaign`` opens a collection campaign, makes its workbooks and what it gives
back. ``python -m queries open-data FILE.zip`` writes the open-data package. ``python -m queries prepare`` makes the
reading copies ahead of the first question.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from data import store, unforeseen
from data.actors import Actor, at_keyboard
from data.batch import RefusedError
from data.committee import known
from data.french_parser import FrenchParser
from data.settings import default_store, stores_folder
from data.store import Connection
from queries import (
    QuestionError,
    ask,
    ask_records,
    command_campaign,
    command_indicator,
    command_open_data,
    command_secret,
    names,
    question,
)
from queries.copy.reading import asked, asked_of, copy_of, made
from queries.sessions import again, kept
from queries.tables import marked, records, to_csv

T = TypeVar("T")
# Makes the reading copy ahead of the first reader.
PREPARE = "prepare"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 answered, 1 no store to ask, no right to, or a value that nothing has; 2 asked wrongly."""
    return unforeseen.guarded(lambda: _run(arguments), arguments)


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    path, actor = options.store or default_store(), at_keyboard()
    try:
        if options.list or options.name is None:
            _print_list(options.json)
            return 0
        if options.name == PREPARE:
            return _prepare(options, actor)
        if options.name == command_campaign.COMMAND:
            print(command_campaign.run(path, options.values, actor))
            return 0
        if options.name == command_open_data.COMMAND:
            print(command_open_data.run(path, options.values, options.snapshot))
            return 0
        if options.name in command_indicator.COMMANDS:
            _asked(path, options, lambda root: _print_values(root, options), actor)
            return 0
        if options.name == command_secret.COMMAND:
            command_secret.require_told(actor)
            _asked(path, options, lambda root: _print_reasons(root, options), actor)
            return 0
        values = _values(options.name, options.values)
        answer = _asked(path, options, lambda root: marked(ask(root, options.name, **values), _made_up(root)), actor)
    except QuestionError as error:
        print(error, file=sys.stderr)
        return 2
    _print_answer(answer, options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="python -m queries",
        description="Les questions de l'observatoire.",
        epilog="Et aussi : indicator ID, indicators, campaign, open-data FICHIER.zip, secret SUJET (rôle "
        "administration), prepare.",
    )
    parser.add_argument("name", metavar="QUESTION", nargs="?")
    parser.add_argument("values", metavar="clé=valeur", nargs="*")
    parser.add_argument("--list", action="store_true", help="toutes les questions, leurs paramètres et colonnes")
    parser.add_argument("--store", metavar="DOSSIER", type=Path)
    parser.add_argument("--snapshot", metavar="N", type=int, help="lire le magasin tel qu'il était à cet instantané")
    parser.add_argument("--seance", metavar="ID", help="lire les chiffres arrêtés pour cette séance close")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="une liste d'objets")
    shape.add_argument("--csv", action="store_true", help="UTF-8, virgule, point décimal, dates ISO")
    return parser


def _asked(path: Path, options: argparse.Namespace, answer: Callable[[Connection], T], actor: Actor) -> T:
    """What ``answer`` makes of the copy that the options name: a snapshot, or what a closed session keeps."""
    if options.seance is None:
        return asked(path, options.snapshot, answer, actor)
    closed = known.closed(path).get(options.seance)
    if closed is None:
        raise RefusedError(f"« {options.seance} » n'est pas une séance close de « {path} ».")
    return asked_of(kept.copy_of(path, closed, actor), answer)


def _prepare(options: argparse.Namespace, actor: Actor) -> int:
    """The reading copy of a store, or of every store of the installation; one that cannot be read stops no other."""
    every = sorted(path for path in stores_folder().glob("*") if store.exists(path))
    code = 0
    for path in [options.store] if options.store else every:
        try:
            print(f"Copie de lecture : {made(copy_of(path, options.snapshot, actor))}")
            for line in again.prepare(path):
                print(line)
        except RefusedError as error:
            print(error, file=sys.stderr)
            code = 1
    return code


def _values(name: str, pairs: Sequence[str]) -> dict[str, Any]:
    parameters = question(name).parameters
    values = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise QuestionError(f"« {pair} » : attendu clé=valeur.")
        if key not in parameters:
            known = ", ".join(parameters) or "aucun"
            raise QuestionError(f"{name} : paramètre inconnu « {key} » (paramètres : {known}).")
        values[key] = parameters[key].parse(text)
    return values


def _print_list(as_json: bool) -> None:
    questions = [question(name) for name in names()]
    if as_json:
        rows = [
            {
                "nom": asked.name,
                "question": asked.title,
                "parametres": {key: parameter.kind for key, parameter in asked.parameters.items()},
                "colonnes": asked.returns,
            }
            for asked in questions
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return
    for listed in questions:
        shown = " ".join(f"[{key}=]" if value.optional else f"{key}=" for key, value in listed.parameters.items())
        print(f"{listed.name} {shown}".rstrip())
        print(f"    {listed.title}")
        print(f"    → {', '.join(listed.returns)}")


def _print_values(root: duckdb.DuckDBPyConnection, options: argparse.Namespace) -> None:
    answer = marked(command_indicator.answer(root, options.name, options.values), _made_up(root))
    if not (options.json or options.csv):
        said, columns = command_indicator.heading(root, options.name, answer)
        print(said)
        printed = answer[columns].convert_dtypes().astype(object)
        print(printed.where(printed.notna(), "").to_string(index=False))
        return
    _print_answer(answer, options)


def _print_reasons(root: duckdb.DuckDBPyConnection, options: argparse.Namespace) -> None:
    name, reasons = command_secret.answer(root, options.values)
    if options.json or options.csv:
        _print_answer(marked(reasons, _made_up(root)), options)
    else:
        print("\n".join(command_secret.lines(name, reasons)))


def _made_up(root: duckdb.DuckDBPyConnection) -> bool:
    return bool(ask_records(root, "jeu")[0]["demonstration"])


def _print_answer(answer: pd.DataFrame, options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(records(answer), ensure_ascii=False))
    elif options.csv:
        sys.stdout.write(to_csv(answer))
    elif answer.empty:
        print(f"Aucune ligne. Colonnes : {', '.join(answer.columns)}.")
    else:
        print(answer.to_string(index=False, na_rep="nd"))


if __name__ == "__main__":
    sys.exit(main())
