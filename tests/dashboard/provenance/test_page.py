"""Every link « D'où vient ce chiffre ? » of every page is followed: the figure there is the one of the page it left."""

import html
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.frame import cached
from dashboard.frame.scope import Dataset, Scope
from dashboard.provenance import asked, followed
from data import days
from data.actors import ANYONE
from tests.tools.pages import markup, open_page, words

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
    ("carte", {"departement": "france", "mesure": "A2"}),
    ("besoins", {}),
    ("financements", {}),
    ("financements", {"question": "manque"}),
    ("financements", {"question": "arret"}),
    ("financements", {"question": "arret", "hypothese": "famille:CAF", "baisse": "0.5"}),
    ("couts", {}),
    ("sources", {}),
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
_CARD = re.compile(r'<dd class="valeur">(.*?)</dd>(?:(?!</div>).)*?<span class="suivre"><a href="([^"]*)"', re.DOTALL)
_CELL = re.compile(r'<a href="([^"]*)"[^>]*class="origine"[^>]*>(?!D\'où|D&#39;où)(.*?)</a>', re.DOTALL)
_BARE = re.compile(r'<a class="?origine"? href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
# A sentence of figures, and the way to the rows of the first of them.
_SENTENCE = re.compile(
    r'(?<!<div class="versions">)<(?:p|li)\b[^>]*>((?:(?!</?(?:p|li)\b).)*?)'
    r'\u2002<span class="suivre"><a href="([^"]*)"'
)
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


def sentences(page: str) -> Iterator[tuple[str, str]]:
    """(address, sentence) of every sentence whose figures lead to their rows."""
    for said, to in _SENTENCE.findall(page):
        yield html.unescape(to), _read(said)


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
        for to, said in sentences(page):
            count += 1
            query = {**scope, **dict(parse_qsl(urlsplit(to).query))}
            figure = followed.figure(asked.read(scope_of(stores, query), query))
            # A sentence says « aucun » and « on ne sait pas » in words.
            if not {token for token in tokens(figure.value) if token[0] in "123456789"} <= set(tokens(said)):
                wrong.append(f"{name} {more}: {to}: {figure.value!r} is not in {said!r}")
    assert not wrong, "\n".join(wrong[:40])
    assert count >= least


def some(found: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A few of the figures of each kind of a page, spread from its first to its last."""
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for to, said in dict.fromkeys(found):
        by_kind.setdefault(dict(parse_qsl(urlsplit(to).query))["chiffre"], []).append((to, said))
    for same_kind in by_kind.values():
        yield from same_kind[:: max(1, len(same_kind) // MOST)]


def opened(monkeypatch: pytest.MonkeyPatch, stores: Path, **query: str) -> str:
    """The page as it is read; of the real facts unless the address says otherwise."""
    return words(open_page(monkeypatch, stores, "origine", **{"jeu": "reel", "departement": "03", **query}))


def cited(page: str) -> str:
    """The citation of a page, to its address."""
    return page.partition("Citer ")[2].partition(" Copier la citation")[0]


def test_a_citation_says_all_and_its_address_gives_the_same_figure(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    monkeypatch.setattr(days, "today", lambda: date(2027, 1, 2))
    # A1 of 2024 in the demonstration, divided here from the two counts that « De quoi il est fait » says.
    asked_for = {"jeu": "demo", "chiffre": "indicateur-A1", "territoire": "departement:03", "annee": "2024"}
    page = opened(monkeypatch, stores, **asked_for)
    said = cited(page)
    snapshot = cached.copy_of(Dataset("demo", "", stores / "demo"), ANYONE).snapshot
    numerator, whole = (int(re.search(rf"{name} : [^:]*? (\d+) ", page)[1]) for name in ("Numérateur", "Dénominateur"))  # type: ignore[index]
    value = f"{100 * numerator / whole:.1f} %".replace(".", ",")
    assert said.startswith(f"Initiative habitante, Allier (03), 2024 : {value}. Sources : Allier de démonstration")
    for part in ("Licence Ouverte 2.0", "données de démonstration, fictives", f"instantané {snapshot}", "02/01/2027"):
        assert part in said
    address = urlsplit(said.rsplit(" ", 1)[1])
    query = dict(parse_qsl(address.query))
    assert (address.path, query["jeu"], query["departement"], query["instantane"], query["valeur"]) == (
        "origine", "demo", "03", str(snapshot), value,
    )  # fmt: skip
    assert cited(opened(monkeypatch, stores, **query)) == said
    for part in ("Numérateur : actions où un habitant", "Dénominateur : actions dont", "premières lignes sur",
                 "-- $annee = 2024", "Chargements dont vient ce chiffre"):  # fmt: skip
        assert part in page or part in code(monkeypatch, stores, **asked_for)


def code(monkeypatch: pytest.MonkeyPatch, stores: Path, **query: str) -> str:
    """The blocks of code of the page."""
    return "\n".join(block.value for block in open_page(monkeypatch, stores, "origine", **query).code)


def test_a_mark_is_explained_by_the_rows_that_lack(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    # In 2008 one real fiche of the Allier runs, which says no number of participations.
    page = opened(monkeypatch, stores, chiffre="indicateur-A2", territoire="departement:03", annee="2008")
    assert "Non disponible (nd)" in page and "Rien n'est renseigné de ce qu'il faut : participations." in page
    assert "0 renseigné sur 1, actions et événements actifs dans l'année" in page
    assert "Participations, Allier (03), 2008 : nd (non disponible)." in cited(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "L'adresse ne dit pas de quel chiffre il s'agit."),
        ({"chiffre": "bonheur"}, "« bonheur » n'est pas un chiffre de l'observatoire."),
        ({"chiffre": "indicateur-Z9", "territoire": "departement:03", "annee": "2024"}, "Aucun indicateur n'a l'id"),
        ({"chiffre": "indicateur-A1", "territoire": "commune:03310", "annee": "2024"}, "il se lit à : département et"),
        ({"chiffre": "indicateur-A1", "territoire": "departement:03"}, "l'adresse doit dire les deux"),
        ({"chiffre": "accorde", "territoire": "commune:99999"}, "ne porte le code « 99999 »"),
        ({"chiffre": "accorde", "territoire": "lune:1"}, "« lune:1 » n'est pas un territoire"),
        ({"chiffre": "participations", "annee": "deux"}, "« deux » n'est pas une année"),
        ({"chiffre": "participations", "territoire": "commune:03310"}, "se lit une année à la fois"),
        ({"chiffre": "part-equitable", "territoire": "bassin:032", "cle": "x|y|z"}, "n'est pas un indice de besoin"),
        ({"chiffre": "besoin", "cle": "rien"}, "n'a pas de valeur pour Allier (03)"),
        ({"chiffre": "besoin"}, "se lit pour un public ou un thème, que l'adresse doit dire (cle=…)."),
    ],
)  # fmt: skip
def test_an_address_that_names_no_figure_says_which_part_of_it_and_leads_on(
    monkeypatch: pytest.MonkeyPatch, stores: Path, query: dict[str, str], said: str
) -> None:
    page = opened(monkeypatch, stores, **query)
    assert said in page and "Un chiffre se suit depuis la page qui le montre" in page and "Citer" not in page


def test_an_address_of_another_snapshot_says_what_was_written_since(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    now = cached.copy_of(Dataset("reel", "", stores / "reel"), ANYONE).snapshot
    earlier = {"jeu": "reel", "departement": "03", "chiffre": "actions", "instantane": str(now - 1)}
    before = opened(monkeypatch, stores, **earlier)
    assert f"cite l'instantané {now - 1} ; depuis, 1 écriture" in before and "peut différer" in before
    assert len(re.findall(r"(?:Chargement|Création|Remplacement)[^.]*, le \d\d/\d\d/\d{4}", before)) == 1
    assert f"--snapshot {now - 1}" not in before and f"--snapshot {now - 1}" in code(monkeypatch, stores, **earlier)
    assert "que ce magasin n'a pas" in opened(monkeypatch, stores, chiffre="actions", instantane="999")
    same_one = opened(monkeypatch, stores, chiffre="actions", instantane=str(now))
    assert "cite l'instantané" not in same_one


def test_an_old_address_says_what_was_cited_and_nothing_that_someone_else_wrote_in_it(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    now = cached.copy_of(Dataset("reel", "", stores / "reel"), ANYONE).snapshot
    earlier = {"chiffre": "actions", "instantane": str(now - 1)}
    (value,) = re.findall(r"Actions recensées, [^:]* : (\d+)\.", cited(opened(monkeypatch, stores, **earlier)))
    unchanged = opened(monkeypatch, stores, **earlier, valeur=value)
    assert f"le même, « {value} », d'après l'adresse" in unchanged and "ne se sert pas" not in unchanged
    changed = opened(monkeypatch, stores, **earlier, valeur="3")
    assert f"d'après l'adresse il était « 3 », il est maintenant « {value} » (celui de l'instantané {now})" in changed
    forged = opened(monkeypatch, stores, **earlier, valeur="3, le maire a menti")
    assert "menti" not in forged and "peut différer" in forged


def test_who_administers_sees_their_own_figures_and_leaves_nothing_of_them_to_readers(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    """In one process: a reader, who administers, the reader again. In 2017 the total of the Allier is withheld."""
    asked_for = {"jeu": "demo", "chiffre": "participations", "territoire": "departement:03", "annee": "2017"}
    reader = opened(monkeypatch, stores, **asked_for)
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "administration")
    unmasked = opened(monkeypatch, stores, **asked_for)
    monkeypatch.delenv("OBSERVATOIRE_ROLE")
    assert "Participations, Allier (03), 2017 : s (secret" in cited(reader) and "valeur=s" in cited(reader)
    assert re.search(r"Allier \(03\), 2017 : (?:environ )?\d[\d ]+ présences\.", cited(unmasked))
    assert "ne citez pas un nombre que les lecteurs n'ont pas" in unmasked and "valeur=" not in cited(unmasked)
    assert opened(monkeypatch, stores, **asked_for) == reader
