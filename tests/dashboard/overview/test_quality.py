"""The sentence of « Sources et qualité », of sources written by hand."""

from typing import Any

from dashboard.overview import quality


def source(kind: str, licence: str | None = None) -> dict[str, Any]:
    return {"format": kind, "licence": licence, "publiee_le": None, "lues": 1, "refusees": 0}


def test_what_people_write_in_forms_is_no_source_with_a_licence() -> None:
    """Of two loads one has a licence: 1 of 2, whatever was saved; a save alone has none to have."""
    sources = [source("references", "LO"), source("faits", "LO"), source("faits"), source("saisie"), source("saisie")]
    told, licences = quality.answer(sources, 0)
    assert told.startswith("Les faits viennent de 2 sources, et de 2 saisies : sur 4 lignes lues")
    assert licences.startswith("Licence connue : 1 sur 2.")
    assert quality.answer([source("saisie")], 0)[0].startswith("Les faits viennent de 1 saisie : ")
    assert quality.answer([source("saisie")], 0)[1] == ""
