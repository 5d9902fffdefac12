"""Every address that a version ever gave still opens what it named: add to these lists, take nothing out of them.

Read in the changelog and in the history of the pages and of what they read in an address.
"""

import re
from pathlib import Path

import pytest

from tests import ROOT
from tests.tools.pages import open_page, words

# Addresses of pages, in the order of the versions that first had them. ``argent`` is that of « Coûts déclarés » before
# 0.5.0, ``synthese`` the name of the first page.
EVER = (
    "accueil", "synthese", "indicateurs", "indicateur", "bassins", "carte", "actions", "fiche", "financements",
    "argent", "revue", "sources", "accessibilite", "methode", "couts", "besoins", "donnees", "saisie", "territoire",
    "origine", "seances", "depuis", "instance", "evenement", "projet", "calendrier", "projection",
    "dossier", "inspirations",
)  # fmt: skip
# Page, what its address says, what it then tells.
ASKED: tuple[tuple[str, dict[str, str], str], ...] = (
    ("synthese", {"de": "2016", "a": "2019"}, "2016 à 2019"),
    ("indicateur", {"id": "A1"}, "Initiative habitante"),
    ("bassins", {"vue": "cartes"}, "Bassins de vie"),
    ("besoins", {"vue": "fins"}, "Besoins et offre"),
    ("besoins", {"vue": "territoires"}, "Besoins et offre"),
    ("carte", {"mesure": "accorde"}, "accordé"),
    ("actions", {"q": "jardin"}, "jardin"),
    ("actions", {"pres": "03310"}, "Vichy"),
    ("financements", {"question": "manque"}, "manque"),
    ("financements", {"question": "arret"}, "arrêt"),
    ("territoire", {"commune": "03310"}, "Vichy"),
    ("territoire", {"epci": "200071363"}, "Vichy"),
    ("territoire", {"bassin": "033"}, "Vichy"),
    ("origine", {"chiffre": "actions", "instantane": "1"}, "instantané"),
    ("donnees", {"partie": "modeles"}, "Modèles"),
    ("donnees", {"partie": "historique", "ecriture": "2"}, "Écriture 2"),
    ("donnees", {"partie": "campagne"}, "campagne"),
    ("seances", {}, "Séances"),
)  # fmt: skip


def test_every_page_ever_given_has_its_address() -> None:
    code = (ROOT / "dashboard" / "pages.py").read_text(encoding="utf-8")
    found = re.findall(r'st\.Page\("app_pages/(\w+)\.py"([^\n]*)', code)
    assert len(found) > 20
    paths = [(re.search(r'url_path="([^"]+)"', rest) or [None, name])[1] for name, rest in found]
    assert set(EVER) <= set(paths) and len(paths) == len(set(paths))


@pytest.mark.parametrize(("name", "asked", "told"), ASKED, ids=lambda value: str(value)[:40])
def test_what_it_asked_is_still_understood(
    name: str, asked: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch, demo_store: Path
) -> None:
    said = words(open_page(monkeypatch, demo_store.parent, name, **{"jeu": "demo", "departement": "03", **asked}))
    assert told in said.replace("’", "'")
    assert "dont cette page ne se sert pas" not in said and "n'est pas une valeur connue" not in said
