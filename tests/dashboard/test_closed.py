"""A closed session on every page: the figures of that day, the way back, what changed; nothing is written in it."""

import html
import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from dashboard.dossier import asked, whole, written
from dashboard.dossier.__main__ import main
from dashboard.dossier.content import Document, Table, Words
from dashboard.frame import cached
from data import days
from data.actors import ANYONE
from data.committee import known
from data.entering.forms import Day, Quantity, SessionForm
from data.entering.save import create
from data.loading.sources import known_sources
from data.loading.undo import undo
from queries.copy import reading
from queries.sessions import kept
from queries.sessions.closing import close
from tests.small.entered import ATELIER, CAFE, SAVE, corrected, with_committee
from tests.small.people import CHIEF, KEEPER
from tests.tools.pages import APP, markup, open_page, words

FORMER, SESSION = "comite-2023-05-09", "comite-2024-03-12"
# A title of 200 characters that a layout, a page or a spreadsheet could take for its own words.
TITLE = ("Atelier #panic(1) *gras* $x^2$ \\LaTeX{} <b>&amp;</b> @lui [a](b) " * 5)[:200].strip()
MONTHS_LATER = date(2027, 6, 1)
WRITING = {"donnees", "saisie"}
# « depuis » is about the closed session itself.
PAGES = sorted(
    file.stem
    for file in (APP.parent / "app_pages").glob("*.py")
    if file.stem not in {"__init__", "accessibilite", "depuis", *WRITING}
)
# What a page needs to show something.
ASKED = {
    "dossier": {"dossier": SESSION},
    "fiche": {"action": CAFE},
    "indicateur": {"id": "A1"},
    "origine": {"chiffre": "actions"},
    "territoire": {"commune": "03310"},
}
# Where a page goes on with what is of the day when it is read: how to ask the same again, and cite it.
OF_THE_DAY = {"origine": "Le calcul exact"}
# How the page of the dossier names the figures of a closed session, and today's.
NAMED = re.compile(r"Les chiffres sont ceux (des pages|que cette séance garde, arrêtés le [\d/]+), ")
STRIP = re.compile(r"Comité, séance du 12/03/2024\..*?Ce qui a changé depuis", re.DOTALL)


