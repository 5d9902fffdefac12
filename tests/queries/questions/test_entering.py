"""What waits for a person: proposals with their words, twins, what lacks and how many more are needed."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data.entering.forms import Save
from queries.copy import reading
from tests.small.entered import CAFE, JARDINS, asked, corrected
from tests.small.facts import SMALL, answer, filled

WORDS = "En 2012, environ 1 200 habitants et 12 bénévoles, une douzaine de familles."


def proposed(grandeur: str, value: int) -> dict[str, str]:
    return {
        "sujet_type": "action", "sujet_id": "jardins", "grandeur": grandeur, "annee": "2021", "valeur": str(value),
        "precision": "approchee", "etat": "proposee", "texte_source": WORDS,
    }  # fmt: skip


TWINS = [
    {"structure_id": f"{slug}-03", "nom": name, "code_departement": "03", "code_commune": commune, "rna": rna}
    for slug, name, commune, rna in (
        ("foyer-rural", "Foyer rural", "03190", ""),
        ("foyer-rural-2", "Foyer rural 2", "03190", "W031000001"),
        ("le-foyer", "Le foyer", "03310", "W031000001"),
    )
]


@pytest.fixture(scope="module")
def small(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = {
        **SMALL,
        "structures": [*SMALL["structures"], *TWINS],
        "mesures": [
            *SMALL["mesures"],
            proposed("habitants", 1200),
            proposed("benevoles", 12),
            proposed("familles", 13),
        ],
    }
    return filled(reference_store, tmp_path_factory.mktemp("attente"), rows)


def test_a_proposal_comes_with_the_words_that_it_was_read_in(small: Path) -> None:
    found = {row["quoi"]: row for row in asked(small, "propositions", sujet=JARDINS)}
    assert set(found) == {"habitants", "benevoles", "familles"}
    assert all(len(row["fait"]) == 16 and row["texte_source"] == WORDS for row in found.values())


def test_structures_that_look_alike_say_why(small: Path) -> None:
    pairs = {(row["structure_id"], row["autre_id"]): row["raisons"] for row in asked(small, "structures_semblables")}
    assert pairs == {("foyer-rural-2-03", "le-foyer-03"): ["même RNA"]}
    assert asked(small, "structures_semblables", departement="63") == []


def test_a_worklist_names_the_fiches_that_lack_a_field(small: Path) -> None:
    lists = {
        champ: [row["titre"] for row in asked(small, "fiches_sans_champ", champ=champ, departement="03")]
        for champ in ("commune", "date de fin", "affluence", "participations")
    }
    assert lists == {
        "commune": ["Atelier d'écriture"],
        "date de fin": [],  # Expected of what is over only, and « Jardins partagés » says it.
        "affluence": [],
        "participations": ["Atelier d'écriture", "Café des familles", "Jardins partagés"],
    }
    (moulins,) = asked(small, "fiches_sans_champ", champ="mots clés", bassin="032")
    assert (moulins["titre"], moulins["n_propositions"]) == ("Jardins partagés", 3)


@pytest.fixture(scope="module")
def demonstration(demo_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(demo_store) as root:
        yield root


def test_worklists_are_as_long_as_what_lacks(demonstration: duckdb.DuckDBPyConnection) -> None:
    """The count of « À collecter d'abord » is the length of the list that it opens."""
    counted = {
        row["champ"]: row["n_manquants"] for row in answer(demonstration, "champs_a_collecter", departement="03")
    }
    listed = Counter(
        {name: len(answer(demonstration, "fiches_sans_champ", champ=name, departement="03")) for name in counted}
    )
    assert counted and listed == Counter(counted)


def test_how_many_more_fiches_make_a_field_known_enough(small: Path) -> None:
    """Three actions, and 70 % of them: three (2.1, and no part of a fiche)."""
    rows = {(row["indicateur"], row["champ"]): row for row in asked(small, "indicateurs_a_ouvrir", departement="03")}
    lacking = [row for (_, champ), row in rows.items() if champ == "mots clés"]
    assert lacking
    for row in lacking:
        assert (row["n_renseignes"], row["n_total"], row["couverture_min"], row["n_encore"]) == (0, 3, 70.0, 3)
        assert row["phrase"].startswith("Encore 3 à compléter (« mots clés »)")


def test_each_fiche_that_is_completed_is_one_less(small: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(small, tmp_path / "magasin"))
    corrected(path, CAFE, Save("animatrice"), mots_cles=("Culture",))
    rows = asked(path, "indicateurs_a_ouvrir", champ="mots clés")
    assert {(row["n_renseignes"], row["n_encore"]) for row in rows} == {(1, 2)}
    left = asked(path, "fiches_sans_champ", champ="mots clés")
    assert [row["titre"] for row in left] == ["Atelier d'écriture", "Jardins partagés"]
    assert {row["structure"] for row in left} == {"Centre social des Coteaux"}
