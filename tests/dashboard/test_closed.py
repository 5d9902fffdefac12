"""A closed session on every page: the figures of that day, the way back, what changed; nothing is written in it."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from dashboard.frame import cached
from data.entering.forms import Day, Quantity, SessionForm
from data.entering.save import create
from queries.sessions.closing import close
from tests.small.entered import CAFE, SAVE, corrected, with_committee
from tests.small.people import KEEPER
from tests.tools.pages import APP, markup, open_page, words

SESSION = "comite-2024-03-12"
WRITING = {"donnees", "saisie"}
# These name the closed session itself: what changed since, and the dossier, which is then that session's of itself.
OF_SESSION = {"depuis", "dossier"}
PAGES = sorted(
    file.stem
    for file in (APP.parent / "app_pages").glob("*.py")
    if file.stem not in {"__init__", "accessibilite", *OF_SESSION, *WRITING}
)
# What a page needs to show something.
ASKED = {"fiche": {"action": CAFE}, "indicateur": {"id": "A1"}, "territoire": {"commune": "03310"}}
STRIP = re.compile(r"Comité, séance du 12/03/2024\..*?Ce qui a changé depuis", re.DOTALL)


@pytest.fixture(scope="module")
def before(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of stores: the facts of the day of the session."""
    folder = tmp_path_factory.mktemp("avant")
    path = with_committee(reference_store, folder / "faits")
    create(KEEPER, path, SessionForm(instance_id="comite", tenue_le=Day(date(2024, 3, 12))), SAVE)
    path.rename(folder / "reel")
    return folder


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, once the session was closed on them and a fiche corrected since."""
    folder = tmp_path_factory.mktemp("après")
    path = Path(shutil.copytree(before / "reel", folder / "reel"))
    close(KEEPER, path, SESSION, SAVE)
    people = Quantity("participants_distincts", 2022, "exacte", value=90)
    corrected(path, CAFE, titre="Café d'aujourd'hui", quantites=(people,))
    return folder


def test_every_page_says_what_it_said_that_day(monkeypatch: pytest.MonkeyPatch, before: Path, after: Path) -> None:
    changed = 0
    for name in PAGES:
        asked = {"departement": "03", **ASKED.get(name, {})}
        then = words(open_page(monkeypatch, before, name, **asked))
        frozen = open_page(monkeypatch, after, name, seance=SESSION, **asked)
        told, kept = STRIP.subn("", words(frozen))
        assert kept == 1, name
        assert told.split() == then.split(), name
        # Every link between pages keeps the session.
        inside = [to for to in re.findall(r'href="([^"#]*)"[^>]* data-interne', markup(frozen)) if "?" in to]
        assert all("seance=" in to or "Et aujourd" in markup(frozen).split(f'"{to}"')[1][:80] for to in inside), name
        changed += words(open_page(monkeypatch, after, name, **asked)).split() != then.split()
    assert changed > 5  # Without the session, they say what came since.


def test_the_way_to_today_and_what_changed_since(monkeypatch: pytest.MonkeyPatch, after: Path) -> None:
    strip = markup(open_page(monkeypatch, after, "actions", seance=SESSION, departement="03", public=["a", "b"]))
    (today,) = re.findall(r'<a href="([^"]*)"[^>]*>Et aujourd', strip)
    assert today.replace("&amp;", "&") == "actions?departement=03&public=a&public=b"
    said = words(open_page(monkeypatch, after, "depuis", seance=SESSION, departement="03"))
    assert "1 fiche corrigée, 0 ajoutée, 0 retirée et 0 définition changée depuis la séance" in said
    assert "Café d'aujourd'hui" in said.replace("’", "'")


def test_a_dossier_is_that_of_the_closed_session_looked_at(monkeypatch: pytest.MonkeyPatch, after: Path) -> None:
    held = words(open_page(monkeypatch, after, "dossier", seance=SESSION, departement="03"))
    assert "Un dossier de la séance du 12/03/2024" in held and "que cette séance garde, arrêtés le" in held
    assert "que cette séance garde" not in words(open_page(monkeypatch, after, "dossier", departement="03"))


def test_nothing_is_written_in_a_closed_session_and_an_unknown_one_is_told(
    monkeypatch: pytest.MonkeyPatch, after: Path
) -> None:
    for name in WRITING:
        assert "rien ne s'y écrit" in words(open_page(monkeypatch, after, name, seance=SESSION)).replace("’", "'")
    said = words(open_page(monkeypatch, after, "synthese", seance="<b>rien")).replace("’", "'")
    assert "« <b>rien » n'est pas une séance close de ce jeu de données" in said


def test_thresholds_are_told_as_they_were(monkeypatch: pytest.MonkeyPatch, after: Path) -> None:
    (file,) = (after / "reel" / "seances").glob("*/regles/disclosure.toml")
    assert "commun = 3" in file.read_text(encoding="utf-8")
    cached.forget()
    file.write_text(file.read_text(encoding="utf-8").replace("commun = 3", "commun = 7"), encoding="utf-8")
    assert "de 1 à 6 n'est jamais publié" in words(open_page(monkeypatch, after, "methode", seance=SESSION)).replace(
        "’", "'"
    )
    assert "de 1 à 2 n'est jamais publié" in words(open_page(monkeypatch, after, "methode")).replace("’", "'")
