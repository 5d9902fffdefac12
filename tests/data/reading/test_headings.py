"""Columns found beside those expected: each is extra, missing or renamed, once."""

from data.reading.headings import compare


def test_extra_missing_and_renamed_are_told_apart() -> None:
    found = compare(["nom", "montant", "date", "objet"], ["Nom ", "montants", "observations", "date"])
    assert found.extra == ("observations",)
    assert found.missing == ("objet",)
    assert found.renamed == (("montants", "montant"),)


def test_a_name_that_means_a_missing_column_is_that_column() -> None:
    meant = {"Association": "qui", "nomBeneficiaire": "qui"}.get
    assert compare(["nomBeneficiaire"], ["Association"], meant).renamed == (("Association", "nomBeneficiaire"),)


def test_other_signs_between_the_same_letters_are_another_spelling() -> None:
    assert compare(["nomBeneficiaire", "objet"], ["NOM_Beneficiaire", "OBJET"]).renamed == (
        ("NOM_Beneficiaire", "nomBeneficiaire"),
    )


def test_one_missing_column_is_renamed_once() -> None:
    found = compare(["montant"], ["montants", "montant1"])
    assert (len(found.renamed), len(found.extra), found.missing) == (1, 1, ())
