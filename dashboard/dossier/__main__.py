"""The dossier from the command line: ``python -m dashboard.dossier --out FILE [--seance ID] [--bassin CODE]``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data import store, unforeseen
from data.actors import Actor, at_keyboard
from data.batch import RefusedError
from data.french_parser import FrenchParser
from data.settings import default_store


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 written, 1 refused, 2 wrong usage."""
    return unforeseen.guarded(lambda: _run(arguments), arguments)


def _run(arguments: Sequence[str] | None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    # Heavy, and not wanted for a command that is not understood.
    from dashboard.dossier import written

    suffix = options.out.suffix.lstrip(".").lower()
    if suffix not in written.FORMATS:
        parser.error(
            f"--out : « {options.out.name} » doit finir par {', '.join(f'.{name}' for name in written.FORMATS)}"
        )
    if not options.out.absolute().parent.is_dir():
        raise RefusedError(f"« {options.out} » ne peut pas être écrit : son dossier n'existe pas.")
    written.save(_content(options, suffix, at_keyboard()), options.out)
    print(f"Écrit : {options.out}")
    return 0


def _content(options: argparse.Namespace, suffix: str, actor: Actor) -> bytes:
    from dashboard.dossier import asked, whole, written
    from dashboard.frame import cached
    from dashboard.frame.scope import Scope
    from queries.copy import reading

    if not store.exists(options.store):
        raise RefusedError(
            f"Il n'y a pas de magasin dans « {options.store} » : donnez son dossier par --store, ou faites-le "
            "(python -m data build)."
        )
    dataset = cached.dataset(options.store)
    if options.snapshot is None:
        scope = asked.looked_at(dataset, actor, options.seance)
    else:
        scope = Scope(dataset, reading.copy_of(options.store, options.snapshot, actor), actor=actor)
    what = asked.asked(scope, options.seance, options.bassin)
    return written.made(whole.document(what), suffix)


def _parser() -> FrenchParser:
    parser = FrenchParser(
        prog="python -m dashboard.dossier",
        description="Le dossier d'une séance, ou d'aujourd'hui : ce que les pages montrent, à emporter.",
    )
    parser.add_argument("--out", metavar="FICHIER", type=Path, required=True, help="où l'écrire : .pdf, .docx ou .odt")
    parser.add_argument("--seance", metavar="ID", help="identifiant de la séance (sans elle : aujourd'hui)")
    parser.add_argument("--bassin", metavar="CODE", help="d'un bassin de vie seul")
    parser.add_argument("--store", metavar="DOSSIER", type=Path, default=default_store(), help="le magasin")
    parser.add_argument("--snapshot", metavar="N", type=int, help="un instantané plus ancien")
    return parser


if __name__ == "__main__":
    sys.exit(main())
