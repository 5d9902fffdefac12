"""What a committee writes down: decisions and their states, targets, annotations, agendas; who may, what is refused."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import store
from data.batch import RefusedError
from data.committee import checking
from data.committee.forms import Adopted, Annotation, Link, Point, Stated, Taken
from data.committee.known import Last, Session, last
from data.committee.record import adopt, annotate, set_agenda, state, take
from data.consequences import consequences
from data.entering.forms import Day, FormError, Presence, SessionForm
from data.entering.save import correct, create
from data.loading.journal import WITHHELD, journal
from data.loading.sources import known_sources
from data.loading.undo import restore, undo
from tests.small.entered import CAFE, SAVE, asked, with_committee
from tests.small.facts import load_rows
from tests.small.people import CHIEF, KEEPER, READER

HELD = Day(date(2024, 3, 12))
SESSION = "comite-2024-03-12"
PERMANENCE = Taken(
    SESSION,
    "Ouvrir une permanence",
    porteur="CCAS",
    echeance=date(2024, 12, 31),
    motif="demandée par les habitants",
    liens=(Link("indicateur", "A1"), Link("bassin", "032"), Link("action", CAFE)),
)


@pytest.fixture(scope="module")
def held(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = with_committee(reference_store, tmp_path_factory.mktemp("seances"))
    create(KEEPER, path, SessionForm(instance_id="comite", tenue_le=HELD), SAVE)
    return path


@pytest.fixture
def path(held: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(held, tmp_path / "magasin"))


def errors(write: Callable[[], Any]) -> dict[str, str]:
    with pytest.raises(FormError) as refused:
        write()
    return {error.field: error.message for error in refused.value.errors}


def becomes(path: Path, decision: str, etat: str, day: str, **said: Any) -> None:
    state(KEEPER, path, Stated(decision, etat, date.fromisoformat(day), **said), SAVE)


def test_a_decision_keeps_its_states_its_deadlines_and_what_it_touches(path: Path) -> None:
    decision = take(KEEPER, path, PERMANENCE, SAVE)
    later = {"echeance": date(2025, 6, 30), "motif": "local indisponible"}
    becomes(path, decision, "reportee", "2024-06-01", **later)
    becomes(path, decision, "en_cours", "2024-09-01")
    (row,) = asked(path, "decisions_a_suivre", departement="03", bassin="032")
    assert (row["decision_id"], row["etat"], row["echeance"], row["porteur"]) == (
        decision, "en_cours", "2025-06-30", "CCAS",
    )  # fmt: skip
    (row,) = asked(path, "decisions", seance=SESSION)
    assert (row["premiere_echeance"], row["prise_le"], row["n_etats"]) == ("2024-12-31", "2024-03-12", 3)
    told = [
        (each["etat"], each["dit_le"], each["echeance"], each["motif"])
        for each in asked(path, "decision_etats", decision=decision)
    ]
    assert told == [
        ("a_faire", "2024-03-12", "2024-12-31", "demandée par les habitants"),
        ("reportee", "2024-06-01", "2025-06-30", "local indisponible"),
        ("en_cours", "2024-09-01", "2025-06-30", None),
    ]
    links = {(row["genre"], row["nom"]) for row in asked(path, "decision_liens", decision=decision)}
    assert links == {("action", "Café des familles"), ("bassin", "Moulins"), ("indicateur", "Initiative habitante")}
    becomes(path, decision, "faite", "2024-10-01")
    assert asked(path, "decisions_a_suivre", departement="03") == []


def test_the_journal_says_why_as_the_decision_does(path: Path) -> None:
    bare = replace(SAVE, reason=None)
    decision = take(KEEPER, path, PERMANENCE, bare)
    later = Stated(decision, "reportee", date(2024, 6, 1), date(2025, 6, 30), motif="local indisponible")
    state(KEEPER, path, later, replace(bare, reviewed=False))
    assert [line.reason for line in journal(path, READER)][-2:] == ["demandée par les habitants", WITHHELD]
    assert journal(path, KEEPER)[-1].title == "Décision « Ouvrir une permanence » : reportée"


def test_a_state_never_goes_back_and_an_undone_one_does(path: Path) -> None:
    decision = take(KEEPER, path, PERMANENCE, SAVE)
    becomes(path, decision, "faite", "2024-06-01")
    assert (
        "un état ne revient pas en arrière" in errors(lambda: becomes(path, decision, "en_cours", "2024-07-01"))["etat"]
    )
    (done,) = (row["source"] for row in asked(path, "decision_etats", decision=decision) if row["etat"] == "faite")
    undo(KEEPER, path, done)
    assert last(path, decision).state == "a_faire"
    assert "2024" in errors(lambda: becomes(path, decision, "en_cours", "2024-03-11"))["dit_le"]
    becomes(path, decision, "en_cours", "2024-07-01")
    restore(KEEPER, path, done)  # Said before « en cours » was: the order of saves stands.
    assert last(path, decision).state == "en_cours"


def test_what_a_decision_lacks_is_told_at_once_and_nothing_is_written(path: Path) -> None:
    said = Taken(SESSION, "", porteur="Mme Durand", echeance=date(2024, 3, 11), etat="peut-être", nature="")
    assert set(errors(lambda: take(KEEPER, path, said, SAVE))) == {
        "intitule", "porteur", "echeance", "etat", "nature",
    }  # fmt: skip
    assert set(errors(lambda: take(KEEPER, path, Taken("rien", "Ouvrir"), SAVE))) == {"seance_id"}
    unknown = Taken(SESSION, "Ouvrir", liens=(Link("action", "rien"),))
    assert errors(lambda: take(KEEPER, path, unknown, SAVE)) == {
        "action": "« rien » : rien de connu ne porte cet identifiant : sa source a pu être annulée"
    }
    with pytest.raises(RefusedError, match="rôle « lecture »"):
        take(READER, path, PERMANENCE, SAVE)
    assert asked(path, "decisions") == []


def test_words_that_nobody_read_are_in_no_title_and_no_identifier(path: Path) -> None:
    unread = replace(SAVE, reviewed=False)
    decision = take(KEEPER, path, replace(PERMANENCE, intitule="Aider Jeanne Durand"), unread)
    becomes(path, decision, "faite", "2024-06-01")
    annotation = annotate(KEEPER, path, Annotation("Arrivée de Jeanne Durand", 2020), unread)
    told = [decision, annotation, *(title for (title,) in store.ask_facts(path, "SELECT titre FROM sources"))]
    assert not [each for each in told if "durand" in each.lower()]
    assert sum(decision in each for each in told) == 3


@pytest.mark.parametrize("person", ["Mme Durand 0612345678", "madame Durand", "jeanne@x.fr"])
def test_who_saves_and_who_owns_are_functions(path: Path, person: str) -> None:
    assert set(errors(lambda: take(KEEPER, path, PERMANENCE, replace(SAVE, function=person)))) == {"fonction"}
    assert set(errors(lambda: take(KEEPER, path, replace(PERMANENCE, porteur=person), SAVE))) == {"porteur"}


def test_a_state_is_not_said_before_the_decision_is_taken() -> None:
    taken = Last("Ouvrir", None, None, None, taken=date(2024, 3, 12))
    before = Stated("d", "faite", date(2024, 3, 11))
    assert [error.field for error in checking.of_stated(before, taken, date(2024, 6, 1))] == ["dit_le"]
    assert not list(checking.of_stated(replace(before, dit_le=date(2024, 3, 12)), taken, date(2024, 6, 1)))


def test_a_postponed_decision_says_why_and_until_when(path: Path) -> None:
    decision = take(KEEPER, path, PERMANENCE, SAVE)
    assert set(errors(lambda: becomes(path, decision, "reportee", "2024-06-01"))) == {"echeance", "motif"}
    before = {"echeance": date(2024, 11, 1), "motif": "x"}
    assert "31/12/2024" in errors(lambda: becomes(path, decision, "reportee", "2024-06-01", **before))["echeance"]


def test_a_target_changed_later_leaves_the_former_one_visible(path: Path) -> None:
    first = Adopted(SESSION, "A1", "03", 40, 2027, valeur_reference=30, annee_reference=2023, motif="engagement")
    adopt(CHIEF, path, first, SAVE)
    adopt(CHIEF, path, Adopted(SESSION, "A1", "03", 45, 2027), SAVE)
    told = [(row["valeur_cible"], row["remplacee"], row["seance_id"]) for row in asked(path, "cibles", indicateur="A1")]
    assert told == [(45, False, SESSION), (40, True, SESSION)]
    held_to = [row for row in asked(path, "progres_indicateurs", niveau="departement") if row["indicateur"] == "A1"]
    assert [(row["valeur_cible"], row["annee_cible"]) for row in held_to] == [(45, 2027)]
    with pytest.raises(RefusedError, match="fixer des cibles"):
        adopt(KEEPER, path, first, SAVE)


def test_a_target_is_set_before_its_value_can_be_looked_at(path: Path) -> None:
    assert set(errors(lambda: adopt(CHIEF, path, Adopted(SESSION, "A1", "03", 40, 2024), SAVE))) == {"annee_cible"}
    assert set(errors(lambda: adopt(CHIEF, path, Adopted(SESSION, "A1", "03", 1e308, 2027), SAVE))) == {"valeur_cible"}
    odd = Adopted(SESSION, "A1", "03", float("nan"), 2027, annee_reference=2026, annee_reference_fin=2025)
    assert set(errors(lambda: adopt(CHIEF, path, odd, SAVE))) == {"valeur_cible", "valeur_reference", "annee_reference"}


def test_annotations_and_agendas(path: Path) -> None:
    annotate(KEEPER, path, Annotation("Confinement", 2020, annee_fin=2021), SAVE)
    annotate(KEEPER, path, Annotation("Comptage changé", 2022, "methode", indicateur="A1", code_departement="03"), SAVE)
    texts = [row["texte"] for row in asked(path, "annotations", indicateur="A2", departement="03")]
    assert texts == ["Confinement"]
    assert len(asked(path, "annotations", indicateur="A1", departement="03")) == 2
    assert set(errors(lambda: annotate(KEEPER, path, Annotation(" ", 2021, "x", annee_fin=2020), SAVE))) == {
        "texte", "nature", "annee_fin",
    }  # fmt: skip
    set_agenda(KEEPER, path, SESSION, (Point("texte", intitule="Accueil"), Point("indicateur", "A1")), SAVE)
    set_agenda(KEEPER, path, SESSION, (Point("indicateur", "A1"),), SAVE)
    assert [(row["rang"], row["code"]) for row in asked(path, "ordre_du_jour", seance=SESSION)] == [(1, "A1")]
    assert journal(path, READER)[-1].title == "Ordre du jour : séance du 12/03/2024, Comité"


def test_a_session_is_named_as_surely_as_its_day_is_known() -> None:
    said = [Session("s", "Comité", date(2012, 4, 1), kind).named for kind in ("jour", "mois", "annee")]
    assert said == ["séance du 01/04/2012, Comité", "séance de 04/2012, Comité", "séance de 2012, Comité"]
    assert Session("s", "Comité", None, "inconnue").named == "séance sans date, Comité"


def test_more_present_than_invited_are_refused(path: Path) -> None:
    crowd = SessionForm(presences=(Presence("habitants", convoques=5, presents=8),))
    assert "8 présents pour 5 convoqués" in errors(lambda: correct(KEEPER, path, SESSION, crowd, SAVE))["presences[0]"]


def test_what_undoing_a_session_leaves_without_effect_is_told(path: Path) -> None:
    (session,) = (each.source for each in known_sources(path) if each.format == "saisie")
    take(KEEPER, path, PERMANENCE, SAVE)
    (dependent,) = consequences(path, session).dependents
    assert dependent.rows == {"decisions": 1, "decisions_etats": 1}


def test_what_another_source_says_of_a_decision_is_told(path: Path, tmp_path: Path) -> None:
    """Title and owner are the same, the deadline is another, and it is done for one of them."""
    decision = take(KEEPER, path, PERMANENCE, SAVE)
    row = {"decision_id": decision, "intitule": "Ouvrir une permanence", "nature": "decision", "porteur": "CCAS"}
    assert asked(path, "decision_autrement", decision=decision) == []
    load_rows(path, tmp_path / "suivi", {"decisions": [{**row, "echeance": "2025-06-30", "etat": "faite"}]})
    (told,) = asked(path, "decision_autrement", decision=decision)
    # The file comes first by its name: what the page keeps is its own.
    assert (told["porteur"], told["echeance"], told["etat"]) == (None, "2024-12-31", "a_faire")
    assert told["titre"].startswith("Décision")
