"""The store from the command line (``python -m data --help``); people read French."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from data import checksums, command_history, french, models, unforeseen, whole_file
from data.actors import at_keyboard
from data.build import build, fact_files
from data.demo.command import load_demo
from data.demo.plan import DEFAULT_SEED, SCALES, ArgumentError, parse_scale, parse_seed, parse_years
from data.exporting import command as exporting
from data.french_parser import FrenchParser
from data.identifiers import slug
from data.importers import CLAIMS, FORMATS, MAPPED, OF_FOLDERS
from data.intake import command
from data.loading.load import load
from data.loading.undo import restore, undo
from data.report import Report
from data.settings import default_store, demo_store


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 loaded (or done), 1 refused, 2 wrong usage."""
    return unforeseen.guarded(lambda: _run(arguments), arguments)


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(prog="python -m data", description="Le magasin de l'observatoire.")
    commands = parser.add_subparsers(required=True, metavar="COMMANDE", parser_class=FrenchParser)

    loading = commands.add_parser("load", help="charger des fichiers d'un format")
    loading.add_argument("format", metavar="FORMAT", help=f"l'un de : {', '.join(FORMATS)}")
    loading.add_argument("files", metavar="FICHIER", nargs="+", type=Path, help="des fichiers, ou un dossier de faits")
    loading.add_argument("--dry-run", action="store_true", help="tout vérifier sans rien écrire")
    loading.add_argument("--replace", metavar="SOURCE", help="remplacer cette source par le nouveau fichier")
    loading.add_argument(
        "--mapping", metavar="FICHIER.toml", type=Path, help="quelle colonne est quoi (contexte, subventions)"
    )
    loading.add_argument("--kind", metavar="GENRE", help="de quel genre est le tableau, quand ses colonnes hésitent")
    loading.add_argument("--keep-sound", action="store_true", help="refuser ligne par ligne, garder les lignes saines")
    loading.add_argument(
        "--refused", metavar="FICHIER.xlsx", type=Path, help="comme --keep-sound, et écrire là les lignes refusées"
    )
    _common(loading, run=_load)

    known = commands.add_parser("recognise", help="dire ce que sont des fichiers, d'après leur contenu")
    known.add_argument("files", metavar="FICHIER", nargs="+", type=Path)
    _common(known, run=command.recognised)

    _common(
        commands.add_parser("recipes", help="les fichiers officiels que le logiciel sait lire"), run=command.recipes
    )

    model = commands.add_parser("model", help="le modèle d'un genre de tableau, à remplir (.xlsx ou .csv)")
    model.add_argument("kind", metavar="GENRE", help=f"l'un de : {', '.join(models.TITLES)}")
    model.add_argument("file", metavar="FICHIER", type=Path)
    _common(model, run=_model)

    _common(
        commands.add_parser("history", help="le journal : qui a écrit quoi, quand, pourquoi"),
        run=command_history.history,
    )

    _common(commands.add_parser("verify", help="relire les fichiers du magasin contre leurs empreintes"), run=_verify)

    back = commands.add_parser("undo", help="annuler un chargement")
    back.add_argument("--dry-run", action="store_true", help="dire ce que cela retirerait, sans rien écrire")
    _of_source(back, run=_undo)

    again = commands.add_parser("restore", help="rétablir un chargement annulé ou remplacé")
    _of_source(again, run=_restore)

    built = commands.add_parser("build", help="charger le territoire et les faits livrés")
    built.add_argument("--empty", action="store_true", help="le territoire seul : un magasin vide, pour vos faits")
    _common(built, run=_build)

    out = commands.add_parser("export-facts", help="écrire les faits d'une source dans un dossier de data/facts/")
    out.add_argument("source", metavar="SOURCE")
    out.add_argument("folder", metavar="DOSSIER", type=Path)
    _common(out, run=exporting.export)

    made = commands.add_parser("demo", help="faire un département de démonstration, entièrement fictif")
    made.add_argument("--seed", metavar="N", default=str(DEFAULT_SEED), help="la graine du hasard")
    made.add_argument("--years", metavar="DE-À", default="2016-2025", help="première et dernière année")
    made.add_argument("--scale", metavar="ÉCHELLE", default="S", help=f"volume : {', '.join(SCALES)}")
    made.add_argument("--truths", metavar="FICHIER", type=Path, help="écrire là les vérités semées (JSON)")
    _common(made, run=_demo, store=demo_store())
    return parser


def _of_source(parser: argparse.ArgumentParser, **defaults: object) -> None:
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("--reason", metavar="MOTIF", help="pourquoi, pour le journal")
    _common(parser, **defaults)


def _common(parser: argparse.ArgumentParser, **defaults: object) -> None:
    parser.add_argument("--store", metavar="DOSSIER", type=Path, default=default_store(), help="le magasin")
    parser.add_argument("--json", action="store_true", help="une réponse pour les machines")
    parser.set_defaults(**defaults)


