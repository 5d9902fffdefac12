"""Faults of real grant files, each in a small one: sections, totals, damaged cells, identities, places, proposals."""

from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest
import xlsxwriter

from data.batch import Batch, RefusedError, Row
from data.importers.subventions.columns import field_of
from data.importers.subventions.reader import read

GIVER = '[constantes]\nattribuant = "Ville"\n'


def grants(tmp_path: Path, content: str | bytes, mapping: str = "") -> Batch:
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return given(tmp_path, path, mapping)


def given(tmp_path: Path, path: Path, mapping: str) -> Batch:
    if not mapping:
        return read([path])
    (tmp_path / "c.toml").write_text(mapping, encoding="utf-8")
    return read([path, tmp_path / "c.toml"])


def rows(batch: Batch) -> list[Row]:
    table = batch.rows["subventions"]
    assert isinstance(table, pa.Table)
    assert batch.read == batch.kept + len({(reject.fichier, reject.ligne) for reject in batch.rejects})
    return cast(list[Row], table.to_pylist())


def kept(batch: Batch) -> list[tuple[str, int]]:
    return [(row["beneficiaire"], int(row["montant_eur"])) for row in rows(batch)]


def column(batch: Batch, name: str) -> list[Any]:
    return [row[name] for row in rows(batch)]


def reasons(batch: Batch) -> dict[int | None, str]:
    return {reject.ligne: reject.raison for reject in batch.rejects}


def asked(tmp_path: Path, content: str | Path) -> tuple[str, str]:
    """The question that a file is refused with, and the mapping that it proposes."""
    with pytest.raises(RefusedError) as error:
        grants(tmp_path, content) if isinstance(content, str) else read([content])
    question, _, proposed = str(error.value).partition("--mapping :\n")
    return question, proposed


# ── Sections and totals ──


def test_sections_that_repeat_their_header_are_all_read(tmp_path: Path) -> None:
    text = (
        "N°;Association (santé);Nature;Montant\n11;Association A;F;1 000 €\n12;Association B;F;2 500 €\n"
        ";;Total;3 500 €\n"
        "N°;Association (sport);Nature;Montant\n21;Association C;F;400 €\n22;Association D;M;700 €\n"
        ";;Total;1 100 €\n"
    )
    batch = grants(tmp_path, text, GIVER)
    assert kept(batch) == [
        ("Association A", 1000),
        ("Association B", 2500),
        ("Association C", 400),
        ("Association D", 700),
    ]
    assert [reasons(batch)[line][:16] for line in (4, 5, 8)] == [
        "ligne de total :",
        "en-tête répété, ",
        "ligne de total :",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "TOTAL DANSE;775672272;950\nAssociation B;356000000;3000",
        "Association B;356000000;3000\nTotal Danse;775672272;950",
        "Association B;;950\nTotal Respect;775672272;950",
        "TOTAL DANSE;;950\nAssociation B;;3000",
        "Totalement jazz;;950\nAssociation B;;3000",
        "Association C;;2000\nAssociation B;;3000\nTotal Danse;;950\nAssociation E;;40",
    ],
)
def test_a_body_may_be_called_total(tmp_path: Path, lines: str) -> None:
    batch = grants(tmp_path, f"Association;SIREN;Montant\n{lines}\n", GIVER)
    assert batch.kept == batch.read


@pytest.mark.parametrize("label", ["Total culture", "TOTAL", "Sous-total culture", "Total général", "Total 2024"])
def test_a_label_whose_figure_agrees_is_a_total(tmp_path: Path, label: str) -> None:
    batch = grants(tmp_path, f"Association;Montant\nA;1000\nB;500\n{label};1500\nC;7\nD;8\n", GIVER)
    assert [name for name, _ in kept(batch)] == ["A", "B", "C", "D"]
    assert "ligne de total" in reasons(batch)[4]


def test_what_looks_like_a_total_without_being_one_is_doubted_with_its_remedy(tmp_path: Path) -> None:
    batch = grants(tmp_path, "Association;Montant\nA;1000\nB;500\nTotal culture;1600\nC;7\n", GIVER)
    assert "écrivez son SIREN" in reasons(batch)[4]


def test_a_sum_by_coincidence_in_a_list_that_goes_on_is_a_grant(tmp_path: Path) -> None:
    text = "attribuant;beneficiaire;objet;montant\nD;A;x;1000\nD;B;y;500\nD;C;;1500\nD;E;z;7\nD;F;z;8\n"
    assert ("C", 1500) in kept(grants(tmp_path, text))


