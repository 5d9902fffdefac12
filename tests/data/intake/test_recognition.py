"""Each file is known by what it holds, whatever it is called; a person may say otherwise."""

import json
from pathlib import Path

import pytest
import xlsxwriter

from data.intake.files import receive
from data.intake.recognition import MAPPING, Recognised, recognise, together
from data.models import delimited
from tests import FICHES

GRANTS = (
    "nomAttribuant;idAttribuant;nomBeneficiaire;idBeneficiaire;objet;montant;dateConvention\n"
    "Département de l'Allier;22030001600010;Amicale;73282932000074;Fonctionnement;1200.50;2024-03-01\n"
)
ZONES = "CODGEO;LIBGEO;BV2022;LIBBV2022\n03001;Abrest;03310;Vichy\n03002;Agonges;03190;Moulins\n"
CAF = "Communes;Codes_Insee;NB_Allocataires;ALL_PAJE\nABREST;03001;320;41\nAGONGES;03002;;\n"
POSTS = [{"id_poste": "1", "raison_sociale": "CENTRE", "annee": 2023, "montant": 10.5, "code_cv": "CV002"}]
PLACES = {"type": "FeatureCollection", "features": [{"properties": {"code_cv": "CV002", "insee_dep": "03"}}]}


def found(tmp_path: Path, *given: tuple[str, str | bytes]) -> list[Recognised]:
    bodies = [(name, body.encode() if isinstance(body, str) else body) for name, body in given]
    received = receive(tmp_path / "depot", bodies)
    assert received.refused == []
    return recognise(received.files)


def test_each_kind_is_known_by_its_content_under_names_that_lie(tmp_path: Path) -> None:
    kinds = found(
        tmp_path,
        ("budget.csv", GRANTS),
        ("subventions.csv", next(iter(delimited("budgets").values()))),
        ("x", (FICHES / "03.txt").read_bytes()),
        ("filosofi.txt", ZONES),
        ("allocataires_2022.csv", CAF),
        ("contrats.json", json.dumps(POSTS)),
        ("postes.json", json.dumps(PLACES)),
        ("notes.txt", '[colonnes]\n"A" = "montant"\n'),
    )
    assert [(one.kind, one.confidence) for one in kinds] == [
        ("subventions", "certain"),
        ("budgets", "certain"),
        ("fiches", "certain"),
        ("contexte", "certain"),
        ("contexte", "certain"),
        ("postes", "certain"),
        ("postes", "certain"),
        (MAPPING, "certain"),
    ]
    assert kinds[0].publisher == "Département de l'Allier"
    assert (kinds[3].recipe, kinds[4].recipe) == ("bassins_de_vie_2022", "caf_allocataires")
    assert (kinds[4].publisher, kinds[5].recipe) == ("CNAF", "adultes_relais")
    assert all(one.why and not one.why.startswith("Une erreur") for one in kinds)


def test_columns_that_say_little_are_probable_and_a_person_may_say_otherwise(tmp_path: Path) -> None:
    (one,) = found(tmp_path, ("liste.csv", "Association;Somme\nAmicale;1200\n"))
    assert (one.kind, one.confidence) == ("subventions", "probable")
    assert "« Association », « Somme »" in one.why
    (corrected,) = recognise([one.file], {one.file.sha256: "contexte"})
    assert (corrected.kind, corrected.why) == ("contexte", "Vous l'avez dit.")
    with pytest.raises(ValueError, match="unknown kinds"):
        recognise([one.file], {one.file.sha256: "recettes"})


def test_a_table_of_few_columns_is_claimed_and_one_of_two_kinds_says_so(tmp_path: Path) -> None:
    fiches, tie, wide = found(
        tmp_path,
        ("a.csv", "Titre;Structure;Département;Communes;Début\nJardin;Les Coteaux;03;03190;2021\n"),
        ("b.csv", "Nom;Type;Département;Commune\nLes Coteaux;evs;03;03190\n"),
        ("c.csv", "Commune;Année;Population\n03190;2021;100\n"),
    )
    assert (fiches.kind, fiches.confidence) == ("tableaux", "probable") and "Fiches actions" in fiches.why
    assert (tie.kind, tie.confidence) == ("tableaux", "probable")
    assert "plusieurs genres : « Structures et agréments », « Instances, séances et présences »" in tie.why
    assert wide.kind == "contexte"


def test_what_no_format_claims_says_what_it_holds(tmp_path: Path) -> None:
    kinds = found(
        tmp_path,
        ("courses.csv", "pain;lait\n2;3\n"),
        ("schéma.json", '{"fields": []}'),
        ("liste.json", "[[[]]]"),
        ("abîmé.json", '[{"id_poste": '),
        ("page.csv", "<!doctype html><p>introuvable</p>"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("faux.xlsx", b"PK\x03\x04" + b"\xff" * 200),
        ("chiffré.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + bytes(40)),
    )
    assert [one.kind for one in kinds] == [None] * 8
    assert "« pain », « lait »" in kinds[0].why and "page web" in kinds[4].why and "image PNG" in kinds[5].why
    assert "classeur abîmé" in kinds[6].why and "mot de passe" in kinds[7].why
    assert not any(one.why.startswith("Une erreur") for one in kinds), [one.why for one in kinds]


def test_a_workbook_with_two_tables_is_known_by_the_one_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deux.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write_row(0, 0, ["pain", "lait"])
        sheet = book.add_worksheet("Aides")
        for rank, line in enumerate(GRANTS.splitlines()):
            sheet.write_row(rank, 0, line.split(";"))
    (one,) = found(tmp_path, ("deux.bin", path.read_bytes()))
    assert (one.kind, one.confidence) == ("subventions", "certain") and "« Aides »" in one.why


def test_files_that_are_read_together_make_one_load(tmp_path: Path) -> None:
    kinds = found(
        tmp_path,
        ("a.csv", GRANTS),
        ("dire.toml", "[constantes]\nexercice = 2024\n"),
        ("postes.json", json.dumps(POSTS)),
        ("cv.json", json.dumps(PLACES)),
        ("montants.csv", "inconnu\n"),
        ("source.toml", 'titre = "Mes faits"\n'),
    )
    loads = {load.kind: load for load in together(kinds)}
    assert [given.name for given in loads["subventions"].files] == ["a.csv", "dire.toml"]
    assert [given.name for given in loads["postes"].files] == ["postes.json", "cv.json"]
    assert [given.name for given in loads["faits"].files] == ["source.toml"]
    alone = together([one for one in kinds if one.file.name == "cv.json"])
    assert alone[0].missing is not None and "sans liste de postes" in alone[0].missing


def test_a_folder_of_facts_is_known_and_says_what_lacks(tmp_path: Path) -> None:
    header = "enveloppes", "code_departement,code_zone,annee,montant_eur,engage_eur,paye_eur,texte_source"
    (one,) = found(tmp_path, (f"{header[0]}.csv", f"{header[1]}\n03,,2024,1000,,,budget\n"))
    assert (one.kind, one.confidence) == ("faits", "certain") and "« enveloppes »" in one.why
    (load,) = together([one])
    assert load.missing is not None and "source.toml" in load.missing
