"""« Chercher »: what is suggested, where it leads, and what is said when there is nothing."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from dashboard.frame import box, finding
from tests import ROOT


@pytest.fixture(autouse=True)
def stores(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    monkeypatch.setenv("OBSERVATOIRE_MAGASINS", str(stores_folder))


def choices(text: str, **address: str) -> dict[str, list[dict[str, str]]]:
    return {group["titre"]: group["choix"] for group in box.told({"q": text, **address})["groupes"]}


def leads(choice: dict[str, str]) -> tuple[str, dict[str, str]]:
    parts = urlsplit(choice["href"])
    return parts.path, {key: value for key, (value,) in parse_qs(parts.query).items()}


def served(**query: str) -> Response:
    """What the address of the server answers."""
    answer = box.route().endpoint(Request({"type": "http", "query_string": urlencode(query).encode(), "headers": []}))
    assert isinstance(answer, Response)
    return answer


def test_accents_case_hyphens_and_abbreviations_are_ignored() -> None:
    for text in ("st-pourcain", "Saint Pourçain", "SAINT-POURÇAIN", "  saint   pourcain "):
        assert choices(text)["Territoires"][0]["nom"] == "Saint-Pourçain-sur-Sioule"


def test_the_address_of_the_reader_is_kept() -> None:
    address = {
        "departement": "03",
        "bassin": "033",
        "de": "2011",
        "a": "2016",
        "jeu": "reel",
        "q": "x",
        "vue": "cartes",
    }
    kept = {"departement": "03", "de": "2011", "a": "2016", "jeu": "reel"}
    vichy, bassin, epci = choices("vichy", **{**address, "q": "vichy"})["Territoires"]
    assert leads(vichy) == ("territoire", {**kept, "commune": "03310"})
    assert leads(bassin) == ("territoire", {**kept, "bassin": "033"})
    assert leads(epci) == ("territoire", {**kept, "epci": "200071363"})
    (habitante,) = choices("a1", **{**address, "q": "a1"})["Indicateurs"]
    assert leads(habitante) == ("indicateur", {**kept, "bassin": "033", "id": "A1"})
    (page,) = choices("ce qui manque", **{**address, "q": "ce qui manque"})["Pages"]
    assert leads(page) == ("financements", {**kept, "bassin": "033", "question": "manque"})


def test_what_a_committee_did_leads_to_its_own_page() -> None:
    found = choices("agir ensemble 2013", departement="49", de="2011")
    assert leads(found["Événements"][0]) == (
        "evenement",
        {"departement": "49", "de": "2011", "id": "agir-ensemble-angers-2013"},
    )
    (taken,) = choices("confier sujets comites")["Décisions"]
    page, asked = leads(taken)
    assert (page, set(asked)) == ("seances", {"decision"})


def test_what_is_elsewhere_is_said_and_does_not_lead_to_an_empty_list() -> None:
    nevers = choices("nevers", departement="03")["Territoires"][0]
    assert nevers["detail"] == "Commune d'un autre département\u00a0: Nièvre (58)"
    (structure,) = choices("mjc de vic", departement="03", bassin="033", de="2011")["Structures"]
    assert structure["detail"] == "1 fiche action, Hautes-Pyrénées (65), hors du périmètre choisi"
    assert leads(structure) == ("actions", {"departement": "65", "structure": "MJC DE VIC-EN-BIGORRE"})
    (structure,) = choices("mjc de vic", departement="65", de="2011")["Structures"]
    assert leads(structure)[1] == {"departement": "65", "de": "2011", "structure": "MJC DE VIC-EN-BIGORRE"}


def test_an_unknown_territory_is_ignored_as_pages_ignore_it() -> None:
    known = {"q": "vichy", "departement": "03"}
    assert box.told({**known, "bassin": "zzz"}) == box.told(known)
    # 001 is no bassin of the Allier either; without a département there is none.
    assert box.told({**known, "bassin": "001"}) == box.told(known)
    assert box.told({"q": "vichy", "departement": "zz", "bassin": "033"}) == box.told({"q": "vichy", "bassin": "033"})


def test_nothing_found_says_what_to_do_and_where_words_are_looked_for() -> None:
    told = box.told({"q": "zzqx", "departement": "03"})
    assert told["dit"].startswith("Aucun résultat pour «\u00a0zzqx\u00a0». Vérifiez l'orthographe")
    ((group,),) = [group["choix"] for group in told["groupes"]]
    assert leads(group) == ("actions", {"departement": "03", "q": "zzqx"})
    # Of that form, and of no commune: it may be that of the post office.
    assert "est-ce un code postal" in box.told({"q": "03999"})["dit"]
    assert box.told({"q": "a"}) == box.told({"q": "-- '"}) == {"groupes": [], "dit": ""}


def test_a_former_commune_leads_to_the_one_of_today() -> None:
    # Gennes (49149) has been a part of Gennes-Val-de-Loire (49261) since 2018 (COG).
    (today,) = choices("49149")["Territoires"]
    assert leads(today)[1]["commune"] == "49261"
    assert "49149" in today["detail"]


def test_every_page_is_found_by_its_name() -> None:
    # These are of one thing, which their address names: an indicator, a fiche, a form, a figure, a body, a session…
    files = {path.stem for path in (ROOT / "dashboard/app_pages").glob("*.py")} - {
        "__init__",
        "indicateur",
        "fiche",
        "saisie",
        "origine",
        "instance",
        "evenement",
        "projet",
        "projection",
        "depuis",
    }
    assert {page.path.replace("./", "synthese") for page in finding.PAGES} == files
    for page in finding.PAGES:
        assert page.title in [one["nom"].replace("\u00a0", " ") for one in choices(page.title)["Pages"]]


def test_the_server_answers_beside_the_pages_and_to_nobody_else() -> None:
    answer = served(q="<img src=x onerror=alert(1)>", jeu="../..", de="hier", departement="zz")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert "access-control-allow-origin" not in answer.headers
    assert len(served(q="é" * 5000).body) < 2000


def test_a_store_that_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "reel").mkdir()
    (tmp_path / "reel" / "catalogue.sqlite").write_text("pas un catalogue", encoding="utf-8")
    monkeypatch.setenv("OBSERVATOIRE_MAGASINS", str(tmp_path))
    told = json.loads(bytes(served(q="moulins").body))
    assert told["groupes"] == []
    assert told["dit"]
