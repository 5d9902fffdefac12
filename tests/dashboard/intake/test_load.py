"""« Charger »: files dropped on the page, from what they are to what they changed."""

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frame import session
from dashboard.intake.waiting import KEY
from data import models, store, turn
from data.intake import refused
from data.loading.sources import known_sources
from tests.small.people import KEEPER
from tests.tools.pages import markup, open_page, whole, words

HEAD = "Attribuant;Bénéficiaire;Montant;Observations\n"
GRANTS = f"{HEAD}Ville;Amicale;20;au Sud\nVille;Boule;NC;\nVille;Cercle;40;\n"
RIVALS = "Attribuant;Bénéficiaire;Montant voté;Montant attribué\nVille;Amicale;1;20\nVille;Boule;3;40\n"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, reference_store: Path, tmp_path: Path) -> AppTest:
    """The part « Charger » on a store with the territory and no fact, for somebody who contributes."""
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "contribution")
    shutil.copytree(reference_store, tmp_path / "magasins" / "essai")
    return open_page(monkeypatch, tmp_path / "magasins", "donnees", jeu="essai")


def drop(page: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    given = [(name, body if isinstance(body, bytes) else body.encode(), "text/csv") for name, body in files]
    page.file_uploader[0].set_value(given)
    return whole(page.run())


def click(page: AppTest, label: str) -> AppTest:
    (button,) = [one for one in page.button if one.label.startswith(label)]
    button.click()
    return whole(page.run())


def store_of(tmp_path: Path) -> Path:
    return tmp_path / "magasins" / "essai"


def grants(tmp_path: Path) -> list[tuple[str, str]]:
    sql = "SELECT beneficiaire, montant_eur FROM subventions ORDER BY ALL"
    return [(name, str(value)) for name, value in store.ask_facts(store_of(tmp_path), sql)]


def test_a_file_goes_through_every_step(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("envoi.csv", GRANTS))
    said = words(page)
    assert "1. Reconnu" in said and "envoi.csv" in said and "subventions" in said
    assert "« Amicale » ; « Boule » ; « Cercle »" in said and "Pourquoi : son nom le dit." in said
    # Three lines: « NC » is no amount, the two others are kept.
    assert re.search(r"Lues 3 .*Gardées 2 .*Refusées 1 ", said)
    assert "Refus, par cause : 1 en tout" in said and "NC" in said
    assert "en plus : 2 lignes de subventions" in said
    assert grants(tmp_path) == []
    click(page, "Charger 2 lignes")
    said = words(page)
    assert "5. Chargé" in said and "Chargé : source « subventions-envoi-" in said
    assert "Annuler ce chargement" in said and "partie=historique" in markup(page)
    assert grants(tmp_path) == [("Amicale", "20.00"), ("Cercle", "40.00")]
    assert [one.label for one in page.download_button] == ["Télécharger les lignes refusées (Excel)"]


def test_two_plausible_amounts_are_asked_with_radio_buttons(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("votes.csv", RIVALS))
    said = words(page)
    assert "Il reste 1 question" in said and "3. Lu" not in said
    (question,) = page.radio
    assert question.value is None and question.options == [
        r"Montant voté \(1 \; 3\)",
        r"Montant attribué \(20 \; 40\)",
    ]
    question.set_value("Montant attribué")
    click(page, "Répondre")
    assert "Cette colonne n’est pas reprise : « Montant voté »." in words(page)
    click(page, "Charger 2 lignes")
    assert grants(tmp_path) == [("Amicale", "20.00"), ("Boule", "40.00")]


def test_a_column_is_corrected_by_its_list_and_an_impossible_answer_is_taken_back(page: AppTest) -> None:
    drop(page, ("envoi.csv", GRANTS))
    (observations,) = [one for one in page.selectbox if one.label == "Observations"]
    assert observations.value == "ignorer"
    observations.set_value("objet")
    click(page, "Appliquer cette correspondance")
    assert [one.value for one in page.selectbox if one.label == "Observations"] == ["objet"]
    assert "n’est pas reprise" not in words(page)
    # Nobody would receive anything: said in place, the lists stay, and the first proposal is one click away.
    (receiver,) = [one for one in page.selectbox if one.label == "Bénéficiaire"]
    receiver.set_value("ignorer")
    click(page, "Appliquer cette correspondance")
    assert not [one for one in page.button if one.label.startswith("Charger")]
    assert [one.value for one in page.selectbox if one.label == "Bénéficiaire"] == ["ignorer"]
    click(page, "Revenir à ce qui était proposé")
    assert [one.label for one in page.button if one.label.startswith("Charger")] == ["Charger 2 lignes"]


def test_names_are_text_whatever_they_hold(page: AppTest) -> None:
    column = "![x](http://a.b/c) <script>alert(1)</script> **Élu**"
    drop(page, ("../../<img src=x onerror=alert(1)>.csv", GRANTS.replace("Observations", column)))
    assert "<img" not in markup(page) and "<script>alert" not in markup(page)
    labels = [one.label for one in page.selectbox]
    assert all("](" not in one and "**" not in one for one in labels), labels


def test_the_same_file_twice_an_empty_one_and_one_too_big_are_said(page: AppTest) -> None:
    drop(page, ("a.csv", GRANTS), ("b.csv", GRANTS), ("vide.csv", b""), ("gros.csv", b"x" * 51_000_000))
    said = words(page)
    assert "« b.csv » est le même fichier que « a.csv »" in said
    assert "« vide.csv » est vide" in said
    assert "« gros.csv » est trop gros : 51 Mo, pour 50 acceptés" in said
    drop(page, ("c.csv", GRANTS))
    assert "« c.csv » est le même fichier que « a.csv », qui attend déjà." in words(page)
    assert [one.label for one in page.button if one.label.startswith("Charger")] == ["Charger 2 lignes"]


def test_a_file_of_no_kind_is_one_that_a_person_names(page: AppTest) -> None:
    drop(page, ("mystere.csv", "Libellé A;Libellé B\nAmicale;1200\nBoule;300\n"))
    assert "aucun format reconnu" in words(page) and "2. Correspondance" not in words(page)
    (kind,) = [one for one in page.selectbox if one.label.startswith("Ce qu'est")]
    kind.set_value("subventions")
    whole(page.run())
    assert "Vous l'avez dit." in words(page)
    assert [one.label for one in page.radio if one.label.startswith("Quelle colonne dit qui reçoit")]


def test_a_table_of_two_kinds_is_asked_and_the_answer_can_be_taken_back(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("liste.csv", "Nom;Type;Département;Commune\nLes Coteaux;EVS;03;03190\n"))
    (question,) = page.radio
    question.set_value("structures")
    click(page, "Répondre")
    assert "en plus : 1 structure" in words(page)
    click(page, "Revenir à ce qui était proposé")
    page.radio[0].set_value("structures")
    click(page, "Répondre")
    click(page, "Charger 1 ligne")
    held = store.ask_facts(store_of(tmp_path), "SELECT nom FROM structures WHERE source LIKE 'tableaux%'")
    assert held == [("Les Coteaux",)]


def test_several_files_load_one_after_the_other(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("a.csv", GRANTS), ("b.csv", GRANTS.replace("Amicale", "Lecture").replace("Cercle", "Échecs")))
    (load,) = page.radio
    assert load.options == [r"« a\.csv »", r"« b\.csv »"]
    click(page, "Charger 2 lignes")
    (load,) = page.radio
    assert list(load.proto.captions) == ["déjà chargé", ""]
    load.set_value(load.options[1])
    whole(page.run())
    click(page, "Charger 2 lignes")
    assert len(grants(tmp_path)) == 4


def test_who_reads_cannot_load_and_a_role_taken_away_stops_in_place(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drop(page, ("envoi.csv", GRANTS))
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "lecture")
    click(page, "Charger 2 lignes")
    assert "a le rôle « lecture », qui ne permet pas de charger des fichiers" in words(page)
    assert "envoi.csv" in words(page) and grants(tmp_path) == []
    assert page.file_uploader[0].proto.disabled
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "contribution")
    whole(page.run())
    click(page, "Charger 2 lignes")
    assert len(grants(tmp_path)) == 2


