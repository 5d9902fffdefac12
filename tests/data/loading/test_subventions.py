"""Grant files through the whole loader: a mapping that is remembered, then forgotten, and who the beneficiaries are."""

from pathlib import Path

import pyarrow as pa

from data import store
from data.batch import Batch
from data.importers.subventions import reader
from data.loading.load import load, load_made
from data.loading.undo import undo
from data.report import Report
from queries.copy import reading
from tests.small.facts import CENTRE, SMALL, load_rows
from tests.small.people import KEEPER

# Two columns claim the granted amount: only a person can say which one it is.
HEAD = "Attribuant;Bénéficiaire;Montant voté;Montant attribué"
CHOSEN = '[colonnes]\n"Montant voté" = "ignorer"\n"Montant attribué" = "montant"\n'


def send(path: Path, name: str, lines: str, *more: Path) -> Report:
    file = path.parent / name
    file.write_text(lines, encoding="utf-8")
    return load(KEEPER, "subventions", [file, *more], path)


def amounts(path: Path) -> list[tuple[object, ...]]:
    return store.ask_facts(path, "SELECT fichier, beneficiaire, montant_eur FROM subventions ORDER BY ALL")


def test_a_confirmed_mapping_serves_the_next_file_until_it_is_undone(fresh_store: Path) -> None:
    mapping = fresh_store.parent / "c.toml"
    mapping.write_text(CHOSEN, encoding="utf-8")
    asked = send(fresh_store, "2022.csv", f"{HEAD}\nVille;A;1;2\n")
    assert asked.etat == "refusee" and '"Montant voté" = "montant"' in asked.message

    confirmed = send(fresh_store, "2022.csv", f"{HEAD}\nVille;A;1;2\n", mapping)
    assert confirmed.etat == "chargee", confirmed.as_text()
    after = send(fresh_store, "2023.csv", f"{HEAD}\nVille;B;3;4\n")
    assert after.etat == "chargee", after.as_text()
    assert any("retenu du dernier fichier de cette forme" in line for line in after.avertissements)
    assert [(file, str(value)) for file, _, value in amounts(fresh_store)] == [
        ("2022.csv", "2.00"),
        ("2023.csv", "4.00"),
    ]

    assert confirmed.source is not None
    undo(KEEPER, fresh_store, confirmed.source)
    assert [(file, str(value)) for file, _, value in amounts(fresh_store)] == [("2023.csv", "4.00")]
    again = send(fresh_store, "2024.csv", f"{HEAD}\nVille;C;5;6\n")
    assert again.etat == "refusee" and "à confirmer avant de charger" in again.message


def test_a_number_is_an_identity_and_a_name_a_proposal(fresh_store: Path, tmp_path: Path) -> None:
    """« Centre social des Coteaux » is known by its SIRET, « Asso du Bois » by its RNA number."""
    known = {
        "structures": [
            {**SMALL["structures"][0], "siret": "73282932000074"},
            {
                "structure_id": "asso-du-bois-03",
                "nom": "Asso du Bois",
                "type": "association",
                "code_departement": "03",
                "rna": "W031000001",
            },
        ]
    }
    assert load_rows(fresh_store, tmp_path / "connues", known).etat == "chargee"
    lines = (
        "attribuant;beneficiaire;siret bénéficiaire;rna;montant",
        "Ville;Un autre nom;73282932000074;;10",
        "Ville;Encore un autre;;W031000001;21",
        "Ville;CENTRE SOCIAL DES COTEAUX;;;35",
        "Ville;Asso du Bois;21030190500015;;47",
        "Ville;Inconnue;;;59",
    )
    report = send(fresh_store, "a.csv", "\n".join(lines))
    assert report.etat == "chargee", report.as_text()
    sql = "SELECT structure_id, structure_proposee FROM subventions_situees ORDER BY montant_eur"
    with reading.reader(fresh_store) as root:
        found = root.execute(sql).fetchall()
    assert found == [
        (CENTRE, None),
        ("asso-du-bois-03", None),
        (None, CENTRE),
        (None, "asso-du-bois-03"),
        (None, None),
    ]


def test_many_refused_lines_are_all_written(fresh_store: Path) -> None:
    lines = "".join("Ville;A;10\n" for _ in range(3000))
    report = send(fresh_store, "a.csv", f"attribuant;beneficiaire;montant\n{lines}")
    assert (report.etat, report.gardees, report.refusees) == ("chargee", 1, 2999)
    assert store.ask_facts(fresh_store, "SELECT count(*), min(ligne) FROM rejets") == [(2999, 3)]


def test_what_an_importer_lets_through_is_refused_by_the_contract(fresh_store: Path, tmp_path: Path) -> None:
    """A row that breaks a rule ends in a refusal that names its line, whoever made it."""
    file = tmp_path / "a.csv"
    file.write_text("attribuant;beneficiaire;montant\nVille;A;10\n", encoding="utf-8")
    good = reader.read([file])
    table = good.rows["subventions"]
    assert isinstance(table, pa.Table)
    at = table.schema.get_field_index("exercice")
    broken = table.set_column(at, "exercice", pa.array([3000], pa.int32()))
    batch = Batch("subventions", "t", {"subventions": broken}, 1, 1, more=())
    report = load_made(batch, "d" * 64, fresh_store, stem="a", replace=None)
    assert report.etat == "refusee"
    assert [(reject.fichier, reject.ligne) for reject in report.rejets] == [("a.csv", 2)]
