"""Draw the outlines ahead: ``python -m geo OUT_DIR [--departement 03]``."""

import argparse
from pathlib import Path

from geo import outlines
from geo.communes import reference_tables


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the GeoJSON files are written")
    parser.add_argument("--departement", default="03", help="code of the département (03)")
    options = parser.parse_args()
    tables = reference_tables()
    members = tables["zones_communes"].merge(tables["communes"][["code_commune", "code_departement"]])
    own = members[(members["division"] == "bassin") & (members["code_departement"] == options.departement)]
    bassins = dict(zip(own["code_commune"], own["code_zone"], strict=True))
    print(outlines.departements(options.folder))
    print(outlines.communes(options.departement, options.folder))
    print(outlines.zones(bassins, f"bassins-{options.departement}", options.folder))


if __name__ == "__main__":
    main()
