"""The budget model: a workbook with drop-downs and instructions; the importer ``budgets`` reads it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from data import store
from data.importers.budgets.reader import COLUMNS, LEVELS, NATURES, SIDES

_ROWS = 400
_ACCOUNTS = {
    "60": "Achats",
    "61": "Services extérieurs",
    "62": "Autres services extérieurs",
    "63": "Impôts et taxes",
    "64": "Charges de personnel",
    "65": "Autres charges de gestion courante",
    "66": "Charges financières",
    "67": "Charges exceptionnelles",
    "68": "Dotations aux amortissements, provisions et engagements",
    "69": "Impôt sur les bénéfices, participation des salariés",
    "70": "Vente de produits finis, de marchandises, prestations de services",
    "73": "Dotations et produits de tarification",
    "74": "Subventions d'exploitation",
    "75": "Autres produits de gestion courante",
    "76": "Produits financiers",
    "77": "Produits exceptionnels",
    "78": "Reprises sur amortissements, dépréciations et provisions",
    "79": "Transferts de charges",
    "86": "Emplois des contributions volontaires en nature",
    "87": "Contributions volontaires en nature",
}
INSTRUCTIONS = (
    "Une ligne de cette feuille est une ligne du budget (Cerfa 12156). Plusieurs budgets peuvent se suivre.",
    "Action : son identifiant (dans l'adresse de sa fiche), ou son titre exact s'il est seul à le porter.",
    "Exercice : l'année du budget. Budget : prévisionnel ou réalisé ; ils se comparent, ils ne s'additionnent jamais.",
    "Côté : charge (comptes 60 à 69, et 86) ou produit (70 à 79, et 87).",
    "Niveau : « compte » pour un poste (60, 74…), « détail » pour une ligne de ce poste (elle porte son numéro), "
    "« total » pour le total déclaré hors contributions volontaires, « total général » avec elles.",
    "Montant : en euros. Une cellule vide veut dire « non renseigné » ; écrivez 0 si le montant est nul.",
    "Financeur : qui paie cette ligne de produits (CAF, Département, Commune de…).",
    "Écrivez les totaux tels qu'ils figurent au budget : rien n'est corrigé, ce qui ne s'additionne pas est signalé.",
)


def workbook(actions: Sequence[tuple[str, str]] = ()) -> bytes:
    """The model as an .xlsx; ``actions`` are (identifier, title), offered as a list."""
    content = io.BytesIO()
    # A title that begins with « = » or « https:// » is what somebody wrote, not something to compute or to open.
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, plain) as book:
        bold = book.add_format({"bold": True, "bg_color": "#DCEAF5", "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        euros = book.add_format({"num_format": '# ##0.00 "€"'})
        sheet, help_sheet, lists = (book.add_worksheet(name) for name in ("Budget", "Mode d'emploi", "Listes"))
        for column, (name, width) in enumerate(zip(COLUMNS, (34, 10, 14, 11, 9, 14, 44, 14, 26), strict=True)):
            sheet.set_column(column, column, width, euros if name == "Montant (€)" else None)
            sheet.write(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        help_sheet.set_column(0, 0, 110, wrapped)
        help_sheet.write_column(0, 0, INSTRUCTIONS)
        lists.write_row(0, 0, ["Compte", "Intitulé", "Identifiant d'action", "Titre"], bold)
        lists.set_column(0, 3, 30)
        for row, (account, label) in enumerate(_ACCOUNTS.items(), start=1):
            lists.write_row(row, 0, [account, label])
        for row, (identifier, title) in enumerate(actions, start=1):
            lists.write_row(row, 2, [identifier, title])
        choices = {
            "Budget": list(NATURES),
            "Côté": list(SIDES),
            "Niveau": list(LEVELS),
            "Compte": f"=Listes!$A$2:$A${len(_ACCOUNTS) + 1}",
        }
        if actions:
            choices["Action"] = f"=Listes!$C$2:$C${len(actions) + 1}"
        for name, source in choices.items():
            column = COLUMNS.index(name)
            rule = {"validate": "list", "source": source, "error_message": "Choisissez dans la liste."}
            sheet.data_validation(1, column, _ROWS, column, rule)
        year = {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2100}
        sheet.data_validation(1, 1, _ROWS, 1, {**year, "error_message": "Une année est attendue (AAAA)."})
    return content.getvalue()


def actions_of(path: Path) -> list[tuple[str, str]]:
    """(identifier, title) of the first thousand actions of a store, by title; none when there is no store."""
    if not store.exists(path):
        return []
    rows = store.ask_facts(path, "SELECT action_id, titre FROM actions ORDER BY titre LIMIT 1000")
    return [(identifier, title) for identifier, title in rows]


def delimited() -> str:
    """The model as a CSV for Excel: its header alone."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(COLUMNS)
    return f"\ufeff{text.getvalue()}"
