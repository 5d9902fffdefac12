"""What a load adds, says otherwise, says again and takes away: rows counted by hand, whoever else said them."""

from pathlib import Path

from data.loading.load import load
from data.report import Report
from tests.small.facts import CENTRE, SMALL, Rows, load_rows, write_folder
from tests.small.people import KEEPER


def tried(path: Path, folder: Path, rows: Rows, replace: str | None = None) -> Report:
    files = write_folder(folder, rows, "Un autre document")
    report = load(KEEPER, "faits", files, path, dry_run=True, replace=replace)
    assert report.etat == "simulation", report.as_text()
    return report


def test_a_structure_that_the_store_holds_is_not_one_more(fresh_store: Path, tmp_path: Path) -> None:
    """Of three structures, one is there word for word, one with another type, one is new; no search term is a fact."""
    (centre,) = SMALL["structures"]
    maison = {"structure_id": "maison-des-bois-03", "nom": "Maison des Bois", "code_departement": "03"}
    first = load_rows(fresh_store, tmp_path / "premier", {**SMALL, "structures": [centre, maison]})
    assert first.ajouts["structures"] == 2 and not {**first.autrement, **first.deja, **first.retraits}
    assert first.ajouts["actions"] == 3 and "actions_termes" not in first.ajouts
    club = {"structure_id": "club-du-lac-03", "nom": "Club du Lac", "code_departement": "03"}
    said = {"structures": [centre, {**maison, "type": "association"}, club]}
    report = tried(fresh_store, tmp_path / "second", said)
    assert report.ajouts == {"structures": 1}
    assert (report.autrement, report.deja, report.retraits) == ({"structures": 1}, {"structures": 1}, {})


def test_what_goes_with_a_replaced_source_is_told(fresh_store: Path, tmp_path: Path) -> None:
    """Without « Atelier d'écriture »: one action, its place, its partner, its proposed amount; 50 people become 60."""
    first = load_rows(fresh_store, tmp_path / "premier", SMALL)
    kept: Rows = {table: [line for line in lines if "atelier" not in line.values()] for table, lines in SMALL.items()}
    kept = {**kept, "mesures": [{**kept["mesures"][0], "valeur": "60"}, *kept["mesures"][1:]]}
    report = tried(fresh_store, tmp_path / "second", kept, first.source)
    assert report.retraits == {
        "actions": 1, "actions_lieux": 1, "actions_partenaires": 1, "montants": 1,
    }  # fmt: skip
    assert (report.ajouts, report.autrement) == ({}, {"mesures": 1})
    assert report.deja["actions"] == 2 and report.deja["structures"] == 1
    # The structure is still told by what replaces it.
    assert CENTRE and "structures" not in report.retraits


def test_an_envelope_said_otherwise_is_not_one_more(fresh_store: Path, tmp_path: Path) -> None:
    """03 of 2023 is said otherwise, 03 of 2024 word for word, that of a bassin is new."""
    held = [{"code_departement": "03", "annee": str(year), "montant_eur": "1000"} for year in (2023, 2024)]
    load_rows(fresh_store, tmp_path / "premier", {"enveloppes": held})
    bassin = {**held[0], "code_zone": "032"}
    report = tried(
        fresh_store, tmp_path / "second", {"enveloppes": [{**held[0], "montant_eur": "2000"}, held[1], bassin]}
    )
    assert (report.ajouts, report.autrement) == ({"enveloppes": 1}, {"enveloppes": 1})
