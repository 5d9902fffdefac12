"""A session on a projector: ``projection?id=…&ecran=2``."""

from dashboard.committee import missing, projection_view
from dashboard.frame import cached, filters

scope = filters.scope()
asked = filters.asked("id") or ""
found = next(iter(cached.rows(scope, "seances", seance=asked)), None) if asked else None
if found is None:
    missing.told(scope, "Séance introuvable", asked, "Aucune séance")
else:
    projection_view.view(scope, found)
