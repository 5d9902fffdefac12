"""The store of a small body, shared by the tests of the room."""

from pathlib import Path

import pytest

from data.committee import record
from data.committee.forms import Point
from tests.dashboard.committee.meeting import SECOND, facts
from tests.small.entered import SAVE
from tests.small.facts import filled
from tests.small.people import KEEPER


@pytest.fixture(scope="session")
def stores(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of stores, « reel » with a body, two sessions, an agenda of four points. Not to be written to."""
    folder = tmp_path_factory.mktemp("comité")
    path = filled(reference_store, folder / "faits", facts())
    points = (Point("indicateur", "A1"), Point("question", "calendrier"), Point("texte", None, "Tour de table"))
    record.set_agenda(KEEPER, path, SECOND, (*points, Point("question", "donnees")), SAVE)
    path.rename(folder / "reel")
    return folder
