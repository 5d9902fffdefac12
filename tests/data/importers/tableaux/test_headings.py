"""Of which kind a table is, when only some of the columns of its model are there."""

from pathlib import Path

import pytest
import xlsxwriter

from data.batch import RefusedError
from data.importers.tableaux.headings import recognise
from data.importers.tableaux.kinds import KINDS
from data.importers.tableaux.reader import read
from data.reading.grids import Grid, read_grids
from data.understanding import UndecidedError


def readings(*headings: str) -> list[str]:
    """The kinds that a CSV with these headings may be of, the likeliest first."""
    (one,) = recognise([Grid("liste.csv", "liste.csv", [list(headings)], [1])])
    return [one.kind.name, *(rival.kind.name for rival in one.rivals)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_with_some_of_its_columns_is_of_its_kind_or_asked(kind: str) -> None:
    """Those that must be there, then one more each time: no other kind is ever taken in its place."""
    for sheet in KINDS[kind].sheets:
        needed = [column.heading for column in sheet.columns if column.required]
        others = [column.heading for column in sheet.columns if not column.required]
        for many in range(len(others) + 1):
            if len(headings := [*needed, *others[:many]]) > 1:
                found = readings(*headings)
                assert kind in found, headings
                # Three sheets begin with a name and a département: only what follows tells them apart.
                assert found == [kind] or kind in ("structures", "instances", "evenements"), headings


@pytest.mark.parametrize(
    ("headings", "kinds"),
    [
        ("Titre;Structure;Département;Communes;Début", ["fiches"]),
        ("Titre;Structure;Département;Communes;Début;Observations;Contact", ["fiches"]),
        ("Titre;Intercommunalité;Début;Fin", ["projets"]),
        ("Titre;Début;Fin", ["projets"]),
        # No structure, which a fiche must have: it may be meant all the same.
        ("Titre;Département;Communes;Début", ["fiches", "projets"]),
        ("Nom;Type;Département;Commune", ["structures", "instances"]),
        ("Nom;Type;Département;Commune;SIRET", ["structures"]),
        ("Nom;Type;Département;Bassin;Thème", ["instances"]),
    ],
)
def test_what_explains_most_of_the_headings_is_the_kind_and_a_tie_is_asked(headings: str, kinds: list[str]) -> None:
    assert readings(*headings.split(";")) == kinds


def test_a_tie_is_settled_by_a_person_or_by_the_rest_of_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text("Nom;Type;Département;Commune\nLes Coteaux;evs;03;03190\n", encoding="utf-8")
    with pytest.raises(UndecidedError, match=r"De quel genre est « liste\.csv »") as undecided:
        read([tmp_path / "liste.csv"])
    (question,) = undecided.value.understanding.questions
    assert [value for value, _ in question.choices] == ["structures", "instances"]
    batch = read([tmp_path / "liste.csv"], said=question.answered("structures"))
    structures = batch.rows["structures"]
    assert isinstance(structures, list) and [row["nom"] for row in structures] == ["Les Coteaux"]
    with pytest.raises(RefusedError, match="Genre « licorne » inconnu"):
        read([tmp_path / "liste.csv"], said={"genre": "licorne"})
    with xlsxwriter.Workbook(tmp_path / "classeur.xlsx") as book:
        book.add_worksheet("A").write_row(0, 0, ["Nom", "Type", "Département", "Commune"])
        book.add_worksheet("B").write_row(0, 0, ["Structure", "Organisme", "Objet"])
    assert [(one.kind.name, one.rivals) for one in recognise(read_grids(tmp_path / "classeur.xlsx"))] == [
        ("structures", ()),
        ("structures", ()),
    ]


def test_a_second_table_under_the_first_is_refused_as_such_and_the_first_is_kept(tmp_path: Path) -> None:
    lines = [
        ["Nom", "Type", "Département", "Commune", "SIRET"],
        ["Les Coteaux", "centre social", "03", "03190", None],
        [],
        ["Structure", "Organisme", "Objet"],
        ["Les Coteaux", "CAF", "Animation globale"],
    ]
    with xlsxwriter.Workbook(tmp_path / "deux.xlsx") as book:
        page = book.add_worksheet("Structures")
        for rank, line in enumerate(lines):
            page.write_row(rank, 0, line)
    batch = read([tmp_path / "deux.xlsx"])
    assert (batch.read, batch.kept) == (3, 1)
    assert [(reject.ligne, reject.raison.split(" : ")[0]) for reject in batch.rejects] == [
        (4, "un autre tableau commence ligne 4"),
        (5, "un autre tableau commence ligne 4"),
    ]