def test_twins_that_the_publishers_total_counts_are_two_grants(tmp_path: Path) -> None:
    head = "attribuant;beneficiaire;montant\nD;A;1000\nD;A;1000\nD;B;500\n"
    counted = grants(tmp_path, f"{head}D;Total;2500\n")
    assert sum(amount for _, amount in kept(counted)) == 2500
    assert any("le total publié compte les deux" in line for line in counted.warnings)
    assert sum(amount for _, amount in kept(grants(tmp_path, f"{head}D;Total;1500\n"))) == 1500
    assert sum(amount for _, amount in kept(grants(tmp_path, head))) == 1500


# ── Damaged cells ──


def test_one_damaged_cell_is_told_and_refuses_nothing(tmp_path: Path) -> None:
    text = "attribuant;beneficiaire;objet;montant\nDé;Association Été;Fête;1000\n".encode("cp1252")
    text += b"D\xe9;Association B;R\xc3\xa9union;2000\n"
    batch = grants(tmp_path, text)
    assert [row["objet"] for row in rows(batch)] == ["Fête", "Réunion"]
    assert any("ligne 3 : deux encodages" in line for line in batch.warnings)


def test_a_name_is_the_same_in_both_normal_forms(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant;be\u0301ne\u0301ficiaire;montant\nD;E\u0301toile;5\nD;Étoile;6\n")
    assert kept(batch) == [("Étoile", 5), ("Étoile", 6)]


# ── Dates and years ──

SIGNED = "attribuant;date de convention;beneficiaire;montant\n"


def test_a_certain_year_is_the_exercice(tmp_path: Path) -> None:
    dates = [
        "2014",
        "2017/09/08",
        "2018-04",
        "mars 2018",
        "Année 2024",
        "2024.0",
        "05/06/2023",
        "9999-12-31",
        "31/12/1895",
    ]
    batch = grants(tmp_path, SIGNED + "".join(f"D;{day};A{rank};{rank + 1}\n" for rank, day in enumerate(dates)))
    assert column(batch, "exercice") == [2014, 2017, 2018, 2018, 2024, 2024, 2023, None, None]
    assert [str(day) for day in column(batch, "date_convention") if day] == ["2017-09-08", "2023-06-05"]
    assert sum("année hors de 1950–2060" in line or "hors de 1900–2100" in line for line in batch.warnings) == 2


def test_the_order_of_a_date_is_that_of_its_column(tmp_path: Path) -> None:
    american = grants(tmp_path, f"{SIGNED}D;03/14/2024;A;1\nD;05/06/2024;B;2\n")
    assert [str(day) for day in column(american, "date_convention")] == ["2024-03-14", "2024-05-06"]
    unproved = grants(tmp_path, f"{SIGNED}D;05/06/2024;A;1\nD;02/03/2024;B;2\n")
    assert column(unproved, "date_convention") == [None, None]
    assert column(unproved, "exercice") == [2024, 2024]
    assert any("jour/mois ou mois/jour" in line for line in unproved.warnings)


def test_a_year_that_cannot_be_leaves_the_money(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant;beneficiaire;montant;exercice\nD;A;10;9999\nD;B;11;1895\nD;C;2024;1250\n")
    assert kept(batch) == [("A", 10), ("B", 11)]
    assert column(batch, "exercice") == [None, None]


def test_years_as_floats_are_years(tmp_path: Path) -> None:
    batch = grants(tmp_path, "Attribuant;Bénéficiaire;Montant;Exercice\nD;A;10;2022.0\nD;B;11;2024.0\n")
    assert column(batch, "exercice") == [2022, 2024]


# ── Identity ──

NUMBERED = "attribuant;beneficiaire;idBeneficiaire;montant\n"


def test_a_siren_without_a_name_takes_the_name_of_another_line(tmp_path: Path) -> None:
    batch = grants(tmp_path, f"{NUMBERED}D;Association A;775672272;389\nD;;775672272;1000\nD;B;356000000;200\n")
    assert kept(batch) == [("Association A", 389), ("Association A", 1000), ("B", 200)]
    lone = grants(tmp_path, f"{NUMBERED}D;Association A;775672272;389\nD;;356000000;1000\n")
    assert "le SIREN 356000000 n'est nommé sur aucune autre ligne" in reasons(lone)[3]


@pytest.mark.parametrize("siret", ["22040000000000", "44915000000000", "45032466000000", "4,5E+13"])
def test_a_siret_rounded_by_a_spreadsheet_is_nobodys(tmp_path: Path, siret: str) -> None:
    batch = grants(tmp_path, f"{NUMBERED}D;A;{siret};5\n")
    assert kept(batch) == [("A", 5)]
    assert column(batch, "beneficiaire_siret") == column(batch, "beneficiaire_siren") == [None]
    assert any("cellule laissée vide" in line for line in batch.warnings)


def test_one_number_for_many_names_is_nobodys(tmp_path: Path) -> None:
    shared = "".join(f"D;{name};73282932000074;5\n" for name in ("Étoile", "Ballon", "Chorale"))
    assert column(grants(tmp_path, NUMBERED + shared), "beneficiaire_siret") == [None] * 3
    spelled = "".join(
        f"D;{name};73282932000074;{n}\n" for n, name in enumerate(("MJC Moulins", "M.J.C. de Moulins"), 1)
    )
    assert column(grants(tmp_path, NUMBERED + spelled), "beneficiaire_siret") == ["73282932000074"] * 2


# ── Places ──


@pytest.mark.parametrize(
    ("head", "line", "commune", "departement"),
    [
        ("Code postal commune", "03190", None, "03"),
        ("CP", "75011", None, "75"),
        ("Code postal", "20200", None, "2B"),
        ("Code commune", "03310", None, "03"),
        ("Code commune", "69003", None, "69"),
        ("Code commune;Commune", "69003;Lyon", "69123", "69"),
        ("Code commune;Commune", "75011;Paris", "75056", "75"),
        ("Code commune;Commune", "03190;Moulins", "03190", "03"),
        ("Code commune;Commune", "03190;Hérisson", "03127", "03"),
        ("Code INSEE", "03190", "03190", "03"),
        ("Code INSEE commune", "75111", "75056", "75"),
        ("Code INSEE", "03310\nD;B;03100\nD;C;03000", None, "03"),
        ("Code postal;Commune", "03190;HERISSON", "03127", "03"),
        ("Commune", "03190 Hérisson", "03127", "03"),
        ("Ville", "Moulins", None, None),
    ],
)
def test_a_postcode_is_never_a_code_of_insee(
    tmp_path: Path, head: str, line: str, commune: str | None, departement: str | None
) -> None:
    lines = "\n".join(f"{cells};{rank}" for rank, cells in enumerate(f"D;A;{line}".split("\n"), 1))
    batch = grants(tmp_path, f"attribuant;beneficiaire;{head};montant\n{lines}\n")
    assert (column(batch, "code_commune")[0], column(batch, "code_departement")[0]) == (commune, departement)
    assert commune or any("commune laissée vide" in said for said in batch.warnings)


# ── Proposals ──


def test_unquoted_decimal_commas_are_confirmed_once(tmp_path: Path) -> None:
    head = "nomAttribuant,dateConvention,nomBeneficiaire,objet,montant,nature\n"
    text = head + (
        "D,2024-01-05,Association A,Fête,24 975,00,aide en numéraire\n"
        "D,2024-01-06,Association B,Séjour,102 991,50,aide en numéraire\n"
        "D,2024-01-07,Association C,Atelier,500,25,aide en numéraire\n"
        "D,2024-01-08,Association D,Atelier,40,aide en numéraire\n"
        "D,2024-01-09,Association E,jeux, sport,50,aide en numéraire\n"
    )
    question, proposed = asked(tmp_path, text)
    assert "« 24 975,00 » ; « 102 991,50 » ; « 500,25 »" in question
    batch = grants(tmp_path, text, proposed)
    assert sum(column(batch, "montant_eur")) == Decimal("128506.75")
    assert "7 valeurs pour 6 colonnes" in reasons(batch)[6]
    table = batch.rows["correspondances"]
    assert isinstance(table, pa.Table)
    known = {row["colonne"]: row["champ"] for row in table.to_pylist()}
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert read([tmp_path / "a.csv"], lambda digest: known).kept == 4


def test_a_giver_that_nothing_names_is_asked_once(tmp_path: Path) -> None:
    question, proposed = asked(tmp_path, "Bénéficiaire;Montant\nA;100\nB;200\n")
    assert question.count("qui donne ?") == 1
    with pytest.raises(RefusedError, match="attribuant est vide") as error:
        grants(tmp_path, "Bénéficiaire;Montant\nA;100\nB;200\n", proposed)
    assert "NOT (" not in str(error.value)
    filled = proposed.replace('attribuant = ""', 'attribuant = "Ville"')
    assert kept(grants(tmp_path, "Bénéficiaire;Montant\nA;100\nB;200\n", filled)) == [("A", 100), ("B", 200)]


def two_sheets(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Fonctionnement")
        sheet.write_row(
            0, 0, ["Année", "Nom de l'organisme bénéficiaire", "Adresse", "Montant fonctionnement", "Montant aide"]
        )
        sheet.write_row(1, 0, [2024, "A", "Moulins", 100])
        sheet.write_row(2, 0, [2024, "B", "Vichy", 250])
        other = made.add_worksheet("Autres")
        other.write_row(0, 0, ["Année", "Nom de l'organisme bénéficiaire", "Montant"])
        other.write_row(1, 0, [2024, "C", 300])
    return path


def test_a_proposal_for_several_sheets_loads(tmp_path: Path) -> None:
    path = two_sheets(tmp_path / "a.xlsx")
    _, proposed = asked(tmp_path, path)
    assert '[feuilles."Autres".colonnes]' in proposed
    filled = proposed.replace('attribuant = ""', 'attribuant = "Ville"')
    assert kept(given(tmp_path, path, filled)) == [("A", 100), ("B", 250), ("C", 300)]
    one = '[colonnes]\n"Adresse" = "ignorer"\n"Montant fonctionnement" = "montant"\n'
    assert given(tmp_path, path, one + GIVER).kept == 3
    with pytest.raises(RefusedError, match="« Autre » de la correspondance n'existe pas"):
        given(tmp_path, path, f'{filled}\n[feuilles."Autre".colonnes]\n"Montant" = "montant"\n')


def test_a_proposal_of_names_that_toml_must_escape_loads(tmp_path: Path) -> None:
    text = 'attribuant;beneficiaire;"Montant ""voté""";Montant \\ attribué;Note;Note\nD;A;10;20;x;y\n'
    _, proposed = asked(tmp_path, text)
    assert kept(grants(tmp_path, text, proposed)) == [("A", 10)]


def test_an_attributaire_beside_a_beneficiary_gives(tmp_path: Path) -> None:
    text = (
        "Nom de l'attributaire;Identification de l'attributaire (SIRET);Nom du bénéficiaire;Montant total\n"
        "Conseil départemental;22100005200011;Association A;1000\n"
    )
    (row,) = rows(grants(tmp_path, text))
    assert (row["attribuant"], row["attribuant_siret"], row["beneficiaire"]) == (
        "Conseil départemental",
        "22100005200011",
        "Association A",
    )
    assert field_of("Nom de l'attributaire") == "beneficiaire"


def test_who_gives_to_itself_on_each_line_is_told(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant;beneficiaire;objet;montant\nVille;VILLE;x;1\nVille;Ville;y;2\n")
    assert any("l'attribuant est le bénéficiaire sur chaque ligne" in line for line in batch.warnings)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("colonnes = 3\n", "doit être une table"),
        ('[feuilles]\n"a" = 3\n', "doit être une table"),
        ('[colonnes]\n"montant" = 3\n', "le champ « 3 » n'existe pas"),
        ("[constantes]\nexercice = 1895\n", "année"),
        ("[constantes]\nexercice = true\n", "attendu attribuant"),
        ('[fichier]\nvirgule_decimale = "oui"\n', "true ou false"),
    ],
)
def test_a_mapping_of_wrong_types_is_told(tmp_path: Path, mapping: str, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        grants(tmp_path, "attribuant;beneficiaire;montant\nD;A;10\n", mapping)


# ── Workbooks ──


def test_a_cell_is_read_with_its_format(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Attribuant", "Bénéficiaire", "Taux", "Montant"])
        for rank, code in enumerate(("0%", '0" k€"', "[$$-409]0", "0.00"), start=1):
            sheet.write_row(rank, 0, ["V", f"A{rank}"])
            sheet.write_number(rank, 2, 0.5, made.add_format({"num_format": "0%"}))
            sheet.write_number(rank, 3, 0.8, made.add_format({"num_format": code}))
        sheet.write_row(5, 0, ["V", "F"])
        sheet.write_formula(5, 3, "=1+1")
    batch = read([tmp_path / "a.xlsx"])
    assert [(row["beneficiaire"], row["part_financee"]) for row in rows(batch)] == [("A4", 0.5), ("F", None)]
    assert "la feuille l'affiche en « % »" in reasons(batch)[2]
    assert any("dont le résultat gardé est 0 (D6)" in line for line in batch.warnings)
