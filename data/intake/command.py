"""The commands of ``python -m data`` about files that people hand over: what they are, and what was refused of them."""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from data import causes
from data.actors import at_keyboard
from data.batch import RefusedError
from data.importers.tableaux.mapping import KIND
from data.intake import refused
from data.intake.files import receive
from data.intake.preview import confirm, preview
from data.intake.recognition import Recognised, Together, recognise, together
from data.recipes import recipes as known_recipes
from data.report import Report
from data.understanding import Answers


def recognised(options: argparse.Namespace) -> int:
    """Say what each file is, how sure and why, then which load together; exit code 1 when one is of no kind."""
    with tempfile.TemporaryDirectory() as folder:
        received = receive(Path(folder) / "depot", [(str(file.name), file) for file in options.files])
        found = recognise(received.files)
        loads = together(found)
    if options.json:
        print(json.dumps(_as_object(found, loads, received.refused), ensure_ascii=False))
    else:
        for one in found:
            publisher = f" ({one.publisher})" if one.publisher else ""
            print(f"{one.file.name} : {one.words}{publisher}, {one.confidence}. {one.why}")
        for name, why in received.refused:
            print(f"{name} : {why}")
        for load in loads:
            named = ", ".join(f"« {given.name} »" for given in load.files)
            print(f"  à charger ensemble, format {load.kind} : {named}. {load.missing or ''}".rstrip())
    return 1 if received.refused or any(one.kind is None for one in found) else 0


def _as_object(
    found: Sequence[Recognised], loads: Sequence[Together], refusals: Sequence[tuple[str, str]]
) -> dict[str, object]:
    files = [
        {
            "fichier": one.file.name,
            "format": one.kind,
            "confiance": one.confidence,
            "raison": one.why,
            "editeur": one.publisher,
            "recette": one.recipe,
        }
        for one in found
    ]
    return {
        "fichiers": files,
        "chargements": [
            {"format": load.kind, "fichiers": [given.name for given in load.files], "manque": load.missing}
            for load in loads
        ],
        "refus": [{"fichier": name, "raison": why} for name, why in refusals],
    }


def recipes(options: argparse.Namespace) -> int:
    """List the official files that the product reads without a question."""
    if options.json:
        told = [{key: value for key, value in asdict(recipe).items() if key != "mapping"} for recipe in known_recipes()]
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for recipe in known_recipes():
        print(f"{recipe.name} : {recipe.title}")
        print(f"  {recipe.brings}.")
        print(f"  {recipe.publisher} ; {recipe.licence}. Où : {recipe.where} ({recipe.url}).")
        print(f"  Essai : {recipe.trial}{f', {recipe.year}' if recipe.year else ''}. Format : {recipe.format}.")
    return 0


def answers(options: argparse.Namespace) -> Answers | None:
    """What the command says of a file beside its mapping: the kind of a table."""
    return None if options.kind is None else {KIND: options.kind}


def loaded_in_part(options: argparse.Namespace, files: Sequence[Path]) -> Report:
    """Load the sound lines, and write the refused ones to ``options.refused``, to correct and send back."""
    tried = preview(at_keyboard(), options.format, files, options.store, answers(options), replace=options.replace)
    report = tried.report
    if tried.ready and not options.dry_run:
        report = confirm(at_keyboard(), tried, options.store, replace=options.replace)
    if tried.content is None or not report.rejets:
        return report
    book = refused.workbook(tried.content, report.rejets)
    if book is None:
        report.message += " Aucune ligne refusée ne tient dans un tableau : rien à écrire."
        return report
    try:
        options.refused.write_bytes(book)
    except OSError as error:
        raise RefusedError(f"« {options.refused} » ne peut pas être écrit : {causes.why(error)}.") from error
    report.message += f" Lignes refusées : {options.refused}. Corrigez-les, puis chargez ce classeur."
    return report