def test_what_waits_survives_another_page_and_is_dropped_with_its_bytes_after_ten_minutes(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drop(page, ("envoi.csv", GRANTS))
    folder = page.session_state[f"{session._PREFIX}{KEY}"].value.folder
    assert [path.name for path in folder.iterdir()] == ["envoi.csv"]
    page.switch_page("app_pages/methode.py")
    whole(page.run())
    page.switch_page("app_pages/donnees.py")
    assert "envoi.csv" in words(whole(page.run())) and grants(tmp_path) == []
    page.session_state[f"{session._PREFIX}{KEY}"].looked_at -= session.IDLE + 1
    said = words(whole(page.run()))
    assert "ont attendu plus de dix minutes" in said and "envoi.csv" not in said
    assert not folder.exists()


def test_refused_lines_come_back_corrected_and_the_same_file_is_said_to_be_there(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("envoi.csv", GRANTS))
    click(page, "Charger 2 lignes")
    loaded = next(iter(page.session_state[f"{session._PREFIX}{KEY}"].value.loaded.values()))
    book = refused.workbook(loaded.tried.content, loaded.report.rejets)
    assert book is not None
    click(page, "Retirer tous les fichiers déposés")
    drop(page, ("envoi.csv", GRANTS), ("retour.xlsx", book))
    assert "Déjà chargé : ce contenu est celui de la source" in words(page)


def test_a_file_takes_the_place_of_an_earlier_load(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("envoi.csv", GRANTS))
    click(page, "Charger 2 lignes")
    drop(page, ("suite.csv", GRANTS.replace("NC", "30")))
    page.radio[0].set_value(page.radio[0].options[1])
    whole(page.run())
    (earlier,) = [one for one in page.selectbox if one.label.startswith("Ce fichier remplace")]
    assert len(earlier.options) == 2
    earlier.set_value(
        next(known.source for known in known_sources(store_of(tmp_path)) if known.format == "subventions")
    )
    whole(page.run())
    click(page, "Charger 3 lignes")
    assert grants(tmp_path) == [("Amicale", "20.00"), ("Boule", "30.00"), ("Cercle", "40.00")]


def one_fiche(title: str = "Jardins partagés") -> str:
    """One fiche under the model's headings, whose examples never load."""
    line = [title, "Les Coteaux", "03", "03190", "2021"]
    return models.delimited("fiches")["Actions"] + ";".join(line) + "\r\n"


def test_figures_and_verdicts_are_told_before_anything_is_written_and_are_those_of_the_load(
    page: AppTest, tmp_path: Path
) -> None:
    """The page counts one action more than before; D3, actions for inhabitants, has a context at last."""
    drop(page, ("fiches.csv", one_fiche()))
    before = store.history(store_of(tmp_path))
    said = words(click(page, "Calculer ce qui changerait"))
    foretold = said[said.index("4. Ce qui changerait") : said.index("Un chargement s'annule")]
    assert "Actions recensées 0 1" in foretold and "Rien n'est écrit." in foretold
    assert "pas encore mesurable contexte seulement" in foretold
    assert store.history(store_of(tmp_path)) == before
    assert not list(store_of(tmp_path).glob("chargement-*"))
    assert "Calculer ce qui changerait" not in [one.label for one in whole(page.run()).button]
    said = words(click(page, "Charger 1 ligne"))
    assert "Actions recensées 0 1" in said and "pas encore mesurable contexte seulement" in said


def test_a_trial_that_cannot_be_says_why_and_can_be_asked_again(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drop(page, ("fiches.csv", one_fiche()))
    monkeypatch.setattr(turn, "PATIENCE", 0.0)
    with turn.taken(store_of(tmp_path), KEEPER, "essaie un chargement", turn.TRIAL):
        said = words(click(page, "Calculer ce qui changerait"))
    assert "Ce qui changerait n'a pas pu être calculé." in said and "essaie un chargement depuis le" in said
    assert "Actions recensées 0 1" in words(click(page, "Calculer ce qui changerait"))


def test_a_file_of_many_columns_shows_some_at_once_and_keeps_what_was_said_of_the_others(page: AppTest) -> None:
    names = [f"Chiffre {rank}" for rank in range(44)]
    text = f"Code;{';'.join(names)}\n03001{';1' * 44}\n03002{';2' * 44}\n"
    drop(page, ("large.csv", text))
    assert [one.label for one in page.number_input] == ["De quelle année sont ces chiffres \\?"]
    (first,) = [one for one in page.selectbox if one.label == "Chiffre 0"]
    first.set_value("ignorer")
    click(page, "Appliquer cette correspondance")
    (pages,) = [one for one in page.selectbox if one.label == "Colonnes à voir"]
    assert pages.options == ["1 à 30 sur 45", "31 à 45 sur 45"]
    pages.set_value(30)
    whole(page.run())
    (last,) = [one for one in page.selectbox if one.label == "Chiffre 43"]
    last.set_value("ignorer")
    click(page, "Appliquer cette correspondance")
    assert "Ces colonnes ne sont pas reprises : « Chiffre 0 », « Chiffre 43 »." in words(page)
    page.number_input[0].set_value(2023)
    click(page, "Répondre")
    # Two communes, 42 figures each.
    assert "84 chiffres de communes" in words(page)


def test_a_file_that_is_not_what_a_person_says_is_refused_in_place_and_the_list_takes_it_back(
    page: AppTest, tmp_path: Path
) -> None:
    drop(page, ("envoi.csv", GRANTS))
    before = store.history(store_of(tmp_path))
    (kind,) = [one for one in page.selectbox if one.label.startswith("Ce qu'est")]
    for said in ("budgets", "postes", "fiches"):
        kind.set_value(said)
        told = words(whole(page.run()))
        assert "Ce chargement ne peut pas se faire." in told and "envoi.csv" in told, said
        assert not [one for one in page.button if one.label.startswith("Charger")], said
        (kind,) = [one for one in page.selectbox if one.label.startswith("Ce qu'est")]
    kind.set_value("tableaux")
    told = words(whole(page.run()))
    (question,) = page.radio
    assert "Il reste 1 question : rien ne se charge avant la réponse." in told and "3. Lu" not in told
    assert "envoi.csv" in question.label.replace("\\", "") and "aucune feuille" in question.label
    assert question.value is None and any(option.startswith("Fiches actions") for option in question.options)
    assert not [one for one in page.button if one.label.startswith("Charger")]
    (kind,) = [one for one in page.selectbox if one.label.startswith("Ce qu'est")]
    kind.set_value("subventions")
    whole(page.run())
    assert [one.label for one in page.button if one.label.startswith("Charger")] == ["Charger 2 lignes"]
    assert store.history(store_of(tmp_path)) == before
