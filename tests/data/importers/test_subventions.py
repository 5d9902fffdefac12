"""Grant files of every kind that people send, written here: what is kept, what is refused, and in which words."""

import re
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import cast

import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.batch import Batch, RefusedError, Row
from data.importers.subventions.columns import field_of
from data.importers.subventions.reader import read

STANDARD = (
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,"
    "montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide"
)
GOOD = (
    "Département,22030001000017,2024-03-05,D1,Asso du Lac,73282932000074,,Fête,1234.50,aide en numéraire,unique,"
    "2024-04-01/2024-05-01,,non,0.5,"
)


def grants(tmp_path: Path, text: str, mapping: str = "", name: str = "a.csv", encoding: str = "utf-8") -> Batch:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    if not mapping:
        return read([path])
    (tmp_path / "c.toml").write_text(mapping, encoding="utf-8")
    return read([path, tmp_path / "c.toml"])


def refusal(tmp_path: Path, text: str, mapping: str = "") -> str:
    with pytest.raises(RefusedError) as error:
        grants(tmp_path, text, mapping)
    return str(error.value)


def amounts(batch: Batch) -> list[Decimal]:
    return [row["montant_eur"] for row in rows(batch)]


def rows(batch: Batch) -> list[Row]:
    found = batch.rows["subventions"]
    assert isinstance(found, pa.Table)
    assert batch.read == batch.kept + len({(reject.fichier, reject.ligne) for reject in batch.rejects})
    return cast(list[Row], found.to_pylist())


def reasons(batch: Batch) -> dict[int | None, str]:
    return {reject.ligne: reject.raison for reject in batch.rejects}


def test_a_line_of_the_standard(tmp_path: Path) -> None:
    (row,) = rows(grants(tmp_path, f"{STANDARD}\n{GOOD}\n"))
    assert (row["attribuant"], row["beneficiaire"], row["beneficiaire_siret"]) == (
        "Département",
        "Asso du Lac",
        "73282932000074",
    )
    assert (row["montant_eur"], row["etape"], row["nature"], row["exercice"]) == (
        Decimal("1234.50"),
        "accorde",
        "numeraire",
        2024,
    )
    assert (str(row["periode_debut"]), str(row["periode_fin"]), row["part_financee"]) == (
        "2024-04-01",
        "2024-05-01",
        0.5,
    )
    assert row["notification_ue"] is False


def test_versions_are_told_by_columns_and_departures_listed(tmp_path: Path) -> None:
    told = grants(
        tmp_path, f"{STANDARD}\n{GOOD.replace('2024-03-05', '25/03/2024').replace(',non,', ',no,')}\n"
    ).warnings
    assert any("SCDL subventions 2.1" in line for line in told)
    assert any("ligne 2, dateConvention « 25/03/2024 » : hors du standard" in line for line in told)
    assert any("ligne 2, notificationUE « no » : cellule laissée vide" in line for line in told)
    older = STANDARD.replace("rnaBeneficiaire,", "").replace(",dispositifAide", "")
    assert any("1.1 ou 2.0" in line for line in grants(tmp_path, f"{older}\nD,,,,B,,o,5,,,,,,\n").warnings)


@pytest.mark.parametrize("short", ["Source : mairie de Moulins", "a,b", "Total,,,,,,,300", GOOD.rpartition("0.5")[0]])
def test_a_line_cut_short_refuses_no_other(tmp_path: Path, short: str) -> None:
    batch = grants(tmp_path, f"{STANDARD}\n{GOOD}\n{GOOD.replace('D1', 'D2')}\n{short}\n")
    assert batch.kept >= 2 and batch.read == 3


def test_older_names_french_amounts_and_lines_without_one(tmp_path: Path) -> None:
    text = (
        "COLL_NOM,COLL_SIRET,ACTE_DATE,ATTRIB_NOM,ATTRIB_SIRET,SUB_OBJET,SUB_MONTANT\n"
        "Dép,225800010,2016-01-01,AGORA,,Subvention,17\u00a0833\n"
        "Dép,225800010,2016-01-01,BETA,,Subvention,NC\n"
        "Dép,225800010,2016-01-01,GAMMA,,Subvention,\n"
    )
    batch = grants(tmp_path, text, encoding="cp1252")
    assert amounts(batch) == [Decimal(17833)]
    assert reasons(batch) == {
        3: "pas de nombre : inconnu ou non communiqué n'est pas zéro",
        4: "montant absent : sans montant, la ligne ne dit pas une subvention",
    }


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("240 000 € (pour 3 saisons)", "un nombre et des mots"),
        ("1.234", "le point sépare-t-il des milliers ou des décimales"),
        ("dix mille", "pas de nombre"),
        ("12,345", "plus de deux décimales"),
        ("SEM", "pas de nombre"),
        ("12 000 / 15 000", "ce n'est pas un seul nombre"),
        ("45032466000000", "hors de toute mesure"),
    ],
)
def test_amounts_with_no_sure_reading_refuse_their_line(tmp_path: Path, written: str, why: str) -> None:
    batch = grants(tmp_path, f"Attribuant;Bénéficiaire;Montant\nD;A;10\nD;B;{written}\n")
    assert amounts(batch) == [Decimal(10)]
    assert why in reasons(batch)[3]


