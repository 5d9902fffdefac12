"""What the page says of tables and of what moved."""

from dashboard.frame.tables import TABLES, rows
from dashboard.intake.words import step
from data import models, store
from data.importers.tableaux.kinds import KINDS


def test_every_table_that_a_model_fills_has_its_words() -> None:
    filled = {sheet.table for kind in KINDS.values() for sheet in kind.sheets}
    assert filled <= set(TABLES)
    assert set(TABLES) <= set(store.contract_tables())
    assert set(models.USES) == set(models.TITLES)


def test_rows_and_steps_are_counted_in_words() -> None:
    assert rows("actions", 1) == "1 fiche action" and rows("subventions", 2) == "2 lignes de subventions"
    assert step("controle", 0, 0) == "Étape 2 sur 3 : contrôles…"
    assert step("lecture", 5, 20) == "Étape 1 sur 3 : lecture, 5 lignes sur 20"
