"""Dossier: what a committee member is handed, of a session or of today, whole or for one bassin."""

from dashboard.dossier import view
from dashboard.frame import filters

view.page(filters.scope())
