"""A setting given empty, as « OBSERVATOIRE_ROLE= » in a service's file, is as one that is not given."""

from collections.abc import Callable

import pytest

from data import actors, settings
from data.batch import RefusedError
from queries.copy.indicators import catalogue

SETTINGS: dict[str, Callable[[], object]] = {
    "OBSERVATOIRE_CATALOGUE": catalogue.folder,
    "OBSERVATOIRE_DEPARTEMENT": settings.departement,
    "OBSERVATOIRE_JEU": settings.dataset,
    "OBSERVATOIRE_MAGASINS": settings.stores_folder,
    "OBSERVATOIRE_MESURE": settings.measured,
    "OBSERVATOIRE_QUESTION_LIGNES": settings.question_rows,
    "OBSERVATOIRE_QUESTION_SECONDES": settings.question_seconds,
    "OBSERVATOIRE_ROLE": lambda: actors.role("lecture"),
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("empty", ["", "  "])
def test_empty_is_as_not_given(name: str, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name, raising=False)
    default = SETTINGS[name]()
    monkeypatch.setenv(name, empty)
    assert SETTINGS[name]() == default


def test_an_empty_role_reads_and_an_unknown_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "")
    assert actors.role("lecture") == "lecture"
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "chef")
    with pytest.raises(RefusedError, match="rôle inconnu"):
        actors.role("lecture")
