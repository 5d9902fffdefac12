"""Two documents that say the same are two statements, and one figure in every total; counted by hand."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.money import words
from data.loading.load import load
from queries.copy import reading
from tests.small.facts import CENTRE, SMALL, Rows, answer, write_folder
from tests.small.people import CHIEF

EVENT = {"sujet_type": "evenement", "sujet_id": "fete-2021"}
COUNT = {**EVENT, "grandeur": "participants_distincts", "annee": 2021, "valeur": 322, "precision": "exacte",
         "etat": "validee"}  # fmt: skip
GRANT = {**EVENT, "financement_id": "a", "financeur": "CAF", "exercice": 2021, "demande_eur": 900, "accorde_eur": 700,
         "nature": "numeraire", "etat": "validee"}  # fmt: skip
BUDGET = {"sujet_type": "structure", "sujet_id": CENTRE, "budget_id": "a", "exercice": 2021, "nature": "realise",
          "total_charges_eur": 1500, "total_produits_eur": 1500, "etat": "validee"}  # fmt: skip
SAID: Rows = {
    "structures": SMALL["structures"],
    "evenements": SMALL["evenements"],
    "mesures": [COUNT],
    "financements": [GRANT],
    "budgets": [BUDGET],
    "enveloppes": [{"code_departement": "03", "annee": 2021, "montant_eur": 9000},
                   {"code_departement": "03", "annee": 2022, "montant_eur": 5000}],
    "instances": [{"instance_id": "comite", "nom": "Comité", "type": "comite_departemental", "code_departement": "03",
                   "precision": "inconnue"}],
    "seances": [{"seance_id": "s", "instance_id": "comite", "tenue_le": "2021-02-01", "precision": "jour"}],
    "presences": [{"seance_id": "s", "college": "elus", "presents": 12, "precision": "exacte"}],
    "decisions": [{"decision_id": "d", "seance_id": "s", "intitule": "Écrire", "nature": "decision"}],
}  # fmt: skip
# The same, where a table leaves room for one row under another name; « au moins 322 » is the same figure.
AGREED: Rows = {
    **SAID,
    "mesures": [{**COUNT, "borne_basse": 322, "precision": "minimum"}],
    "financements": [{**GRANT, "financement_id": "b"}],
    "budgets": [{**BUDGET, "budget_id": "b"}],
    # The first says more of the same, the second contradicts.
    "enveloppes": [
        {"code_departement": "03", "annee": 2021, "montant_eur": 9000, "paye_eur": 100},
        {"code_departement": "03", "annee": 2022, "montant_eur": 6000},
    ],
}


@pytest.fixture(scope="module")
def root(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("accord")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    for title, rows in (("Le compte rendu", SAID), ("Le bilan", AGREED)):
        report = load(CHIEF, "faits", write_folder(folder / title, rows, title), path)
        assert report.etat == "chargee" and not report.rejets, report.as_text()
    with reading.reader(path) as found:
        yield found


def test_people_are_one_count(root: duckdb.DuckDBPyConnection) -> None:
    assert root.execute("SELECT count(*) FROM mesures_publiees").fetchall() == [(2,)]
    assert root.execute("SELECT annee, valeur, bas, haut FROM personnes_publiees").fetchall() == [(2021, 322, 322, 322)]
    assert root.execute("SELECT affluences, precisions, n_sources FROM evenements_listes").fetchall() == [
        ([322], ["exacte"], 2)
    ]
    assert root.execute("FROM divergences_relevees").fetchall() == []
    total = "SELECT valeur, compte, bas, haut, n_renseignes FROM totaux_personnes WHERE niveau = ? AND grandeur = ?"
    assert root.execute(total, ["departement", "participants_distincts"]).fetchall() == [(322, 322, 322, 322, 1)]
    rows = answer(root, "origine_personnes", niveau="departement", territoire="03", grandeur="participants_distincts")
    counted = {row["precision"]: row["compte"] for row in rows}
    assert (counted["exacte"], counted["minimum"]) == (True, False)


def test_a_college_of_a_session_is_counted_once(root: duckdb.DuckDBPyConnection) -> None:
    asked = (
        "SELECT valeur FROM effectifs_colleges WHERE grandeur = 'presents' AND college = 'elus' AND seance_id IS NULL"
    )
    assert root.execute(asked).fetchall() == [(12,)]


def test_money_is_counted_once(root: duckdb.DuckDBPyConnection) -> None:
    plan = "SELECT demande_eur, accorde_eur, cout_realise_eur, contredit FROM plans_financement ORDER BY sujet_type"
    assert root.execute(plan).fetchall() == [(900, 700, None, False), (None, None, 1500, False)]
    *contradicted, envelope = answer(root, "enveloppes", departement="03")
    assert (envelope["vote_eur"], envelope["paye_eur"], envelope["contredite"]) == (9000, 100, False)
    assert len(envelope["sources"]) == 2
    assert [(row["vote_eur"], row["contredite"]) for row in contradicted] == [(5000, True), (6000, True)]
    assert words.envelopes_said_otherwise([*contradicted, envelope]) == (
        "Des sources disent autrement la même enveloppe : Allier (2022). Aucune n'est choisie."
    )
    assert [row["intitule"] for row in answer(root, "decisions_a_suivre", departement="03")] == ["Écrire"]
