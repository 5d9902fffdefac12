"""A change inside a bassin, as a French sentence."""

import pytest

from dashboard.indicators import verdicts
from dashboard.indicators.board import Line, Territory

WHOLE, VICHY, AJACCIO = (
    Territory("departement", "03", "Allier"),
    Territory("bassin", "033", "Vichy"),
    Territory("bassin", "2A1", "Ajaccio"),
)


@pytest.mark.parametrize(
    ("title", "sense", "place", "verdict", "said"),
    [
        ("Initiative habitante", "hausse", VICHY, "progrès",
         "L'initiative habitante progresse dans le bassin de Vichy."),
        ("Participations", "hausse", AJACCIO, "recul", "Les participations reculent dans le bassin d'Ajaccio."),
        ("Arrêts faute de financement", "baisse", VICHY, "progrès",
         "Les arrêts faute de financement baissent (progrès) dans le bassin de Vichy."),
        ("Écart à la part équitable", "zero", VICHY, "recul",
         "L'écart à la part équitable s'éloigne de zéro (recul) dans le bassin de Vichy."),
    ],
)  # fmt: skip
def test_what_moves_in_a_bassin_agrees(title: str, sense: str, place: Territory, verdict: str, said: str) -> None:
    line = Line({"id": "X1", "titre": title, "sens": sense}, None, progress={place.key: {"verdict": verdict}})
    assert verdicts.answer([line], WHOLE, [place]).endswith(f". {said}")
