"""Every page asked by an address that nobody wrote honestly: unknown, hostile, huge. It answers in French, as text."""

from pathlib import Path

import pytest

from tests.tools.pages import APP, markup, open_page, words

PAGES = sorted(file.stem for file in (APP.parent / "app_pages").glob("*.py") if file.stem != "__init__")
# What pages read in an address.
ASKED = (
    "departement", "bassin", "commune", "de", "a", "id", "action", "sujet", "nouveau", "champ", "suite", "partie",
    "ecriture", "geste", "origine", "lot", "page", "mesure", "question", "vue", "besoin", "regard", "division", "q",
    "liste", "tri", "pres", "rayon", "statut", "niveau", "annee", "mot", "public", "voir", "sobre",
    "pres", "rayon", "chiffre", "territoire", "cle", "instantane", "statut", "niveau", "annee", "mot", "public",
)  # fmt: skip
HOSTILE = {
    "chemin": "../../etc/passwd",
    "balise": "<img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE actions; --",
    "nombre": "9" * 400,
    "longueur": "x" * 20_000,
    # What a browser makes of half a character, and a zero byte.
    "caractères": "a\ufffd\x00\u202eb",
}


def hostile(shift: int) -> dict[str, str]:
    """Each parameter with one of the values, another one for each ``shift``."""
    values = list(HOSTILE.values())
    return {key: values[(rank + shift) % len(values)] for rank, key in enumerate(ASKED)}


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_address_is_answered_in_french(
    name: str, monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    """No exception, nothing of the address as markup; where the place is known, the rest is judged all the same."""
    known = {"jeu": "reel", "departement": "03"}
    for shift in range(3):
        page = open_page(monkeypatch, stores_folder, name, **hostile(shift), jeu=HOSTILE["chemin"])
        said, html = words(page), markup(page)
        assert "« ../../etc/passwd » n'est pas une valeur connue de « Jeu de données »" in said.replace("’", "'")
        assert "<img src=x" not in html and "Traceback" not in said and len(said) < 50_000
        assert "<img src=x" not in markup(
            open_page(monkeypatch, stores_folder, name, **{**hostile(shift + 3), **known})
        )


def test_the_overview_opens_by_its_name_too(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    """Streamlit would tell « Page introuvable » over it: a default page has no address but the root."""
    told: list[object] = []
    monkeypatch.setattr("streamlit.commands.navigation.send_page_not_found", told.append)
    page = open_page(monkeypatch, stores_folder, "synthese", jeu="reel", departement="03")
    assert "Ce que les faits disent déjà" in words(page) and told == []


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_does_not_use_of_its_address_is_told_once(
    name: str, monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    """On coming to the page, whatever it reads otherwise; not again when a control of the page moves."""
    page = open_page(monkeypatch, stores_folder, name, jeu="reel", departement="03", couleur="<b>rouge")
    assert words(page).count("« couleur=<b>rouge », dont cette page ne se sert pas") == 1
    assert "<b>rouge" not in markup(page)
    assert "couleur=" not in words(page.run())


def test_a_value_that_an_address_gives_twice_is_told_once(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    """The last one is retained; a filter that takes several values takes them all, and says nothing."""
    asked: dict[str, str | list[str]] = {"sobre": ["1", "<b>2"], "de": ["2011", "2012"], "cout": ["connu", "inconnu"]}
    page = open_page(monkeypatch, stores_folder, "actions", jeu="reel", departement="france", **asked)
    for key, last in (("sobre", "<b>2"), ("de", "2012")):
        assert words(page).count(f"L'adresse dit plusieurs fois « {key} » : « {last} », la dernière valeur") == 1
    assert words(page).count("plusieurs fois") == 2 and "<b>2" not in markup(page)
    assert "plusieurs fois" not in words(page.run())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"temps": "annees", "annee": "1850"}, "« 1850 » n'est pas une valeur connue de « Année »"),
        ({"annee": "abc"}, "« annee=abc », dont cette page ne se sert pas"),
        ({"niveau": "canton"}, "« niveau=canton », dont cette page ne se sert pas"),
    ],
)
def test_the_map_tells_what_it_leaves_of_an_address(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, asked: dict[str, str], told: str
) -> None:
    page = open_page(monkeypatch, stores_folder, "carte", jeu="reel", departement="49", **asked)
    assert words(page).count(told) == 1


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("actions", {"structure": "zzz"}, "« zzz » n'est pas une valeur connue de « Structure »"),
        ("carte", {"avec": "zzz"}, "« zzz » n'est pas une valeur connue de « Comparer avec »"),
        ("carte", {"forme": "aplats", "classes": "manuels", "seuils": "a"}, "ce n’est pas un nombre"),
    ],
)
def test_a_note_about_a_folded_control_stands_in_the_page(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, name: str, asked: dict[str, str], told: str
) -> None:
    page = open_page(monkeypatch, stores_folder, name, jeu="reel", departement="france", **asked)
    assert told.replace("’", "'") in words(page).replace("’", "'")
    folded = [str(each.proto.body) for panel in page.expander for each in panel.get("html")]
    assert not [body for body in folded if 'class="avis"' in body]


@pytest.mark.parametrize("number", ["abc", "999"])
def test_a_page_of_results_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, number: str
) -> None:
    page = open_page(monkeypatch, stores_folder, "actions", jeu="reel", departement="france", page=number)
    assert f"« {number} » n'est pas une valeur connue de « Page »" in words(page)


def test_a_control_that_shows_its_address_already_is_not_set_again(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    """Being set takes away what a reader is typing in it when a run ends (``set_value``: the browser is told to)."""
    page = open_page(monkeypatch, stores_folder, "actions", jeu="reel", departement="france", q="jardin")
    page.run()
    assert [box.value for box in page.text_input][:1] == ["jardin"]
    assert not any(box.proto.set_value for box in [*page.text_input, *page.multiselect])
    # A list that says another count of each value is: the browser would come back with words that are no option.
    page.query_params["de"] = "2011"
    page.run()
    assert any(box.proto.set_value for box in page.multiselect)
