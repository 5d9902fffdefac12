"""Pages of a committee on small facts: what is due, what contradicts itself, a decision noted, strange input."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.committee import looking
from dashboard.dossier import asked as dossier
from dashboard.dossier import held
from dashboard.dossier.content import Block, Points, Table, Title
from dashboard.frame import cached
from dashboard.frame.scope import Closing, Dataset, Scope
from data import days
from data.actors import ANYONE
from data.committee import record
from data.committee.forms import Stated, Taken
from queries.copy.reading import Copy
from tests.dashboard.committee.meeting import FIRST, LONG, SECOND
from tests.small.entered import SAVE, asked
from tests.small.people import KEEPER
from tests.tools.pages import markup, open_page, words


def test_a_session_opens_on_what_was_due_and_tells_its_doubts(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    page = open_page(monkeypatch, stores, "seances", departement="03", id=SECOND)
    said = words(page).replace("\xa0", " ").replace("\u202f", " ")
    assert "1 décision attendait, dont 1 échue au 01/02/2021." in said and "Fermer" not in said
    assert "14 venus pour 12 invités" in said
    assert "100 %" not in said and "117 %" not in said  # No share of what contradicts itself.
    assert 'href="https://exemple.fr/cr"' in markup(page) and "&lt;b&gt;Note" in markup(page)
    first = words(open_page(monkeypatch, stores, "seances", departement="03", id=FIRST))
    assert "Aucune décision n'attendait" in first.replace("’", "'")


def test_two_residents_stay_secret_on_the_page_of_their_session(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    """Two people are under the threshold of three: neither their number nor those invited with them is told."""
    said = markup(open_page(monkeypatch, stores, "seances", departement="03", id=SECOND))
    (row,) = [part.split("</tr>")[0] for part in said.split("<tr>") if "Habitants" in part][:1]
    assert "20" not in row and ">2<" not in row and ">s<" in row.replace("</span>", "")


def test_every_point_of_the_agenda_has_its_screen(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    expected = ("Ouverture", "Initiative habitante", "Calendrier", "Tour de table", "n'est pas une question")
    for rank, told in enumerate((*expected, "Décisions de la séance"), start=1):
        page = open_page(monkeypatch, stores, "projection", departement="03", id=SECOND, ecran=str(rank))
        assert told in words(page).replace("’", "'"), rank
        assert f"{rank} sur 6" in words(page).replace("\xa0", " ")
    assert "6 sur 6" in words(open_page(monkeypatch, stores, "projection", id=SECOND, ecran="99")).replace("\xa0", " ")


@pytest.mark.parametrize("name", ["instance", "evenement", "projet", "projection", "seances", "calendrier"])
def test_strange_addresses_are_told(monkeypatch: pytest.MonkeyPatch, stores: Path, name: str) -> None:
    for address in ({"id": "<script>alert(1)</script>"}, {}, {"id": SECOND, "departement": "75"}):
        page = open_page(monkeypatch, stores, name, **address)
        assert "<script>alert" not in markup(page)


def test_a_long_name_and_what_it_says_of_its_rhythm(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "instance", departement="03", id="comite")).replace("’", "'")
    assert LONG.strip() in said and "une fois par an" in said and "2 séances connues" in said.replace("\xa0", " ")


def test_an_empty_store_says_what_to_load(
    monkeypatch: pytest.MonkeyPatch, reference_store: Path, tmp_path: Path
) -> None:
    shutil.copytree(reference_store, tmp_path / "reel")
    said = words(open_page(monkeypatch, tmp_path, "calendrier")).replace("’", "'")
    assert "Rien n'est annoncé ici" in said
    assert "Aucune instance ici" in words(open_page(monkeypatch, tmp_path, "seances"))


def test_what_was_due_is_read_as_it_stood_that_day(stores: Path, tmp_path: Path) -> None:
    """A decision done after a session was still due at its opening; one taken in it was not."""
    path = Path(shutil.copytree(stores / "reel", tmp_path / "reel"))
    record.take(KEEPER, path, Taken(SECOND, "Prise ce jour"), SAVE)
    record.state(KEEPER, path, Stated("due", "faite", date(2021, 6, 1)), SAVE)
    found = asked(path, "decisions_dues_seance", sujet=SECOND)
    assert [(row["decision_id"], row["etat"], row["due"]) for row in found] == [("due", None, True)]


def test_what_comes_is_counted_from_the_day_that_is_looked_from(real_store: Path, stores: Path) -> None:
    """A decision due on a day is late once that day is over; a session of April 2012 comes until the end of April."""
    before, on = date(2020, 12, 30), date(2020, 12, 31)
    for name, key in (("calendrier", "sujet_id"), ("decisions", "decision_id"), ("decisions_a_suivre", "decision_id")):
        rows = {day: asked(stores / "reel", name, departement="03", jour=day) for day in (before, on)}
        late = {day: [row["en_retard"] for row in rows[day] if row[key] == "due"] for day in rows}
        assert late == {before: [False], on: [True]}, name
    coming = [
        sum(row["genre"] == "seance" for row in asked(real_store, "calendrier", departement="03", jour=day))
        for day in (date(2012, 4, 15), date(2012, 4, 30))
    ]
    assert coming[0] == coming[1] + 3


def test_what_waits_in_all_of_france_is_not_nothing(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    here = asked(stores / "reel", "decisions_a_suivre", departement="03")
    assert here and [row["decision_id"] for row in asked(stores / "reel", "decisions_a_suivre")] == [
        row["decision_id"] for row in here
    ]
    said = words(open_page(monkeypatch, stores, "seances", departement="france"))
    assert f"{len(here)} décision" in said and "Aucune décision." not in said


def test_time_stands_still_in_a_closed_session_of_a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Copy(Path("demo"), 1, "", "")
    scope = Scope(Dataset("demo", "Démonstration", Path("demo")), copy)
    closed = replace(scope, closing=Closing("s", "Séance", date(2026, 11, 28)))
    monkeypatch.setattr(cached, "demonstration", lambda _: True)
    monkeypatch.setattr(cached, "reference_day", lambda _: date(2025, 12, 31))
    for one in (scope, closed):
        assert (looking.on(one), looking.past(one)) == ("au 01/01/2026", date(2025, 12, 31))


def test_the_calendar_begins_today_and_says_that_facts_are_old(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "calendrier", departement="03")).replace("’", "'")
    assert f"à partir du {days.today():%d/%m/%Y}" in said.lower()
    assert "ce qui a été signé, prévu ou décidé depuis n'est pas ici" in said


def test_the_dossier_of_a_session_tells_the_session_itself(stores: Path) -> None:
    def told(session: str) -> list[Block]:
        scope = dossier.looked_at(cached.dataset(stores / "reel"), ANYONE, session)
        return held.chapter(dossier.asked(scope, session))

    second = told(SECOND)
    assert [each.text for each in second if isinstance(each, Title)] == ["La séance", "Ordre du jour", "Présences"]
    (points,) = (each.items for each in second if isinstance(each, Points))
    assert points[0] == "1. Initiative habitante" and points[2] == "3. Tour de table" and len(points) == 4
    (table,) = (each for each in second if isinstance(each, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Élus", "12", "14", "nd"],  # More came than were invited: no part of it is told.
        ["Habitants", "s", "s", "s"],  # Two people.
    ]
    (decisions,) = (each for each in told(FIRST) if isinstance(each, Table))
    assert [[cell.text for cell in row] for row in decisions.rows] == [
        ["Fermer", "nd", "nd", "faite"],
        ["Ouvrir", "nd", "31/12/2020", "nd"],
    ]
