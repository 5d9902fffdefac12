"""The part « Campagne » of Données: opened on the page, followed, told what it cannot do."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.campaign import words
from dashboard.frame.scope import Dataset, Scope
from data.campaign.record import campaigns
from queries.campaign.followed import Coverage, Progress
from queries.moved import Verdict
from tests.small.facts import CENTRE, SMALL, filled
from tests.tools import pages
from tests.tools.pages import NO_COPY, open_page, whole

SCOPE = Scope(Dataset("reel", "Faits réels", Path()), NO_COPY)
ROW = {
    "structure": "Centre", "departement": "03", "code_bassin": "032", "bassin": "Moulins", "n_fiches": 2,
    "n_reponses": 0, "recue_le": None, "n_cellules": 0, "sources": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(reference_store, tmp_path_factory.mktemp("campagne"), SMALL)


def opened(monkeypatch: pytest.MonkeyPatch, stores: Path, role: str = "contribution") -> AppTest:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", role)
    return open_page(monkeypatch, stores, "donnees", partie="campagne", jeu="essai", departement="03")


def test_a_campaign_is_opened_on_the_page_and_followed(
    loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copytree(loaded, tmp_path / "magasins" / "essai"))
    page = opened(monkeypatch, path.parent)
    assert "Aucune campagne de collecte n'est ouverte." in pages.words(page)
    page.number_input[0].set_value(2021)
    whole(page.run())
    button = next(one for one in page.button if one.label.startswith("Ouvrir la campagne"))
    assert button.label == "Ouvrir la campagne 2021 pour 1 structure"
    whole(button.click().run())
    assert "dites votre fonction" in pages.words(page)
    assert campaigns(path) == {}
    next(one for one in page.text_input if one.label.startswith("Votre fonction")).set_value("chargée de mission")
    button = next(one for one in page.button if one.label.startswith("Ouvrir la campagne"))
    whole(button.click().run())
    (campaign,) = campaigns(path).values()
    assert (campaign.year, campaign.structures) == (2021, (CENTRE,))
    told = pages.words(page)
    assert "Personne n'a encore répondu à la campagne 2021 : 1 structure sollicitée." in told
    assert "Centre social des Coteaux attendue nd 3 nd Moulins" in told
    assert [one.proto.label for one in page.get("download_button")] == [
        "Classeurs à envoyer : 1",
        "Retours à rendre (PDF) : 1",
    ]
    read = pages.words(opened(monkeypatch, path.parent, "lecture"))
    assert "Ouvrir une campagne demande le rôle « contribution »" in read
    assert "Préparer les classeurs et les retours demande" in read


def test_who_answered_is_counted_by_bassin() -> None:
    answered = ROW | {"n_reponses": 1, "recue_le": "2026-11-27", "n_cellules": 4, "sources": ["campagne-a"]}
    rows = [ROW, answered, ROW | {"bassin": None, "n_fiches": 0}]
    assert words.answer(rows, 2024) == "1 structure sur 3 a répondu à la campagne 2024."
    assert words.answer([answered, answered], 2024) == "2 structures sur 2 ont répondu à la campagne 2024."
    assert words.by_bassin(rows) == [
        {"bassin": "Moulins", "envoyes": 2, "repondu": "1 sur 2", "derniere": "2026-11-27"},
        {"bassin": "sans bassin connu", "envoyes": 1, "repondu": "0 sur 1", "derniere": None},
    ]
    told = words.structures(rows, SCOPE)
    assert [row["reponse"] for row in told] == ["attendue", "reçue", "sans fiche cette année-là : pas de classeur"]
    assert told[1]["lien"] == "donnees?partie=historique&origine=campagne-a"


def test_fewer_workbooks_than_structures_is_explained() -> None:
    rows = [ROW, ROW, ROW | {"n_fiches": 0}]
    assert words.made(rows, 2024) == (
        "Un classeur et un retour par structure qui a une fiche en 2024, qu'elle ait répondu ou non. "
        "Sur 3 structures sollicitées, 1 n'a pas de fiche en 2024 : ni classeur ni retour."
    )
    assert "Sur" not in words.made(rows[:2], 2024)


def test_what_moved_is_told_in_a_sentence() -> None:
    coverage = (Coverage("03", "bénévoles", (1, 20), (5, 20)),)
    verdict = Verdict("C1", "Part des bénévoles", "03", "pas encore mesurable", "contexte seulement")
    said = words.moved(Progress(3, 9, None, coverage, (verdict,), ()))
    assert said.startswith(
        "De l'instantané 3, avant l'ouverture, à l'instantané 9 : "
        "1 indicateur s'est ouvert ; 1 champ a changé de renseignement."
    )
    ended = words.moved(Progress(3, 9, 2025, coverage, (), ()))
    assert "à l'instantané 9, avant l'ouverture de la campagne 2025 : 0 indicateur" in ended
    assert words.coverage(coverage) == [
        {"champ": "bénévoles", "departement": "03", "avant": "5\u202f% (1 sur 20)", "apres": "25\u202f% (5 sur 20)"}
    ]


def test_a_year_that_a_campaign_asked_for_is_not_proposed_again() -> None:
    asked = [{"annee": 2024, "ouverte_le": "2025-01-15"}, {"annee": 2025, "ouverte_le": "2026-01-14"}]
    assert words.proposed([2022, 2023, 2024, 2025], asked) == 2023
    assert words.proposed([2024, 2025], asked) == 2026
    assert words.proposed([2024, 2025], []) == 2025
    assert words.already(asked, 2025).startswith("Une campagne 2025 existe déjà, ouverte le 14/01/2026 :")
    assert words.already(asked, 2023) == ""
