"""The column of a file that says the year of each line is proposed, not asked for."""

from pathlib import Path

import pytest

from data.importers.contexte.reader import read
from data.understanding import UndecidedError


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("codgeo;libgeo;annee;pop;taux\n03190;Moulins;2021;19762;12,5\n", "annee"),
        ("Code commune;Année;Valeur\n03190;2021;19762\n", "Année"),
    ],
)
def test_the_year_is_not_asked_of_a_file_that_says_it(text: str, column: str, tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UndecidedError) as asked:
        read([file])
    understood = asked.value.understanding
    assert understood is not None
    assert "annee" not in [question.kind for question in understood.questions]
    assert {one.name: one.field for one in understood.columns}[column] == "annee"
    assert f'[annee]\ncolonne = "{column}"' in str(asked.value)
