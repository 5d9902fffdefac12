"""What changed since a closed session, counted in words."""

from dashboard.frame import changed
from queries.sessions.since import ADDED, Change


def test_what_was_added_is_counted_by_what_it_is() -> None:
    """Two actions and two structures are not « 4 fiches »."""
    kinds = ("structure", "action", "structure", "action")
    assert changed.counted([Change(ADDED, kind, "a", "A") for kind in kinds]) == "2 actions et 2 structures"
    assert changed.counted([Change(ADDED, "evenement", "a", "A")]) == "1 événement"
    assert changed.counted([]) == ""
