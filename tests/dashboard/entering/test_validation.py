"""Compléter and Valider through AppTest: what waits is decided, the figures move, the last decision is taken back."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import store
from data.entering.forms import Decision, Fact, Save
from data.entering.save import decide
from tests.small.entered import JARDINS, asked, corrected
from tests.small.facts import SMALL, filled
from tests.small.people import OTHER
from tests.tools.pages import markup, open_page, whole, words

WORDS = "environ 1 200 habitants <script>"


def proposed(grandeur: str, value: int, text: str) -> dict[str, str]:
    return {
        "sujet_type": "action", "sujet_id": "jardins", "grandeur": grandeur, "annee": "2021", "valeur": str(value),
        "precision": "approchee", "etat": "proposee", "texte_source": text,
    }  # fmt: skip


TWINS = [
    {"structure_id": f"{slug}-03", "nom": name, "code_departement": "03", "rna": "W031000001"}
    for slug, name in (("foyer-rural", "Foyer rural"), ("le-foyer", "Le foyer"))
]


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = {
        **SMALL,
        "structures": [*SMALL["structures"], *TWINS],
        "mesures": [
            *SMALL["mesures"],
            proposed("habitants", 1200, WORDS),
            proposed("habitants", 1300, "environ 1 300 habitants <script>"),
            proposed("participations", 2, "2 participations"),
        ],
    }
    return filled(reference_store, tmp_path_factory.mktemp("valider"), rows)


@pytest.fixture
def stores(loaded: Path, tmp_path: Path) -> Path:
    shutil.copytree(loaded, tmp_path / "magasins" / "reel")
    return tmp_path / "magasins"


def opened(patch: pytest.MonkeyPatch, stores: Path, role: str = "contribution", **address: str) -> AppTest:
    patch.setenv("OBSERVATOIRE_ROLE", role)
    return open_page(patch, stores, "donnees", departement="03", **{"partie": "valider", **address})


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [each for each in page.button if each.label == label]
    return whole(button.click().run())


def write(page: AppTest, label: str, text: str) -> None:
    next(each for each in page.text_input if each.label.startswith(label)).set_value(text)


def test_proposals_are_refused_with_a_reason_then_taken_back(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    page = opened(monkeypatch, stores)
    assert "1 proposition en attente sous secret statistique" in words(page)  # 2 participations.
    assert "<mark>1\u00a0200</mark>" in markup(page) or "<mark>1 200</mark>" in markup(page)
    assert "<script>" not in markup(page)
    assert len(page.checkbox) == 2  # The largest lot; the amount of « Atelier d'écriture » is another one.
    page = press(page, "Accepter")
    assert "cochez au moins une proposition" in words(page)
    page = press(page, "Tout cocher sur cette page")
    page = press(page, "Refuser")
    assert "Motif : dites pourquoi" in words(page)
    write(page, "Motif (obligatoire pour refuser)", "c'est le bourg entier")
    page = press(page, "Refuser")
    assert "Votre fonction (obligatoire) : dites votre fonction" in words(
        page
    )  # The store's own refusal; the boxes stay ticked.
    assert [box.value for box in page.checkbox] == [True, True]
    write(page, "Votre fonction", "animatrice")
    page = press(page, "Refuser")
    assert "2 propositions refusées. 2 attendent encore" in words(page)
    assert "2 refusées" in words(page)
    # One for who is there, one under secrecy: the tab, the answer and what was done count the same.
    assert "Propositions (2)" in str([each.options for each in page.segmented_control])
    assert "2 nombres lus dans les textes attendent" in words(page)
    assert "c'est le bourg entier" not in words(page)  # A text that nobody reviewed.
    assert len(asked(stores / "reel", "propositions", sujet=JARDINS)) == 1
    page = press(page, "Annuler cette décision")
    assert "Décision annulée" in words(page)
    assert len(asked(stores / "reel", "propositions", sujet=JARDINS)) == 3
    assert "Votre dernière décision" not in words(page)


def test_the_administration_decides_of_small_counts_and_corrects(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    page = opened(monkeypatch, stores, "administration")
    assert "sous secret statistique" not in words(page)
    (lot,) = [each for each in page.selectbox if each.label.startswith("Lot")]
    page = whole(lot.set_value(next(code for code in lot.options if code.startswith("Participations"))).run())
    assert [box.label for box in page.checkbox] == ["Proposition 1 : 2 (environ) participations"]
    write(page, "Votre fonction", "directrice")
    # A session's attendance was read where the text tells of different people, in 2022.
    number, year = (next(each for each in page.number_input if each.label == name) for name in ("Nombre", "Année"))
    number.set_value(20)
    year.set_value(2022)
    (counted,) = [each for each in page.selectbox if each.label == "Ce qui est compté"]
    assert counted.value == "participations"
    counted.set_value("participants_distincts")
    page = press(page, "Corriger")
    assert "1 proposition corrigée. 3 attendent encore" in words(page)
    assert "Ce lot n'attend plus rien : voici le suivant." in words(page)
    said = "SELECT grandeur, annee FROM mesures WHERE valeur = 20 AND etat = 'validee'"
    assert store.ask_facts(stores / "reel", said) == [("participants_distincts", 2022)]


def test_a_lot_is_gone_through_before_the_next(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    """Once one of two « habitants » is accepted, the lot « coût » of one comes as early: the other is still shown."""
    page = opened(monkeypatch, stores)
    write(page, "Votre fonction", "animatrice")
    page.checkbox[0].check()
    page = press(page, "Accepter")
    assert "1 proposition acceptée" in words(page)
    assert [box.label for box in page.checkbox if "habitants" in box.label]
    assert page.query_params["lot"]


def test_a_reader_sees_what_waits_and_decides_nothing(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    page = opened(monkeypatch, stores, "lecture")
    assert "Proposition 1 :" in words(page)
    assert not page.checkbox and not [each for each in page.button if each.label in ("Accepter", "Refuser", "Corriger")]


def test_disagreements_and_twins_are_settled(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    page = opened(monkeypatch, stores, file="divergences")
    (choice,) = page.radio
    assert choice.options == ["Affirmation 1 : au moins 200", "Affirmation 2 : au moins 260"]
    page = press(page, "Préférer")
    assert "choisissez l'affirmation" in words(page)
    page.radio[0].set_value(choice.options[1])
    write(page, "Votre fonction", "animatrice")
    write(page, "Motif (obligatoire)", "compté à l'entrée")
    page = press(page, "Préférer")
    assert "au moins 260 compte seul dans les totaux" in words(page)
    sides = asked(stores / "reel", "affirmations_divergentes")
    assert [(side["valeur"], side["etat"]) for side in sides] == [(200, "ecartee"), (260, "validee")]

    page = opened(monkeypatch, stores, file="doublons")
    assert "même RNA" in words(page)
    write(page, "Votre fonction", "animatrice")
    page = press(page, "Fondre")
    assert "confirmez d'abord" in words(page)
    page.checkbox[0].set_value(True)
    page = press(page, "Fondre")
    assert "« Le foyer » est désormais « Foyer rural »" in words(page)
    assert asked(stores / "reel", "structures_semblables") == []


def test_only_own_decisions_are_offered_to_be_undone(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    (waiting, *_) = asked(stores / "reel", "propositions", sujet=JARDINS)
    decision = Decision(Fact("mesures", "action", JARDINS, waiting["fait"]), "acceptee")
    decide(OTHER, stores / "reel", [decision], Save("coordinateur"))
    corrected(stores / "reel", JARDINS, statut="En cours")
    (row,) = asked(stores / "reel", "decisions_prises")  # A correction is none.
    assert (row["auteur"], row["n_acceptees"], row["fonction"]) == (OTHER.name, 1, "coordinateur")
    assert "Votre dernière décision" not in words(opened(monkeypatch, stores))


def test_worklists_lead_from_a_field_to_each_fiche(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    """Of three actions, « Atelier d'écriture » alone has no commune; 70 % of three is three."""
    page = opened(monkeypatch, stores, partie="completer", champ="commune")
    assert "1 fiche sans « commune » validé, dont 1 avec des nombres lus dans les textes" in words(page)
    assert "Atelier d'écriture" in words(page) and "Café des familles" not in words(page)
    assert "champ=commune&amp;suite=commune" in markup(page)
    page = opened(monkeypatch, stores, partie="completer", champ="résumé")  # Of the fiche, and of no indicator.
    assert "3 fiches sans « résumé »" in words(page)
    board = open_page(monkeypatch, stores, "indicateurs", departement="03")
    assert "donnees?departement=03&amp;partie=completer&amp;champ=" in markup(board) or (
        "donnees?partie=completer&amp;champ=" in markup(board)
    )
    assert "partie=completer&amp;champ=r%C3%A9sum%C3%A9" in markup(
        open_page(monkeypatch, stores, "sources", departement="03")
    )
