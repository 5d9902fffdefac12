"""What spreads: why actions are alike, the list that is kept in the address, what became of each, whom to ask."""

import html
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.directory import alike, became, chosen, inspirations
from tests.tools.pages import markup, open_page, words

ART_THERAPIE = "art-therapie-adulte-34cf1390"
BASKETS = "paniers-solidaires-89de80dd"
ALIKE: dict[str, Any] = {
    "structure": "EVS", "departement": "32", "etat": "en_cours", "statut": "En cours", "communs": ["Santé", "Culture"],
    "publics_communs": ["Adultes"], "comparable": True, "commune": "Riscle", "population": 1622, "densite": 44.02,
    "commune_ici": "Bargemon", "population_ici": 1433, "densite_ici": 40.67,
}  # fmt: skip


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> Callable[..., AppTest]:
    return partial(open_page, monkeypatch, stores_folder)


def test_why_is_told_in_one_sentence_each() -> None:
    assert alike.why(ALIKE).replace("\u202f", " ") == (
        "EVS, Gers (32), en cours. Mêmes thèmes : santé et culture. Même public : adultes. "
        "Commune comparable : Riscle, 1 622 habitants, 44 au km² (Bargemon : 1 433 habitants, 41 au km²)."
    )
    unknown = {**ALIKE, "etat": None, "publics_communs": [], "population": None, "commune": None}
    assert alike.why(unknown) == (
        "EVS, Gers (32), dite « En cours », sans date qui le confirme. Mêmes thèmes : santé et culture."
    )
    assert "Commune d'une autre taille : Riscle" in alike.why({**ALIKE, "comparable": False})


def test_what_became_of_it_says_why_or_that_nobody_wrote_it() -> None:
    ended: dict[str, Any] = {
        "etat": "finie", "statut": "Terminée", "date_fin": "2024-07-31", "date_fin_precision": "mois",
        "motif_fin_code": "financement", "motif_fin": "plus de budget",
    }  # fmt: skip
    day = date(2025, 12, 31)
    assert became.told(ended, day) == "Finie (juillet 2024), raison : financement."
    assert "telle qu'écrite : « plus de budget »" in became.told({**ended, "motif_fin_code": None}, day)
    nothing = {**ended, "date_fin": None, "date_fin_precision": "inconnue", "motif_fin": None, "motif_fin_code": None}
    assert became.told(nothing, day) == "Finie (date inconnue), raison inconnue."
    assert became.told({**ended, "etat": "en_cours"}, day) == "En cours au 31/12/2025, dernier jour connu."


def test_a_list_is_kept_in_order_and_says_what_of_it_is_unknown() -> None:
    assert chosen.toggled(("a", "b"), "c") == ("a", "b", "c")
    assert chosen.toggled(("a", "b"), "a") == ("b",)
    rows = [{"action_id": "a"}]
    assert inspirations.strangers(("a",), rows) == ""
    assert inspirations.strangers(("a", "x" * 200), rows).startswith(f"« {'x' * 60} » ne désigne aucune action")
    many = inspirations.strangers(tuple(str(n) for n in range(chosen.MOST + 2)), rows)
    assert "« 0 », « 1 », « 2 » et 27 autres ne désignent aucune action" in many
    assert f"{chosen.MOST} actions au plus : 2 autres de l'adresse en sort" in many
    full = chosen.button("x", [str(n) for n in range(chosen.MOST)], "a", "Titre")
    assert "Liste pleine" in full and "href" not in full


def test_the_list_is_printed_with_what_is_known_of_each(visit: Callable[..., AppTest]) -> None:
    page = visit("inspirations", liste=f"{BASKETS},nexistepas,{ART_THERAPIE},{BASKETS}")
    said = words(page)
    assert "2 actions dans votre liste." in said
    assert "« nexistepas » ne désigne aucune action" in said
    assert said.index("PANIERS SOLIDAIRES") < said.index("Art-thérapie Adulte")
    assert "Finie (juillet 2024), raison inconnue." in said
    assert "FAMILLES RURALES association de Bargemon, espace de vie sociale, siège : Bargemon" in said
    # What cannot be is not offered again: the way on keeps the two that exist.
    assert f'href="actions?liste={BASKETS}%2C{ART_THERAPIE}"' in html.unescape(markup(page))


@pytest.mark.parametrize("liste", ["", ",,", "nexistepas", "<script>alert(1)</script>"])
def test_a_list_of_nothing_says_how_to_begin(visit: Callable[..., AppTest], liste: str) -> None:
    page = visit("inspirations", liste=liste)
    assert "Votre liste est vide." in words(page)
    assert "<script" not in markup(page)


def test_the_list_goes_along_from_the_directory_to_a_fiche(visit: Callable[..., AppTest]) -> None:
    shown = html.unescape(markup(visit("actions", mot="Santé", liste=BASKETS))).replace("\u00a0", " ")
    assert "Votre liste à imprimer" in shown
    kept = re.findall(
        r'href="(actions\?[^"]*)"[^>]*aria-label="(Garder dans|Retirer de) votre liste : « ([^"]*) »"', shown
    )
    assert {(verb, title) for _, verb, title in kept} >= {("Retirer de", "PANIERS SOLIDAIRES")}
    address = next(to for to, verb, title in kept if title.startswith("Art-thérapie"))
    assert address.endswith(f"liste={BASKETS}%2C{ART_THERAPIE}")
    sheet = html.unescape(markup(visit("fiche", action=ART_THERAPIE, liste=BASKETS)))
    assert f'href="inspirations?liste={BASKETS}%2C{ART_THERAPIE}"' in sheet
    assert f'href="actions?liste={BASKETS}"' in sheet


def test_results_stand_on_a_map_and_in_another_order(visit: Callable[..., AppTest]) -> None:
    page = visit("actions", tri="debut")
    # Ten of the twenty-one fiches have a known commune (above, in the answer).
    assert "10 actions sur 21 dans" in words(page)
    first = re.search(r'<h3><a href="fiche\?[^"]*" data-interne>(.*?)</a>', markup(page))
    assert first is not None
    assert "21 actions, début le plus récent d'abord" in words(page)
    nowhere = visit("actions", q="jardins", statut="Terminée", tri="debut")
    assert "Carte" not in markup(nowhere)
