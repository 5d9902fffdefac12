"""Why a number is not told, by hand on the facts of ``test_disclosure``, with two sessions; and to whom it is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from data.actors import Actor
from data.entering.forms import ActionForm, Quantity
from data.entering.save import correct
from data.identifiers import action_id
from queries import ask_records
from queries.__main__ import main
from queries.copy import reading
from tests.queries.copy.secrecy.test_disclosure import FACTS
from tests.small.entered import SAVE
from tests.small.facts import CENTRE, filled
from tests.small.people import CHIEF, KEEPER, READER
from tests.tools.pages import open_page, words

ADMINISTRATION = "administration"
MOULINS, VICHY = "200071140", "200071363"  # EPCI; the bassins of the same towns are 032 and 033.
ALL_OF_MOULINS = ["commune:03190", f"epci:{MOULINS}", "bassin:032", "departement:03"]


def present(session: str, bassin: str, people: int) -> dict[str, str]:
    return {
        "seance_id": session, "college": "elus", "code_zone": bassin, "presents": str(people), "precision": "exacte",
    }  # fmt: skip


# Elected members who came, from each bassin:      Moulins (032)  Vichy (033)  in all
#                                         spring         2            10         12
#                                         autumn         8             9         17
#                                         in all        10            19         29
SESSIONS = {
    "instances": [
        {
            "instance_id": "comite", "nom": "Comité", "type": "comite_departemental", "code_departement": "03",
            "precision": "inconnue",
        }
    ],
    "seances": [
        {"seance_id": "printemps", "instance_id": "comite", "tenue_le": "2021-04-01", "precision": "jour"},
        {"seance_id": "automne", "instance_id": "comite", "tenue_le": "2021-10-01", "precision": "jour"},
    ],
    "presences": [
        present("printemps", "032", 2), present("printemps", "033", 10), present("automne", "032", 8),
        present("automne", "033", 9),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def store(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(reference_store, tmp_path_factory.mktemp("motifs"), {**FACTS, **SESSIONS})


@pytest.fixture(scope="module")
def told(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(store, actor=CHIEF) as root:
        yield root


@pytest.fixture(scope="module")
def masked(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(store, actor=READER) as root:
        yield root


def key(root: duckdb.DuckDBPyConnection, title: str) -> str:
    found = ask_records(root, "sujets_designes", texte=title)
    return next(str(row["sujet"]) for row in found if not row["sujet"].startswith("commune:"))


class Reason(NamedTuple):
    """What is kept of one; ``covers`` are titles where they are those of actions."""

    motif: str
    threshold: float | None
    protects: list[str]
    covers: list[str]


def reason(root: duckdb.DuckDBPyConnection, subject: str, what: str, **where: Any) -> Reason:
    """The reason of the only such number of 2021 (``where``: other columns)."""
    rows = [
        row
        for row in ask_records(root, "pourquoi_secret", sujet=subject, annee=2021)
        if row["grandeur"] == what and all(row[name] == value for name, value in where.items())
    ]
    assert len(rows) == 1, rows
    titles = {f"action:{id_}": title for id_, title in root.execute("SELECT action_id, titre FROM actions").fetchall()}
    covers = [titles.get(covered, covered) for covered in rows[0]["couvre"]]
    return Reason(rows[0]["motif"], rows[0]["seuil"], rows[0]["protege"], covers)


# ── Counts of subjects ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "what", "expected"),
    [
        ("Ciné", "benevoles", Reason("seuil", 3, [], [])),
        ("Chorale", "familles", Reason("seuil", 3, [], [])),  # At least two.
        ("Écoute santé", "participants_distincts", Reason("sensible", 11, [], [])),
        # Volunteers: 2 in Vichy and these 5 in Moulins make the 7 of the département, which stay published: 7 - 5 = 2.
        ("Jardins partagés", "benevoles", Reason("complementaire", None, ["departement:03"], ["Ciné"])),
        # Participants of Moulins: 10 and these 40. Every sum over the town holds both: each would tell the 10.
        ("Bal", "participants_distincts", Reason("complementaire", None, ALL_OF_MOULINS, ["Écoute santé"])),
        # 8 less 6 staff are the 2 volunteers.
        ("Ciné", "personnes_mobilisees", Reason("ensemble", None, [], ["benevoles"])),
        ("Jardins partagés", "personnes_mobilisees", Reason("ensemble", None, [], ["benevoles"])),
    ],
)
def test_the_reason_of_a_count(told: duckdb.DuckDBPyConnection, title: str, what: str, expected: Reason) -> None:
    assert reason(told, key(told, title), what) == expected


@pytest.mark.parametrize(
    ("territory", "what", "expected"),
    [
        ("commune:03310", "benevoles", Reason("seuil", 3, [], [])),
        (f"epci:{VICHY}", "benevoles", Reason("seuil", 3, [], [])),
        # All the volunteers of Moulins are those of « Jardins partagés »: the 7 of the département less these 5.
        ("commune:03190", "benevoles", Reason("complementaire", None, ["departement:03"], ["Ciné"])),
        ("bassin:032", "benevoles", Reason("complementaire", None, ["departement:03"], ["Ciné"])),
        # The 8 mobilised of Vichy less 6 staff are its two volunteers.
        ("commune:03310", "personnes_mobilisees", Reason("complementaire", None, ["departement:03"], ["Ciné"])),
    ],
)
def test_the_reason_of_a_sum(told: duckdb.DuckDBPyConnection, territory: str, what: str, expected: Reason) -> None:
    assert reason(told, territory, what) == expected


# ── Sessions and money ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("session", "bassin", "expected"),
    [
        ("printemps", "032", Reason("seuil", 3, [], [])),
        # Every total is published: 12 - 10 = 2, so that the 10 goes; then 19 - 9 = 10 and 10 - 8 = 2: both go too.
        ("printemps", "033", Reason("complementaire", None, ["seance:printemps", "bassin:033"], ["seance:printemps"])),
        ("automne", "032", Reason("complementaire", None, ["seance:automne", "bassin:032"], ["seance:printemps"])),
        ("automne", "033", Reason("complementaire", None, ["seance:automne", "bassin:033"], ["seance:printemps"])),
    ],
)
def test_the_reason_of_an_attendance(
    told: duckdb.DuckDBPyConnection, session: str, bassin: str, expected: Reason
) -> None:
    assert reason(told, f"seance:{session}", "presents", quoi="presence", bassin=bassin) == expected


def test_the_reason_of_a_sum_of_gifts(told: duckdb.DuckDBPyConnection) -> None:
    # 900 € of 1 000: 90 %, above 85 %.
    expected = Reason("dominance", 0.85, [], ["prive"])  # The donor that the label « mécénat » stands for.
    assert reason(told, "departement:03", "accorde", quoi="argent") == expected


def test_a_save_leaves_the_reasons_of_gifts_as_they_are(reference_store: Path, tmp_path: Path) -> None:
    path = filled(reference_store, tmp_path, FACTS)

    def gifts() -> list[tuple[Any, ...]]:
        with reading.reader(path, actor=CHIEF) as root:
            return root.execute("FROM secrets_motifs WHERE quoi = 'argent' ORDER BY ALL").fetchall()

    before = gifts()
    correct(
        KEEPER,
        path,
        action_id("Bal", CENTRE),
        ActionForm(quantites=(Quantity("participants_distincts", 2021, "exacte", 41),)),
        SAVE,
    )
    assert before and gifts() == before


# ── Every one, to who may know ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("quoi", "withheld"),
    [
        ("mesure", "SELECT sujet_type || ':' || sujet_id, grandeur, annee, NULL, NULL FROM secrets"),
        ("effectif", "SELECT niveau || ':' || territoire, grandeur, annee, NULL, NULL FROM effectifs WHERE secret"),
        (
            "presence",
            "SELECT 'seance:' || seance_id, 'presents', 2021, college, code_zone FROM presences_publiees WHERE secret",
        ),
        (
            "college",
            "SELECT coalesce('seance:' || seance_id, 'departement:03'), grandeur, annee, college, NULL "
            "FROM effectifs_colleges WHERE secret",
        ),
    ],
)  # fmt: skip
def test_every_number_that_readers_are_not_told_has_one_reason(
    masked: duckdb.DuckDBPyConnection, told: duckdb.DuckDBPyConnection, quoi: str, withheld: str
) -> None:
    kept = told.execute(
        "SELECT sujet, grandeur, annee, college, code_zone FROM secrets_motifs WHERE quoi = ? ORDER BY ALL", [quoi]
    ).fetchall()
    assert kept == masked.execute(f"{withheld} ORDER BY ALL").fetchall()


def test_nothing_is_withheld_from_who_is_told(told: duckdb.DuckDBPyConnection) -> None:
    for table in ("mesures_publiees", "presences_publiees", "effectifs", "effectifs_colleges"):
        assert told.execute(f"SELECT count(*) FROM {table} WHERE secret").fetchone() == (0,)


@pytest.mark.parametrize("actor", [READER, KEEPER])
def test_no_other_copy_holds_a_reason(store: Path, actor: Actor) -> None:
    with reading.reader(store, actor=actor) as root:
        assert root.execute("SELECT count(*) FROM secrets_motifs").fetchone() == (0,)


# ── The command and the sheet ───────────────────────────────────────────────────────────────────────────────────────


def test_the_command_says_why_in_french(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: Path
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", ADMINISTRATION)
    assert main(["secret", "jardins partages", "annee=2021", "--store", str(store)]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("Jardins partagés (action:")
    assert lines == [
        "- benevoles, 2021 : sans lui, la somme publiée de département Allier (03) donnerait « Ciné »",
        "- personnes_mobilisees, 2021 : masqué avec benevoles : les mêmes personnes",
    ]
    assert main(["secret", "seance:printemps", "--store", str(store)]) == 0
    assert "- presents, 2021, collège elus, bassin 032 : moins de 3 (seuil commun)" in capsys.readouterr().out
    assert main(["secret", "Chorale", "annee=2019", "--store", str(store)]) == 0
    assert capsys.readouterr().out.strip().endswith(": tout est dit aux lecteurs.")


def test_the_command_gives_machines_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: Path
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", ADMINISTRATION)
    assert main(["secret", "Chorale", "--json", "--store", str(store)]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["grandeur"], row["motif"], row["seuil"]) == ("familles", "seuil", 3)


@pytest.mark.parametrize("role", ["lecture", "contribution"])
def test_the_command_refuses_who_is_not_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: Path, role: str
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", role)
    assert main(["secret", "Chorale", "--store", str(store)]) == 1
    printed = capsys.readouterr()
    assert "réservé au rôle administration (OBSERVATOIRE_ROLE)" in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["zut"], "Sujet inconnu « zut »"),
        (["Moulins"], "désigne plusieurs sujets : bassin:032 (Moulins), commune:"),
        (["Chorale", "an=2021"], "secret : paramètre inconnu « an » (paramètres : annee)"),
        (["Chorale", "annee=hier"], "annee = « hier » : attendu un nombre entier de 1900 à 2100"),
        ([], "De quoi ? Écrivez : python -m queries secret SUJET [annee=…]"),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_french(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: Path, asked: list[str], message: str
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", ADMINISTRATION)
    assert main(["secret", *asked, "--store", str(store)]) == 2
    assert message in capsys.readouterr().err


def test_the_sheet_says_why_to_who_is_told_and_nothing_to_readers(
    monkeypatch: pytest.MonkeyPatch, told: duckdb.DuckDBPyConnection, store: Path, tmp_path: Path
) -> None:
    (tmp_path / "reel").symlink_to(store)
    action = key(told, "Ciné").removeprefix("action:")
    reader = words(open_page(monkeypatch, tmp_path, "fiche", action=action))
    monkeypatch.setenv("OBSERVATOIRE_ROLE", ADMINISTRATION)
    administrator = words(open_page(monkeypatch, tmp_path, "fiche", action=action))
    assert "Masqué aux lecteurs, bénévoles, 2021 : moins de 3 (seuil commun)." in administrator
    assert "Masqué aux lecteurs" not in reader


def test_roles_that_alternate_on_one_page_each_see_their_own_figures(
    monkeypatch: pytest.MonkeyPatch, told: duckdb.DuckDBPyConnection, store: Path, tmp_path: Path
) -> None:
    """One process, one page, one cache: « Ciné » had two volunteers, which the administration alone reads."""
    (tmp_path / "reel").symlink_to(store)
    action = key(told, "Ciné").removeprefix("action:")
    read = []
    for role in ("lecture", ADMINISTRATION, "contribution", ADMINISTRATION, "lecture"):
        monkeypatch.setenv("OBSERVATOIRE_ROLE", role)
        read.append("Masqué aux lecteurs" in words(open_page(monkeypatch, tmp_path, "fiche", action=action)))
    assert read == [False, True, False, True, False]
