"""What somebody of the Puy-de-Dôme has at hand: a table of fiches actions with errors, and one fiche as a text.

The table holds seven years of twenty actions, each of one year. Who had the idea is told of 17 actions of each of the
first four years, of 11 in 2022, of 7 in 2023 and in 2024. A year has a value from 70 % of 20 on, 14, and « Initiative
habitante » is judged on five years: three fiches of 2022 are to be completed, and three of any other year open nothing.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

YEARS = range(2018, 2025)
A_YEAR = 20
TOLD = {2018: 17, 2019: 17, 2020: 17, 2021: 17, 2022: 11, 2023: 7, 2024: 7}
TOWNS = ("Clermont-Ferrand", "Thiers", "Ambert", "Issoire", "Riom")
STRUCTURES = tuple(f"Centre social de {town}" for town in TOWNS)
HEAD = (
    "Titre", "Structure", "Département", "Communes", "Début", "Fin", "Statut", "Publics", "Mots clés", "Initiateurs",
    "Participants", "Coût total", "Année des comptes", "Vu par",
)  # fmt: skip
# Title → (column, what stands there, what should): each for a reason of its own.
WRONG: dict[str, tuple[str, Any, Any]] = {
    "Atelier 2018-02": ("Communes", "Clermont-Ferand", "Clermont-Ferrand"),
    "Atelier 2019-03": ("Début", "31/02/2019", "15/03/2019"),
    "Atelier 2020-04": ("Coût total", "mille euros", 1000),
    "Atelier 2021-05": ("Fin", "20/11/2012", "20/11/2021"),
}
FICHE = """Actions
Le verger des voisins
- Structure organisatrice
- CENTRE SOCIAL DE THIERS - Puy-de-Dôme
- Statut de l'action
- En cours
- Dimension
- Citoyenneté
- Mots clés associés à l'action
-
- Solidarité
- Résumé
Un verger partagé entre deux quartiers de Thiers.
- Qui est à l'initiative de l'action ?
-
- Un groupe d'habitants
- Territoire concerné
- Un quartier
- Public
- Tous publics
- Avec qui cette action a-t-elle été menée ?
-
Partenaires d'action:
- Conseil départemental
- Description générale
Depuis mars 2023, 12 séances au verger, avec 40 participants.
- Ressources financières mobilisées pour cette action
Outils : 350 €
TOTAL : 1 470 €
- Nombre de personnes mobilisés pour cette action
5 bénévoles et 2 salariés
- Résultat sur le territoire
environ 60 personnes à la fête du verger
"""


def _line(year: int, number: int) -> dict[str, Any]:
    place = number % len(TOWNS)
    return {
        "Titre": f"Atelier {year}-{number:02d}",
        "Structure": STRUCTURES[place],
        "Département": "63",
        "Communes": TOWNS[place],
        "Début": f"15/03/{year}",
        "Fin": f"20/11/{year}",
        "Statut": "Terminée",
        "Publics": "Tous publics",
        "Mots clés": "Solidarité",
        "Initiateurs": ("Un groupe d'habitants" if number % 2 else "Le centre social")
        if number <= TOLD[year]
        else None,
        "Participants": 20 + number,
        "Coût total": 500,
        "Année des comptes": year,
        "Vu par": "M. D.",
    }


def table(path: Path) -> Path:
    """Write the table with its errors as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Actions"
    sheet.append(HEAD)
    for year in YEARS:
        for number in range(1, A_YEAR + 1):
            line = _line(year, number)
            if line["Titre"] in WRONG:
                column, wrong, _ = WRONG[line["Titre"]]
                line[column] = wrong
            sheet.append([line[name] for name in HEAD])
    book.save(path)
    return path


def fiche(path: Path) -> Path:
    """Write the fiche as the directory gives it."""
    path.write_text(FICHE, encoding="utf-8")
    return path


def corrected(book: bytes, path: Path) -> Path:
    """Write the workbook of refused lines as somebody sends it back, each wrong cell set right."""
    made = openpyxl.load_workbook(BytesIO(book))
    for sheet in made.worksheets:
        heads = {cell.value: cell.column for cell in sheet[1]}
        for row in sheet.iter_rows(min_row=2):
            title = row[heads["Titre"] - 1].value
            column, _, right = WRONG[title]
            sheet.cell(row[0].row, heads[column]).value = right
    made.save(path)
    return path
