"""One social project at its own address: ``projet?id=…``."""

from dashboard.committee import missing, project_view
from dashboard.frame import cached, filters

scope = filters.scope()
asked = filters.asked("id") or ""
found = next(iter(cached.rows(scope, "projets_sociaux", projet=asked)), None) if asked else None
if found is None:
    missing.told(scope, "Projet social introuvable", asked, "Aucun projet social")
else:
    project_view.one(scope, found)
