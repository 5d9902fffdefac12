"""Headings that say another unit: what a column holds is never read as if they did not."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from data.batch import Batch, RefusedError
from data.importers import postes
from data.importers.budgets import reader as budgets
from data.importers.tableaux import reader as tableaux
from data.reading import units

Read = Callable[[Sequence[Path]], Batch]
FICHES = (
    "Titre;Structure;Département;Communes;Début;Fin;Statut;Coût total{};Année des comptes;Participants{};Bénévoles{}"
)
LINE = "T1;S;03;03190;2024;;En cours;12;2024;12;40"
POSTS = "Numéro du poste;Dispositif;Employeur;Année;Montant{}\nA1;FONJEP;Asso;2024;7\n"
MONEY = "Département;Année;Voté{};Engagé{};Payé{}\n03;2019;12;12;12\n"
BUDGET = "Action;Exercice;Budget;Côté;Compte;Niveau;Libellé;Montant{};Financeur\nj;2024;réalisé;charge;60;compte;;7;\n"


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (tableaux.read, f"{FICHES.format(' (k€)', '', '')}\n{LINE}\n", "Coût total (k€)"),
        (tableaux.read, f"{FICHES.format('', ' (en milliers)', '')}\n{LINE}\n", "Participants (en milliers)"),
        (tableaux.read, f"{FICHES.format('', '', ' (%)')}\n{LINE}\n", "Bénévoles (%)"),
        (tableaux.read, MONEY.format(" (CHF)", "", ""), "Voté (CHF)"),
        (tableaux.read, MONEY.format("", "", " (milliers)"), "Payé (milliers)"),
        (tableaux.read, MONEY.format("", " (F)", ""), "Engagé (F)"),
        (
            tableaux.read,
            f"En milliers d'euros;;;;\n{MONEY.format('', '', '')}",
            "En milliers d'euros",
        ),
        (tableaux.read, POSTS.format(" (k€)"), "Montant (k€)"),
        (postes.read, "id_poste;nom;annee;montant ($)\nA1;Asso;2024;7\n", "montant ($)"),
        (budgets.read, BUDGET.format(" (k€)"), "Montant (k€)"),
    ],
)
def test_a_heading_in_another_unit_is_refused(read: Read, text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match="qui ne sont pas") as refused:
        read([file])
    assert f"« {said} »" in str(refused.value)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Montant (€)", "montant"),
        ("Coût total (€, 2024)", "montant"),
        ("Montant versé (solde de 20 %)", "montant"),
        ("Montant attribué à la famille (euros)", "montant"),
        ("Participants (femmes)", "entier"),
        ("Valeur (%)", "nombre"),
    ],
)
def test_a_heading_in_its_own_unit_is_read(heading: str, kind: str) -> None:
    assert units.in_heading(heading, kind) is None
