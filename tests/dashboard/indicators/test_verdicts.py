"""A change inside a bassin, as a French sentence."""

from pathlib import Path

import pytest

from dashboard.frame.scope import Dataset, Scope
from dashboard.indicators import verdicts
from dashboard.indicators.board import Line, Territory
from tests.tools.pages import NO_COPY

SCOPE = Scope(Dataset("reel", "Faits réels", Path()), NO_COPY)
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


def held(*given: str) -> list[Line]:
    """One line a verdict, in the Allier."""
    return [
        Line({"id": f"X{rank}", "titre": "Titre", "sens": "hausse"}, None, progress={WHOLE.key: {"verdict": verdict}})
        for rank, verdict in enumerate(given)
    ]


STEADY, BLIND, LITTLE = "pas de changement détectable", "ce test ne pouvait rien voir", "trop peu de données"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((STEADY, STEADY, BLIND, LITTLE),
         "2 indicateurs sans changement détectable, 1 dont le test ne pouvait rien voir et 1 avec trop peu de données "
         "pour en juger."),
        ((BLIND,), "1 indicateur dont le test ne pouvait rien voir."),
        ((STEADY, LITTLE), "1 indicateur sans changement détectable et 1 avec trop peu de données pour en juger."),
    ],
)  # fmt: skip
def test_a_test_that_could_see_nothing_is_not_counted_as_no_change(given: tuple[str, ...], said: str) -> None:
    lines = held(*given)
    seen = "aucun progrès ni recul ne se dégage"
    if STEADY not in given:
        seen = "les données sont trop peu nombreuses pour voir un progrès ou un recul"
    assert verdicts.answer(lines, WHOLE) == f"Dans l'Allier, {seen}."
    assert verdicts.quiet(lines, WHOLE) == f"Aucun progrès ni recul n'est annoncé ici : {said}"
    (row,) = verdicts.by_territory(lines, [WHOLE], {}, SCOPE)
    assert (row[STEADY], row[BLIND], row[LITTLE]) == tuple(given.count(name) for name in (STEADY, BLIND, LITTLE))


@pytest.mark.parametrize("given", [(), (LITTLE,), (LITTLE, "sans objet")])
def test_a_territory_without_a_test_is_not_told_as_steady(given: tuple[str, ...]) -> None:
    lines = held(*given)
    said = "Aucun pour l'instant, trop peu de données : aucun indicateur n'est testé dans l'Allier."
    assert verdicts.answer(lines, WHOLE) == said
    assert "aucun progrès" not in verdicts.quiet(lines, WHOLE).lower()
    moved = Line(
        {"id": "X9", "titre": "Participations", "sens": "hausse"}, None, progress={VICHY.key: {"verdict": "progrès"}}
    )
    told = verdicts.answer([*lines, moved], WHOLE, [VICHY])
    assert told == f"{said} Les participations progressent dans le bassin de Vichy."
