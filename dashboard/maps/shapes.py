"""The outlines of the territories of a map, at their true places, for files that a GIS reads."""

from collections.abc import Mapping
from typing import Any

from dashboard.frame import cached
from dashboard.frame.scope import Scope
from geo.outlines import NoOutlineError


def of(scope: Scope, level: str) -> Mapping[str, Any]:
    """Code → outline of the territories of a level (commune, epci, bassin, departement) in the scope's département.

    Those that have none are left out.
    """
    from geo import outlines  # Heavy, and wanted only when a file is made.

    if scope.departement is None:
        return outlines.shapes_of_departements()
    try:
        if level == "commune":
            return outlines.shapes_of_communes(scope.departement)
        zones = cached.ask(scope, "communes_zones", departement=scope.departement, division=level)
        return outlines.shapes_of_zones(dict(zip(zones["code_commune"], zones["code_zone"], strict=True)))
    except NoOutlineError:
        return {}