@pytest.fixture(scope="module")
def before(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of stores: the facts of the day of the session, the one before being closed on others."""
    folder = tmp_path_factory.mktemp("avant")
    path = with_committee(reference_store, folder / "faits")
    create(KEEPER, path, SessionForm(instance_id="comite", tenue_le=Day(date(2023, 5, 9))), SAVE)
    close(KEEPER, path, FORMER, SAVE)
    corrected(path, ATELIER, titre=TITLE)
    create(KEEPER, path, SessionForm(instance_id="comite", tenue_le=Day(date(2024, 3, 12))), SAVE)
    path.rename(folder / "reel")
    return folder


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, once the session was closed on them and a fiche corrected since."""
    folder = tmp_path_factory.mktemp("après")
    path = Path(shutil.copytree(before / "reel", folder / "reel"))
    close(KEEPER, path, SESSION, SAVE)
    people = Quantity("participants_distincts", 2022, "exacte", value=90)
    corrected(path, CAFE, titre="Café d'aujourd'hui", quantites=(people,))
    return folder


def test_every_page_says_what_it_said_that_day(monkeypatch: pytest.MonkeyPatch, before: Path, after: Path) -> None:
    changed = 0
    for name in PAGES:
        address = {"departement": "03", **ASKED.get(name, {})}
        then = NAMED.sub("", words(open_page(monkeypatch, before, name, **address)))
        with monkeypatch.context() as later:
            later.setattr(days, "today", lambda: MONTHS_LATER)
            frozen = open_page(monkeypatch, after, name, seance=SESSION, **address)
        told, kept = STRIP.subn("", NAMED.sub("", words(frozen)))
        assert kept == 1, name
        then, told = (each.partition(OF_THE_DAY.get(name, "\0"))[0] for each in (then, told))
        assert told.split() == then.split(), name
        # Every link between pages keeps the session.
        inside = [to for to in re.findall(r'href="([^"#]*)"[^>]* data-interne', markup(frozen)) if "?" in to]
        assert all("seance=" in to or "Et aujourd" in markup(frozen).split(f'"{to}"')[1][:80] for to in inside), name
        changed += words(open_page(monkeypatch, after, name, **address)).split() != then.split()
    assert changed > 5  # Without the session, they say what came since.


def test_the_way_to_today_and_what_changed_since(monkeypatch: pytest.MonkeyPatch, after: Path) -> None:
    strip = markup(open_page(monkeypatch, after, "actions", seance=SESSION, departement="03", public=["a", "b"]))
    (today,) = re.findall(r'<a href="([^"]*)"[^>]*>Et aujourd', strip)
    assert today.replace("&amp;", "&") == "actions?departement=03&public=a&public=b"
    said = words(open_page(monkeypatch, after, "depuis", seance=SESSION, departement="03"))
    assert "1 fiche corrigée, 0 ajoutée, 0 retirée et 0 définition changée depuis la séance" in said
    assert "Café d'aujourd'hui" in said.replace("’", "'")


def dossier(stores: Path, session: str | None, bassin: str | None) -> Document:
    """What is printed of a session, asked as the command asks it."""
    dataset = cached.dataset(stores / "reel")
    return whole.document(asked.asked(asked.looked_at(dataset, ANYONE, session), session, bassin))


@pytest.mark.parametrize("bassin", [None, "032"])
def test_a_dossier_months_later_is_that_of_the_day(
    monkeypatch: pytest.MonkeyPatch, before: Path, after: Path, bassin: str | None
) -> None:
    then = dossier(before, SESSION, bassin)
    monkeypatch.setattr(days, "today", lambda: MONTHS_LATER)
    frozen = dossier(after, SESSION, bassin)
    assert frozen.blocks == then.blocks
    assert dict(frozen.cover) | {"Chiffres": ""} == dict(then.cover) | {"Chiffres": ""}
    assert dict(frozen.cover)["Chiffres"].startswith(dict(then.cover)["Chiffres"] + ", arrêtés le")
    assert dossier(after, None, bassin).blocks != then.blocks
    held = words(open_page(monkeypatch, after, "dossier", seance=SESSION, departement="03"))
    assert "Un dossier de la séance du 12/03/2024" in held and "que cette séance garde, arrêtés le" in held


def test_a_dossier_tells_what_changed_as_the_page_does(
    monkeypatch: pytest.MonkeyPatch, before: Path, after: Path
) -> None:
    said = "1 fiche corrigée, 1 ajoutée, 0 retirée et 0 définition changée depuis la séance"
    assert said in words(open_page(monkeypatch, before, "depuis", seance=FORMER, departement="03"))
    blocks = dossier(after, SESSION, None).blocks
    assert Words(f"{said}.") in blocks
    (table,) = (block for block in blocks if isinstance(block, Table) and block.heads[0] == "Depuis la séance")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Corrigé", "Action", TITLE],
        ["Ajouté", "Séance", "12/03/2024"],
    ]


def test_words_of_the_store_are_words_in_every_format(before: Path) -> None:
    document = dossier(before, SESSION, None)
    assert TITLE in [
        cell.text for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row
    ]
    with zipfile.ZipFile(io.BytesIO(written.made(document, "docx"))) as held:
        assert html.escape(TITLE, quote=False) in held.read("word/document.xml").decode()
    with zipfile.ZipFile(io.BytesIO(written.made(document, "odt"))) as held:
        assert html.escape(TITLE, quote=False) in held.read("content.xml").decode()
    assert written.made(document, "pdf").startswith(b"%PDF")


