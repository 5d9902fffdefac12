"""One body at its own address: ``instance?id=…``."""

from dashboard.committee import body_view, missing
from dashboard.frame import cached, filters

scope = filters.scope()
asked = filters.asked("id") or ""
found = next(iter(cached.rows(scope, "instances", instance=asked)), None) if asked else None
if found is None:
    missing.told(scope, "Instance introuvable", asked, "Aucune instance")
else:
    body_view.one(scope, found)
