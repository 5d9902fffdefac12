"""Sources et qualité."""

from dashboard import filters, show

scope = filters.scope()
show.title("Sources et qualité", scope.label)
