"""Calendrier: what comes, on the page and as an iCalendar file."""

from dashboard.committee import calendar_view
from dashboard.frame import filters

calendar_view.view(filters.scope())
