"""Which territory and years a file says that it is of."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.frame import cached, notice
from dashboard.frame.scope import Dataset, Scope
from tests.tools.pages import NO_COPY

ALLIER = Scope(Dataset("essai", "", Path()), NO_COPY, "03", departement_nom="Allier")
VICHY = replace(ALLIER, bassin="033", bassin_nom="Vichy")
NAMES = {("bassin", "031"): "Montluçon", ("commune", "03310"): "Vichy", ("epci", "200071363"): "CA Vichy Communauté"}


@pytest.mark.parametrize(
    ("question", "values", "scope", "said"),
    [
        # What the question was asked, whatever the filters of the page.
        (
            "origine_argent",
            {"niveau": "bassin", "territoire": "031", "departement": "03", "annee_min": 2025, "annee_max": 2025},
            ALLIER,
            "bassin de Montluçon, exercice 2025",
        ),
        ("origine_indicateur", {"indicateur": "A3", "niveau": "bassin", "territoire": "031", "annee": 2024}, VICHY,
         "bassin de Montluçon, 2024"),
        ("territoire", {"niveau": "commune", "territoire": "03310"}, ALLIER, "Vichy (03310)"),
        ("origine_sujets", {"niveau": "epci", "territoire": "200071363", "annee_min": 2019, "annee_max": None}, ALLIER,
         "CA Vichy Communauté, depuis 2019"),
        # No territory of its own: the filters that it received.
        ("origine_actions", {"departement": "03", "bassin": "033", "annee_min": None, "annee_max": None}, VICHY,
         "bassin de Vichy, toutes années"),
        ("origine_actions", {"departement": "03", "bassin": None, "annee_min": 2020, "annee_max": 2020}, VICHY,
         "Allier (03), 2020"),
    ],
)  # fmt: skip
def test_a_file_is_named_after_the_territory_and_years_that_were_asked(
    monkeypatch: pytest.MonkeyPatch, question: str, values: dict[str, Any], scope: Scope, said: str
) -> None:
    monkeypatch.setattr(cached, "rows", lambda _, __, niveau, territoire: [{"nom": NAMES[niveau, territoire]}])
    assert notice.perimeter(question, values, scope) == said
