"""The open-data package: valid for who knows the formats, a reader's for whoever makes it, the same twice."""

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest
from frictionless import Package as Described
from frictionless import validate

from data.actors import Actor
from data.loading.load import load
from data.store import CONTRACT
from queries import question
from queries.__main__ import main
from queries.copy import reading
from queries.open_data import left_out
from queries.open_data.package import package
from queries.open_data.tables import tables
from tests.queries.copy.secrecy.test_held import FACTS, holding
from tests.small.facts import filled
from tests.small.people import CHIEF, KEEPER
from tests.small.unreviewed import FICHES, holds

DAY, OTHER_DAY = date(2026, 11, 27), date(2026, 11, 28)


def files(content: bytes) -> dict[str, bytes]:
    """Name → content of each file of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return {name: held.read(name) for name in held.namelist()}


def asked_by(actor: Actor, path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """All that stands in the package that somebody makes from the command line, as one text."""
    monkeypatch.setenv("OBSERVATOIRE_ROLE", actor.role)
    assert main(["open-data", str(target), "--store", str(path)]) == 0
    return "\n".join(body.decode() for body in files(target.read_bytes()).values())


def test_the_demonstration_is_a_valid_data_package(demo_store: Path, tmp_path: Path) -> None:
    """By another implementation (frictionless): types, keys, sizes and digests of every row of every table."""
    made = package(demo_store, DAY)
    with zipfile.ZipFile(io.BytesIO(made.content)) as held:
        held.extractall(tmp_path)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == len(tables()) == made.tables
    described = Described(str(tmp_path / "datapackage.json"))
    actions = described.get_table_resource("actions").read_rows()
    with reading.reader(demo_store) as root:
        (count,) = root.execute("SELECT count(*) FROM actions").fetchone() or ()
    assert len(actions) == count > 1000
    assert {row["donnees"] for row in actions} == {"données de démonstration"}
    withheld = [row for row in described.get_table_resource("mesures").read_rows() if row["secret"]]
    assert withheld
    assert {(row["valeur"], row["borne_basse"], row["borne_haute"], row["texte_source"]) for row in withheld} == {
        (None, None, None, None)
    }


def test_the_same_store_gives_the_same_bytes_but_for_the_day(real_store: Path) -> None:
    made = package(real_store, DAY).content
    assert package(real_store, DAY).content == made
    now, later = files(made), files(package(real_store, OTHER_DAY).content)
    assert {name for name in now if now[name] != later[name]} == {"LISEZMOI.md", "datapackage.json"}


@pytest.mark.parametrize("actor", [KEEPER, CHIEF], ids=["contribution", "administration"])
def test_it_tells_no_text_that_nobody_reviewed(
    fresh_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, actor: Actor
) -> None:
    (tmp_path / "fiches.txt").write_text(FICHES, encoding="utf-8")
    assert load(KEEPER, "fiches", [tmp_path / "fiches.txt"], fresh_store).etat == "chargee"
    told = asked_by(actor, fresh_store, tmp_path / "p.zip", monkeypatch)
    assert "Jardin des mots" in told
    assert not holds(told)


def test_it_tells_no_withheld_count_whoever_makes_it(
    reference_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are withheld begin with 79197 and end in 0, in numbers as in the words they were said in.

    Nor a text that a spreadsheet would run as a formula.
    """
    facts = {**FACTS, "actions": [{**FACTS["actions"][0], "resume": "=1+1"}, FACTS["actions"][1]]}
    path = filled(reference_store, tmp_path, facts)
    assert "mesures.valeur" in holding(path, CHIEF)
    told = asked_by(CHIEF, path, tmp_path / "p.zip", monkeypatch)
    assert "79197" not in told
    assert ",'=1+1," in told


