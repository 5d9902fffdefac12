"""Tables whose columns bear other names than the model's: recognised, asked where names do not tell, and remembered."""

from pathlib import Path
from typing import Any

import pytest

from data.batch import RefusedError
from data.importers.tableaux.claim import claim
from data.importers.tableaux.reader import read
from data.reading.look import Look
from data.understanding import UndecidedError, Understanding, joined
from tests.data.importers.tableaux.tables import rows

ACTIONS = (
    "Nom de l'action;Porteur;Nb participants;Commune;Début;Remarques\n"
    "Jardin partagé;Centre social des Coteaux;40;Vichy;03/2023;RAS\n"
    "Repas de quartier;Association Ensemble;vingt;Cusset;15/05/2024;à revoir\n"
)


@pytest.fixture
def actions(tmp_path: Path) -> Path:
    return written(tmp_path, ACTIONS)


def written(folder: Path, text: str, name: str = "actions.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def asked(path: Path, **options: Any) -> Understanding:
    """What is asked of a file before it loads."""
    with pytest.raises(UndecidedError) as undecided:
        read([path], **options)
    return undecided.value.understanding


def test_a_list_of_actions_is_recognised_by_other_names_and_its_departement_asked(actions: Path) -> None:
    found = claim(Look(actions))
    assert found is not None
    assert found.why == (
        "« Fiches actions », feuille « Actions » : 5 de ses 22 colonnes sont là ; il reste à dire « Département », "
        "demandé plus bas"
    )
    told = asked(actions)
    assert [(column.name, column.field, column.why) for column in told.columns] == [
        ("Nom de l'action", "Titre", "son nom se lit « Titre »"),
        ("Porteur", "Structure", "son nom se lit « Structure »"),
        ("Nb participants", "Participants", "son nom se lit « Participants »"),
        ("Commune", "Communes", "son nom se lit « Communes »"),
        ("Début", "Début", "son nom le dit"),
        ("Remarques", None, ""),
    ]
    assert told.columns[0].values == ("Jardin partagé", "Repas de quartier")
    assert told.aside == ("Cette colonne n’est pas reprise : « Remarques ».",)
    (question,) = told.questions
    assert (question.key, question.kind, question.proposed) == (("constantes", "Département"), "texte", "03")
    batch = read([actions], said=question.answered("03"))
    assert "Département" in told.headings.missing
    assert batch.understanding and "Département" not in batch.understanding.headings.missing
    (row,) = rows(batch, "actions")
    assert (row["titre"], row["structure"], row["code_departement"]) == (
        "Jardin partagé", "Centre social des Coteaux", "03",
    )  # fmt: skip
    assert [place["code_commune"] for place in rows(batch, "actions_lieux")] == ["03310"]
    assert [(one["grandeur"], one["valeur"]) for one in rows(batch, "mesures")] == [("participants_distincts", 40)]
    # A refusal names the column as the file does.
    assert [(one.ligne, one.colonne, one.valeur) for one in batch.rejects] == [(3, "Nb participants", "vingt")]


def test_what_was_said_is_remembered_for_the_next_table_with_these_columns(actions: Path, tmp_path: Path) -> None:
    said = {"colonnes": {"Remarques": "Résumé", "Porteur": "ignorer"}, "constantes": {"Structure": "Coteaux"}}
    said["constantes"]["Département"] = "03"
    batch = read([actions], said=said)
    assert [row["structure"] for row in rows(batch, "actions")] == ["Coteaux"]
    (kept,) = rows(batch, "correspondances")

    def known(digest: str) -> dict[str, str]:
        return {kept["colonne"]: kept["champ"]} if digest == kept["empreinte"] else {}

    again = asked(written(tmp_path, ACTIONS.replace("Jardin", "Potager"), "suite.csv"), known=known)
    assert [column.field for column in again.columns] == ["Titre", None, "Participants", "Communes", "Début", "Résumé"]
    # Another file may be of another place, or of other people: both are asked, with what was said.
    assert [(one.key[-1], one.proposed) for one in again.questions] == [("Structure", "Coteaux"), ("Département", "03")]
    other = asked(written(tmp_path, ACTIONS.replace("Remarques", "Notes"), "autre.csv"), known=known)
    assert [column.field for column in other.columns][1] == "Structure"


def test_two_columns_that_may_be_one_are_a_question_and_neither_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, "Action;Porteur;Département;Coût;Budget\nJardin;Coteaux;03;100;250\n")
    (question,) = asked(path).questions
    assert (question.words, question.choices) == (
        "Plusieurs colonnes peuvent dire « Coût total » : laquelle ?",
        (("Coût", "Coût (100)"), ("Budget", "Budget (250)")),
    )
    batch = read([path], said=question.answered("Budget"))
    assert [str(row["montant_eur"]) for row in rows(batch, "montants")] == ["250.00"]


