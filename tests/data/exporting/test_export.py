"""Exported facts: what counts now, nothing else, in a folder that loads back to the same bytes."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data import integrity, store
from data.__main__ import main
from data.actors import PRODUCT
from data.batch import RefusedError
from data.entering import state
from data.entering.forms import (
    ActionForm,
    Budget,
    BudgetLine,
    Day,
    Decision,
    Fact,
    Funding,
    Place,
    Quantity,
    Save,
    StructureForm,
)
from data.entering.save import correct, create, decide, merge
from data.exporting.facts import Exported, exported
from data.exporting.folder import write
from data.exporting.words import few_words
from data.identifiers import structure_id
from data.importers import faits
from data.loading.load import load
from data.loading.undo import undo
from tests import FICHES
from tests.small.entered import SAVE
from tests.small.people import CHIEF, KEEPER

SAID = Save("chargée de mission", "d'après le bilan 2023", reviewed=True)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def lines(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(path: Path, source: str, folder: Path) -> Path:
    write(exported(path, source), folder)
    return folder


def loaded(path: Path, folder: Path) -> str:
    report = load(KEEPER, "faits", sorted(folder.iterdir()), path)
    assert report.exit_code == 0 and report.source is not None, report.as_text()
    return report.source


def fact(path: Path, table: str, words: str) -> Fact:
    """The one statement about the only action that was read in these words."""
    about = ("action", one(path, "SELECT action_id FROM actions"))
    said = state.read(path, integrity.content(path).snapshot, about).statements[table]
    (fait,) = [row["fait"] for row in said if words in (row["texte_source"] or "")]
    return Fact(table, *about, fait)


def one(path: Path, sql: str) -> str:
    ((value,),) = store.ask_facts(path, sql)
    return str(value)


@pytest.fixture(scope="module")
def fiche_store(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fiche 19, of which one proposal is accepted, one refused, one corrected, and what a person added."""
    path = Path(shutil.copytree(reference_store, tmp_path_factory.mktemp("export") / "magasin"))
    assert load(KEEPER, "fiches", [FICHES / "19.txt"], path).exit_code == 0
    action = one(path, "SELECT action_id FROM actions")
    four, ten, price = (
        fact(path, "mesures", "4 agents"),
        fact(path, "mesures", "10 professionnels"),
        fact(path, "montants", "tarif de base"),
    )
    decide(CHIEF, path, [Decision(four, "acceptee"), Decision(price, "acceptee")], Save("chargée de mission"))
    fixed = Quantity("professionnels", None, "minimum", low=10)
    decide(CHIEF, path, [Decision(ten, "refusee", fixed)], Save("élue", "mot de passe 1234"))
    said = ActionForm(
        titre="Paniers solidaires d'Espace Famille", resume="Des paniers à prix réduit.",
        date_debut=Day(date(2023, 6, 1), "mois"), lieux=(Place("31555"),),
        quantites=(Quantity("participants_distincts", 2023, "exacte", 40),),
        financements=(Funding("CAF", 2023, accorde_eur=1250.5), Funding("CAF", 2024, demande_eur=900)),
        budgets=(Budget(2023, "realise", (BudgetLine("60", "Achats", 1480.0),)),),
    )  # fmt: skip
    correct(CHIEF, path, action, said, SAID)
    return path


@pytest.fixture(scope="module")
def fiche(fiche_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = one(fiche_store, "SELECT source FROM sources WHERE format = 'fiches'")
    return written(fiche_store, source, tmp_path_factory.mktemp("sorti") / "paniers")


# ── Round trips ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_folder_of_this_repository_comes_back_to_the_byte(
    real_store: Path, fresh_store: Path, tmp_path: Path
) -> None:
    asked = "SELECT source FROM sources WHERE format = 'faits' AND source NOT LIKE '%angers%' ORDER BY source"
    sources = store.ask_facts(real_store, asked)
    first = {source: written(real_store, source, tmp_path / "un" / source) for (source,) in sources}
    assert len(first) >= 4
    for source, folder in first.items():
        again = written(fresh_store, loaded(fresh_store, folder), tmp_path / "deux" / source)
        assert files(again) == files(folder)


