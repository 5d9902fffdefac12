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
from data.actors import ANYONE
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
# What is looked at, and how many figures are compared at least: none may lose its link unseen.
SCOPES: dict[str, tuple[dict[str, str], int]] = {
    "demo": ({"jeu": "demo", "departement": "03"}, 200),
    "demo-bassin-2024": ({"jeu": "demo", "departement": "03", "bassin": "033", "de": "2024", "a": "2024"}, 200),
    "reel": ({"jeu": "reel", "departement": "03"}, 20),
    "reel-sans-faits": ({"jeu": "reel", "departement": "75"}, 5),
}
# Figures of each kind of a page that are followed, about.
MOST = 4
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
    bare = Scope(dataset, cached.copy_of(dataset, ANYONE))
    names = {row["code_departement"]: row["nom"] for row in cached.rows(bare, "territoires")}
    code = None if query["departement"] == "france" else query["departement"]
    bassin = query.get("bassin")
    named = {row["code_bassin"]: row["nom"] for row in cached.rows(bare, "bassins", departement=code)} if code else {}
    first, last = (int(query[key]) if key in query else None for key in ("de", "a"))
    return Scope(dataset, bare.copy, code, bassin, first, last, names.get(code or ""), named.get(bassin or ""))


def same(here: str, there: str) -> bool:
    """Whether the numbers and marks of both are those of one figure, each page having its own decimals and words.

    « 198 et plus » is « au moins 198 personnes »; « 12 actions en cours, dont 3… » begins with 12.
    """
    pairs = list(zip(tokens(here), tokens(there), strict=False))
    return bool(pairs) and all(_same(*pair) for pair in pairs)


def tokens(text: str) -> list[str]:
    """Numbers (a point before decimals) and marks, in their order."""
    found = _TOKEN.findall(text.replace("\u00a0", " "))
    return [re.sub("[\u202f−]", lambda sign: "-" if sign[0] == "−" else "", one).replace(",", ".") for one in found]


def _same(here: str, there: str) -> bool:
    if not (here.lstrip("-")[:1].isdigit() and there.lstrip("-")[:1].isdigit()):
        return here == there
    decimals = min(len(one.partition(".")[2]) for one in (here, there))
    return bool(abs(float(here) - float(there)) <= 0.5 / 10**decimals + 1e-9)


def test_two_figures_are_told_apart() -> None:
    assert same("100\u202f%", "100,0") and same("1\u202f234 €", "1\u202f234") and same("198 et plus", "au moins 198")
    assert same("3 sur 7", "3 sur 7 (ns)") and same("s", "s") and same("-12,5\u202f%", "−12,5\u202f%")
    assert not same("100,2", "100,4") and not same("nd", "s") and not same("0", "nd") and not same("", "12")


@pytest.mark.parametrize(("scope", "least"), SCOPES.values(), ids=SCOPES)
def test_every_figure_is_the_same_where_it_is_followed(
    monkeypatch: pytest.MonkeyPatch, stores: Path, scope: dict[str, str], least: int
) -> None:
    wrong, count = [], 0
    for name, more in PAGES:
        page = markup(open_page(monkeypatch, stores, name, **{**scope, **more}))
        for to, said in some(links(page)):
            count += 1
            query = {**scope, **dict(parse_qsl(urlsplit(to).query))}
            try:
                figure = followed.figure(asked.read(scope_of(stores, query), query))
            except asked.UnknownError as error:
                wrong.append(f"{name} {more}: {to}: {error}")
                continue
            if not same(said, figure.value):
                wrong.append(f"{name} {more}: {to}: {said!r} != {figure.value!r}")
    assert not wrong, "\n".join(wrong[:40])
    assert count >= least


def some(found: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A few of the figures of each kind of a page, spread from its first to its last."""
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for to, said in dict.fromkeys(found):
        by_kind.setdefault(dict(parse_qsl(urlsplit(to).query))["chiffre"], []).append((to, said))
    for same_kind in by_kind.values():
        yield from same_kind[:: max(1, len(same_kind) // MOST)]
