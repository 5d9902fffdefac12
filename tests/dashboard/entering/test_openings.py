"""How many more fiches open an indicator, and which: counted by hand, year by year."""

from typing import Any

from dashboard.entering.openings import opening


def year(annee: int, known: int, total: int, need: int | None, **said: Any) -> dict[str, Any]:
    return {
        "territoire": "03", "annee": annee, "utilisable": need is None, "n_renseignes": known, "n_total": total,
        "n_encore": need, "n_sujets": total, "n_annees_requises": 5, **said,
    }  # fmt: skip


def fiche(name: str, first: int | None, last: int | None) -> dict[str, Any]:
    return {"sujet_type": "action", "sujet_id": name, "annee_debut": first, "annee_fin": last}


FOUR = [year(annee, 17, 20, None) for annee in range(2018, 2022)]


def test_the_year_that_is_nearest_opens_it_and_its_own_fiches_are_named() -> None:
    years = [*FOUR, year(2022, 11, 20, 3), year(2023, 7, 20, 7)]
    lacking = [fiche(f"{annee}-{n}", annee, annee) for annee, count in ((2018, 3), (2022, 9)) for n in range(count)]
    found = opening(years, lacking)
    assert found is not None
    assert (found.known, found.needed, found.possible, found.count) == (4, 5, 6, 3)
    assert found.subjects == ("action:2022-0", "action:2022-1", "action:2022-2")


def test_a_fiche_of_several_years_serves_each() -> None:
    """Two years lack two each; two fiches run in both: two are enough, not four."""
    years = [*FOUR[:3], year(2021, 12, 20, 2), year(2022, 12, 20, 2)]
    lacking = [
        fiche("court", 2021, 2021),
        fiche("a", 2021, 2022),
        fiche("b", 2020, 2023),
        fiche("sans date", None, None),
    ]
    found = opening(years, lacking)
    assert found is not None
    assert set(found.subjects) == {"action:a", "action:b"}


def test_what_cannot_open_is_not_said_to() -> None:
    few = opening([year(2023, 0, 20, 14), year(2024, 3, 8, None, utilisable=False)], [])
    assert few is not None
    assert (few.known, few.possible, few.count) == (0, 1, None)
    # Enough years, of which one has fewer fiches to complete than it lacks.
    short = opening([*FOUR, year(2022, 0, 20, 14)], [fiche("seule", 2022, 2022)])
    assert short is not None and short.count is None
    assert opening([], []) is None


def test_an_indicator_read_by_bassin_opens_where_fewest_fiches_are_needed() -> None:
    far = [year(2021 + at, 0, 20, 14, territoire="031", n_annees_requises=1, n_sujets=40) for at in range(2)]
    near = [year(2022, 9, 20, 5, territoire="032", n_annees_requises=1, n_sujets=40)]
    found = opening([*far, *near], [])
    assert found is not None and (found.count, found.possible) == (5, 1)
    silent = [year(2022, 9, 20, None, territoire="032", utilisable=False, n_annees_requises=3)]
    open_years = opening([*(row | {"n_annees_requises": 3} for row in far), *silent], [])
    assert open_years is not None and (open_years.count, open_years.possible) == (None, 2)


def test_where_years_are_not_those_of_the_fiches_they_are_counted_and_not_named() -> None:
    found = opening([*FOUR, year(2022, 1, 4, 2, n_sujets=20), year(2023, 1, 9, 6, n_sujets=20)], [])
    assert found is not None
    assert (found.count, found.subjects) == (2, ())
