"""Loading: all or nothing, nothing twice, what is refused is listed, what changed is shown first."""

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest

from data import integrity, store
from data.batch import Reject
from data.loading.load import load
from data.report import Report, describe
from queries import ask
from queries.copy import reading
from queries.tables import records
from tests import FICHES
from tests.small.facts import SMALL, load_rows, write_folder
from tests.small.people import KEEPER


def fingerprint(path: Path) -> dict[str, str]:
    """Every file of a store but its reading copies, which readers may add."""
    return {
        file.relative_to(path).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(path.rglob("*"))
        if file.is_file() and reading.READING not in file.parts
    }


def actions(path: Path) -> dict[str, dict[str, object]]:
    with reading.reader(path) as root:
        return {row["titre"]: row for row in records(ask(root, "actions"))}


def test_a_load_is_one_snapshot_with_its_provenance(fresh_store: Path) -> None:
    before = integrity.content(fresh_store).snapshot
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    assert (report.etat, report.lues, report.gardees, report.refusees) == ("chargee", 1, 1, 0)
    assert integrity.content(fresh_store).snapshot == before + 1
    with reading.reader(fresh_store) as root:
        (source,) = [row for row in records(ask(root, "sources")) if row["format"] == "fiches"]
        for table in ("actions", "actions_textes", "actions_mots_cles", "montants", "mesures"):
            untraced = root.execute(
                f"SELECT count(*) FROM {table} WHERE source IS NULL OR fichier IS NULL OR ligne IS NULL"
            ).fetchone()
            assert untraced == (0,), table
    assert source["chargee_par"] == "Camille"
    assert source["sha256"] == hashlib.sha256((FICHES / "03.txt").read_bytes()).hexdigest()
    assert source["fichiers"] == ["03.txt"]
    assert store.history(fresh_store)[-1].auteur == "Camille"


def test_a_dry_run_writes_nothing(fresh_store: Path) -> None:
    before = fingerprint(fresh_store)
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store, dry_run=True)
    assert (report.etat, report.gardees, report.exit_code) == ("simulation", 1, 0)
    assert fingerprint(fresh_store) == before


def test_a_dry_run_makes_no_store(tmp_path: Path) -> None:
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], tmp_path / "neuf", dry_run=True)
    assert (report.etat, report.gardees) == ("simulation", 1)
    assert not (tmp_path / "neuf").exists()