def test_an_unquoted_decimal_comma_is_never_realigned(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant,beneficiaire,montant,objet\nD,A,10,x\nD,B,20620,50,y\nD,C,30,z\n")
    assert amounts(batch) == [Decimal(10), Decimal(30)]
    assert "5 valeurs pour 4 colonnes : une virgule décimale sans guillemets" in reasons(batch)[3]


def test_cut_lines_are_refused_and_trailing_blanks_are_not(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant;beneficiaire;montant;objet\nD;A;10;x\nD;B;20\nD;C;30;y\n")
    assert "3 valeurs pour 4 colonnes : la ligne est-elle coupée" in reasons(batch)[3]
    shorter = grants(tmp_path, "attribuant;beneficiaire;montant;objet\nD;A;10\nD;B;20\nD;C;30;y\n")
    assert amounts(shorter) == [Decimal(10), Decimal(20), Decimal(30)]


def test_totals_headings_and_notes_are_no_grants(tmp_path: Path) -> None:
    text = (
        "attribuant;beneficiaire;montant;objet\n"
        "D;CULTURE;60;\n"
        "D;A;10;x\nD;B;20;y\nD;C;30;z\n"
        "D;Total;60;\n"
        ";;;Source : délibération du 3 mars\n"
    )
    batch = grants(tmp_path, text)
    assert amounts(batch) == [Decimal(10), Decimal(20), Decimal(30)]
    told = reasons(batch)
    assert "la somme des lignes suivantes" in told[2]
    assert "ligne de total" in told[6]
    assert "bénéficiaire absent" in told[7]


def test_exact_twins_are_refused_naming_the_first(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant;beneficiaire;montant\nD;A;10\nD;A;10\nD;A;11\n")
    assert amounts(batch) == [Decimal(10), Decimal(11)]
    assert "identique en tout à la ligne 2" in reasons(batch)[3]


def test_a_repeated_header_is_no_grant(tmp_path: Path) -> None:
    head = "attribuant;beneficiaire;montant;objet"
    batch = grants(tmp_path, f"{head}\nD;A;10;x\n{head}\nD;B;20;y\n")
    assert amounts(batch) == [Decimal(10), Decimal(20)]
    assert reasons(batch)[3] == "en-tête répété, pas une subvention"


def test_asked_granted_and_paid_are_three_rows(tmp_path: Path) -> None:
    text = "Attribuant;Association;Montant demandé;Montant voté;Montant versé\nD;A;300;200;100\nD;B;50;;\n"
    batch = grants(tmp_path, text)
    assert sorted((row["beneficiaire"], row["etape"], row["montant_eur"]) for row in rows(batch)) == [
        ("A", "accorde", Decimal(200)),
        ("A", "demande", Decimal(300)),
        ("A", "verse", Decimal(100)),
        ("B", "demande", Decimal(50)),
    ]
    totals = [line for line in batch.warnings if line.startswith("Total gardé")]
    assert [re.sub(r"\s", " ", line) for line in totals] == [
        "Total gardé : 350,00 € demandés, 2 lignes.",
        "Total gardé : 200,00 € accordés, 1 ligne.",
        "Total gardé : 100,00 € versés, 1 ligne.",
    ]


def test_returns_absurd_and_constant_amounts_are_kept_and_flagged(tmp_path: Path) -> None:
    head = "attribuant;beneficiaire;montant\n"
    usual = "".join(f"D;A{number};{1000 + number}\n" for number in range(12))
    batch = grants(tmp_path, f"{head}{usual}D;R;-500\nD;X;99000000\n")
    flags = {row["beneficiaire"]: row["alerte"] for row in rows(batch) if row["alerte"]}
    assert flags == {"R": "négatif", "X": "aberrant"}
    constant = grants(tmp_path, head + "".join(f"D;A{number};500\n" for number in range(12)))
    assert {row["alerte"] for row in rows(constant)} == {"constant"}
    assert any("Le même montant sur chaque ligne" in line for line in constant.warnings)


def test_cells_that_cannot_be_read_are_left_empty_and_told(tmp_path: Path) -> None:
    cells = "Dép,4,5E+13,30/02/2024,D1,Asso,4503246600000,W12,Fête,10,,,2024-01-02 et 2024-02-03,,peut-être,80,"
    line = cells.replace("4,5E+13", '"4,5E+13"')
    batch = grants(tmp_path, f"{STANDARD}\n{line}\n")
    (row,) = rows(batch)
    assert [
        row[name] for name in ("attribuant_siret", "date_convention", "beneficiaire_siret", "beneficiaire_rna")
    ] == [None] * 4
    told = "\n".join(batch.warnings)
    for words in (
        "écriture scientifique : le tableur a perdu les derniers chiffres",
        "ce jour n'existe pas dans le calendrier",
        "13 chiffres : un tableur a-t-il supprimé le zéro initial ?",
        "ce n'est pas un numéro RNA : écrivez W suivi de neuf caractères",
        "une date ou une période est attendue",
        "« oui » ou « non » est attendu",
        "une fraction de 1 est attendue (0.8 pour 80 %)",
    ):
        assert words in told


def test_identifiers_are_kept_never_repaired(tmp_path: Path) -> None:
    text = (
        "attribuant;beneficiaire;siret bénéficiaire;montant\n"
        "D;A;45032466000000.0;1\nD;B;732 829 320;2\nD;C;73282932000075;3\n"
    )
    batch = grants(tmp_path, text)
    assert [(row["beneficiaire_siret"], row["beneficiaire_siren"]) for row in rows(batch)] == [
        (None, None),
        (None, "732829320"),
        ("73282932000075", "732829320"),
    ]
    assert any("ligne 4" in line and "sa clé est fausse" in line for line in batch.warnings)


def test_a_lone_siret_is_whose_it_varies_with(tmp_path: Path) -> None:
    varied = grants(tmp_path, "attribuant;beneficiaire;SIRET;montant\nD;A;73282932000074;1\nD;B;21030190500015;2\n")
    assert rows(varied)[0]["beneficiaire_siret"] == "73282932000074"
    same = grants(tmp_path, "attribuant;beneficiaire;SIRET;montant\nD;A;21030190500015;1\nD;B;21030190500015;2\n")
    assert rows(same)[0]["attribuant_siret"] == "21030190500015"
    assert rows(same)[0]["beneficiaire_siret"] is None


def workbook(path: Path) -> Path:
    """Header on lines 5 and 6 (merged parents), beneficiaries merged over their lines, a summary and a hidden sheet."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Subventions 2024")
        sheet.write("A1", "Subventions de fonctionnement")
        sheet.merge_range("A5:B5", "Bénéficiaire")
        sheet.merge_range("C5:D5", "Montant")
        for column, name in enumerate(("nom", "SIRET", "demandé", "voté")):
            sheet.write(5, column, name)
        sheet.merge_range("A7:A8", "Asso du Lac")
        sheet.write_row("B7", ["73282932000074", 100, 50.5])
        sheet.write_row("B8", ["73282932000074", 30, 20])
        sheet.write_row("A9", ["Asso du Pré", "", 7, "NC"])
        book.add_worksheet("Notes").write("A1", "rien ici")
        hidden = book.add_worksheet("2023")
        hidden.hide()
        hidden.write_row("A1", ["Bénéficiaire", "Montant voté"])
        hidden.write_row("A2", ["Asso du Bois", 9])
    return path


def test_sheets_headers_and_merges_of_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('[constantes]\nattribuant = "Ville"\n', encoding="utf-8")
    batch = read([workbook(tmp_path / "a.xlsx"), tmp_path / "c.toml"])
    found = {
        (row["feuille"], row["ligne"], row["beneficiaire"], row["etape"], row["montant_eur"]) for row in rows(batch)
    }
    assert found == {
        ("Subventions 2024", 7, "Asso du Lac", "demande", Decimal(100)),
        ("Subventions 2024", 7, "Asso du Lac", "accorde", Decimal("50.50")),
        ("Subventions 2024", 8, "Asso du Lac", "demande", Decimal(30)),
        ("Subventions 2024", 8, "Asso du Lac", "accorde", Decimal(20)),
        ("2023", 2, "Asso du Bois", "accorde", Decimal(9)),
    }
    assert "pas de nombre" in reasons(batch)[9]
    told = "\n".join(batch.warnings)
    assert "feuille « Notes » : laissée de côté" in told
    assert "feuille « 2023 » : feuille masquée" in told


def test_what_only_a_person_can_say_is_asked_with_a_mapping_to_confirm(tmp_path: Path) -> None:
    text = "attribuant;beneficiaire;montant;Montant voté 2024\nD;A;10;20\n"
    assert amounts(grants(tmp_path, text)) == [Decimal(10)]  # The standard's own name wins.
    said = refusal(tmp_path, "attribuant;beneficiaire;Montant voté;Montant attribué\nD;A;10;20\n")
    assert "désignent toutes « montant accordé, en euros »" in said
    assert '"Montant voté" = "montant"' in said
    chosen = '[colonnes]\n"Montant voté" = "ignorer"\n"Montant attribué" = "montant"\n'
    batch = grants(tmp_path, "attribuant;beneficiaire;Montant voté;Montant attribué\nD;A;10;20\n", chosen)
    assert amounts(batch) == [Decimal(20)]
    remembered = batch.rows["correspondances"]
    assert isinstance(remembered, pa.Table)
    assert set(remembered["champ"].to_pylist()) == {"attribuant", "beneficiaire", "montant"}


def test_a_header_that_names_nothing_is_refused_unless_a_mapping_says(tmp_path: Path) -> None:
    text = "qui;combien\nA;10\n"
    assert "aucun en-tête ne dit à la fois qui reçoit et combien" in refusal(tmp_path, text)
    mapping = (
        '[colonnes]\n"qui" = "beneficiaire"\n"combien" = "montant"\n[constantes]\nattribuant = "D"\nexercice = 2024\n'
    )
    (row,) = rows(grants(tmp_path, text, mapping))
    assert (row["attribuant"], row["exercice"], row["montant_eur"]) == ("D", 2024, Decimal(10))


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("[colonnes", "n'est pas un fichier TOML"),
        ("[autre]\nx = 1\n", "« [autre] » inconnu"),
        ('[colonnes]\n"a" = "montan"\n', "Vouliez-vous dire « montant » ?"),
        ('[constantes]\netape = "promis"\n', "attendu attribuant (texte), exercice (année)"),
        ("[fichier]\nentete = 0\n", "le numéro d'une ligne est attendu"),
        ("[fichier]\nentete = 99\n", "la ligne 99, dite d'en-tête, est vide ou hors du fichier"),
        ('[colonnes]\n"beneficiair" = "beneficiaire"\n', "Vouliez-vous dire « beneficiaire » ?"),
    ],
)
def test_a_wrong_mapping_is_told(tmp_path: Path, mapping: str, words: str) -> None:
    assert words in refusal(tmp_path, "attribuant;beneficiaire;montant\nD;A;10\n", mapping)


def test_no_giver_is_refused_line_by_line(tmp_path: Path) -> None:
    batch = grants(tmp_path, "attribuant;beneficiaire;montant\n;A;10\nD;B;20\n")
    assert amounts(batch) == [Decimal(20)]
    assert "attribuant absent : qui donne ?" in reasons(batch)[2]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Nom de l'attribuant", "attribuant"),
        ("coll_siret", "attribuant_siret"),
        ("Date de la convention de subvention", "date_convention"),
        ("ATTRIB_NOM", "beneficiaire"),
        ("Identification SIRET du bénéficiaire", "beneficiaire_id"),
        ("Conditions de versement", "conditions"),
        ("Dates de période de versement", "periode"),
        ("Total des mandats émis", "montant_verse"),
        ("Montant sollicité", "montant_demande"),
        ("% du montant de la subvention", "part_financee"),
        ("Exercice", "exercice"),
        ("Type de subvention", None),
        ("Observations", None),
    ],
)
def test_free_spellings(name: str, meant: str | None) -> None:
    assert field_of(name) == meant


@given(
    st.lists(
        st.tuples(st.text("abcé XYZ", min_size=1, max_size=8), st.text("0123456789 ,€NC-", max_size=10)),
        min_size=1,
        max_size=15,
    )
)
def test_each_kept_amount_is_written_on_its_line_and_the_total_is_their_sum(lines: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = "attribuant;beneficiaire;montant\n" + "".join(f"D;{name};{amount}\n" for name, amount in lines)
        batch = grants(Path(folder), text)
    for row in rows(batch):
        written = re.sub(r"[\s€]", "", lines[row["ligne"] - 2][1])
        assert Decimal(written.replace(",", ".")) == row["montant_eur"]
    total = sum(amounts(batch), Decimal(0))
    shown = f"{total:,.2f}".replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")
    assert not batch.kept or any(f"Total gardé : {shown}\u202f€" in line for line in batch.warnings)
