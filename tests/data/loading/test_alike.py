"""A line put right and sent again is added up with the one it corrects: at least a doubt says so."""

from pathlib import Path

from data.batch import Reject
from data.loading.load import load
from tests.small.facts import load_rows, write_folder
from tests.small.people import KEEPER

GRANT = {
    "attribuant": "Ville de Moulins", "beneficiaire": "Asso A", "objet": "Fête", "etape": "verse",
    "nature": "numeraire",
    "exercice": 2021, "date_convention": "2021-03-01", "reference": "D-1", "montant_eur": 300,
}  # fmt: skip
OTHER = {**GRANT, "beneficiaire": "Asso B", "objet": "Jardin", "reference": "D-2"}
POST = {"poste_id": "P1", "dispositif": "fonjep", "employeur": "Asso A", "annee": 2021, "montant_eur": 7000}
HELD = {"subventions": [{**GRANT, "subvention_id": "s1"}, {**OTHER, "subvention_id": "s2"}], "postes": [POST]}
# What is put right of the first grant, and the field that the doubt names; two lines that differ in more are no doubt.
CORRECTED: tuple[tuple[dict[str, object], str], ...] = (
    ({"montant_eur": 350}, "(montant_eur)"),
    ({"objet": "Fête des voisins"}, "(objet)"),
    ({"beneficiaire": "Asso C", "montant_eur": 350}, "(beneficiaire, montant_eur)"),
    ({"date_convention": "2021-04-01"}, "(date_convention)"),
    ({"beneficiaire": "ASSO A"}, "(beneficiaire)"),
)


def test_a_line_put_right_is_a_doubt(fresh_store: Path, tmp_path: Path) -> None:
    assert load_rows(fresh_store, tmp_path / "un", HELD).etat == "chargee"

    def doubts(folder: str, grant: dict[str, object], title: str | None = None) -> list[Reject]:
        rows = {
            "subventions": [{**GRANT, **grant, "subvention_id": "n"}, {**OTHER, "subvention_id": "s2"}],
            "postes": [{**POST, "employeur": "ASSO A"}],
        }
        files = write_folder(tmp_path / folder, rows, *([title] if title else []))
        report = load(KEEPER, "faits", files, fresh_store, dry_run=True)
        assert (report.etat, report.gardees) == ("simulation", 2), report.as_text()
        return [doubt for doubt in report.douteux if "s'additionnent" in doubt.raison]

    for rank, (grant, named) in enumerate(CORRECTED):
        one, post = sorted(doubts(f"c{rank}", grant), key=lambda doubt: doubt.fichier, reverse=True)
        assert (one.fichier, one.ligne, post.fichier) == ("subventions.csv", 2, "postes.csv")
        assert named in one.raison and "(employeur)" in post.raison
    # A second decision of the same giver is another grant, and so is its reference in another document.
    assert [doubt.fichier for doubt in doubts("autre", {"reference": "D-3", "objet": "Sport"})] == ["postes.csv"]
    assert [one.fichier for one in doubts("titre", {"montant_eur": 350, "objet": "Sport"}, "Autre")] == ["postes.csv"]
