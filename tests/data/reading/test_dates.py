"""The French date reader: what is known, how precisely, and nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.fiches.dates import Period, read_period
from data.reading.dates import MONTHS, parse_date

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NAMES = list(MONTHS)


@given(DAYS)
def test_day_round_trips(day: date) -> None:
    for text in (
        day.strftime("%d/%m/%Y"),
        f"{day.day} {NAMES[day.month - 1]} {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
    ):
        read = parse_date(text)
        assert read is not None
        assert (read.jour, read.precision) == (day, "jour")


@given(DAYS)
def test_month_and_year_round_trip(day: date) -> None:
    month, year = parse_date(f"{NAMES[day.month - 1].upper()} {day.year}"), parse_date(str(day.year))
    assert month is not None
    assert year is not None
    assert (month.jour, month.precision) == (day.replace(day=1), "mois")
    assert (year.jour, year.precision) == (date(day.year, 1, 1), "annee")


@given(st.text(max_size=30))
def test_never_another_error(text: str) -> None:
    try:
        read = parse_date(text)
    except ValueError:
        return
    assert read is None or 1900 <= read.jour.year <= 2100


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("samedi 9 décembre 2023", date(2023, 12, 9), "jour"),
        ("1er mars 2021", date(2021, 3, 1), "jour"),
        ("mai 2023", date(2023, 5, 1), "mois"),
        ("août 2022", date(2022, 8, 1), "mois"),
        ("2016", date(2016, 1, 1), "annee"),
    ],
)
def test_readings(text: str, day: date, precision: str) -> None:
    read = parse_date(text)
    assert read is not None
    assert (read.jour, read.precision) == (day, precision)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("30/02/2024", "n'existe pas"),
        ("31 avril 2023", "n'existe pas"),
        ("13/2023", "n'existe pas"),
        ("lundi 24 février 2023", "vendredi"),
        ("31/12/24", "pas une date"),
        ("1850", "année hors"),
        ("demain", "pas une date"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Débuter en mai 2023\nFin en juillet 2024", Period(date(2023, 5, 1), "mois", date(2024, 7, 31), "mois")),
        ("Cette atelier à débuté en février 2020.", Period(date(2020, 2, 1), "mois")),
        (
            "La journée d'action s'est tenue le vendredi 24 février 2023 avec des films",
            Period(date(2023, 2, 24), "jour", date(2023, 2, 24), "jour"),
        ),
        ("fin du projet le 9 décembre 2023", Period(fin=date(2023, 12, 9), fin_precision="jour")),
        ("Un rendez-vous du mardi depuis 2016.", Period(date(2016, 1, 1), "annee")),
        (
            "L'action s'est déroulée en mai et juin 2022.",
            Period(date(2022, 5, 1), "mois", date(2022, 6, 30), "mois"),
        ),
        ("Commencée en 2022, cette semaine", Period(date(2022, 1, 1), "annee")),
        (
            "Le festival a eu lieu du 3 au 7 juillet 2023.",
            Period(date(2023, 7, 3), "jour", date(2023, 7, 7), "jour"),
        ),
        (
            "Action développée de décembre 2020 à juillet 2021.",
            Period(date(2020, 12, 1), "mois", date(2021, 7, 31), "mois"),
        ),
        ("Depuis 2021, des ateliers sont proposés toute l'année", Period(date(2021, 1, 1), "annee")),
        ("A partir de septembre 2023 : mise en place d'un atelier", Period(date(2023, 9, 1), "mois")),
        # Not about the action, contradictory, impossible or backwards: nothing sure.
        ("La laïcité est depuis 2015 remise en cause.", Period()),
        ("Une tournée du film a démarré depuis mars 2019.", Period()),
        ("L'avant-première s'est déroulée le 13 décembre 2021.", Period()),
        ("L'action a débuté en 2019. L'action a débuté en 2021.", Period()),
        ("L'action a débuté le 30 février 2020.", Period()),
        ("L'action a débuté en 2023.\nFin du projet le 3 mai 2020", Period()),
        ("Depuis mars 2023 : formation sur l'usage du numérique", Period()),
        ("Action menée de mai 2022 à juin 2021", Period()),
    ],
)
def test_periods(text: str, expected: Period) -> None:
    assert read_period([text]) == expected


def test_a_day_agrees_with_its_year() -> None:
    period = read_period(["L'atelier a débuté en 2021.", "L'atelier a débuté le 4 mai 2021."])
    assert (period.debut, period.debut_precision) == (date(2021, 5, 4), "jour")
    assert period.annee is None