def test_refusals_say_what_to_do_and_leave_nothing(
    reference_store: Path, real_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(code: int, *words: str) -> str:
        assert main(["open-data", *words]) == code
        return capsys.readouterr().err

    real = ["--store", str(real_store)]
    assert "Rien n'est recensé (tous les départements)" in said(
        1, str(tmp_path / "p.zip"), "--store", str(reference_store)
    )
    assert "Rien n'est recensé (Paris (75))" in said(1, str(tmp_path / "p.zip"), "departement=75", *real)
    assert "son dossier n'existe pas" in said(1, str(tmp_path / "absent" / "p.zip"), *real)
    (tmp_path / "dossier.zip").mkdir()
    assert "c'est un dossier" in said(1, str(tmp_path / "dossier.zip"), *real)
    assert "FICHIER.zip" in said(2, str(tmp_path / "p.csv"), *real)
    assert "FICHIER.zip" in said(2, str(tmp_path / "p.zip"), "bassin=032", *real)
    assert [file.name for file in tmp_path.iterdir()] == ["dossier.zip"]


def test_a_departement_takes_its_own_facts_alone(real_store: Path) -> None:
    """Angers (49) has its events and no action; the communes are those of Maine-et-Loire."""
    held = files(package(real_store, DAY, "49").content)
    assert b"agir-ensemble-angers" in held["evenements.csv"]
    assert held["actions.csv"].count(b"\n") == 1
    codes = {line.split(b",")[0][:2] for line in held["communes.csv"].splitlines()[1:]}
    assert codes == {b"49"}
    assert "Maine-et-Loire (49)" in json.loads(held["datapackage.json"])["title"]


def test_every_column_of_a_store_is_in_the_package_or_left_out_for_a_reason() -> None:
    """A new table or column of the contract is thought of here: it goes out, or why it does not is written."""
    with duckdb.connect() as root:
        root.execute(CONTRACT.read_text(encoding="utf-8"))
        of_contract = "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE NOT internal GROUP BY ALL"
        columns = dict(root.execute(of_contract).fetchall())
    asked = {table.name: question(table.question) for table in tables()}
    lacking = []
    for table, names in columns.items():
        if table in left_out.TABLES:
            continue
        by = left_out.TOLD_BY.get(table, table)
        told = {name for each in asked.values() if re.search(rf"\b{by}\b", each.sql) for name in each.returns}
        told |= left_out.COLUMNS | left_out.OF_TABLES.get(table, {}).keys()
        lacking += [f"{table}.{name}" for name in names if name not in told]
    assert not lacking
    named = {*left_out.TABLES, *left_out.OF_TABLES, *left_out.TOLD_BY}
    assert named <= columns.keys()
    assert not asked.keys() & left_out.TABLES.keys()


def test_what_a_committee_leaves_of_its_sessions_goes_out(reference_store: Path, tmp_path: Path) -> None:
    place = {"projet_id": "p", "code_commune": "03190", "role": "local", "quartier": "Les Chartreux"}
    body = {"instance_id": "comite", "nom": "Comité", "type": "comite_local", "code_departement": "03"}
    facts = {
        "projets_sociaux": [{"projet_id": "p", "titre": "Projet", "precision": "inconnue"}],
        "projets_territoires": [place],
        "instances": [{**body, "precision": "inconnue", "rythme": "deux fois par an"}],
        "seances": [{"seance_id": "s", "instance_id": "comite", "precision": "inconnue"}],
        "seances_documents": [{"seance_id": "s", "titre": "Compte rendu", "adresse": "https://exemple.fr/cr"}],
        "evenements": [
            {"evenement_id": "e", "serie": "fete", "nom": "Fête", "code_departement": "03", "precision": "inconnue"}
        ],
        "evenements_departements": [{"evenement_id": "e", "code_departement": "63"}],
    }
    path = filled(reference_store, tmp_path, facts)
    held = {name: body.decode() for name, body in files(package(path, DAY).content).items()}
    assert "deux fois par an" in held["instances.csv"]
    assert "Les Chartreux" in held["projets_territoires.csv"]
    assert "s,Compte rendu,https://exemple.fr/cr," in held["seances_documents.csv"]
    assert "e,63," in held["evenements_departements.csv"]
    assert "`clotures_regles`" in held["LISEZMOI.md"]
