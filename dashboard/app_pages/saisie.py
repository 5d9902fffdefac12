"""One form at its own address: ``saisie?sujet=action:ID&champ=…`` (``suite``: a worklist), or ``?nouveau=action``."""

from dashboard.directory import listing
from dashboard.entering import view
from dashboard.frame import chrome, filters

listing.style()
chrome.sheet("saisie.css")
view.view(filters.scope())