def test_a_table_that_nothing_tells_is_matched_column_by_column(tmp_path: Path) -> None:
    path = written(tmp_path, "Quoi;Qui;Où\nJardin;Coteaux;Vichy\n")
    assert claim(Look(path)) is None
    (kind,) = asked(path).questions
    assert "fiches" in dict(kind.choices) and "subventions" not in dict(kind.choices)
    said = kind.answered("fiches")
    told = asked(path, said=said)
    title, structure, departement = told.questions
    assert (title.chosen, structure.key, departement.key) == (
        "Titre", ("constantes", "Structure"), ("constantes", "Département"),
    )  # fmt: skip
    said = joined(said, title.answered("Quoi"), departement.answered("03"), {"colonnes": {"Qui": "Structure"}})
    (row,) = rows(read([path], said=said), "actions")
    assert (row["titre"], row["structure"]) == ("Jardin", "Coteaux")


def test_what_was_said_is_remembered_under_the_names_that_were_read(tmp_path: Path) -> None:
    """Two cells of a title stand above the names: they are no names."""
    table = "Suivi 2024;Service jeunesse;\nQuoi;Qui;Où\nJardin;Coteaux;Vichy\nChorale;Coteaux;Cusset\n"
    said = {"genre": "fiches", "colonnes": {"Quoi": "Titre", "Qui": "Structure"}, "constantes": {"Département": "03"}}
    (kept,) = rows(read([written(tmp_path, table)], said=said), "correspondances")

    def known(digest: str) -> dict[str, str]:
        return {kept["colonne"]: kept["champ"]} if digest == kept["empreinte"] else {}

    again = asked(written(tmp_path, table.replace("Jardin", "Potager"), "suite.csv"), known=known)
    assert [column.field for column in again.columns] == ["Titre", "Structure", None]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Association;Ville;N° SIRET;Département", "Structures et agréments"),
        ("Manifestation;Date;Ville;Thématique;Département", "Événements et questionnaires"),
        ("Comité;Date de la réunion;Ordre du jour;Ville", "Instances, séances et présences"),
        ("Décision;Nature;Pilote;Date limite;Avancement", "Décisions et suivi"),
    ],
)
def test_the_other_kinds_are_known_by_other_names_too(heading: str, kind: str, tmp_path: Path) -> None:
    found = claim(Look(written(tmp_path, f"{heading}\nA;B;C;D;E\n")))
    assert found is not None and f"« {kind} »" in found.why


@pytest.mark.parametrize(
    ("toml", "refusal"),
    [
        ('[colonnes]\n"Porteur" = "Structur"\n', "Vouliez-vous dire « Structure »"),
        ('[colonnes]\n"Absente" = "Titre"\n', "« absente » de la correspondance n'est pas dans le fichier"),
        ('[colonnes]\n"Porteur" = "SIRET"\n', "que « Actions » n'a pas"),
        ('[constantes]\n"Département" = true\n', "un texte ou un nombre entier est attendu"),
        ("[fichier]\nentete = 3\n", "« fichier » inconnu"),
        ('genre = "licorne"\n', "Genre « licorne » inconnu"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_by_its_key(toml: str, refusal: str, actions: Path) -> None:
    (actions.parent / "c.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(RefusedError, match=refusal):
        read([actions, actions.parent / "c.toml"])


def test_the_mapping_that_a_refusal_writes_reads_the_file(actions: Path) -> None:
    with pytest.raises(UndecidedError) as undecided:
        read([actions])
    proposed = str(undecided.value).split("--mapping :\n")[1]
    (actions.parent / "c.toml").write_text(proposed, encoding="utf-8")
    assert read([actions, actions.parent / "c.toml"]).kept == 1
