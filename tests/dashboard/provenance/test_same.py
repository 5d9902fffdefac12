"""Every link « D'où vient ce chiffre ? » of every page is followed: the figure there is the one of the page it left."""

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.frame import cached
from dashboard.frame.scope import Dataset, Scope
from dashboard.provenance import asked, followed
from tests.tools.pages import markup, open_page

PAGES: list[tuple[str, dict[str, str]]] = [
    ("synthese", {}),
    ("indicateurs", {}),
    ("indicateur", {"id": "A2"}),
    ("indicateur", {"id": "D1", "niveau": "commune"}),
    ("indicateur", {"id": "F9", "niveau": "action"}),
    ("bassins", {}),
    ("carte", {"commune": "03310"}),
    ("carte", {"commune": "03310", "mesure": "personnes"}),
    ("carte", {"commune": "03190", "mesure": "cout"}),
    ("carte", {"commune": "03310", "mesure": "D1"}),
    ("besoins", {}),
    ("financements", {}),
    ("financements", {"question": "manque"}),
    ("couts", {}),
    ("revue", {}),
    ("territoire", {"commune": "03310"}),
    ("territoire", {"epci": "200071363"}),
]
SCOPES: dict[str, dict[str, str]] = {
    "demo": {"jeu": "demo", "departement": "03"},
    "demo-bassin-2024": {"jeu": "demo", "departement": "03", "bassin": "033", "de": "2024", "a": "2024"},
    "reel": {"jeu": "reel", "departement": "03"},
    "reel-france": {"jeu": "reel", "departement": "france"},
    "reel-sans-faits": {"jeu": "reel", "departement": "75"},
}
_CARD = re.compile(r'<dd class="valeur">(.*?)</dd>(?:(?!</div>).)*?<dd class="suivre"><a href="([^"]*)"', re.DOTALL)
_CELL = re.compile(r'<a href="([^"]*)"[^>]*class="origine"[^>]*>(?!D\'où|D&#39;où)(.*?)</a>', re.DOTALL)
_BARE = re.compile(r'<a class="?origine"? href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TOKEN = re.compile(r"[−-]?\d[\d\u202f]*(?:,\d+)?|(?<![\w'’])(?:nd|ns|s)(?![\w'’])|///")


@pytest.fixture(scope="module")
def stores(demo_store: Path, real_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins-origine")
    shutil.copytree(demo_store, folder / "demo")
    shutil.copytree(real_store, folder / "reel")
    return folder


def links(page: str) -> Iterator[tuple[str, str]]:
    """(address, figure as it is read) of every figure of a page that can be followed."""
    for value, to in _CARD.findall(page):
        yield html.unescape(to), _read(value)
    for pattern in (_CELL, _BARE):
        for to, value in pattern.findall(page):
            yield html.unescape(to), _read(value)


def _read(body: str) -> str:
    return html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", body)).strip()


def scope_of(stores: Path, query: dict[str, str]) -> Scope:
    """What the shared filters of the page make of an address."""
    dataset = Dataset(query["jeu"], query["jeu"], stores / query["jeu"])
    bare = Scope(dataset, cached.copy_of(dataset, asked_by()))
    names = {row["code_departement"]: row["nom"] for row in cached.rows(bare, "territoires")}
    code = None if query["departement"] == "france" else query["departement"]
    bassin = query.get("bassin")
    named = {row["code_bassin"]: row["nom"] for row in cached.rows(bare, "bassins", departement=code)} if code else {}
    years = [int(query[key]) if key in query else None for key in ("de", "a")]
    return Scope(dataset, bare.copy, code, bassin, *years, names.get(code or ""), named.get(bassin or ""))


def asked_by():  # type: ignore[no-untyped-def]
    from data.actors import ANYONE

    return ANYONE


def tokens(text: str) -> list[str]:
    """The numbers and marks of a figure, in their order."""
    return _TOKEN.findall(text.replace("\u00a0", " "))


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_every_figure_is_the_same_where_it_is_followed(
    monkeypatch: pytest.MonkeyPatch, stores: Path, scope: dict[str, str]
) -> None:
    found: dict[tuple[str, str], str] = {}
    for name, more in PAGES:
        page = markup(open_page(monkeypatch, stores, name, **{**scope, **more}))
        found |= {link: f"{name} {more}" for link in links(page)}
    wrong = []
    for (to, said), page in found.items():
        query = {**scope, **dict(parse_qsl(urlsplit(to).query))}
        try:
            figure = followed.follow(asked.read(scope_of(stores, query), query)).figure
        except asked.UnknownError as error:
            wrong.append(f"{page}: {to}: {error}")
            continue
        here, there = tokens(said), tokens(figure.value)
        count = min(len(here), len(there))
        if not count or here[:count] != there[:count]:
            wrong.append(f"{page}: {to}: {said!r} != {figure.value!r}")
    print(len(found))
    assert not wrong, "\n".join(wrong[:40])
    assert found or scope["jeu"] == "reel"
