"""Synthèse."""

from dashboard import filters, show

scope = filters.scope()
show.title("Synthèse", scope.label)
