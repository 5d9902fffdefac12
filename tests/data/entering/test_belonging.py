"""What a fiche says section by section, and what it belongs to: corrected like any field, what was declared kept."""

import shutil
from pathlib import Path

import pytest

from data import store
from data.entering.forms import ActionForm, EventForm, FormError, Place, Save, StructureForm
from data.entering.save import correct, create
from data.loading.undo import undo
from queries.copy import reading
from queries.copy.secrecy.rules import rules
from tests.small.entered import ATELIER, CAFE, JARDINS, SAVE, asked, corrected, fields, newest
from tests.small.facts import CENTRE, SMALL, filled
from tests.small.people import CHIEF, KEEPER, OTHER

SECTIONS = [
    {"action_id": "cafe", "rubrique": rubrique, "rang": rank, "texte": text}
    for rubrique, rank, text in (
        ("limites", 1, "Peu de place."),
        ("limites", 2, "Aucun relais."),
        ("perspectives", 1, "Ouvrir le samedi."),
    )
]
UNREAD = Save("agente", reviewed=False)


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(reference_store, tmp_path_factory.mktemp("rubriques"), {**SMALL, "actions_textes": SECTIONS})


@pytest.fixture
def path(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "magasin"))


def texts(path: Path, snapshot: int | None = None) -> list[tuple[str, int, str]]:
    """(section, rank, text) of « Café des familles », as readers see it."""
    sql = "SELECT rubrique, rang, texte FROM actions_textes WHERE action_id = ? ORDER BY rubrique, rang"
    with reading.reader(path, snapshot) as root:
        return root.execute(sql, [CAFE]).fetchall()


def errors(path: Path, sujet_id: str, form: ActionForm | EventForm | StructureForm) -> dict[str, str]:
    with pytest.raises(FormError) as refused:
        correct(KEEPER, path, sujet_id, form, SAVE)
    return {error.field: error.message for error in refused.value.errors}


def test_a_section_is_corrected_alone_and_undoing_brings_back_what_was_declared(path: Path) -> None:
    before, declared = newest(path), texts(path)
    assert fields(path, CAFE)["limites"] == ["Peu de place.", "Aucun relais."]
    saved = corrected(path, CAFE, limites=("Aucun relais.", "Peu de place, sinon le soir."))
    # Paragraphs stay in the order of who wrote them, and the other section is untouched.
    assert texts(path) == [
        ("limites", 1, "Aucun relais."),
        ("limites", 2, "Peu de place, sinon le soir."),
        ("perspectives", 1, "Ouvrir le samedi."),
    ]
    (row,) = [row for row in asked(path, "champs_sujet", sujet_type="action", sujet=CAFE) if row["champ"] == "limites"]
    assert row["declarees"] == ["Peu de place.", "Aucun relais."] and row["fonction"] == "chargée de mission"
    assert texts(path, before) == declared
    assert corrected(path, CAFE, limites=("Aucun relais.", "Peu de place, sinon le soir.")).source is None
    # The same paragraphs in another order are another text; none is a section that says nothing.
    assert corrected(path, CAFE, limites=("Peu de place, sinon le soir.", "Aucun relais.")).source is not None
    corrected(path, CAFE, limites=())
    assert texts(path) == [("perspectives", 1, "Ouvrir le samedi.")]
    for source, *_ in store.ask_facts(path, "SELECT source FROM saisies ORDER BY rang DESC"):
        undo(KEEPER, path, source)
    assert texts(path) == declared and saved.changed == ("limites",)


def test_a_section_that_nobody_reviewed_is_kept_and_shown_to_the_administration_alone(path: Path) -> None:
    corrected(path, CAFE, UNREAD, perspectives=("Madame X. ouvrira le samedi.",))
    assert ("perspectives", 1, rules().notice) in texts(path)
    with reading.reader(path, actor=CHIEF) as root:
        assert root.execute("SELECT texte FROM actions_textes WHERE rubrique = 'perspectives'").fetchall() == [
            ("Madame X. ouvrira le samedi.",)
        ]
    # Whoever meets that change in a conflict is told of it, not its words.
    before = newest(path)
    correct(OTHER, path, CAFE, ActionForm(perspectives=("Monsieur Y. aussi.",)), UNREAD)
    with pytest.raises(FormError) as refused:
        correct(KEEPER, path, CAFE, ActionForm(perspectives=("Rien.",)), Save("agente", snapshot=before))
    assert "changé depuis votre lecture" in str(refused.value)
    assert "Monsieur Y." not in str(refused.value) and "Madame X." not in str(refused.value)


def test_sections_are_said_of_a_new_fiche_and_each_paragraph_has_room(path: Path) -> None:
    made = create(
        KEEPER, path, ActionForm(titre="Fanfare", structure_id=CENTRE, limites=("a" * 20_000, "courte")), SAVE
    )
    assert [len(text) for text in fields(path, made.sujet_id)["limites"]] == [20_000, 6]
    assert "20\u202f001 caractères" in errors(path, CAFE, ActionForm(limites=("b" * 20_001,)))["limites[0]"]


def test_a_fiche_goes_to_another_structure_and_departement(path: Path) -> None:
    foyer = create(KEEPER, path, StructureForm(nom="Foyer rural", code_departement="63"), SAVE).sujet_id
    saved = corrected(path, ATELIER, structure_id=foyer, code_departement="63", lieux=(Place(None, "63"),))
    assert saved.changed == ("structure_id", "code_departement", "structure", "lieux")
    (row,) = asked(path, "action", action=ATELIER)
    assert (row["structure_id"], row["structure"], row["departement"]) == (foyer, "Foyer rural", "63")
    said = fields(path, ATELIER)
    assert said["lieux"] == ["département 63 · departement_seul"]
    undo(KEEPER, path, str(saved.source))
    (row,) = asked(path, "action", action=ATELIER)
    assert (row["structure_id"], row["structure"], row["departement"]) == (CENTRE, "Centre social des Coteaux", "03")


def test_what_a_subject_belongs_to_is_never_none_nor_unknown_nor_elsewhere_than_its_places(path: Path) -> None:
    found = errors(path, JARDINS, ActionForm(structure_id="nulle-part", code_departement="99"))
    assert "structure inconnue" in found["structure_id"] and "département inconnu" in found["code_departement"]
    assert "ne peut pas être vide" in errors(path, JARDINS, ActionForm(structure_id=" "))["structure_id"]
    # « Jardins partagés » is in Moulins (03190), « Fête des voisins » too.
    said = errors(path, JARDINS, ActionForm(code_departement="63"))["code_departement"]
    assert said == ("« 63 » : ce qui est dit des lieux est ailleurs (03) ; corrigez aussi « Communes où elle a lieu »")
    assert "ailleurs (03)" in errors(path, "fete-2021", EventForm(code_departement="63"))["code_departement"]
    assert "ne peut pas être vide" in errors(path, CENTRE, StructureForm(code_departement=None))["code_departement"]
    # Clermont-Ferrand is in the 63: said together, they agree.
    corrected(path, JARDINS, code_departement="63", lieux=(Place("63113"),))
    (row,) = asked(path, "action", action=JARDINS)
    assert row["departement"] == "63"
