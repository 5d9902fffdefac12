"""The commands, as people and scripts call them: words, JSON and exit codes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from data import store
from data.__main__ import main as data_main
from data.build import FACTS
from queries import QuestionError, names, question
from queries.__main__ import main as queries_main
from queries.header import RANGES
from tests import FICHES, ROOT


def test_load_prints_one_object(fresh_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = data_main(["load", "fiches", str(FICHES / "03.txt"), "--store", str(fresh_store), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (answer["lues"], answer["gardees"], answer["refusees"]) == (1, 1, 0)
    assert answer["source"].startswith("fiches-03-")
    assert answer["rejets"] == []
    assert isinstance(answer["avertissements"], list)


def test_a_refused_fiche_is_listed_with_its_place(
    fresh_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "envoi.txt"
    good = (FICHES / "03.txt").read_text(encoding="utf-8")
    file.write_text(good + good.replace("- Var\n", "- Nulle-Part\n").replace("Art-thérapie", "Autre"), encoding="utf-8")
    code = data_main(["load", "fiches", str(file), "--store", str(fresh_store), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["lues"], answer["gardees"], answer["refusees"]) == (0, 2, 1, 1)
    (reject,) = answer["rejets"]
    assert set(reject) >= {"fichier", "ligne", "colonne", "valeur", "raison"}
    assert "Nulle-Part" in reject["valeur"]
    assert reject["ligne"] > len(good.splitlines())


def test_a_refused_load_is_exit_code_1_and_still_one_object(
    fresh_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = data_main(["load", "fiches", str(tmp_path / "rien.txt"), "--store", str(fresh_store), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["source"], answer["gardees"]) == (1, None, 0)
    assert "rien.txt" in answer["message"]


def test_an_unknown_format_is_wrong_usage(
    fresh_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = data_main(["load", "recettes", str(tmp_path / "x"), "--store", str(fresh_store)])
    assert code == 2
    assert "Format inconnu « recettes »" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["load"], ["load", "fiches"], ["undo"], ["danser"]])
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        data_main(arguments)
    assert stop.value.code == 2
    assert "Commande incomprise" in capsys.readouterr().err


def test_history_and_undo(fresh_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store_option = ["--store", str(fresh_store)]
    data_main(["load", "fiches", str(FICHES / "03.txt"), *store_option, "--json"])
    source = json.loads(capsys.readouterr().out)["source"]
    assert data_main(["undo", source, "--dry-run", *store_option]) == 0
    previewed = capsys.readouterr().out
    assert "1 ligne de actions," in previewed and "Rien d'autre ne s'appuie dessus." in previewed
    assert data_main(["undo", source, "--dry-run", "--json", *store_option]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["actions"] == 1
    assert data_main(["undo", source, "--reason", "essai", *store_option]) == 0
    assert "est annulée" in capsys.readouterr().out
    assert data_main(["history", *store_option, "--json"]) == 0
    snapshots = json.loads(capsys.readouterr().out)
    assert snapshots[-1]["message"] == f"Annulation de « {source} »"
    assert snapshots[-1]["auteur"]
    assert snapshots[-1] | {"role": "contribution", "geste": "annulation", "motif": "essai"} == snapshots[-1]
    assert (snapshots[-2]["geste"], snapshots[-2]["lignes"], snapshots[-2]["etat"]) == ("chargement", 1, "annulee")
    assert data_main(["history", *store_option]) == 0
    told = capsys.readouterr().out
    assert "UTC" in told and "(contribution) : Annulation de" in told and "motif : essai]" in told
    assert data_main(["undo", "rien", *store_option]) == 1
    assert "Aucune source active « rien »" in capsys.readouterr().err


def test_building_twice_changes_nothing(
    stores_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copytree(stores_folder / "reel", tmp_path / "reel"))
    assert data_main(["build", "--store", str(path), "--json"]) == 0
    states = {report["etat"] for report in json.loads(capsys.readouterr().out)}
    assert states == {"deja_chargee"}


def test_a_load_makes_the_store_it_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "neuf"
    assert data_main(["load", "fiches", str(FICHES / "23.txt"), "--store", str(path), "--json"]) == 0
    capsys.readouterr()
    assert queries_main(["actions", "--store", str(path), "--json"]) == 0
    (action,) = json.loads(capsys.readouterr().out)
    assert (action["departement"], action["publics"]) == ("65", ["Tous publics"])


def test_a_folder_of_facts_stands_for_its_files(
    fresh_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["load", "faits", str(FACTS / "allier_comite"), "--store", str(fresh_store), "--json"]
    assert data_main(given) == 0
    assert json.loads(capsys.readouterr().out)["source"].startswith("faits-allier-comite-")
    assert data_main(["load", "faits", str(tmp_path), "--store", str(fresh_store)]) == 1
    assert "Aucun fichier .csv : donnez ceux du dossier" in capsys.readouterr().err


def test_questions_are_listed_with_their_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert queries_main(["--list"]) == 0
    text = capsys.readouterr().out
    for name in ("actions", "mesures", "montants", "financements", "lignes_budget", "participants_par_commune",
                 "actions_par_territoire", "budget_par_famille_de_financeur", "completude", "sources"):  # fmt: skip
        assert f"\n{name}" in f"\n{text}"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["rien"], 2, "Question inconnue"),
        (["actions", "departement"], 2, "attendu clé=valeur"),
        (["actions", "annee_min=hier"], 2, "attendu un nombre entier de 1900 à 2100"),
        (["actions", "truc=1"], 2, "paramètre inconnu"),
        (["repertoire", "rayon_km=-1"], 2, "rayon_km = « -1.0 » : attendu un nombre de 0 à 20\u202f040"),
        (["repertoire", "rayon_km=nan"], 2, "rayon_km = « nan » : attendu un nombre de 0"),
        (["repertoire", "rayon_km=inf"], 2, "attendu un nombre de 0"),
        (["repertoire", "rayon_km=1e300"], 2, "attendu un nombre de 0"),
        (["repertoire", "limite=-1"], 2, "attendu un nombre entier de 0 à 2\u202f147\u202f483\u202f647"),
        (["repertoire", "limite=1_000"], 2, "limite = « 1_000 » : attendu un nombre entier"),
        (["repertoire", "annee_min=99999999999"], 2, "attendu un nombre entier de 1900 à 2100"),
        (["simulation", "departement=03", "baisse=1.01"], 2, "attendu un nombre de 0 à 1"),
        (["indicator", "A1", "annee=20"], 2, "attendu un nombre entier de 1900 à 2100"),
        (["indicator", "Z9"], 2, "Indicateur inconnu « Z9 »"),
        (["actions", "--snapshot", "99"], 1, "L'instantané 99 n'existe pas"),
    ],
)
def test_a_question_asked_wrongly(
    arguments: list[str], code: int, words: str, real_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert queries_main([*arguments, "--store", str(real_store)]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    ["load fiches", "undo", "restore", "demo --seed -1", "demo --years 2025-2016", "demo --scale XXL",
     "model zut x.xlsx", "recognise", "zut", "verify --zut"],
)  # fmt: skip
def test_a_command_that_is_not_one_ends_with_2(
    command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Whatever the command; 1 is for what was understood and cannot be done."""
    words = command.split()
    try:
        code = data_main([*words, "--store", str(tmp_path)] if words[0] == "demo" else words)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    assert code == 2
    assert capsys.readouterr().err.startswith("Commande incomprise")


