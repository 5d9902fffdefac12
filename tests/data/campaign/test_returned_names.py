"""Campaign workbooks that come back with other names than they were sent with: columns, sheets."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.small import campaign as small
from tests.small.campaign import Sent, Sheets, answer, filled_in, put
from tests.small.entered import CAFE


def renamed_to(heading: str) -> Callable[[Sheets], None]:
    """« Participants » under another heading, with 77 typed in it."""

    def change(told: Sheets) -> None:
        put(told, "Fiches", CAFE, "Participants", 77)
        told["Fiches"][0][small.place(told["Fiches"], "Participants")] = heading

    return change


def renamed_sheet(told: Sheets) -> None:
    put(told, "Fiches", CAFE, "Participants", 77)
    told["Feuil1"] = told.pop("Fiches")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (renamed_to("Participants (2020)"), "dite de 2020, la campagne demande 2021"),
        (renamed_to("Nb de gens"), "colonne inconnue, non lue, et il manque « Participants (2021) »"),
        (renamed_sheet, "feuille inconnue, non lue, et « Fiches » n'y est plus"),
    ],
)
def test_what_is_typed_under_another_name_is_never_lost_in_silence(there: Sent, change: Any, words: str) -> None:
    report = answer(there.path, filled_in(there, "renomme", change))
    assert (report.etat, len(report.rejets)) == ("refusee", 1), report.as_text()
    assert words in report.rejets[0].raison


def test_a_workbook_without_any_of_its_sheets_of_answers_is_told(there: Sent) -> None:
    def emptied(told: Sheets) -> None:
        for name in ("Fiches", "Financements", "Budgets"):
            del told[name]

    report = answer(there.path, filled_in(there, "vide", emptied))
    told = report.as_text()
    assert all(f"La feuille « {name} » n'y est plus" in told for name in ("Fiches", "Financements", "Budgets")), told
