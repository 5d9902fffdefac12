"""The day that it is for the people of the committee, whatever the clock and the zone of the server."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

FRANCE = ZoneInfo("Europe/Paris")


def of(moment: datetime) -> date:
    """The day of a moment (with its zone) in Paris: just before midnight UTC it is already the next one."""
    return moment.astimezone(FRANCE).date()


def today() -> date:
    """The one of now."""
    return of(datetime.now(UTC))
