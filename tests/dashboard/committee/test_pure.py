"""What the committee's pages say, of plain values: nothing is read in a store."""

from datetime import date

from icalendar import Calendar

from dashboard.committee import (
    calendar_view,
    closing_view,
    deciding_view,
    decision_view,
    event_view,
    ical,
    projection,
    session_view,
    words,
)
from dashboard.frame import charts
from dashboard.frame.row import Row

INQUIRY: Row = {
    "annee": 2024, "presents": 200.0, "questionnaires": 80.0, "repondants": 45.0, "satisfaits": 40.0, "sur": "presents",
    "taux": 0.225, "part": 40 / 45, "au_moins": 0.2, "au_plus": 0.975, "secret": False, "contredit": False,
}  # fmt: skip


def test_what_another_source_says_of_a_decision_is_one_sentence() -> None:
    said: Row = {"titre": "Suivi", "porteur": "CCAS", "echeance": "2024-12-31", "etat": "a_faire"}
    words_of_all = "Une autre source, « Suivi », dit autrement : à faire, porteur « CCAS », pour le 31/12/2024."
    assert decision_view.otherwise(said) == words_of_all
    alone: Row = {**said, "porteur": None, "echeance": None}
    assert decision_view.otherwise(alone) == "Une autre source, « Suivi », dit autrement : à faire."


def _come(**values: object) -> Row:
    base = {
        "genre": "decision",
        "identifiant": "d1",
        "jour": "2026-03-01",
        "precision": "jour",
        "titre": "Ouvrir",
        "detail": None,
    }
    return {**base, **values}


def test_days_are_whole_periods_where_a_session_is_known_by_its_month_or_year() -> None:
    assert ical.days(_come()) == (date(2026, 3, 1), date(2026, 3, 2))
    december = _come(genre="seance", jour="2026-12-01", precision="mois")
    assert ical.days(december) == (date(2026, 12, 1), date(2027, 1, 1))
    assert ical.days(_come(genre="seance", jour="2026-01-01", precision="annee")) == (
        date(2026, 1, 1),
        date(2027, 1, 1),
    )
    # What ends is kept by its last day.
    assert ical.days(_come(genre="agrement", jour="2026-12-31", precision="annee"))[0] == date(2026, 12, 31)


def test_the_file_is_what_rfc_5545_asks() -> None:
    hard = "Fête ; « à tous », ligne\\n " + "é" * 120
    rows = [_come(titre=hard, detail="CAF"), _come(genre="seance", identifiant="s", titre="Comité")]
    made = ical.calendar(rows, "demo", "Allier", ["http://h/seances?decision=d1", ""], made_up=True)
    lines = made.split(b"\r\n")
    assert made.endswith(b"END:VCALENDAR\r\n") and b"\n" not in made.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    first, second = Calendar.from_ical(made).walk("VEVENT")
    assert first["SUMMARY"] == f"Décision à rendre : {hard} (CAF)"
    assert b"DTSTART;VALUE=DATE:20260301" in made and b"DTEND;VALUE=DATE:20260302" in made
    assert (
        "fictif" in str(first["DESCRIPTION"]) and first["URL"] == "http://h/seances?decision=d1" and "URL" not in second
    )
    # The identifier of one thing holds when its words and its day change, and is that of no other, nor of other data.
    moved = _come(titre="Autre", jour="2027-01-01")
    assert ical.uid("demo", moved) == str(first["UID"]) != str(second["UID"])
    assert ical.uid("reel", moved) != str(first["UID"])


def test_answers_bound_what_those_who_did_not_answer_think() -> None:
    """40 satisfied of 45 answers of 200 present: 40/200 = 20 %, (40 + 155)/200 = 97,5 %, written 98 %."""
    said = event_view.inquiry(INQUIRY).replace("\u202f", " ").replace("\xa0", " ")
    assert ("45 sur 200" in said and "entre 20 % (si les autres" in said and "97,5 %" in said) or "98 %" in said
    assert "se contredisent" in event_view.inquiry({**INQUIRY, "contredit": True})
    assert "masqué" in event_view.inquiry({**INQUIRY, "secret": True})
    assert "rien ne borne" in event_view.inquiry({**INQUIRY, "sur": None})