def test_what_counts_now_comes_back_to_the_byte(fiche: Path, fresh_store: Path, tmp_path: Path) -> None:
    again = written(fresh_store, loaded(fresh_store, fiche), tmp_path / "encore")
    assert files(again) == files(fiche)


def test_two_exports_are_the_same(fiche_store: Path, fiche: Path, tmp_path: Path) -> None:
    source = one(fiche_store, "SELECT source FROM sources WHERE format = 'fiches'")
    assert files(written(fiche_store, source, tmp_path / "deuxieme")) == files(fiche)


# ── What is exported ────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_said_now_stands_in_place_of_what_was_declared(fiche: Path) -> None:
    (action,) = lines(fiche, "actions")
    assert action["titre"] == "Paniers solidaires d'Espace Famille"
    assert action["resume"] == "Des paniers à prix réduit."
    assert (action["date_debut"], action["date_debut_precision"], action["empreinte"]) == ("2023-06-01", "mois", "")
    # The identifier is the one that the corrected title makes.
    assert action["ref"].startswith("paniers-solidaires-d-espace-famille-")
    assert [(row["role"], row["code_commune"]) for row in lines(fiche, "actions_lieux")] == [("lieu", "31555")]


def test_only_what_somebody_vouches_for_is_exported(fiche: Path) -> None:
    told = [
        (row["grandeur"], row["annee"], row["valeur"], row["borne_basse"], row["precision"], row["texte_source"])
        for row in lines(fiche, "mesures")
    ]
    assert told == [
        ("professionnels", "", "4", "", "exacte", "« 4 agents »"),
        # Whose reason nobody reviewed: it stays in the store.
        ("participants_distincts", "2023", "40", "", "exacte", "d'après le bilan 2023"),
        ("professionnels", "", "10", "10", "minimum", "saisie : élue"),
    ]
    assert [row["montant_eur"] for row in lines(fiche, "montants")] == ["12"]
    assert all(row["etat"] == "validee" for row in lines(fiche, "montants"))


def test_money_keeps_its_cents_and_has_names_of_its_own(fiche: Path) -> None:
    told = [(row["financement_id"], row["demande_eur"], row["accorde_eur"]) for row in lines(fiche, "financements")]
    ref = lines(fiche, "actions")[0]["ref"]
    assert told == [(f"{ref}-caf-2023", "", "1250.50"), (f"{ref}-caf-2024", "900", "")]
    (budget,) = lines(fiche, "budgets")
    assert (budget["budget_id"], budget["total_charges_eur"]) == (f"{ref}-budget-realise-2023", "1480")
    assert [row["budget_id"] for row in lines(fiche, "lignes_budget")] == [budget["budget_id"]]


def test_no_text_of_a_fiche_leaves(fresh_store: Path, tmp_path: Path) -> None:
    """A marker stands in every text of the fiche; what leaves is its figures and the answers of its lists."""
    secret = "Zézette"
    text = (FICHES / "19.txt").read_text(encoding="utf-8")
    for words in ("Paniers bio", "Projet écrit", "Espace Famille : 4 agents", "2 réunions", "Une journée"):
        assert words in text
        text = text.replace(words, f"{secret} {words} {secret}")
    text = text.replace("- Précarité", f"- {secret}").replace("- Un habitant", f"- {secret}")
    (tmp_path / "19.txt").write_text(text, encoding="utf-8")
    assert load(KEEPER, "fiches", [tmp_path / "19.txt"], fresh_store).exit_code == 0
    about = "SELECT count(*) FROM actions_textes WHERE texte LIKE '%Zézette%'"
    assert store.ask_facts(fresh_store, about) != [(0,)]
    four = fact(fresh_store, "mesures", "4 agents")
    decide(CHIEF, fresh_store, [Decision(four, "acceptee")], Save("chargée de mission"))
    source = one(fresh_store, "SELECT source FROM sources WHERE format = 'fiches'")
    found = exported(fresh_store, source)
    folder = tmp_path / "sorti"
    write(found, folder)
    assert secret not in "".join(content.decode() for content in files(folder).values())
    assert found.withheld >= 4
    assert "actions_textes.csv" not in files(folder)
    assert lines(folder, "mesures")[0]["texte_source"] == "« 4 agents »"


