"""Fiches that are broken, disguised or hostile: a clear refusal, nothing lost, nothing executed."""

from pathlib import Path

import pytest

from data.batch import RefusedError
from data.importers.fiches.form import read_forms
from data.importers.fiches.reader import read
from data.importers.fiches.structure_line import seat, split_structure, structure_type
from tests import FICHES
from tests.data.importers.test_fiches import rows

HOSTILE = FICHES / "hostiles"


@pytest.mark.parametrize(
    ("name", "line", "column", "value", "why"),
    [
        ("sans_titre", 11, "titre", None, "sans titre"),
        ("sans_structure", 13, "Structure organisatrice", None, "sans structure"),
        ("departement_inconnu", 14, "Structure organisatrice", "CENTRE SOCIAL DU PARC - Atlantide",
         "département inconnu"),
    ],
)  # fmt: skip
def test_a_fiche_is_refused_and_the_others_kept(name: str, line: int, column: str, value: str | None, why: str) -> None:
    found = read([HOSTILE / f"{name}.txt"])
    (reject,) = found.rejects
    assert (reject.fichier, reject.ligne, reject.colonne, reject.valeur) == (f"{name}.txt", line, column, value)
    assert why in reject.raison
    assert found.read - found.kept == 1
    assert rows(found, "actions")[0]["titre"] == "Jardin"


@pytest.mark.parametrize("name", ["cp1252", "utf16", "crlf"])
def test_encodings_and_line_ends(name: str) -> None:
    (action,) = rows(read([HOSTILE / f"{name}.txt"]), "actions")
    assert (action["titre"], action["resume"]) == ("Café d’été", "À l'été, un café.")


def test_collective_title_and_blank_lines() -> None:
    found = read([HOSTILE / "deux_fiches.txt"])
    assert [(row["titre"], row["code_departement"]) for row in rows(found, "actions")] == [
        ("Jardin", "03"),
        ("Veillée", "63"),
    ]
    assert found.warnings == []


def test_the_same_fiche_twice_is_said_not_loaded() -> None:
    found = read([HOSTILE / "deux_fois.txt"])
    assert (found.read, found.kept) == (2, 1)
    assert "déjà lue, identique, dans deux_fois.txt ligne 1" in found.rejects[0].raison


