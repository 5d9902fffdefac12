"""One edition of an event at its own address: ``evenement?id=…``."""

from dashboard.committee import event_view, missing
from dashboard.directory import listing
from dashboard.frame import cached, filters

scope = filters.scope()
listing.style()
asked = filters.asked("id") or ""
found = next(iter(cached.rows(scope, "evenement", sujet=asked)), None) if asked else None
if found is None:
    missing.told(scope, "Événement introuvable", asked, "Aucun événement", ("", "Synthèse"))
else:
    event_view.view(scope, found)
