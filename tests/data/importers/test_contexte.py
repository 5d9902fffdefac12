"""Official figures by commune: values, marks, merged communes, divisions, and every refusal in its words."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from data.batch import RefusedError
from data.importers.contexte.reader import read
from tests.small.context import COUNT, FILOSOFI, PLAIN, ZONES, figures, reasons, taken, written

# ── Values and marks ──


def test_filosofi_is_recognised_and_its_marks_never_become_zero(tmp_path: Path) -> None:
    batch = taken(tmp_path, FILOSOFI)
    held = figures(batch)
    assert held["03001", 2021, "MED"] == (23170.0, None, None)
    assert held["03001", 2021, "TP60"] == (12.0, None, None)
    assert held["03002", 2021, "TP60"] == (None, "s", None)
    assert held["03002", 2021, "NBPERSMENFISC"] == (None, "s", None)
    assert (batch.read, batch.kept, batch.editeur) == (4, 3, "INSEE, DGFiP, CNAF, CNAV, CCMSA")
    assert any("correspondance proposée : filosofi_communes.toml (3 colonnes" in words for words in batch.warnings)


def test_five_percent_is_five_or_less(tmp_path: Path) -> None:
    batch = taken(tmp_path, FILOSOFI)
    assert figures(batch)["03095", 2021, "TP60"] == (5.0, None, "au_plus")
    assert any("« 5 % ou moins »" in words for words in batch.warnings)


def test_an_empty_cell_is_not_available_and_new_marks_are_said_by_the_mapping(tmp_path: Path) -> None:
    text = "CODGEO;TAUX\n03001;\n03002;so\n03003;ND\n03004;0\n"
    batch = taken(tmp_path, text, f'{PLAIN}\n[marques]\n"so" = "///"\n')
    marks = {code: said for (code, _, _), said in figures(batch).items()}
    assert marks == {
        "03001": (None, "nd", None),
        "03002": (None, "///", None),
        "03003": (None, "nd", None),
        "03004": (0.0, None, None),
    }


@pytest.mark.parametrize(
    ("cell", "value"), [("12,5", 12.5), ("12.5", 12.5), (" 1 ", 1.0), ("0", 0.0), ("99,99", 99.99)]
)
def test_numbers_are_read_as_they_are_written(tmp_path: Path, cell: str, value: float) -> None:
    assert figures(taken(tmp_path, f"CODGEO;TAUX\n03001;{cell}\n", PLAIN))["03001", 2021, "taux"][0] == value


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (
            "150",
            "TAUX « 150 » : plus grand que 100, le maximum de « Taux d'essai » ; la virgule décimale manque-t-elle",
        ),
        ("-1", "TAUX « -1 » : plus petit que 0, le minimum de « Taux d'essai »"),
        ("douze", "TAUX « douze » : « douze » : ce n'est pas un nombre écrit à la française ; une marque nouvelle"),
        ("nan", "ce n'est pas un nombre"),
        ("1e3", "ce n'est pas un nombre"),
    ],
)
def test_a_cell_that_is_no_figure_refuses_its_line(tmp_path: Path, cell: str, words: str) -> None:
    batch = taken(tmp_path, f"CODGEO;TAUX\n03001;{cell}\n03002;4\n", PLAIN)
    assert words in reasons(batch)[2]
    assert (batch.read, batch.kept) == (2, 1)
    assert set(figures(batch)) == {("03002", 2021, "taux")}


def test_the_decimal_sign_of_the_mapping_is_the_only_one(tmp_path: Path) -> None:
    comma = PLAIN + '[fichier]\ndecimale = ","\n'
    assert (
        "un point, là où la correspondance annonce des virgules"
        in reasons(taken(tmp_path, "CODGEO;TAUX\n03001;12.5\n", comma))[2]
    )
    point = PLAIN.replace("% des personnes", "€") + '[fichier]\ndecimale = "."\n'
    batch = taken(tmp_path, "CODGEO;TAUX\n03001;1.234\n03002;1,5\n", point)
    assert figures(batch)["03001", 2021, "taux"][0] == 1.234
    assert "ce n'est pas un nombre à point décimal" in reasons(batch)[3]


def test_a_count_written_as_a_float_is_a_whole_number_or_refused(tmp_path: Path) -> None:
    batch = taken(tmp_path, "CODGEO;TAUX\n03001;2915.0\n03002;12,5\n", COUNT)
    assert figures(batch)["03001", 2021, "taux"][0] == 2915.0
    assert "un nombre entier est attendu" in reasons(batch)[3]


def test_the_year_may_stand_in_a_column_or_in_the_name_of_one(tmp_path: Path) -> None:
    by_row = PLAIN.replace("valeur = 2021", 'colonne = "AN"')
    batch = taken(tmp_path, "CODGEO;AN;TAUX\n03001;2020;1\n03001;2021;2\n03001;21;3\n", by_row)
    assert {year: said[0] for (_, year, _), said in figures(batch).items()} == {2020: 1.0, 2021: 2.0}
    assert "AN « 21 » : ce n'est pas une année à quatre chiffres" in reasons(batch)[4]
    historic = taken(tmp_path, "CODGEO;PMUN2020;PMUN2021\n03001;2900;2915\n")
    assert figures(historic)["03001", 2020, "population_municipale"][0] == 2900.0
    assert figures(historic)["03001", 2021, "population_municipale"][0] == 2915.0
    assert len(historic.rows["contexte_variables"]) == 1


def test_windows_text_and_a_header_further_down_are_read_when_the_mapping_says_so(tmp_path: Path) -> None:
    mapping = PLAIN.replace("TAUX", "Taux à jour") + '[fichier]\nencodage = "windows-1252"\nentete = 3\n'
    batch = taken(tmp_path, "Un titre\n\nCODGEO;Taux à jour\n03001;4\n", mapping, "windows-1252")
    assert figures(batch)["03001", 2021, "taux"][0] == 4.0
    assert batch.rejects == []


def workbook(folder: Path, *rows: list[Any], before: int = 0) -> Path:
    path = folder / "chiffres.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Lisez-moi").write(0, 0, "Documentation")
        sheet = book.add_worksheet("COM")
        sheet.write(0, 0, "Titre du tableau")
        for number, row in enumerate(rows):
            sheet.write_row(number + before, 0, row)
    return path


def test_a_workbook_is_read_from_the_sheet_and_the_line_that_have_the_code(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["CODGEO", "MED21", "TP6021"],
        ["03001", 23170, 12.5],
        ["03002", 20970.0, "s"],
        [3190, 18950, 24],
        before=3,
    )
    batch = read([path])
    assert figures(batch)["03001", 2021, "TP60"] == (12.5, None, None)
    assert figures(batch)["03002", 2021, "TP60"] == (None, "s", None)
    assert "un tableur a-t-il supprimé le zéro initial" in reasons(batch)[7]
    assert any("noms de colonnes ligne 4" in words for words in batch.warnings)


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["CODGEO", "TAUX"], ["03001", 4])
    mapping = written(tmp_path, "taux.toml", PLAIN + '[fichier]\nfeuille = "EPCI"\n')
    with pytest.raises(RefusedError, match="aucune feuille « EPCI » ; feuilles du fichier : « Lisez-moi », « COM »"):
        read([path, mapping])
    own = written(tmp_path, "com.toml", PLAIN + '[fichier]\nfeuille = "COM"\n')
    assert figures(read([path, own]))["03001", 2021, "taux"][0] == 4.0


def test_titles_above_the_header_are_seen_when_no_mapping_says_otherwise(tmp_path: Path) -> None:
    batch = taken(tmp_path, f"Revenus des communes;;;\n\n{FILOSOFI}")
    assert figures(batch)["03001", 2021, "MED"][0] == 23170.0
    assert batch.read == 4


# ── Communes ──


def test_codes_that_are_no_commune_are_refused_with_the_likely_cause(tmp_path: Path) -> None:
    text = "CODGEO;TAUX\n3001;1\n99999;2\n;3\n2a004;4\n75101;5\n75056;6\n69381;7\nCODGEO;8\n"
    batch = taken(tmp_path, text, PLAIN)
    said = reasons(batch)
    assert "CODGEO « 3001 »" in said[2] and "un tableur a-t-il supprimé le zéro initial" in said[2]
    assert "commune « 99999 » inconnue au COG" in said[3]
    assert said[4] == "CODGEO « None » : le code de la commune manque : écrivez-le, ou supprimez la ligne"
    assert "une lettre de code est-elle en minuscule" in said[5]
    assert "arrondissement de Paris (75056), qui est une seule commune : elle a sa propre ligne" in said[6]
    assert "arrondissement de Lyon (69123), qui est une seule commune : sa ligne manque dans ce fichier" in said[8]
    assert "seconde ligne d'en-tête, répétée au milieu des données" in said[9]
    assert set(figures(batch)) == {("75056", 2021, "taux")}
    assert (batch.read, batch.kept) == (8, 1)


def test_the_same_commune_twice_is_refused_unless_word_for_word(tmp_path: Path) -> None:
    batch = taken(tmp_path, "CODGEO;TAUX\n03001;1\n03002;2\n03001;3\n03002;2\n", PLAIN)
    said = reasons(batch)
    assert "Abrest a plusieurs lignes (2, 4) de valeurs différentes : laquelle est juste ?" in said[2]
    assert "Abrest a plusieurs lignes (2, 4)" in said[4]
    assert "répète mot pour mot la ligne 3 : supprimez-la" in said[5]
    assert figures(batch) == {("03002", 2021, "taux"): (2.0, None, None)}


def test_an_old_code_is_todays_commune_and_the_cog_year_is_said(tmp_path: Path) -> None:
    batch = taken(tmp_path, "CODGEO;TAUX\n02311;7\n", PLAIN)
    assert figures(batch) == {("02589", 2021, "taux"): (7.0, None, None)}
    assert "ligne 2 : code 02311 (Filain) rattaché à Pargny-et-Filain (02589), COG 2025" in batch.warnings


# Pargny-Filain (02589) and Filain (02311) are one commune since COG 2025, under the code of the first.
MERGED = "CODGEO;TAUX\n02589;{}\n02311;{}\n"


def test_nothing_is_added_nor_overwritten_when_nobody_says_whether_one_line_holds_the_other(tmp_path: Path) -> None:
    batch = taken(tmp_path, MERGED.format(300, 100), COUNT)
    assert figures(batch) == {}
    for line in (2, 3):
        assert "réunit aujourd'hui 02589 ligne 2, 02311 ligne 3" in reasons(batch)[line]
        assert "[commune] cog = AAAA" in reasons(batch)[line]


def test_counts_of_before_the_merger_add_up_and_rates_do_not(tmp_path: Path) -> None:
    before = 'colonne = "CODGEO"\ncog = 2024'
    batch = taken(tmp_path, MERGED.format(300, 100), COUNT.replace('colonne = "CODGEO"', before))
    assert figures(batch) == {("02589", 2021, "taux"): (400.0, None, None)}
    assert batch.kept == 2
    assert any("d'avant leur fusion : effectifs additionnés" in words for words in batch.warnings)
    secret = taken(tmp_path, MERGED.format(300, "s"), COUNT.replace('colonne = "CODGEO"', before))
    assert figures(secret) == {("02589", 2021, "taux"): (None, "s", None)}
    rate = taken(tmp_path, MERGED.format(12, 8), PLAIN.replace('colonne = "CODGEO"', before))
    assert figures(rate) == {("02589", 2021, "taux"): (None, "nd", None)}
    assert any("car ils ne s'additionnent pas" in words for words in rate.warnings)


def test_after_the_merger_the_former_commune_is_already_counted(tmp_path: Path) -> None:
    after = COUNT.replace('colonne = "CODGEO"', 'colonne = "CODGEO"\ncog = 2025')
    batch = taken(tmp_path, MERGED.format(400, 100), after)
    assert figures(batch) == {("02589", 2021, "taux"): (400.0, None, None)}
    assert "n'est plus une commune au COG 2025 du fichier : Pargny-et-Filain (ligne 2) la contient" in reasons(batch)[3]


def test_a_merged_commune_goes_with_all_its_lines_when_one_is_wrong(tmp_path: Path) -> None:
    before = COUNT.replace('colonne = "CODGEO"', 'colonne = "CODGEO"\ncog = 2024')
    batch = taken(tmp_path, MERGED.format(300, "cent"), before)
    assert figures(batch) == {}
    assert "une partie de 02589, dont une autre ligne (3) est refusée" in reasons(batch)[2]
    assert (batch.read, batch.kept) == (2, 0)


# ── Divisions ──


def test_divisions_keep_their_names_overlap_and_leave_communes_out(tmp_path: Path) -> None:
    batch = taken(tmp_path, ZONES)
    zones, members = batch.rows["zones"], batch.rows["zones_communes"]
    assert isinstance(zones, pd.DataFrame) and isinstance(members, pd.DataFrame)
    named = {(row.division, row.code_zone): row.nom for row in zones.itertuples()}
    assert named["bv2022", "03310"] == "Vichy"
    assert named["qpv2024", "QN00305M"] == "QN00305M"
    assert ("aav2020", "000") not in named
    held = {(row.division, row.code_zone, row.code_commune) for row in members.itertuples()}
    assert {zone for division, zone, code in held if division == "qpv2024" and code == "03190"} == {
        "QN00304M",
        "QN00305M",
    }
    assert {code for division, _, code in held if division == "aav2020"} == {"03001", "03190"}
    assert "epci" not in {division for division, _, _ in held}
    assert figures(batch)["03001", 2023, "population_municipale"][0] == 2915.0
    assert figures(batch)["03001", 2021, "TP60"][0] == 12.0


def test_columns_left_aside_are_said_and_the_reference_divisions_explained(tmp_path: Path) -> None:
    said = taken(tmp_path, ZONES).warnings
    assert any("« EPCI » ; le territoire de référence tient déjà intercommunalités" in words for words in said)


def test_any_code_with_its_names_makes_a_division(tmp_path: Path) -> None:
    batch = taken(tmp_path, "CODGEO;PAYS;LIB_PAYS\n03001;P1;Pays de Vichy\n03002;P2;Pays de Moulins\n")
    zones = batch.rows["zones"]
    assert isinstance(zones, pd.DataFrame)
    assert zones[["division", "code_zone", "nom"]].to_dict("records") == [
        {"division": "pays", "code_zone": "P1", "nom": "Pays de Vichy"},
        {"division": "pays", "code_zone": "P2", "nom": "Pays de Moulins"},
    ]
    proposed = next(words for words in batch.warnings if words.startswith("correspondance proposée"))
    assert 'colonne = "PAYS"\nnom = "LIB_PAYS"\ndivision = "pays"' in proposed


def test_one_code_with_two_names_is_refused(tmp_path: Path) -> None:
    batch = taken(tmp_path, "CODGEO;PAYS;LIB_PAYS\n03001;P1;Pays de Vichy\n03002;P1;Pays de Moulins\n")
    assert "la zone P1 s'appelle « Pays de Vichy » ligne 2 : un code n'a qu'un nom" in reasons(batch)[3]
    assert len(batch.rows["zones_communes"]) == 1


def test_a_merged_commune_torn_between_two_zones_enters_none(tmp_path: Path) -> None:
    mapping = 'titre = "Essai"\n[commune]\ncolonne = "CODGEO"\ncog = 2024\n' + (
        '[[divisions]]\ncolonne = "PAYS"\ndivision = "pays"\norigine = "Essai"\n'
    )
    torn = taken(tmp_path, "CODGEO;PAYS\n02589;A\n02311;B\n02001;A\n", mapping)
    members = torn.rows["zones_communes"]
    assert isinstance(members, pd.DataFrame)
    assert members["code_commune"].tolist() == ["02001"]
    assert any(
        "02589 réunit des communes que « pays » met dans des zones différentes" in words for words in torn.warnings
    )
    same = taken(tmp_path, "CODGEO;PAYS\n02589;A\n02311;A\n", mapping).rows["zones_communes"]
    assert len(same) == 1
