"""The bassins that a committee loads stand for those of the reference territory, in its département alone."""

from pathlib import Path

from data import store
from data.batch import Batch
from data.loading import staging
from data.loading.load import load
from data.loading.undo import undo
from queries.copy import reading
from tests.data.importers.tableaux.tables import sheet_csv
from tests.small.people import KEEPER

ZONES = [
    ["bassin", "631", "Thiers et Ambert", "63", "", "table du comité"],
    ["bassin", "63X", "Issoire", "63", "", "essai"],
]
# Thiers, Ambert; Issoire: every other commune of the Puy-de-Dôme stays without bassin.
COMMUNES = [["bassin", "631", "63430", "", ""], ["bassin", "631", "63003", "", ""], ["bassin", "63X", "63178", "", ""]]
MEMBERS = "SELECT code_bassin, bassin, code_commune FROM communes_bassins WHERE code_commune LIKE '63%' ORDER BY ALL"
OTHERS = "SELECT count(DISTINCT code_bassin) FROM communes_bassins WHERE code_commune LIKE '03%'"


def files(folder: Path) -> list[Path]:
    return [
        sheet_csv(folder / "zones.csv", "divisions", 0, ZONES),
        sheet_csv(folder / "communes.csv", "divisions", 1, COMMUNES),
    ]


def test_loaded_bassins_stand_for_those_of_the_reference_until_undone(tmp_path: Path, fresh_store: Path) -> None:
    report = load(KEEPER, "tableaux", files(tmp_path), fresh_store)
    assert (report.etat, report.gardees) == ("chargee", 5), report.as_text()
    with reading.reader(fresh_store) as root:
        assert root.execute(MEMBERS).fetchall() == [
            ("631", "Thiers et Ambert", "63003"),
            ("631", "Thiers et Ambert", "63430"),
            ("63X", "Issoire", "63178"),
        ]
        named = "SELECT nom FROM territoires_niveaux WHERE niveau = 'bassin' AND code_departement = '63' ORDER BY 1"
        assert root.execute(named).fetchall() == [("Issoire",), ("Thiers et Ambert",)]
        assert root.execute(OTHERS).fetchall() == [(3,)]

    lines = [["63", "Issoire", "2024", "100", "", ""], ["63", "Riom", "2024", "100", "", ""]]
    paid = load(KEEPER, "tableaux", [sheet_csv(tmp_path / "e.csv", "enveloppes", 0, lines)], fresh_store, dry_run=True)
    assert (paid.etat, paid.gardees) == ("simulation", 1), paid.as_text()
    assert "attendu : 631 (Thiers et Ambert), 63X (Issoire)" in paid.rejets[0].raison

    (tmp_path / "deux").mkdir()
    zones_again = sheet_csv(
        tmp_path / "deux" / "zones.csv", "divisions", 0, [["bassin", "639", "Autre", "63", "", "x"]]
    )
    again = load(KEEPER, "tableaux", [zones_again], fresh_store, dry_run=True)
    assert "les bassins de vie de ce département sont déjà chargés" in again.as_text()

    assert report.source is not None
    undo(KEEPER, fresh_store, report.source)
    with reading.reader(fresh_store) as root:
        found = {code for code, _, _ in root.execute(MEMBERS).fetchall()}
    assert found == {"631", "632", "633", "634", "635"}


def test_the_reference_territory_can_still_be_brought_up_to_date(tmp_path: Path, fresh_store: Path) -> None:
    assert load(KEEPER, "tableaux", files(tmp_path), fresh_store).etat == "chargee"
    zone = {
        "division": "bassin",
        "code_zone": "631",
        "nom": "Ambert",
        "code_departement": "63",
        "rang": 1,
        "origine": "x",
    }
    with store.open_lake(fresh_store, read_only=True, also=store.SEARCH_EXTENSIONS) as root:
        staging.prepare(root, store.lake_columns(root), None)
        assert staging.insert(root, Batch("references", "Essai", {"zones": [zone]}, 1, 1), "references-x") == []
        blocking, _ = staging.run_checks(root)
    assert blocking == []
