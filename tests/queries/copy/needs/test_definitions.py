"""The file of needs: whatever is mistyped in it is a refusal that names the line and the column."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from queries.copy.needs import definitions
from queries.copy.needs.definitions import NeedsError

TEXT = definitions.FILE.read_text(encoding="utf-8")


def test_the_file_of_the_repository_is_read() -> None:
    found = {row["besoin"]: row for row in definitions.read().to_pylist()}
    young, mixed = found["jeunes_adultes"], found["interculturel"]
    assert (young["age_min"], young["age_max"], young["du_comite"], young["libelles"]) == (18, 29, True, [])
    assert (mixed["genre"], mixed["libelles"]) == ("theme", ["interculturel", "integration", "mixite sociale"])
    assert found["sante"]["age_min"] is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("genre,rang", "gendre,rang", r"besoins.csv, ligne 1 : colonnes absentes ou inconnues : gendre, genre\."),
        ("enfance,public,3", "enfance,public,trois", "ligne 5, colonne « rang » : « trois », attendu un entier de 0 à"),
        ("enfance,public,3", "enfance,public,", "ligne 5, colonne « rang » : «  », attendu un rang"),
        (
            "enfance,public,3",
            "enfance,public,2",
            "ligne 5, colonne « rang » : « 2 », attendu une valeur qu'aucune",
        ),
        ("\nenfance,", "\nseniors,", "ligne 7, colonne « besoin » : « seniors », attendu une valeur qu'aucune autre"),
        (
            "enfance,public,3",
            "enfance,publique,3",
            "ligne 5, colonne « genre » : « publique », attendu l'un de",
        ),
        (",oui,,18,29", ",ouii,,18,29", "ligne 3, colonne « du_comite » : « ouii », attendu l'un de : oui, non"),
        (",18,29", ",18,vingt-neuf", "ligne 3, colonne « age_max » : « vingt-neuf », attendu un entier de 0 à 120"),
        (",18,29", ",29,18", "ligne 3, colonne « age_max » : « 18 », attendu un âge qui vient après age_min"),
        (",18,29", ",18,", "ligne 3, colonne « age_max »"),
        (",18,29", ",18", "ligne 3 : 8 cases pour 9 colonnes"),
        ("interculturel|integration", "interculturel||integration", "ligne 11, colonne « libelles »"),
        ("ensemble,ensemble", "tout,ensemble", "il faut une ligne « ensemble » de ce genre, et une seule"),
        ('"Emploi, économie"', '"Emploi" économie', "ligne 18 : ce n'est pas du CSV"),
    ],
)
def test_a_mistyped_cell_names_its_line_and_column(tmp_path: Path, old: str, new: str, words: str) -> None:
    file = tmp_path / "besoins.csv"
    assert old in TEXT
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(NeedsError, match=words):
        definitions.read(file)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "besoins.csv"
    with pytest.raises(NeedsError, match=r"besoins.csv : ce fichier ne peut pas être lu"):
        definitions.read(file)
    file.write_bytes(TEXT.encode("cp1252"))
    with pytest.raises(NeedsError, match=r"besoins.csv, ligne 10 : ce texte n'est pas en UTF-8"):
        definitions.read(file)
    file.unlink()
    file.mkdir()
    with pytest.raises(NeedsError, match="ne peut pas être lu"):
        definitions.read(file)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 30), st.text(alphabet='",|\n\r\x00a1é\u2028-', max_size=4))
def test_whatever_is_mistyped_is_a_refusal_or_a_table(
    tmp_path_factory: pytest.TempPathFactory, place: int, n_cut: int, typed: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "besoins.csv"
    file.write_text(TEXT[:place] + typed + TEXT[place + n_cut :], encoding="utf-8", newline="")
    try:
        found = definitions.read(file)
    except NeedsError as error:
        assert str(error).startswith("besoins.csv")
    else:
        with store.memory() as root:
            root.register("lot", found)
            assert root.execute("SELECT count(*) FROM lot WHERE besoin IS NULL OR rang IS NULL").fetchone() == (0,)
