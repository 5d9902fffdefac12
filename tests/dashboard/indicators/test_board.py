"""The board of indicators and the page of one: what is said, how it is drawn, what stands where there is no value."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dashboard.frame.scope import Dataset, Scope
from dashboard.indicators import board, board_view, one_charts, one_view, words
from dashboard.indicators import verdicts as overview
from dashboard.indicators.board import Line, Territory
from dashboard.indicators.board_view import Place
from dashboard.indicators.series import Level, Look, Point, Series
from tests import ROOT
from tests.tools.pages import NO_COPY

ALLIER = Territory("departement", "03", "Allier")
MOULINS, VICHY = Territory("bassin", "032", "Moulins"), Territory("bassin", "033", "Vichy")
PLACES = (ALLIER, MOULINS, VICHY)
SCOPE = Scope(Dataset("reel", "Faits réels", Path()), NO_COPY, "03", departement_nom="Allier")


def entry(identifier: str = "A1", **changes: Any) -> dict[str, Any]:
    """A row of the catalogue."""
    row = {
        "id": identifier,
        "famille": identifier[0],
        "famille_titre": "Participation",
        "titre": f"Titre {identifier}",
        "unite": "%",
        "sens": "hausse",
        "niveaux": ["departement", "bassin"],
        "champs": ["initiative"],
        "calcul": "proportion",
        "n_min": 10,
        "bornes": None,
        "erreur": None,
    }
    return row | changes


def value(
    year: int, shown: float | None, status: str = "ok", place: Territory = ALLIER, **changes: Any
) -> dict[str, Any]:
    """A row of « valeurs_indicateurs », its interval four points each side."""
    row = {
        "indicateur": "A1",
        "niveau": place.level,
        "territoire": place.code,
        "annee": year,
        "valeur": shown,
        "bas": None if shown is None else shown - 4,
        "haut": None if shown is None else shown + 4,
        "au_moins": None,
        "au_plus": None,
        "n": 50,
        "n_renseignes": 45,
        "n_total": 50,
        "numerateur": 20.0,
        "denominateur": 45.0,
        "statut": status,
        "raison": None,
        "sources": ["demo"],
    }
    return row | changes


def judged(verdict: str, place: Territory = ALLIER, **changes: Any) -> dict[str, Any]:
    """A row of « progres_indicateurs »."""
    row = {
        "indicateur": "A1",
        "niveau": place.level,
        "territoire": place.code,
        "reference_debut": 2016,
        "reference_fin": 2018,
        "valeur_reference": 30.0,
        "provisoire": False,
        "recente_debut": 2018,
        "recente_fin": 2020,
        "valeur_recente": 37.5,
        "annee_cible": 2028,
        "valeur_cible": 50.0,
        "fixee_le": "2015-01-05",
        "annee": 2020,
        "n_annees": 5,
        "q_valeur": 0.01,
        "plus_petit_changement": 6.2,
        "changement_plausible": 25.0,
        "par_debut": False,
        "verdict": verdict,
        "phrase": f"{place.name} : {verdict}.",
    }
    return row | changes


def able(verdict: str, identifier: str = "A1", **changes: Any) -> dict[str, Any]:
    """A row of « aptitude_indicateurs »."""
    row = {"indicateur": identifier, "verdict": verdict, "champ_manquant": None, "n_fiches_manquantes": None}
    return row | {"phrase": f"{verdict} ici."} | changes


SERIES = [value(year, shown) for year, shown in zip(range(2016, 2021), (28.0, 30.0, 32.0, 38.0, 42.35), strict=True)]


def line(values: list[dict[str, Any]] = SERIES, **changes: Any) -> Line:
    """One line, progress in Allier."""
    (made,) = board.lines([entry(**changes)], values, [judged("progrès")], [able("mesure le progrès")])
    return made


def aptitudes(*verdicts: str) -> list[Line]:
    """Lines of which the aptitude alone matters."""
    names = [f"A{rank}" for rank, _ in enumerate(verdicts, start=1)]
    rows = [able(verdict, name) for name, verdict in zip(names, verdicts, strict=True)]
    return board.lines([entry(name) for name in names], [], [], rows)


M, C, X = "mesure le progrès", "contexte seulement", "pas encore mesurable"


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (
            (M, M, C, C, C, X, X),
            "2 indicateurs sur 7 mesurent le progrès, 3 éclairent le contexte, 2 ne sont pas encore mesurables.",
        ),
        ((M, C, X), "1 indicateur sur 3 mesure le progrès, 1 éclaire le contexte, 1 n'est pas encore mesurable."),
        ((X, X), "Aucun indicateur sur 2 ne mesure encore le progrès, 2 ne sont pas encore mesurables."),
    ],
)
def test_the_board_opens_with_the_answer(verdicts: tuple[str, ...], expected: str) -> None:
    assert board.answer(aptitudes(*verdicts)) == expected


def test_an_indicator_that_was_not_judged_measures_nothing_yet() -> None:
    (alone,) = board.lines([entry()], [], [], [])
    assert alone.able == X


def verdicts(*given: tuple[str, float | None]) -> list[Line]:
    """One line with these verdicts and q-values."""
    rows = [
        judged(verdict, place, q_valeur=q) for place, (verdict, q) in zip((ALLIER, MOULINS, VICHY), given, strict=False)
    ]
    return board.lines([entry()], [], rows, [])


TESTED = (
    ". Le seuil tient compte du nombre de tests : si rien ne changeait nulle part, le risque d'annoncer ne serait-ce "
    "qu'un changement serait de 5 % au plus."
)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (
            verdicts(("progrès", 0.01), ("recul", 0.02), ("pas de changement détectable", 0.6)),
            "3 séries ont été testées ici : 1 progrès et 1 recul sont annoncés" + TESTED,
        ),
        (
            verdicts(("progrès", 0.01), ("trop peu de données", None)),
            "1 série a été testée ici : 1 progrès est annoncé" + TESTED,
        ),
        (
            verdicts(("pas de changement détectable", 0.4)),
            "1 série a été testée ici : aucun changement n'est annoncé" + TESTED,
        ),
        (
            verdicts(("pas de changement détectable", 0.4), ("ce test ne pouvait rien voir", 1.0)),
            "2 séries ont été testées ici : aucun changement n'est annoncé ; 1 test ne pouvait rien voir" + TESTED,
        ),
        (
            verdicts(*[("ce test ne pouvait rien voir", 1.0)] * 2),
            "2 séries ont été testées ici : aucun changement n'est annoncé ; 2 tests ne pouvaient rien voir" + TESTED,
        ),
        (
            verdicts(("trop peu de données", None)),
            "Aucun changement n'est annoncé ici : aucune série n'est assez longue ou assez remplie pour un test.",
        ),
    ],
)
def test_false_alarms_are_counted_and_said(held: list[Line], expected: str) -> None:
    assert board.false_alarms(held, "ici", 0.05).replace("\u202f", " ") == expected


def test_the_three_filters_narrow_the_board() -> None:
    held = board.lines(
        [entry("A1"), entry("B1"), entry("B2")],
        [],
        [judged("recul"), judged("progrès", indicateur="B1"), judged("recul", MOULINS, indicateur="B2")],
        [able(M), able(M, "B1"), able(C, "B2")],
    )
    kept = partial(board.kept, held, ALLIER)
    assert [line.id for line in kept(None, None, None)] == ["A1", "B1", "B2"]
    assert [line.id for line in kept("B", None, None)] == ["B1", "B2"]
    assert [line.id for line in kept("B", M, None)] == ["B1"]
    assert [line.id for line in kept(None, None, "recul")] == ["A1"]
    assert [line.id for line in board.kept(held, MOULINS, None, None, "recul")] == ["B2"]


def test_territories_keep_their_order_whatever_their_values() -> None:
    values = [*SERIES, value(2020, 12.0, place=MOULINS), value(2020, 71.0, place=VICHY)]
    table = board.table([line(values)], PLACES, ALLIER, SCOPE, 1)
    assert re.findall(r"class=lieu>(\w+)", table) == ["Allier", "Moulins", "Vichy"]
    assert re.findall(r"<td>(?:<i[^>]*>[^<]*</i>)?<a[^>]*>([\d,]+)\u202f%", table)[-3:] == ["42,4", "12,0", "71,0"]


def test_a_value_travels_with_its_interval_n_coverage_and_year() -> None:
    table = board.table([line()], PLACES, ALLIER, SCOPE, 1)
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", table))
    assert "42,4 % 2020 · 38,4 à 46,4 n = 50 · couv. 90 %" in said
    assert "progrès" in said


def test_a_value_of_quantities_said_by_bounds_says_between_what_it_is() -> None:
    bounded = [value(2020, 40.0, au_moins=38.0, au_plus=44.0), value(2020, 12.0, place=MOULINS, au_plus=12.0)]
    bounded.append(value(2020, 30.0, place=VICHY, au_moins=30.0))
    (made,) = board.lines([entry(bornes="declarees")], bounded, [], [])
    table = board.table([made], PLACES, ALLIER, SCOPE, 1).replace("\u202f", " ")
    assert "entre 38 % et 44 %" in table
    assert "au plus 12 %" in table
    assert "au moins 30 %" in table
    # Whoever kept silent leaves a share between bounds too, which its own page tells.
    (silent,) = board.lines([entry(bornes="non_reponse")], bounded, [], [])
    assert "entre" not in board.table([silent], PLACES, ALLIER, SCOPE, 1)


def test_a_verdict_is_a_sign_and_a_word() -> None:
    assert board.badge("progrès") == '<i class="v p">progrès</i>'
    assert board.badge("pas de changement détectable", "") == '<i class="v e"></i>'
    assert board.badge("sans objet") == ""


def test_what_is_missing_is_said_with_the_aptitude() -> None:
    (lacking,) = board.lines([entry()], [], [], [able(X, champ_manquant="tranche d'âge", n_fiches_manquantes=312)])
    assert board.able(lacking) == "pas encore mesurable : il manque tranche d'âge (312 fiches)"
    (failed,) = board.lines([entry(erreur="A1.sql : le calcul échoue.")], [], [], [able(M)])
    assert board.able(failed) == "pas encore mesurable : le calcul a échoué"


def test_a_level_without_the_indicator_is_not_an_unknown_value() -> None:
    table = board.table([line([], niveaux=["departement"])], PLACES, ALLIER, SCOPE, 1)
    assert table.count("<td>///") == 2
    assert "<b>nd</b>" in table


def test_what_comes_from_data_is_harmless() -> None:
    hostile = "<script>alert(1)</script>"
    place = Territory("bassin", "032", "L'<b>' ; } \\")
    held = board.lines([entry(titre=hostile, famille_titre=hostile)], SERIES, [], [able(hostile)])
    table = board.table(held, (ALLIER, place), ALLIER, SCOPE, 1)
    assert "<script" not in table and "<b>'" not in table
    style = re.search(r'<table style="([^"]*)"', table)
    assert style and style[1].count("&#39;") == 4


def test_a_filtered_board_says_how_many_it_shows() -> None:
    assert "<caption>1 indicateur sur 7. Tirets" in board.table([line()], PLACES, ALLIER, SCOPE, 7)
    assert "<caption>Tirets" in board.table([line()], PLACES, ALLIER, SCOPE, 1)


def test_links_leave_the_years_to_the_frame() -> None:
    dated = Scope(SCOPE.dataset, NO_COPY, "03", annee_min=2020)
    table = board.table([line()], PLACES, ALLIER, dated, 1)
    assert 'href="indicateur?departement=03&amp;id=A1" data-interne="annees"' in table


def test_links_that_leave_the_years_out_recover_them_at_the_click() -> None:
    script = (ROOT / "dashboard" / "static" / "frame.js").read_text(encoding="utf-8")
    assert 'link.dataset.interne === "annees" ? ["de", "a"]' in script


@pytest.mark.parametrize(
    ("row", "n_min", "expected"),
    [
        (value(2020, None, "ns", numerateur=3.0, denominateur=7.0), 10, "3 sur 7 (ns)"),
        (value(2020, None, "ns", numerateur=30.0, denominateur=70.0), 10, "ns"),
        (value(2020, None, "ns", numerateur=3.5, denominateur=7.0), 10, "ns"),
        (value(2020, None, "ns", numerateur=3.0, denominateur=7.0), 0, "ns"),
        (value(2020, None, "s", numerateur=None, denominateur=None), 10, "s"),
        (value(2020, None, "///"), 10, "///"),
        (value(2020, None, "p"), 10, "nd"),
        (value(2020, None, "autre"), 10, "nd"),
    ],
)
def test_a_mark_stands_where_there_is_no_value(row: dict[str, Any], n_min: int, expected: str) -> None:
    assert words.mark(row, n_min) == expected


def test_values_of_one_indicator_are_aligned() -> None:
    assert words.bare(57.0, 1) == "57,0"
    assert words.bare(-12.84, 1) == "−12,8"
    assert words.bare(1234.5, 2) == "1\u202f234,50"
    assert words.bare(12.0, 0) == "12"
    assert words.bare(None, 1) == "nd"


def test_units_stay_with_their_number() -> None:
    assert words.written(12.3, "%", 1) == "12,3\u202f%"
    assert words.written(12.3, "€ par habitant", 1) == "12,3 € par habitant"
    assert words.short(12.3, "€ par habitant", 1) == "12,3"
    assert words.spaced("actions pour 10 000 habitants") == "actions pour 10\u202f000 habitants"
    assert words.spaced("en 2016 300 fiches") == "en 2016 300 fiches"


def test_coverage_has_no_percentage_of_a_handful() -> None:
    assert words.coverage({"n_renseignes": 1, "n_total": 8}) == "1 renseigné sur 8"
    assert words.coverage({"n_renseignes": 45, "n_total": 50}) == "45 renseignés sur 50 (90\u202f%)"
    assert words.coverage({"n_renseignes": 0, "n_total": 0}) == ""
    assert words.covered({"n_renseignes": 3, "n_total": 8}) == "couv. 3/8"


def test_the_year_shown_is_the_one_that_was_judged() -> None:
    assert words.current(SERIES, 2018) == SERIES[2]
    told = [*SERIES, value(2021, None, "nd")]
    assert words.current(told, None) == SERIES[-1]
    assert words.current([value(2021, None, "nd")], None) == value(2021, None, "nd")
    assert words.current([], None) is None


def test_a_value_of_another_year_than_the_line_says_its_year() -> None:
    # The Allier is read in 2020; Moulins has no value there since 2019, Vichy has one.
    rows = [*SERIES, value(2019, 30.0, place=MOULINS), value(2020, 31.0, place=VICHY)]
    judgements = [judged("progrès"), judged("progrès", MOULINS, annee=2019), judged("progrès", VICHY)]
    (made,) = board.lines([entry()], rows, judgements, [able("mesure le progrès")])
    table = board.table([made], (ALLIER, MOULINS, VICHY), ALLIER, SCOPE, 1).replace("\u202f", " ")
    assert "30,0 %</a><small>2019</small>" in table
    assert "31,0 %</a>" in table and "31,0 %</a><small>" not in table


def test_the_text_of_a_sparkline_says_what_it_shows() -> None:
    table = board.table([line()], PLACES, ALLIER, SCOPE, 1)
    assert 'alt="28,0 en 2016, 42,4 en 2020\u202f; référence 30,0\u202f; cible 50,0"' in table


def test_the_sentence_of_a_chart_gives_its_ends_baseline_and_target() -> None:
    one = line()
    drawing = Series(
        "Allier",
        board.points(one, ALLIER),
        Look("#000000"),
        baseline=Level(30.0, 2016, 2018, "référence 2016 à 2018 : 30,0 %"),
    )
    said = one_charts.told(one, drawing).replace("\u202f", " ")
    assert said == "Allier : 28,0 % en 2016, 42,4 % en 2020 ; référence 2016 à 2018 : 30,0 %."
    empty = Series("Vichy", [Point(2016, None, mark="nd")], Look("#000000"))
    assert (drawing.drawable, empty.drawable) == (True, False)
    assert one_charts.told(one, empty) == "Vichy : aucune année n'a de valeur que l'on puisse montrer."


def test_an_indicator_opens_on_its_value_and_its_verdict_in_short() -> None:
    said = one_view.in_short(ALLIER, line()).replace("\u202f", " ").replace("\u00a0", " ")
    assert said == "Dans l'Allier, 42,4 % en 2020. De 30,0 (2016 à 2018) à 37,5 % (2018 à 2020) : progrès."
    # Without a value, the whole sentence says why.
    assert one_view.in_short(MOULINS, line()) == ""


def test_a_bassin_has_the_same_headline_as_on_the_overview() -> None:
    where = Place(SCOPE, PLACES, MOULINS)
    held = [replace(line(), progress={MOULINS.key: judged("recul", MOULINS)})]
    headline, details = board_view.answer(where, held)
    assert headline == overview.answer(held, MOULINS) == "Dans le bassin de Moulins, 1 indicateur recule (Titre A1)."
    assert details.startswith("Dans l'Allier, tout le département : 1 indicateur sur 1 mesure le progrès.")