@pytest.mark.parametrize("name", names())
def test_each_number_of_a_question_has_its_bounds(name: str) -> None:
    numbers = [asked for asked in question(name).parameters.values() if asked.kind in ("INTEGER", "DOUBLE")]
    assert [asked.name for asked in numbers if asked.name not in RANGES] == []
    for asked in numbers:
        for value in (float("nan"), float("inf"), -1e300):
            with pytest.raises(QuestionError, match=f"^{asked.name} = «"):
                asked.bound(value)


def test_json_and_csv_say_the_same(real_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queries_main(["evenements", "--store", str(real_store), "--json"])
    objects: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    queries_main(["evenements", "--store", str(real_store), "--csv"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(objects) + 1
    assert lines[0].split(",") == list(objects[0])


def test_the_modules_run_as_commands(real_store: Path) -> None:
    for module, arguments in (("data", ["history"]), ("queries", ["chiffres_cles"])):
        command = [sys.executable, "-m", module, *arguments, "--store", str(real_store), "--json"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
        assert json.loads(done.stdout)


def test_a_model_is_written_for_each_kind_that_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store_option = ["--store", str(tmp_path / "aucun")]
    assert data_main(["model", "cibles", str(tmp_path / "c.xlsx"), *store_option]) == 0
    assert (tmp_path / "c.xlsx").read_bytes().startswith(b"PK")
    assert data_main(["model", "cibles", str(tmp_path / "c.csv"), *store_option]) == 0
    assert (tmp_path / "c.csv").read_text(encoding="utf-8-sig").startswith("Indicateur *;Département *;Bassin;")
    assert data_main(["model", "structures", str(tmp_path / "s.csv"), *store_option]) == 0
    assert {file.name for file in tmp_path.glob("s*")} == {"s-structures.csv", "s-agrements.csv"}
    capsys.readouterr()
    assert data_main(["model", "recettes", str(tmp_path / "r.xlsx"), *store_option]) == 2
    assert "genre inconnu « recettes ». Genres : fiches, structures" in capsys.readouterr().err


GRANTS = "Attribuant;Bénéficiaire;Montant;Objet\nVille;Amicale;100;Fête\nVille;Boule;NC;Tournoi\n"


def test_files_are_recognised_whatever_they_are_called(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.dat").write_text(GRANTS, encoding="utf-8")
    (tmp_path / "y.csv").write_text("pain;lait\n2;3\n", encoding="utf-8")
    assert data_main(["recognise", str(tmp_path / "x.dat"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["format"], one["editeur"]) for one in told["fichiers"]] == [("subventions", "Ville")]
    assert told["chargements"] == [{"format": "subventions", "fichiers": ["x.dat"], "manque": None}]
    assert data_main(["recognise", str(tmp_path / "x.dat"), str(tmp_path / "y.csv"), str(tmp_path / "absent")]) == 1
    said = capsys.readouterr().out
    assert "y.csv : inconnu" in said and "n'existe pas" in said


def test_recipes_are_listed_in_french_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert data_main(["recipes"]) == 0
    assert "filosofi_communes : Revenus, pauvreté" in capsys.readouterr().out
    assert data_main(["recipes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"name", "publisher", "licence", "brings", "where", "year"} <= set(told[0])


def test_refused_lines_are_written_to_be_corrected(
    fresh_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "aides.csv").write_text(GRANTS, encoding="utf-8")
    book = tmp_path / "refus.xlsx"
    command = ["load", "subventions", str(tmp_path / "aides.csv"), "--store", str(fresh_store), "--json"]
    assert data_main([*command, "--refused", str(book)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["etat"], told["gardees"], told["refusees"]) == ("chargee", 1, 1) and book.exists()
    assert told["ajouts"] == {"subventions": 1}
    assert data_main(["load", "references", str(book), "--store", str(fresh_store), "--refused", str(book)]) == 2


def test_an_empty_store_holds_the_territory_and_no_fact(fresh_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert data_main(["build", "--empty", "--store", str(fresh_store)]) == 0
    capsys.readouterr()
    told = (
        "SELECT (SELECT count(*) FROM communes) > 30000, (SELECT count(*) FROM actions), list(DISTINCT format) "
        "FROM sources"
    )
    assert store.ask_facts(fresh_store, told) == [(True, 0, ["references"])]