def test_more_people_than_were_invited_is_a_doubt_told_with_both_figures() -> None:
    row = {"college": "elus", "bassin": "Moulins", "convoques": 12, "presents": 14, "doute": True}
    (said,) = session_view.doubts([row, {**row, "doute": False}])
    assert "14 venus pour 12 invités" in said and "rien n'est corrigé" in said


def test_a_closed_session_says_when_by_whom_and_on_what() -> None:
    said = closing_view.told({"arretee_le": "2026-11-28", "fonction": "chargée de mission", "instantane": 12})
    assert said.startswith("Close le 28/11/2026 par « chargée de mission » : elle garde les chiffres de ce jour (inst")


def test_a_session_is_said_as_surely_as_its_day_is_known() -> None:
    told = {
        kind: words.held({"tenue_le": "2012-04-01", "precision": kind})
        for kind in ("jour", "mois", "annee", "inconnue")
    }
    assert list(told.values()) == ["Séance du 01/04/2012", "Séance d'avril 2012", "Séance de 2012", "Séance sans date"]


def test_screens_follow_the_agenda_and_a_strange_address_finds_one() -> None:
    points: list[Row] = [
        {"genre": "indicateur", "code": "A1", "intitule": None},
        {"genre": "question", "code": "financements?question=manque&seance=x&id=y", "intitule": None},
        {"genre": "question", "code": "donnees", "intitule": "Charger"},
    ]
    found = projection.screens(points, {"A1": "Initiative habitante"})
    assert [screen.kind for screen in found] == ["ouverture", "indicateur", "question", "question", "decisions"]
    assert found[1].title == "Initiative habitante"
    assert (found[2].page, found[2].asked) == ("financements", {"question": "manque"})
    assert found[3].page == ""  # A page where people write is not projected.
    asked = [None, "", "2", "99", "0", "-1", "deux", "²", "9" * 400]
    assert [projection.number(each, 5) for each in asked] == [1, 1, 2, 5, 1, 1, 1, 1, 5]


def test_the_words_and_marks_of_a_chart_grow_in_the_same_room() -> None:
    figure = {
        "data": [{"x": [1, 2], "marker": {"size": 8}}],
        "layout": {"height": 100, "margin": {"l": 4}, "font": {"size": 10}},
    }
    assert charts.scaled(figure, 1.5) == {
        "data": [{"x": [1, 2], "marker": {"size": 12}}],
        "layout": {"height": 100, "margin": {"l": 6}, "font": {"size": 15}},
    }


def test_a_decision_without_a_deadline_is_neither_late_nor_on_time() -> None:
    late, dated, undated = (
        {"echeance": day, "en_retard": over}
        for day, over in (("2024-01-01", True), ("2027-01-01", False), (None, False))
    )
    assert words.late([]) == "" and words.late([dated]) == ""
    assert words.late([late, dated, undated, undated]) == ", dont 1 en retard et 2 sans échéance connue"
    assert words.late([undated]) == ", sans échéance connue"
    assert words.late([late, late], " au 28/11/2026") == ", toutes en retard au 28/11/2026"
    assert calendar_view.answer([], [], 5) == (
        "Aucune échéance à venir ; aucune décision en retard ; 5 décisions sans échéance connue."
    )


def test_two_decisions_of_the_same_words_differ_by_what_a_field_shows_first() -> None:
    row: Row = {"intitule": "Ouvrir", "instance": "Comité", "prise_le": "2024-03-12", "echeance": "2024-12-31"}
    alike: dict[str, Row] = {"a": row, "b": {**row, "echeance": None}, "c": {**row, "prise_le": None}}
    assert list(deciding_view.named(alike).values()) == [
        "Du 12/03/2024, pour le 31/12/2024 : Ouvrir",
        "Du 12/03/2024, sans échéance : Ouvrir",
        "Sans date, pour le 31/12/2024 : Ouvrir",
    ]
    other = deciding_view.named({"a": row, "b": row, "c": {**row, "instance": "Pilotage"}})
    assert other["a"].endswith("Ouvrir (Comité) [a]") and other["c"].endswith("Ouvrir (Pilotage)")
