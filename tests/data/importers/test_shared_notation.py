"""What all readers share: a cell is read with its column, an encoding is recognised or doubted aloud, and nothing
beyond all measure is kept. By hand."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from data.batch import Batch, Row
from data.importers import faits, postes
from data.importers.budgets.reader import COLUMNS
from data.importers.budgets.reader import read as read_budgets
from data.importers.contexte.reader import read as read_context
from data.importers.fiches.reader import read as read_fiches
from data.importers.subventions import cells
from data.importers.subventions.reader import read as read_grants
from data.reading.workbook import Cell

AMOUNTS = (
    "sujet_type,sujet_id,role,montant_eur,borne_basse_eur,borne_haute_eur,precision,periodicite,annee,financeur,etat,"
    "texte_source\n"
)
MEASURES = "sujet_type,sujet_id,grandeur,annee,valeur,borne_basse,borne_haute,precision,etat,methode,texte_source\n"
EVENTS = "evenement_id,serie,nom,edition,tenu_le,precision,organisateur,code_departement,code_commune,code_zone,theme\n"
FICHE = (
    "Actions\nFête de l'été à Néris\n\n- Structure organisatrice\n\n- CENTRE SOCIAL DES ŒILLETS - Allier\n\n"
    "- Description générale\n\nUne fête où « ça va » : cœur, hôtel, maître, Noël.\n"
)


def rows(batch: Batch, table: str) -> list[Row]:
    found = batch.rows[table]
    assert isinstance(found, list)
    return found


def facts(tmp_path: Path, table: str, header: str, *lines: str) -> Batch:
    (tmp_path / "source.toml").write_text('titre = "Essai"\n', encoding="utf-8")
    (tmp_path / f"{table}.csv").write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return faits.read([tmp_path / f"{table}.csv"])


def amounts(tmp_path: Path, *cells: str) -> Batch:
    lines = [f'evenement,e,total,"{cell}",,,exacte,,2024.0,,validee,ligne {rank}' for rank, cell in enumerate(cells)]
    return facts(tmp_path, "montants", AMOUNTS, *lines)


def posts(tmp_path: Path, *cells: object) -> Batch:
    records = [
        {"id_poste": f"P{rank}", "raison_sociale": f"A{rank}", "annee": "2024.0", "montant": cell, "insee_dep": "03"}
        for rank, cell in enumerate(cells)
    ]
    (tmp_path / "adultes_relais.json").write_text(json.dumps(records), encoding="utf-8")
    return postes.read([tmp_path / "adultes_relais.json"])


def budget(tmp_path: Path, *cells: object) -> Batch:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    for rank, cell in enumerate(cells):
        writer.writerow([f"action-{rank}", "2024.0", "réalisé", "charge", "60.0", "compte", "Achats", cell, ""])
    (tmp_path / "b.csv").write_text(text.getvalue(), encoding="utf-8")
    return read_budgets([tmp_path / "b.csv"])


def grants(tmp_path: Path, *cells: object) -> Batch:
    lines = [f"D;Association {rank};objet {rank};2024.0;{cell}\n" for rank, cell in enumerate(cells)]
    (tmp_path / "a.csv").write_text("attribuant;beneficiaire;objet;exercice;montant\n" + "".join(lines))
    return read_grants([tmp_path / "a.csv"])


EUROS: dict[str, tuple[Callable[..., Batch], str]] = {
    "faits": (amounts, "montants"),
    "postes": (posts, "postes"),
    "budgets": (budget, "lignes_budget"),
}


@pytest.mark.parametrize("name", EUROS)
def test_three_digits_after_a_comma_are_thousands_where_the_column_proves_it(tmp_path: Path, name: str) -> None:
    make, table = EUROS[name]
    batch = make(tmp_path, "12,500", "800,000", "1,250")
    assert [row["montant_eur"] for row in rows(batch, table)] == [12500, 800000, 1250]
    told = make(tmp_path, "12,500", "1 250,50", "10")
    assert [row["montant_eur"] for row in rows(told, table)] == [Decimal("1250.50"), 10]
    assert any("la virgule sépare-t-elle des milliers ou des décimales" in reject.raison for reject in told.rejects)


def test_years_and_codes_lose_the_noughts_of_a_spreadsheet(tmp_path: Path) -> None:
    assert rows(posts(tmp_path, 1), "postes")[0]["annee"] == 2024
    (line,) = rows(budget(tmp_path, 1), "lignes_budget")
    assert line["compte"] == "60"
    assert rows(amounts(tmp_path, "1"), "montants")[0]["annee"] == 2024


@pytest.mark.parametrize("make", [posts, grants])
@pytest.mark.parametrize("cell", [1e300, 1e400, -1e300, float("nan"), "1e400", "9" * 39, f"{'9' * 39} k€"])
def test_what_no_amount_can_be_is_refused_by_its_line(tmp_path: Path, make: Callable[..., Batch], cell: object) -> None:
    batch = make(tmp_path, cell, 10)
    assert (batch.read, batch.kept, len(batch.rejects)) == (2, 1, 1)


@pytest.mark.parametrize("cell", [1e300, -1e300, "1e400", "9" * 39])
def test_what_no_amount_can_be_is_refused_in_workbooks(tmp_path: Path, cell: object) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Feuille")
        header = ("attribuant", "beneficiaire", "objet", "montant")
        for rank, line in enumerate([header, ("D", "A", "o", cell), ("D", "B", "p", 10)]):
            sheet.write_row(rank, 0, line)
    batch = read_grants([tmp_path / "a.xlsx"])
    assert (batch.kept, [reject.ligne for reject in batch.rejects]) == (1, [2])


def test_a_workbook_of_budgets_is_read_with_its_formats_and_its_formulas_are_told(tmp_path: Path) -> None:
    """0.8 shown « 80 % » is no 0,80 €; a formula whose kept result is 0 was not computed."""
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        percent = book.add_format({"num_format": "0 %"})
        sheet = book.add_worksheet("Budget")
        sheet.write_row(0, 0, COLUMNS)
        for rank in (1, 2):
            sheet.write_row(rank, 0, (f"action-{rank}", 2024, "réalisé", "charge", 60, "compte", "Achats"))
        sheet.write_number(1, 7, 0.8, percent)
        sheet.write_formula(2, 7, "=1+1")
    batch = read_budgets([tmp_path / "b.xlsx"])
    assert [(reject.ligne, "« % »" in reject.raison) for reject in batch.rejects] == [(2, True)]
    assert any("formules dont le résultat gardé est 0 (H3)" in warning for warning in batch.warnings)


def test_a_model_pasted_under_another_spoils_no_budget(tmp_path: Path) -> None:
    batch = budget(tmp_path, 10, 20)
    first = (tmp_path / "b.csv").read_text(encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{first}{first.replace('action-', 'autre-')}", encoding="utf-8")
    again = read_budgets([tmp_path / "b.csv"])
    assert (batch.kept, again.kept, again.rejects) == (2, 4, [])


@pytest.mark.parametrize("cell", [True, float("nan"), float("inf"), date(2024, 1, 1), 1e300])
def test_a_share_is_a_fraction_of_one(cell: Cell) -> None:
    with pytest.raises(ValueError, match="une fraction de 1 est attendue"):
        cells.share(cell)


def test_amounts_in_the_budget_of_a_fiche_take_its_notation(tmp_path: Path) -> None:
    section = (
        "- Ressources financières mobilisées pour cette action\n\n"
        "60 - Achats\n{}\n61 - Services : {}\n62 - Autres : {}\n"
    )
    head = FICHE.partition("- Description")[0]
    (tmp_path / "a.txt").write_text(head + section.format("12,500", "1,250 €", "800,000"), encoding="utf-8")
    lines = rows(read_fiches([tmp_path / "a.txt"]), "lignes_budget")
    assert [row["montant_eur"] for row in lines] == [12500, 1250, 800000]
    (tmp_path / "a.txt").write_text(head + section.format("12,500", "1 250,50 €", "10"), encoding="utf-8")
    doubtful = read_fiches([tmp_path / "a.txt"])
    assert [row["montant_eur"] for row in rows(doubtful, "lignes_budget")] == [None, Decimal("1250.50"), 10]
    assert any("« 12,500 » : la virgule sépare-t-elle" in warning for warning in doubtful.warnings)


def test_days_of_facts_take_the_order_of_their_column(tmp_path: Path) -> None:
    line = "{0},Fête,Fête {0},,{1},jour,,03,,,"
    batch = facts(tmp_path, "evenements", EVENTS, line.format("a", "05/06/2024"), line.format("b", "03/14/2024"))
    assert [row["tenu_le"] for row in rows(batch, "evenements")] == [date(2024, 5, 6), date(2024, 3, 14)]
    alone = facts(tmp_path, "evenements", EVENTS, line.format("a", "05/06/2024"))
    assert "jour/mois ou mois/jour ? rien dans la colonne ne le prouve" in alone.rejects[0].raison


def test_counts_of_facts_are_refused_when_they_have_two_readings(tmp_path: Path) -> None:
    line = 'evenement,e{0},participants_distincts,2024,"{1}",,,exacte,validee,,x'
    batch = facts(tmp_path, "mesures", MEASURES, line.format(1, "1.250"), line.format(2, "322"))
    assert [row["valeur"] for row in rows(batch, "mesures")] == [322]
    assert "ambigu, le point sépare-t-il" in batch.rejects[0].raison


# ── Encodings ──


def fact_file(path: Path, body: bytes) -> Batch:
    (path / "source.toml").write_text('titre = "Essai"\n', encoding="utf-8")
    (path / "evenements.csv").write_bytes(EVENTS.encode() + body)
    return faits.read([path / "evenements.csv"])


def fiche_file(path: Path, body: bytes) -> Batch:
    (path / "a.txt").write_bytes(body)
    return read_fiches([path / "a.txt"])


@pytest.mark.parametrize("encoding", ["iso8859-15", "mac_roman"])
def test_other_encodings_are_recognised_and_told_by_every_reader(tmp_path: Path, encoding: str) -> None:
    fiche = fiche_file(tmp_path, FICHE.encode(encoding))
    assert rows(fiche, "structures")[0]["nom"] == "CENTRE SOCIAL DES ŒILLETS"
    event = "é,Fête,Cœurs et œillets de l'été,,2024-05-06,jour,Hôtel de ville où « ça va »,03,,,\n"
    fact = fact_file(tmp_path, event.encode(encoding))
    assert rows(fact, "evenements")[0]["nom"] == "Cœurs et œillets de l'été"
    record = {"id_poste": "1", "raison_sociale": "Œuvre des œillets, été, où, ça, Noël", "annee": 2024, "montant": 1}
    (tmp_path / "p.json").write_bytes(json.dumps([record], ensure_ascii=False).encode(encoding))
    post = postes.read([tmp_path / "p.json"])
    assert rows(post, "postes")[0]["employeur"] == record["raison_sociale"]
    text = "CODGEO;TAUX;Où\n03190;1;Œuvre, œillet, été, ça, Noël\n".encode(encoding)
    (tmp_path / "c.csv").write_bytes(text)
    mapping = 'titre = "T"\n[commune]\ncolonne = "CODGEO"\n[annee]\nvaleur = 2021\n[[variables]]\ncolonne = "TAUX"\n'
    (tmp_path / "c.toml").write_text(f'{mapping}variable = "t"\ntitre = "Taux"\n', encoding="utf-8")
    context = read_context([tmp_path / "c.csv", tmp_path / "c.toml"])
    for batch in (fiche, fact, post, context):
        assert any("texte lu en" in warning for warning in batch.warnings), batch.format


def test_a_fiche_in_two_encodings_is_read_line_by_line_and_told(tmp_path: Path) -> None:
    first, _, second = FICHE.partition("- Description")
    batch = fiche_file(tmp_path, first.encode("utf-8") + f"- Description{second}".encode("cp1252"))
    texts = [row["texte"] for row in rows(batch, "actions_textes")]
    assert texts == ["Une fête où « ça va » : cœur, hôtel, maître, Noël."]
    assert any("deux encodages dans le fichier" in warning for warning in batch.warnings)
