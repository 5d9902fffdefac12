"""``export-facts`` from the command line."""

import argparse
import json

from data.actors import at_keyboard
from data.exporting.facts import exported
from data.exporting.folder import write


def export(options: argparse.Namespace) -> int:
    """Write the facts of a source in a new folder; its counts of people are whole, so readers may not."""
    at_keyboard().require_administration("exporter des faits, qui disent des nombres que le secret retient")
    found = exported(options.store, options.source)
    write(found, options.folder)
    rows = {table: len(kept) for table, kept in found.tables.items()}
    if options.json:
        told = {
            "source": options.source,
            "dossier": str(options.folder),
            "lignes": rows,
            "textes_gardes": found.withheld,
        }
        print(json.dumps(told, ensure_ascii=False))
        return 0
    listed = ", ".join(f"{table} {count}" for table, count in rows.items())
    print(f"« {options.source} » est exportée dans « {options.folder} » (lignes : {listed}).")
    if found.withheld:
        print(f"{found.withheld} textes que personne n'a relus n'y sont pas : ils restent dans le magasin.")
    print("Relisez ces fichiers avant de les partager. Ils se chargent par « python -m data load faits DOSSIER ».")
    return 0