def test_a_structure_that_is_another_leads_its_actions_there(fresh_store: Path, tmp_path: Path) -> None:
    assert load(KEEPER, "fiches", [FICHES / "19.txt"], fresh_store).exit_code == 0
    create(KEEPER, fresh_store, StructureForm(nom="Maison des familles", code_departement="31"), SAVE)
    merge(CHIEF, fresh_store, "espace-famille-31", "maison-des-familles-31", SAVE)
    source = one(fresh_store, "SELECT source FROM sources WHERE format = 'fiches'")
    folder = written(fresh_store, source, tmp_path / "sorti")
    assert [row["structure_id"] for row in lines(folder, "structures")] == ["maison-des-familles-31"]
    assert [(row["structure_id"], row["structure"]) for row in lines(folder, "actions")] == [
        ("maison-des-familles-31", "Maison des familles")
    ]


def test_an_action_of_another_departement_than_its_structure_leaves_and_comes_back(
    fresh_store: Path, tmp_path: Path
) -> None:
    """Led by « Espace Famille » of the Haute-Garonne (31), said to take place in the Gers (32)."""
    assert load(KEEPER, "fiches", [FICHES / "19.txt"], fresh_store).exit_code == 0
    action = one(fresh_store, "SELECT action_id FROM actions")
    correct(CHIEF, fresh_store, action, ActionForm(code_departement="32", lieux=(Place("32013"),)), SAID)
    source = one(fresh_store, "SELECT source FROM sources WHERE format = 'fiches'")
    folder = written(fresh_store, source, tmp_path / "sorti")
    assert [(row["structure_id"], row["code_departement"]) for row in lines(folder, "actions")] == [
        ("espace-famille-31", "32")
    ]
    alone = tmp_path / "seul"
    shutil.copytree(folder, alone)
    (alone / "structures.csv").unlink()
    batch = faits.read(sorted(alone.glob("*.csv")))
    assert "écrivez « espace-famille-32 »" in batch.rejects[0].raison


def test_numbers_have_one_reading_alone_and_codes_stay_text(fresh_store: Path, tmp_path: Path) -> None:
    structure = create(
        KEEPER, fresh_store, StructureForm(nom="Foyer", code_departement="01", code_commune="01004"), SAVE
    )
    quantities = (
        Quantity("participations", 2020, "exacte", 12.125),
        Quantity("familles", 2021, "approchee", 0.5),
        Quantity("habitants", 2022, "exacte", 1250),
        Quantity("seances", 2023, "exacte", 1e9),
    )
    correct(KEEPER, fresh_store, structure.sujet_id, StructureForm(quantites=quantities), SAVE)
    folder = written(fresh_store, str(structure.source), tmp_path / "sorti")
    assert lines(folder, "structures")[0]["code_commune"] == "01004"
    told = {row["grandeur"]: row["valeur"] for row in lines(folder, "mesures")}
    assert told == {
        "participations": "12.1250", "familles": "0.5", "habitants": "1250", "seances": "1000000000",
    }  # fmt: skip
    assert load(PRODUCT, "faits", sorted(folder.iterdir()), fresh_store).exit_code == 0
    asked = "SELECT valeur FROM mesures WHERE source LIKE 'faits-%' AND grandeur = 'participations'"
    assert store.ask_facts(fresh_store, asked) == [(12.125,)]


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("- 87 paniers distribués : 67 familles soit 87 adultes et 99 enfants", 67, "« 67 familles »"),
        ("- 87 paniers distribués : 67 familles soit 87 adultes et 99 enfants", 99, "« adultes et 99 enfants »"),
        ("soit un engagement financier de 4350 € dont une participation", 4350, "« financier de 4350 € »"),
        ("reçus par Mme Fleury 25 fois", 25, "« 25 fois »"),
        ("appelez Paul au 06 12 34 56 78, il y aura 12 Parisiens", 12, "« y aura 12 »"),
        ("un coût de 1 250,50 €", 1250.5, "« coût de 1 250,50 € »"),
        ("deux assistantes de secteur", 2, None),
    ],
)
def test_a_figure_takes_along_a_few_words_and_no_name(text: str, value: float, expected: str | None) -> None:
    assert few_words(text, {"valeur": value}) == expected


# ── What is refused ─────────────────────────────────────────────────────────────────────────────────────────────────