def test_a_dossier_whose_figures_are_lost_says_how_to_have_them_again(
    after: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copytree(after / "reel", tmp_path / "reel"))
    shutil.rmtree(path / reading.KEPT)
    assert main(["--store", str(path), "--seance", SESSION, "--out", str(tmp_path / "dossier.pdf")]) == 1
    assert "python -m queries prepare" in capsys.readouterr().err
    assert not (tmp_path / "dossier.pdf").exists()
    # The session before, lost in its turn, is told in its place; what is known of the day is told all the same.
    blocks = dossier(tmp_path, None, "032").blocks
    assert any(isinstance(block, Words) and "python -m queries prepare" in block.text for block in blocks)


def test_a_figure_of_a_closed_session_is_followed_within_it(monkeypatch: pytest.MonkeyPatch, after: Path) -> None:
    def said(instantane: int) -> str:
        address = {"chiffre": "actions", "departement": "03", "instantane": str(instantane)}
        test = open_page(monkeypatch, after, "origine", seance=SESSION, **address)
        return "\n".join([words(test), *(str(each.value) for each in test.code)])

    pinned = known.closed(after / "reel")[SESSION].snapshot
    told = said(pinned - 1)
    assert f"L'adresse cite l'instantané {pinned - 1} ; depuis, 1 écriture" in told
    assert f"--store var/reel --seance {SESSION}" in told and f"--snapshot {pinned}" not in told
    assert "le chiffre ci-dessous est celui de la séance" in said(pinned + 1)


def test_its_address_outlives_the_source_that_named_it(
    monkeypatch: pytest.MonkeyPatch, after: Path, tmp_path: Path
) -> None:
    """The committee goes with its source: what the session keeps still names it, on a page and in its dossier."""
    path = Path(shutil.copytree(after / "reel", tmp_path / "reel"))
    undo(CHIEF, path, next(each.source for each in known_sources(path) if each.format == "faits"))
    said = words(open_page(monkeypatch, tmp_path, "actions", seance=SESSION, departement="03"))
    assert "Comité, séance du 12/03/2024." in said
    assert dossier(tmp_path, SESSION, None).blocks == dossier(after, SESSION, None).blocks


def test_nothing_is_written_in_a_closed_session_and_an_unknown_one_is_told(
    monkeypatch: pytest.MonkeyPatch, after: Path
) -> None:
    for name in WRITING:
        assert "rien ne s'y écrit" in words(open_page(monkeypatch, after, name, seance=SESSION)).replace("’", "'")
    said = " ".join(words(open_page(monkeypatch, after, "synthese", seance="<b>rien")).replace("’", "'").split())
    assert "Séance inconnue. Aucune séance de ce jeu de données ne porte l'identifiant « <b>rien »" in said
    assert "ne peut pas être lu" not in said


def test_a_session_that_is_not_closed_is_said_not_to_be(monkeypatch: pytest.MonkeyPatch, before: Path) -> None:
    page = open_page(monkeypatch, before, "synthese", seance=SESSION)
    said = " ".join(words(page).replace("’", "'").split())
    assert "Cette séance n'est pas close. Comité, séance du 12/03/2024 : elle ne garde pas de chiffres" in said
    assert "ne peut pas être lu" not in said and f'href="seances?id={SESSION}"' in markup(page)


def test_thresholds_are_told_as_they_were(monkeypatch: pytest.MonkeyPatch, after: Path) -> None:
    path = after / "reel"
    file = kept.copy_of(path, known.closed(path)[SESSION], ANYONE).folder / kept.RULES / "disclosure.toml"
    assert "commun = 3" in file.read_text(encoding="utf-8")
    cached.forget()
    file.write_text(file.read_text(encoding="utf-8").replace("commun = 3", "commun = 7"), encoding="utf-8")
    assert "de 1 à 6 n'est jamais publié" in words(open_page(monkeypatch, after, "methode", seance=SESSION)).replace(
        "’", "'"
    )
    assert "de 1 à 2 n'est jamais publié" in words(open_page(monkeypatch, after, "methode")).replace("’", "'")