def test_two_files_of_one_name_are_refused(fresh_store: Path, tmp_path: Path) -> None:
    other = tmp_path / "03.txt"
    other.write_text((FICHES / "22.txt").read_text(encoding="utf-8"), encoding="utf-8")
    report = load(KEEPER, "fiches", [FICHES / "03.txt", other], fresh_store)
    assert (report.etat, report.exit_code) == ("refusee", 1)
    assert "s'appellent « 03.txt »" in report.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7\n\x00\x01", "PDF"),
        (b"\x00\x01\x02\x03" * 100, "n'est pas un texte|binaire"),
        (b"Bonjour\nceci n'est pas une fiche\n", "ne contient aucune fiche"),
    ],
)
def test_a_refused_file_leaves_the_store_as_it_was(
    fresh_store: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    before = fingerprint(fresh_store)
    file = tmp_path / "envoi.txt"
    file.write_bytes(content)
    report = load(KEEPER, "fiches", [file], fresh_store)
    assert (report.etat, report.exit_code) == ("refusee", 1)
    assert re.search(words, report.as_text()), report.as_text()
    assert fingerprint(fresh_store) == before


@pytest.mark.parametrize("place", ["rien.txt", "."])
def test_a_missing_file_and_a_directory_are_refused(fresh_store: Path, tmp_path: Path, place: str) -> None:
    report = load(KEEPER, "fiches", [tmp_path / place], fresh_store)
    assert report.exit_code == 1
    assert "Rien n'a été chargé" in report.message


def test_the_same_file_is_said_and_not_loaded_twice(fresh_store: Path) -> None:
    first = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    snapshot = integrity.content(fresh_store).snapshot
    again = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    assert (again.etat, again.source, again.gardees) == ("deja_chargee", first.source, 0)
    assert "Déjà chargé" in again.message
    assert integrity.content(fresh_store).snapshot == snapshot


def test_the_same_fiche_in_another_file_is_said_and_not_loaded_twice(fresh_store: Path, tmp_path: Path) -> None:
    load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    both = tmp_path / "export.txt"
    both.write_text(
        (FICHES / "03.txt").read_text(encoding="utf-8") + "\n" + (FICHES / "22.txt").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    report = load(KEEPER, "fiches", [both], fresh_store)
    assert (report.etat, report.lues, report.gardees, report.refusees) == ("chargee", 2, 1, 1)
    assert "déjà chargée, identique" in report.rejets[0].raison
    assert len(actions(fresh_store)) == 2


def test_words_of_the_store_that_nobody_reviewed_are_not_told_to_whoever_loads(
    fresh_store: Path, tmp_path: Path
) -> None:
    """A load compares with what others loaded: that a free text changed is told, not what it was."""
    kept = tmp_path / "03.txt"
    text = (FICHES / "03.txt").read_text(encoding="utf-8")
    kept.write_text(text.replace("- En cours", "- En cours, deux familles"), encoding="utf-8")
    load(KEEPER, "fiches", [kept], fresh_store)
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    assert "(statut)" in report.as_text()
    assert "deux familles" not in report.as_text()


def test_a_changed_version_shows_what_changed_and_waits_for_replace(fresh_store: Path, tmp_path: Path) -> None:
    first = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store)
    changed = tmp_path / "03.txt"
    text = (FICHES / "03.txt").read_text(encoding="utf-8").replace("- En cours", "- Terminée")
    changed.write_text(text, encoding="utf-8")
    before = fingerprint(fresh_store)
    report = load(KEEPER, "fiches", [changed], fresh_store)
    assert report.exit_code == 1
    assert "statut « En cours » → « Terminée »" in report.as_text()
    assert f"« Ce fichier remplace un chargement » (au terminal : --replace {first.source})" in report.message
    assert fingerprint(fresh_store) == before

    replaced = load(KEEPER, "fiches", [changed], fresh_store, replace=first.source)
    assert replaced.etat == "chargee"
    assert actions(fresh_store)["Art-thérapie Adulte"]["statut"] == "Terminée"
    with reading.reader(fresh_store) as root:
        states = {row["source"]: row["etat"] for row in records(ask(root, "sources")) if row["format"] == "fiches"}
    assert states == {first.source: "remplacee", replaced.source: "active"}


def test_replacing_an_unknown_source_is_refused(fresh_store: Path) -> None:
    report = load(KEEPER, "fiches", [FICHES / "03.txt"], fresh_store, replace="rien")
    assert report.exit_code == 1
    assert "Aucune source active « rien »" in report.message


def test_values_outside_the_contract_are_refused_by_the_line(fresh_store: Path, tmp_path: Path) -> None:
    broken = dict(SMALL) | {
        "montants": [
            {"sujet_type": "action", "sujet_id": "cafe", "role": "total", "montant_eur": value, "precision": "exacte",
             "etat": "validee"}
            for value in ("20.555", "1 000", "1e3")
        ],
        "mesures": [
            {"sujet_type": "action", "sujet_id": "cafe", "grandeur": "participants_distincts", "annee": "2021.5",
             "valeur": "12", "precision": "exacte", "etat": "validee"}
        ],
    }  # fmt: skip
    report = load_rows(fresh_store, tmp_path / "essai", broken)
    assert (report.etat, report.refusees) == ("chargee", 3), report.as_text()
    assert [(reject.fichier, reject.ligne, reject.colonne, reject.valeur) for reject in report.rejets] == [
        ("mesures.csv", 2, "annee", "2021.5"),
        ("montants.csv", 2, "montant_eur", "20.555"),
        ("montants.csv", 4, "montant_eur", "1e3"),
    ]
    kept = "SELECT montant_eur FROM montants WHERE sujet_id = (SELECT action_id FROM actions WHERE titre = ?)"
    title = next(row["titre"] for row in SMALL["actions"] if row["ref"] == "cafe")
    assert store.ask_facts(fresh_store, kept, [title]) == [(Decimal("1000.00"),)]


def test_a_broken_rule_and_a_double_key_are_explained(fresh_store: Path, tmp_path: Path) -> None:
    (event,) = SMALL["evenements"]
    broken = dict(SMALL) | {
        "evenements": [event, {**event, "theme": "Un autre thème"}],
        "mesures": [dict(SMALL["mesures"][0]) | {"borne_basse": "60", "borne_haute": "40"}],
    }
    report = load_rows(fresh_store, tmp_path / "essai", broken)
    by_file = {reject.fichier: reject for reject in report.rejets}
    assert "même clé" in by_file["evenements.csv"].raison
    assert by_file["evenements.csv"].ligne == 3
    assert "borne_basse = 60" in str(by_file["mesures.csv"].valeur)


def test_facts_folders_that_change_are_replaced(fresh_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "essai"
    first = load(KEEPER, "faits", write_folder(folder, SMALL), fresh_store)
    changed = dict(SMALL) | {"montants": list(SMALL["montants"])[:1]}
    second = load(KEEPER, "faits", write_folder(folder, changed), fresh_store, replace=first.source)
    assert second.etat == "chargee", second.as_text()
    with reading.reader(fresh_store) as root:
        assert root.execute("SELECT count(*) FROM montants").fetchone() == (1,)
        assert root.execute("SELECT count(*) FROM actions").fetchone() == (3,)


HOSTILE = '<script>alert(1)</script>\'; DROP TABLE actions; -- =HYPERLINK("http://x")'


def test_markup_sql_and_formulas_are_kept_as_text(fresh_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "fiche.txt"
    text = (FICHES / "03.txt").read_text(encoding="utf-8").replace("Art-thérapie Adulte", HOSTILE)
    file.write_text(text, encoding="utf-8")
    report = load(KEEPER, "fiches", [file], fresh_store)
    assert report.etat == "chargee", report.as_text()
    assert list(actions(fresh_store)) == [HOSTILE]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("publiee_le = 9999-12-31", "publiee_le = 9999-12-31 : une date de publication est de 1900 à 2100"),
        ("publiee_le = 0001-01-01", "une date de publication est de 1900 à 2100"),
        ('url = "javascript:alert(1)"', "une adresse commence par https:// ou http://"),
        ('licence = "Ouverte\\u0000"', "des caractères invisibles à retirer"),
    ],
)
def test_what_a_load_says_of_itself_can_be_shown(fresh_store: Path, tmp_path: Path, said: str, words: str) -> None:
    files = write_folder(tmp_path / "essai", SMALL)
    source = tmp_path / "essai" / "source.toml"
    key = said.partition(" = ")[0]
    kept = [line for line in source.read_text(encoding="utf-8").splitlines() if not line.startswith(key)]
    source.write_text("\n".join([*kept, said]) + "\n", encoding="utf-8")
    report = load(KEEPER, "faits", files, fresh_store)
    assert report.etat == "refusee" and words in str(report.message)


def test_doubts_are_printed_once_and_bounded() -> None:
    moved = Reject("e.csv", 2, "tenu_le", "07/10/2023", "le magasin le connaît à un autre jour")
    told = Reject("e.csv", 3, "presents", "8", "8 présents pour 5 convoqués")
    text = Report("chargee", message="Chargé.", avertissements=[describe(told)], douteux=[moved, told]).as_text()
    assert text.splitlines() == ["Chargé.", f"  attention : {describe(told)}", f"  à vérifier : {describe(moved)}"]
    assert "… et 2 autres lignes à vérifier" in Report("chargee", douteux=[moved] * 42).as_text()