def refused(run: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as error:
        run()
    return str(error.value)


def test_a_folder_that_holds_something_is_left_as_it_is(fiche_store: Path, tmp_path: Path) -> None:
    source = one(fiche_store, "SELECT source FROM sources WHERE format = 'fiches'")
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein" / "notes.txt").write_text("à garder", encoding="utf-8")
    assert "n'est pas vide" in refused(lambda: written(fiche_store, source, tmp_path / "plein"))
    assert files(tmp_path / "plein") == {"notes.txt": "à garder".encode()}
    (tmp_path / "fichier").write_text("x", encoding="utf-8")
    assert "est un fichier" in refused(lambda: written(fiche_store, source, tmp_path / "fichier"))
    assert "ne peut pas être écrit" in refused(lambda: written(fiche_store, source, tmp_path / "fichier" / "dessous"))
    assert "ne peut pas être écrit" in refused(lambda: written(fiche_store, source, Path("/proc/faits")))
    (tmp_path / "vide").mkdir()
    written(fiche_store, source, tmp_path / "vide")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fichier", "plein", "vide"]


@pytest.mark.parametrize(
    ("nom", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("'=1+1", "''=1+1"),
        ("- Jardin (partagé)\n- Café", "'- Jardin (partagé)\n- Café"),
        ("@SUM(1) « L'été »", "'@SUM(1) « L'été »"),
        ("'Le Café'", "'Le Café'"),
    ],
)
def test_what_a_spreadsheet_would_run_leaves_as_text_and_comes_back(
    nom: str, cell: str, fresh_store: Path, tmp_path: Path
) -> None:
    saved = create(KEEPER, fresh_store, StructureForm(nom=nom, code_departement="03"), SAVE)
    first = written(fresh_store, str(saved.source), tmp_path / "sorti")
    (row,) = lines(first, "structures")
    assert row["nom"] == cell
    undo(KEEPER, fresh_store, str(saved.source))
    back = loaded(fresh_store, first)
    assert one(fresh_store, "SELECT nom FROM structures") == nom
    assert files(written(fresh_store, back, tmp_path / "encore")) == files(first)


def exporting(nom: str) -> Exported:
    about = dict.fromkeys(("titre", "editeur", "licence", "url", "publiee_le")) | {"titre": "Essai"}
    row = {"structure_id": structure_id(nom, "03"), "nom": nom, "type": "association", "code_departement": "03"}
    return Exported(about, {"structures": [row | dict.fromkeys(("code_commune", "siret", "rna"))]})


@pytest.mark.parametrize(
    ("folder", "words"), [("é" * 300, "son nom est trop long"), ("/dev/null/x", "un de ses dossiers est un fichier")]
)
def test_a_folder_that_cannot_be_is_told_in_french(folder: str, words: str, tmp_path: Path) -> None:
    assert words in refused(lambda: write(exporting("Jardin"), tmp_path / folder))


def test_a_source_that_is_no_folder_of_facts_is_refused(fiche_store: Path) -> None:
    assert "Aucune source active « rien »" in refused(lambda: exported(fiche_store, "rien"))
    territory = one(fiche_store, "SELECT source FROM sources WHERE format = 'references'")
    assert "ne s'exporte pas comme faits" in refused(lambda: exported(fiche_store, territory))
    decisions = one(fiche_store, "SELECT min(source) FROM sources WHERE format = 'saisie'")
    assert "des corrections d'autres sources" in refused(lambda: exported(fiche_store, decisions))


def test_what_speaks_of_a_subject_described_elsewhere_is_refused(fiche_store: Path) -> None:
    correction = one(fiche_store, "SELECT max(source) FROM sources WHERE format = 'saisie'")
    assert "que cette source ne décrit pas" in refused(lambda: exported(fiche_store, correction))


def test_the_command_is_for_who_administers_and_says_what_it_left(
    fiche_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = one(fiche_store, "SELECT source FROM sources WHERE format = 'fiches'")
    asked = ["export-facts", source, str(tmp_path / "sorti"), "--store", str(fiche_store)]
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "contribution")
    assert main(asked) == 1
    assert "il y faut le rôle « administration »" in capsys.readouterr().err
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "administration")
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["lignes"]["mesures"] == 3 and told["lignes"]["actions"] == 1 and told["textes_gardes"] > 0
    assert main(asked) == 1
    assert "n'est pas vide" in capsys.readouterr().err