def _load(options: argparse.Namespace) -> int:
    if options.format not in FORMATS:
        print(f"Format inconnu « {options.format} ». Formats : {', '.join(FORMATS)}.", file=sys.stderr)
        return 2
    if options.mapping is not None and options.format not in MAPPED:
        print(f"--mapping ne vaut que pour les formats {', '.join(MAPPED)}.", file=sys.stderr)
        return 2
    if options.kind is not None and options.format != "tableaux":
        print("--kind ne vaut que pour le format tableaux.", file=sys.stderr)
        return 2
    files = _given(options)
    if options.refused is not None and options.format not in CLAIMS:
        print(f"--refused ne vaut pas pour le format {options.format}.", file=sys.stderr)
        return 2
    if options.refused is not None:
        report = command.loaded_in_part(options, files)
    else:
        report = load(
            at_keyboard(),
            options.format,
            files,
            options.store,
            dry_run=options.dry_run,
            replace=options.replace,
            answers=command.answers(options),
            keep_sound=options.keep_sound,
        )
    _print_report(report, options.json)
    return report.exit_code


def _given(options: argparse.Namespace) -> list[Path]:
    """The files of a load, a mapping last; a folder stands for its files where the format is one of folders."""
    files = list[Path]()
    for given in options.files:
        files += fact_files(given) if options.format in OF_FOLDERS and given.is_dir() else [given]
    return files if options.mapping is None else [*files, options.mapping]


def _print_report(report: Report, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, default=str))
    else:
        print(report.as_text(), file=sys.stderr if report.exit_code else sys.stdout)


def _model(options: argparse.Namespace) -> int:
    """Write the model of a kind; its lists offer what the store holds, when there is one. A CSV holds one sheet."""
    if options.kind not in models.TITLES:
        print(
            f"Commande incomprise : genre inconnu « {options.kind} ». Genres : {', '.join(models.TITLES)}.",
            file=sys.stderr,
        )
        return 2
    contents = (
        _delimited(options.kind, options.file)
        if options.file.suffix.lower() == ".csv"
        else {options.file: models.workbook(options.kind, options.store)}
    )
    for file, content in contents.items():
        whole_file.write(file, content)
    print(f"Modèle écrit : {', '.join(map(str, contents))}")
    return 0


def _delimited(kind: str, file: Path) -> dict[Path, bytes]:
    """The CSV of each sheet: in the file that was asked for, or beside it when there are several."""
    sheets = models.delimited(kind)
    if len(sheets) == 1:
        return dict.fromkeys([file], next(iter(sheets.values())).encode())
    return {file.with_stem(f"{file.stem}-{slug(name)}"): text.encode() for name, text in sheets.items()}


def _verify(options: argparse.Namespace) -> int:
    verified = checksums.verify(options.store)
    faults = verified.faults
    if options.json:
        found = [{"fichier": fault.file, "constat": fault.what} for fault in faults]
        told = {"fichiers": verified.count, "sans_empreinte": len(verified.unsealed), "constats": found}
        print(json.dumps(told, ensure_ascii=False))
        return 1 if faults else 0
    read = french.plural(verified.count, "fichier relu", "fichiers relus")
    if faults:
        lines = [f"{read}, {french.plural(len(faults), 'constat')} :"]
        lines += [f"  {fault.file} : {fault.what}" for fault in faults]
        lines.append("Remettez depuis une sauvegarde ce qui manque ou diffère, puis relancez cette commande.")
        print("\n".join(lines), file=sys.stderr)
        return 1
    print(f"{read} : chacun est celui qui a été écrit.")
    if verified.unsealed:
        print(
            f"Sans empreinte encore : {french.number(len(verified.unsealed))} (une version plus ancienne les a écrits, "
            "ou la dernière écriture a été arrêtée avant de la leur donner). La prochaine écriture la leur donnera."
        )
    return 0


def _undo(options: argparse.Namespace) -> int:
    if options.dry_run:
        return command_history.consequences(options)
    return _told(options, undo(at_keyboard(), options.store, options.source, options.reason))


def _restore(options: argparse.Namespace) -> int:
    return _told(options, restore(at_keyboard(), options.store, options.source, options.reason))


def _told(options: argparse.Namespace, message: str) -> int:
    print(json.dumps({"source": options.source, "message": message}, ensure_ascii=False) if options.json else message)
    return 0


def _build(options: argparse.Namespace) -> int:
    at_keyboard().require_contribution("charger les faits livrés")
    reports = []
    for report in build(options.store, empty=options.empty):
        reports.append(report)
        if not options.json:
            _print_report(report, as_json=False)
    if options.json:
        print(json.dumps([report.as_dict() for report in reports], ensure_ascii=False, default=str))
    return max(report.exit_code for report in reports)


def _demo(options: argparse.Namespace) -> int:
    at_keyboard().require_contribution("charger une démonstration")
    try:
        seed, years, scale = parse_seed(options.seed), parse_years(options.years), parse_scale(options.scale)
        report = load_demo(seed, years, scale.name, options.store, truths=options.truths)
    except ArgumentError as error:
        print(f"Commande incomprise : {error}", file=sys.stderr)
        return 2
    _print_report(report, options.json)
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
