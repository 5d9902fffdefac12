"""Refusals grouped by cause: exact counts, parts told apart."""

from data.batch import Reject
from data.intake.causes import by_cause, told


def test_alike_refusals_are_one_cause_and_each_counts_once() -> None:
    rejects = [Reject("a.csv", line, "Montant", f"x{line}", f"« x{line} » : pas de nombre") for line in range(7)]
    rejects += [Reject("a.csv", 9, "Date", "hier", "n'est pas une date. Corrigez-la (AAAA-MM-JJ)")]
    first, second = by_cause(rejects)
    assert (first.count, len(first.examples), second.count) == (7, 5, 1)
    assert second.cause == "n'est pas une date" and second.remedy == "Corrigez-la (AAAA-MM-JJ)"


def test_the_same_words_about_two_columns_are_two_causes() -> None:
    rejects = [Reject("a.csv", 2, name, "x", "n'est pas un nombre entier") for name in ("Année", "Effectif")]
    assert [cause.count for cause in by_cause(rejects)] == [1, 1]


def test_a_place_is_told_apart_from_its_sheet() -> None:
    one = told(Reject("a.xlsx, feuille « Aides, 2024 »", 4, "Montant", "NC", "absent : qui donne ? Écrivez-le"))
    assert (one.file, one.sheet, one.line) == ("a.xlsx", "Aides, 2024", 4)
    assert (one.cause, one.remedy) == ("absent : qui donne ?", "Écrivez-le")


def test_nothing_refused_is_no_cause() -> None:
    assert by_cause([]) == ()
