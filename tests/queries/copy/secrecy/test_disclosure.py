"""What is withheld of a few facts, by hand; unreviewed texts; who may see all; thresholds that cannot be."""

import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import integrity
from data.actors import ANYONE, Actor
from data.loading.load import load
from data.search_terms import stems
from queries import ask_records, names
from queries.copy import reading
from queries.copy.common import entered
from queries.copy.secrecy.rules import SETTINGS, SecrecyError, rules
from tests import FICHES, ROOT
from tests.small.facts import SMALL, filled
from tests.small.people import CHIEF, KEEPER, READER

NOTICE = "Texte libre non relu : non publié"


def count(subject: str, what: str, value: float | None, year: str = "2021", **more: str) -> dict[str, str]:
    return {
        "sujet_type": "action", "sujet_id": subject, "grandeur": what, "annee": year,
        "valeur": "" if value is None else str(value), "precision": "exacte", "etat": "validee", **more,
    }  # fmt: skip


def action(ref: str, title: str) -> dict[str, str]:
    """Another action of the same structure, all of 2021."""
    shared = dict(SMALL["actions"][1]) | {"statut": "Terminée", "date_fin": "2021-12-31", "date_fin_precision": "annee"}
    return shared | {"ref": ref, "titre": title}


# Moulins (03190): « Jardins partagés » (5 volunteers, 4 staff, 9 people in all), « Écoute santé » (10 people,
# sensitive), « Bal » (40 people). Vichy (03310): « Ciné » (30 people, 2 volunteers, 6 staff, 8 in all), « Chorale »
# (25 people).
FACTS: dict[str, Any] = {
    **SMALL,
    "actions": [
        *SMALL["actions"],
        *(action(*one) for one in (("ecoute", "Écoute santé"), ("bal", "Bal"))),
        *(action(*one) for one in (("cine", "Ciné"), ("chorale", "Chorale"))),
    ],
    "actions_lieux": [
        *SMALL["actions_lieux"],
        *(
            {"action_id": ref, "role": "lieu", "code_commune": commune, "precision": "declaree"}
            for ref, commune in (("ecoute", "03190"), ("bal", "03190"), ("cine", "03310"), ("chorale", "03310"))
        ),
    ],
    "mesures": [
        count("jardins", "benevoles", 5),
        count("jardins", "professionnels", 4),
        count("jardins", "personnes_mobilisees", 9),
        count("ecoute", "participants_distincts", 10),
        count("ecoute", "professionnels", 5),
        count("bal", "participants_distincts", 40),
        count("cine", "participants_distincts", 30),
        count("cine", "benevoles", 2),
        count("cine", "professionnels", 6),
        count("cine", "personnes_mobilisees", 8),
        count("cine", "seances", 2),
        count("chorale", "participants_distincts", 25),
        count("chorale", "familles", None, precision="minimum", borne_basse="2"),
    ],
    "financements": [
        {
            "financement_id": f"bal-{funder}", "sujet_type": "action", "sujet_id": "bal", "financeur": funder,
            "exercice": "2021", "accorde_eur": amount, "nature": "numeraire", "etat": "validee",
        }
        for funder, amount in (("mécénat", "900"), ("Fondation de France", "100"), ("CAF", "50"))
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def small_store(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(reference_store, tmp_path_factory.mktemp("secret"), FACTS)


@pytest.fixture(scope="module")
def small(small_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(small_store) as root:
        yield root


def told(root: duckdb.DuckDBPyConnection, title: str) -> dict[str, float | str | None]:
    """What the question of a fiche tells of each count; « s » for a withheld one."""
    rows = [row for row in ask_records(root, "mesures") if row["titre"] == title]
    return {row["grandeur"]: "s" if row["secret"] else row["valeur"] for row in rows}


def cell(root: duckdb.DuckDBPyConnection, what: str, level: str, place: str) -> tuple[float | None, bool] | None:
    return root.execute(
        "SELECT valeur, secret FROM effectifs WHERE grandeur = ? AND niveau = ? AND territoire = ? AND annee = 2021",
        [what, level, place],
    ).fetchone()


# ── What is withheld ────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_volunteers_are_withheld_and_so_is_what_would_tell_them(small: duckdb.DuckDBPyConnection) -> None:
    # 8 in all less 6 staff would be 2 volunteers: the whole goes with its part, staff stays.
    assert told(small, "Ciné") == {
        "participants_distincts": 30, "benevoles": "s", "professionnels": 6, "personnes_mobilisees": "s", "seances": 2,
    }  # fmt: skip


def test_a_sum_does_not_give_back_what_it_holds(small: duckdb.DuckDBPyConnection) -> None:
    # Volunteers: 2 in Vichy, 5 in Moulins, 7 in the département. Another count goes, or the département's sum.
    hidden = [told(small, "Ciné")["benevoles"], told(small, "Jardins partagés")["benevoles"]]
    total = cell(small, "benevoles", "departement", "03")
    assert hidden[0] == "s"
    assert hidden[1] == "s" or total == (None, True)
    assert cell(small, "benevoles", "commune", "03310") == (None, True)


def test_ten_people_of_a_sensitive_action_are_withheld_and_its_staff_is_not(small: duckdb.DuckDBPyConnection) -> None:
    # « santé » in the title; 40 people came to the ball of the same commune, whose sum of 50 would tell.
    assert told(small, "Écoute santé") == {"participants_distincts": "s", "professionnels": 5}
    assert told(small, "Bal") == {"participants_distincts": "s"} or cell(
        small, "participants_distincts", "commune", "03190"
    ) == (None, True)


def test_a_minimum_of_two_is_withheld_with_its_words(small: duckdb.DuckDBPyConnection) -> None:
    (row,) = [row for row in ask_records(small, "mesures") if row["grandeur"] == "familles"]
    assert (row["secret"], row["borne_basse"], row["valeur"], row["texte_source"]) == (True, None, None, None)


def test_what_counts_no_people_is_published(small: duckdb.DuckDBPyConnection) -> None:
    assert told(small, "Ciné")["seances"] == 2


def test_a_published_sum_is_that_of_its_counts(small: duckdb.DuckDBPyConnection) -> None:
    assert cell(small, "professionnels", "departement", "03") == (15, False)  # 4 + 5 + 6
    assert cell(small, "participants_distincts", "commune", "03310") == (55, False)  # 30 + 25


def test_every_way_out_of_a_withheld_count_says_s(small: duckdb.DuckDBPyConnection) -> None:
    (listed,) = [row for row in ask_records(small, "sujets_commune", commune="03190") if row["titre"] == "Écoute santé"]
    assert (listed["participants"], listed["participants_secret"]) == (None, True)
    map_row = next(
        row for row in ask_records(small, "carte_communes", departement="03") if row["code_commune"] == "03190"
    )
    by_commune = next(row for row in ask_records(small, "participants_par_commune") if row["code_commune"] == "03190")
    hidden = cell(small, "participants_distincts", "commune", "03190") == (None, True)
    assert map_row["participants_secret"] == by_commune["secret"] == hidden
    assert (map_row["participants"] is None) == (by_commune["valeur"] is None) == hidden


def test_a_private_donor_who_brings_nearly_all_is_withheld(small: duckdb.DuckDBPyConnection) -> None:
    # 900 of 1 000 € is 90 %, above 85 %; public subsidies are public whatever their part.
    found = {row["famille"]: row for row in ask_records(small, "budget_par_famille_de_financeur", departement="03")}
    assert (found["Privé"]["accorde_eur"], found["Privé"]["secrets"], found["Privé"]["n_sujets"]) == (
        None,
        ["accorde"],
        1,
    )
    assert (found["CAF"]["accorde_eur"], found["CAF"]["secrets"]) == (50, [])


def test_what_a_private_donor_gives_is_told_line_by_line(small: duckdb.DuckDBPyConnection) -> None:
    """The limit that ``docs/secrecy.md`` tells: dominance keeps totals from pointing at a donor, and no line."""
    given = [row["accorde_eur"] for row in ask_records(small, "financements") if row["famille"] == "Privé"]
    assert sorted(given) == [100, 900]


# ── Held by the files ───────────────────────────────────────────────────────────────────────────────────────────────


def test_no_question_reads_what_is_not_published() -> None:
    # Words of SQL, comments and strings left out; only the step of secrecy itself reads raw counts. The others read the
    # statements without their numbers (``mesures_dites``), which tell whether there is one, never what it says.
    raw = re.compile(r"\b(mesures|presences)\b")
    read = {}
    for file in sorted((ROOT / "queries").rglob("*.sql")):
        if file.parent.name == "secrecy":
            continue
        code = re.sub(r"--[^\n]*|'[^']*'", "", file.read_text(encoding="utf-8"))
        if found := raw.findall(code):
            read[file.name] = found
    (stated,) = re.findall(r"mesures_dites AS\s+SELECT (.*) FROM mesures\b", Path(entered.__file__).read_text("utf-8"))
    assert not re.search(r"\b(valeur|borne_\w+)\b|\*", stated.replace("valeur IS NOT NULL AS chiffree", ""))
    assert read == {}
    assert "mesures" in names()  # The question of that name exists, and is held too.


# ── Texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one fiche as people load them."""
    path = Path(shutil.copytree(reference_store, tmp_path_factory.mktemp("fiche") / "magasin"))
    assert load(KEEPER, "fiches", [FICHES / "16.txt"], path).exit_code == 0
    return path


def test_texts_that_nobody_reviewed_are_not_published(loaded: Path) -> None:
    with reading.reader(loaded) as root:
        (fiche,) = ask_records(root, "actions")
        texts = ask_records(root, "textes_action", action=fiche["action_id"])
        words = [row["texte_source"] for name in ("mesures", "montants") for row in ask_records(root, name)]
        terms = {term for (term,) in root.execute("SELECT terme FROM termes").fetchall()}
    assert len(texts) > 5
    assert {row["texte"] for row in texts} == {NOTICE}
    assert words
    assert {word for word in words if word is not None} <= {NOTICE}
    # « coiffeuse » stands in a free text of this fiche, « territoire » in its title.
    assert not terms & set(stems("coiffeuse"))
    assert set(stems("territoire")) <= terms


def test_facts_typed_by_hand_keep_their_words(real: duckdb.DuckDBPyConnection) -> None:
    words = {row["texte_source"] for row in ask_records(real, "mesures")}
    assert "« 1 155 en 2013 »" in words
    assert NOTICE not in words


# ── Who sees all ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_administration_sees_all_in_a_copy_of_its_own_and_is_written_down(
    caplog: pytest.LogCaptureFixture, loaded: Path, small_store: Path
) -> None:
    masked = reading.made(reading.copy_of(small_store))
    with caplog.at_level(logging.WARNING), reading.reader(small_store, actor=CHIEF) as root:
        assert told(root, "Ciné")["benevoles"] == 2
        assert root.execute("SELECT count(*) FROM effectifs WHERE secret").fetchone() == (0,)
        found = {row["famille"]: row for row in ask_records(root, "budget_par_famille_de_financeur")}
        assert found["Privé"]["accorde_eur"] == 1000
    assert reading.made(reading.copy_of(small_store, actor=CHIEF)) != masked
    number = integrity.content(small_store).snapshot
    who = r"\d{4}-\d\d-\d\dT.* : effectifs non masqués ouverts par « Dominique »"
    assert re.search(rf"{who}, magasin « magasin », instantané 0*{number}\.", caplog.text)
    with reading.reader(loaded, actor=CHIEF) as root:
        (fiche,) = ask_records(root, "actions")
        assert NOTICE not in {row["texte"] for row in ask_records(root, "textes_action", action=fiche["action_id"])}


@pytest.mark.parametrize("actor", [ANYONE, READER, KEEPER])
def test_other_roles_see_what_is_published(caplog: pytest.LogCaptureFixture, small_store: Path, actor: Actor) -> None:
    with reading.reader(small_store, actor=actor) as root:
        assert told(root, "Ciné")["benevoles"] == "s"
    assert "non masqués" not in caplog.text


# ── Thresholds ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "wrong", "message"),
    [
        ("commun = 3", "commun = 0", "« commun » = 0, attendu un nombre de 2 à 20"),
        ("commun = 3", "commun = true", "« commun » = True, attendu un nombre de 2 à 20"),
        ("commun = 3", "commun = 12", "« sensible » = 11, attendu un nombre de 12 à 100"),
        ("sensible = 11", 'sensible = "onze"', "« sensible » = 'onze', attendu un nombre de 3 à 100"),
        ("dominance = 0.85", "dominance = 85", "« dominance » = 85, attendu un nombre de 0.5 à 1"),
        ("dominance = 0.85", "", "« dominance » manque dans [seuils]"),
        ("[relations]", "[liens]", "la section [relations] manque"),
        ('mention = "', 'mention = "" #', "« mention » est vide"),
        ("zeros_sensibles = true", "zeros_sensibles = 1", "« zeros_sensibles » = 1, attendu true ou false"),
        (
            'personnel = ["professionnels"]',
            'personnel = ["chiens"]',
            "« personnel » : « chiens » n'est pas une grandeur. Grandeurs : participants_distincts, participations",
        ),
        ('["satisfaits", "repondants"],', '["satisfaits"],', "attendu des listes de deux grandeurs"),
        ("[seuils]", "[seuils", "disclosure.toml : illisible"),
        ("commun = 3", "commun = 2.5", "« commun » = 2.5, attendu un entier de 2 à 20"),
        ("commun = 3", "comun = 3", "« commun » manque dans [seuils]"),
        ("commun = 3", "commun = 3\ncomun = 5", "« comun » est inconnu dans [seuils]"),
        (
            'libelles = ["Précarité", "Santé", "Intégration", "discriminations"]',
            "libelles = []",
            "« libelles » est vide",
        ),
        ('tout = "personnes_mobilisees"', "tout = []", "« tout » est vide, ou n'est pas du texte"),
        ("dominance = 0.85", "dominance = nan", "« dominance » = nan, attendu un nombre"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_french(tmp_path: Path, line: str, wrong: str, message: str) -> None:
    text = SETTINGS.read_text(encoding="utf-8")
    assert line in text
    file = tmp_path / "disclosure.toml"
    file.write_text(text.replace(line, wrong, 1), encoding="utf-8")
    with pytest.raises(SecrecyError, match=re.escape(message)):
        rules(file)


def test_settings_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "disclosure.toml"
    with pytest.raises(SecrecyError, match=r"disclosure.toml : illisible"):
        rules(file)
    file.write_bytes(SETTINGS.read_text(encoding="utf-8").encode("cp1252", "replace"))
    with pytest.raises(SecrecyError, match=r"disclosure.toml : illisible"):
        rules(file)


LINES = SETTINGS.read_bytes().splitlines(keepends=True)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from([b"", b"3", b"[]", b'[""]', b"[[]]", b'[["a", "a"]]', b"{}", b"nan", b"true", b"\xff", b"9" * 400]),
)
def test_whatever_is_mistyped_in_the_settings_is_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: bytes
) -> None:
    name, equals, _ = LINES[place].partition(b"=")
    file = tmp_path_factory.getbasetemp() / "disclosure.toml"
    edited = (name + equals if equals else b"") + value + b"\n"
    file.write_bytes(b"".join([*LINES[:place], edited, *LINES[place + 1 :]]))
    try:
        found = rules(file)
    except SecrecyError as error:
        assert str(error).startswith("disclosure.toml")
    else:
        assert found.common >= 2 and found.sensitive >= found.common and found.labels and found.beginnings