def test_another_version_in_the_same_load_is_refused(tmp_path: Path) -> None:
    text = (HOSTILE / "crlf.txt").read_text(encoding="utf-8")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text.replace("un café", "deux cafés"), encoding="utf-8")
    found = read([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert found.kept == 1
    assert "contenu différent" in found.rejects[0].raison


def test_lines_that_look_like_headings_stay_in_the_text() -> None:
    found = read([HOSTILE / "faux_titres.txt"])
    (action,) = rows(found, "actions")
    (text,) = [row for row in rows(found, "actions_textes") if row["rubrique"] == "description"]
    assert text["texte"].split("\n") == [
        "Actions", "prévues dans l'année :", "- Public", "toutes les familles du parc", "- Dimension de la fête",
        "Résumé", "- Résumé de la saison", "- Budget consacré à cette action",
    ]  # fmt: skip
    assert [row["public"] for row in rows(found, "actions_publics")] == ["Adultes"]
    assert (action["dimension"], action["resume"]) == ("Citoyenneté", "Une fête.")


def test_sections_in_any_order_and_repeated() -> None:
    found = read([HOSTILE / "desordre.txt"])
    (action,) = rows(found, "actions")
    assert (action["titre"], action["structure"], action["code_departement"]) == (
        "Fête du parc",
        "CENTRE SOCIAL DU PARC",
        "03",
    )
    assert (action["portee"], action["dimension"], action["resume"]) == ("Un quartier", None, "Une fête.\nEt un bal.")
    assert [row["public"] for row in rows(found, "actions_publics")] == ["Adultes", "familles"]
    assert [(row["grandeur"], row["valeur"]) for row in rows(found, "mesures")] == [("benevoles", 12)]


def test_a_section_repeated_word_for_word_counts_once(tmp_path: Path) -> None:
    text = (FICHES / "16.txt").read_text(encoding="utf-8")
    begin = text.index("- Nombre de personnes")
    repeated = tmp_path / "16.txt"
    repeated.write_text(text + text[begin : text.index("- Résultat sur le territoire")], encoding="utf-8")
    once, twice = read([FICHES / "16.txt"]), read([repeated])
    assert rows(twice, "mesures") == rows(once, "mesures")
    assert rows(twice, "actions_textes") == rows(once, "actions_textes")


def test_markup_sql_and_formulas_are_text() -> None:
    found = read([HOSTILE / "injections.txt"])
    (action,) = rows(found, "actions")
    assert action["titre"] == '<script>alert("parc")</script>'
    assert action["structure"] == "CENTRE'); DROP TABLE actions; --"
    assert action["statut"] == '=HYPERLINK("http://exemple.fr")'
    assert action["resume"].startswith("=1+1\n<img src=x onerror=alert(1)>")
    assert [row["public"] for row in rows(found, "actions_publics")] == ["@SOMME(A1)"]


def test_a_file_without_fiche_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Compte rendu\nrien d'autre\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="aucune fiche"):
        read([path])


def test_fiches_without_the_word_actions_are_read() -> None:
    text = "Jardin\n- Structure organisatrice\n- EVS LA HALTE - Allier\n- Résumé\nUn jardin.\n"
    forms, outside = read_forms(text + "Veillée\n- Structure organisatrice\n- EVS LA HALTE - Var\n", lambda _: True)
    assert [form.titre for form in forms] == ["Jardin", "Veillée"]
    assert outside == []


def test_a_title_that_may_be_a_text_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "mixte.txt"
    path.write_text(
        "Actions\nJardin\n- Structure organisatrice\n- EVS LA HALTE - Allier\n- Résumé\nUn jardin.\n"
        "Veillée\n- Structure organisatrice\n- EVS LA HALTE - Var\n- Résumé\nUne veillée.\n",
        encoding="utf-8",
    )
    found = read([path])
    assert (found.read, found.kept) == (2, 1)
    assert "le titre n'est pas sûr" in found.rejects[0].raison


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("EVS LA HALTE - Pyrénées-Atlantiques", ("EVS LA HALTE", "64")),
        ("EVS LA HALTE - Indre-et-Loire", ("EVS LA HALTE", "37")),
        ("A - B - C - La Réunion", ("A - B - C", "974")),
        ("EVS LA HALTE -Haute-Loire", ("EVS LA HALTE", "43")),
        ("EVS LA HALTE", None),
        ("EVS LA HALTE - Atlantide", None),
    ],
)
def test_structure_line(line: str, expected: tuple[str, str] | None) -> None:
    assert split_structure(line) == expected


def test_seat_needs_the_exact_name_of_one_commune() -> None:
    found = seat("MJC DE VIC-EN-BIGORRE", "65")
    assert found is not None
    assert found.code_commune == "65460"
    assert seat("MJC DE VIC-EN-BIGORRE", "03") is None
    assert seat("CENTRE SOCIAL VICHY", "03") is None
    assert seat("CENTRE SOCIAL DE LA RIVE", "03") is None


def test_structure_types() -> None:
    names = ("CSC DU PARC", "EVS LA HALTE", "CCAS", "MJC DE VIC", "ESPACE FAMILLE")
    assert [structure_type(name) for name in names] == ["centre_social", "evs", "ccas", "association", None]


def test_an_endless_line_is_kept_and_its_figures_left_alone(tmp_path: Path) -> None:
    text = (FICHES / "22.txt").read_text(encoding="utf-8")
    endless = "Budget de 10 € " * 2_000
    (tmp_path / "a.txt").write_text(text.replace("72 373€", endless), encoding="utf-8")
    found = read([tmp_path / "a.txt"])
    assert rows(found, "montants") == []
    assert endless.strip() in {row["texte"] for row in rows(found, "actions_textes")}
    assert any("ses chiffres ne sont pas lus" in warning for warning in found.warnings)
