"""The PDF of a dossier: its figures are those of the screen, it is read aloud and kept, and nothing in it is cut."""

import html
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import outloud
import pikepdf
import pytest

from dashboard.dossier import paper
from dashboard.dossier.content import Cell, Document, Table, Title, Words
from tests.dashboard.dossier.conftest import SESSION, Made, Printed, dossier, flat
from tests.tools.pages import markup, open_page


@pytest.fixture(scope="module")
def stores(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins-dossier")
    shutil.copytree(demo_store, folder / "demo")
    return folder


def told(drawn: str) -> str:
    """Words of the screen, without their tags."""
    return flat(html.unescape(re.sub(r"<[^>]+>", "", drawn)))


# The link to the rows of a figure, which paper does without.
_WAY = r'.?<span class="suivre">.*?</span>'
SCREENS: tuple[tuple[str, dict[str, str]], ...] = (
    ("synthese", {}),
    ("bassins", {}),
    ("besoins", {}),
    *(("financements", {"question": one}) for one in ("qui", "manque", "arret")),
)


@pytest.mark.parametrize("address", SCREENS, ids=str)
def test_answers_and_figures_are_those_of_the_screen(
    monkeypatch: pytest.MonkeyPatch, stores: Path, made: Made, address: tuple[str, dict[str, str]]
) -> None:
    name, asked = address
    shown = markup(open_page(monkeypatch, stores, name, departement="03", **asked))
    phrases = [told(re.sub(_WAY, "", one)) for one in re.findall(r'<p class="phrase">(.*?)</p>', shown)]
    values = [told(re.sub(r"<span.*", "", one)) for one in re.findall(r'class="valeur">(.*?)</dd>', shown)]
    assert phrases
    for said in [re.sub(r"^(Qui paie|Que manque-t-il|Qu'est-ce qui va s'arrêter) \? ", "", one) for one in phrases]:
        assert said in made.text
    assert all(value in made.text for value in values)


def test_every_indicator_has_the_value_and_the_verdict_of_the_board(
    monkeypatch: pytest.MonkeyPatch, stores: Path, made: Made
) -> None:
    shown = markup(open_page(monkeypatch, stores, "indicateurs", departement="03"))
    rows = re.findall(r"<tr><th scope=row><a [^>]*>(.*?)</a><i[^>]*>(.*?)</i><td><b>(.*?)</b>", shown)
    assert len(rows) == 29
    for row in rows:
        title, able, value = map(told, row)
        assert f"{title} {able} {value}" in made.text


def test_it_says_what_it_is_to_who_hears_it_and_to_an_archive(made: Made) -> None:
    with pikepdf.open(made.file) as pdf:
        assert str(pdf.Root.Lang).startswith("fr")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
            assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "A")
            assert said["dc:title"].startswith("Dossier de séance, Comité départemental")
        elements = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one]
        figures = [one for one in elements if one.S == "/Figure"]
        assert len(figures) > 30
        assert all(len(str(one.Alt)) > 10 for one in figures)
        assert {"/H1", "/H2", "/Table", "/TH", "/Title"} <= {str(one.S) for one in elements}
        fonts = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in one and "PublicSansPapier" in str(one.FontName) for one in fonts)


def test_it_keeps_the_rules_of_pdf_ua(made: Made) -> None:
    found = outloud.check(str(made.file)).findings
    # TBL-014 takes a table over two pages for two tables.
    assert [one for one in found if one.severity in ("error", "warning") and one.rule != "TBL-014"] == []


def test_its_pages_are_numbered_headed_and_settled(made: Made) -> None:
    assert made.warnings == []
    count = len(made.pages)
    assert 8 <= count <= 20
    for number, page in enumerate(made.pages[1:], start=2):
        assert f"{number} / {count}" in page
        assert "Démonstration, données fictives" in page


def test_a_demonstration_is_said_across_its_pages(made: Made, tmp_path: Path) -> None:
    def grey(file: Path) -> int:
        """Pixels of the second page in the pale grey of the watermark."""
        drawn = subprocess.run(
            ["pdftoppm", "-gray", "-r", "40", "-f", "2", "-l", "2", str(file)], check=True, capture_output=True
        )
        return drawn.stdout.count(bytes([round(0.95 * 255)]))

    real = tmp_path / "reel.pdf"
    real.write_bytes(paper.pdf(replace(made.document, made_up="")))
    assert grey(made.file) > 10 * (grey(real) + 1)


def test_a_long_table_goes_on_under_its_heads_and_no_row_is_cut(tmp_path: Path) -> None:
    rows = [[Cell(f"Ligne {rank}", f"dessous {rank}"), Cell("mot " * 60 + f"fin {rank}")] for rank in range(60)]
    document = replace(
        _bare("Essai"), blocks=[Title("Un chapitre"), Table("", ["Une tête", "Une autre"], rows, [1, 2])]
    )
    file = tmp_path / "long.pdf"
    file.write_bytes(paper.pdf(document))
    pages = Made(document, file, "", []).pages
    assert len(pages) > 2
    assert all("Une tête Une autre" in page for page in pages)
    for page in pages:
        begun, ended = re.findall(r"Ligne (\d+)", page), re.findall(r"fin (\d+)", page)
        assert begun == ended == re.findall(r"dessous (\d+)", page)


def test_words_of_data_are_never_markup(printed: Printed) -> None:
    name = "#panic(1) *gras* _x_ $x^2$ \\LaTeX{} <b>bâtiment</b> & « l'Œuvre » @lui [a](b) `c` // d /* e */ ~ ́é"
    long = (name * 3)[:200]
    document = replace(
        _bare(long),
        blocks=[Title(name), Words(name), Table(name, [name], [[Cell(name, name)]], [1])],
        cover=[(name, name)],
    )
    text = printed(document)
    said = flat(name.replace("~ ́é", "~"))
    assert text.count(said) >= 6
    assert flat(long[:180]) in text


def test_what_the_typeface_lacks_is_shown_to_lack(printed: Printed) -> None:
    assert f"Fête {paper.ABSENT} au jardin {paper.ABSENT}{paper.ABSENT}" in printed(
        replace(_bare("Essai"), blocks=[Words("Fête 🎉 au jardin 東京")])
    )
    # Narrow spaces, signs and arrows of our own sentences are there.
    assert paper.ABSENT not in printed(replace(_bare("1\u202f234\u202f€ ≥ ≤ → ← −3 · œ"), blocks=[Words("« à »")]))


def test_one_bassin_has_a_dossier_of_its_own(demo_store: Path, printed: Printed) -> None:
    document = dossier(demo_store, SESSION, "033")
    text = printed(document)
    assert "Dans le bassin de Vichy" in text
    assert ("Territoire", "Bassin de Vichy") in document.cover
    # A local committee's session is of its own bassin.
    own = dossier(demo_store, "comite-local-demonstration-033-2025-10-02")
    assert ("Territoire", "Bassin de Vichy") in own.cover


def _bare(title: str) -> Document:
    return Document(title, "", "", title, "", [])
