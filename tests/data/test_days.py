"""The day is that of Paris: one and two hours after UTC, and the server's own zone says nothing."""

from datetime import UTC, date, datetime

import pytest

from data import days


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 26, 22, 59, tzinfo=UTC), date(2026, 11, 26)),  # 23:59 in winter
        (datetime(2026, 11, 26, 23, 0, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),  # midnight in summer
    ],
)
def test_a_day_begins_at_midnight_in_paris(moment: datetime, day: date) -> None:
    assert days.of(moment) == day


def test_today_is_that_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            return cls(2026, 11, 26, 23, 30, tzinfo=UTC)

    monkeypatch.setattr(days, "datetime", Clock)
    assert days.today() == date(2026, 11, 27)
