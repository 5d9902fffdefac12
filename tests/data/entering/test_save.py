"""Saving what people enter: what is written, what is refused (all at once), and who may."""

import shutil
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import store
from data.batch import RefusedError
from data.entering.forms import (
    UNKNOWN_DAY,
    ActionForm,
    Budget,
    BudgetLine,
    Day,
    Decision,
    EventForm,
    Fact,
    FormError,
    Funding,
    Place,
    Presence,
    Public,
    Quantity,
    Save,
    SessionForm,
    StructureForm,
)
from data.entering.save import correct, create, decide, merge, prefer
from data.loading.undo import restore, undo
from queries.copy import reading
from tests.small.entered import ATELIER, CAFE, JARDINS, SAVE, asked, corrected, fact_of, fields, newest, with_committee
from tests.small.facts import CENTRE
from tests.small.people import CHIEF, KEEPER, OTHER, READER


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_committee(reference_store, tmp_path_factory.mktemp("saisie"))


@pytest.fixture
def path(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "magasin"))


def errors(write: Callable[[], Any]) -> dict[str, str]:
    with pytest.raises(FormError) as refused:
        write()
    return {error.field: error.message for error in refused.value.errors}


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_what_changes_is_written_and_nothing_twice(path: Path) -> None:
    said: dict[str, Any] = {
        "titre": "Café des familles",  # As declared.
        "statut": "Terminée",
        "date_fin": Day(date(2023, 6, 30), "mois"),
        "lieux": (Place("03310"), Place("03095")),  # As declared, in another order.
        "publics": (Public("Familles", 3, 11), Public("Seniors")),
        "mots_cles": ("Parentalité",),
        "quantites": (Quantity("participants_distincts", 2021, "exacte", 50),),  # As declared.
    }
    saved = corrected(path, CAFE, **said)
    assert saved.changed == ("statut", "date_fin", "date_fin_precision", "mots_cles", "publics")
    rows = store.ask_facts(path, "SELECT champ, valeur FROM corrections ORDER BY champ")
    assert rows == [
        ("date_fin", "2023-06-30"), ("date_fin_precision", "mois"), ("mots_cles", None), ("publics", None),
        ("statut", "Terminée"),
    ]  # fmt: skip
    before = store.history(path)
    again = corrected(path, CAFE, **said)
    assert (again.source, again.changed) == (None, ())
    assert store.history(path) == before


def test_a_save_is_a_source_with_its_line_in_the_journal(path: Path) -> None:
    saved = corrected(path, CAFE, statut="Terminée")
    told = store.ask_facts(path, "SELECT geste, auteur, source FROM ecritures ORDER BY ecrite_le DESC LIMIT 1")
    assert told == [("saisie", "Camille", saved.source)]
    assert store.ask_facts(path, "SELECT rang, fonction, motif, relue FROM saisies") == [
        (1, "chargée de mission", "vu au bilan", True)
    ]
    assert store.ask_facts(
        path, "SELECT format, lues, gardees, etat FROM sources WHERE source = ?", [saved.source]
    ) == [("saisie", 1, 1, "active")]


def test_unknown_is_a_value_that_can_be_said(path: Path) -> None:
    corrected(path, JARDINS, motif_fin=None, date_fin=UNKNOWN_DAY, initiateurs=())
    now = fields(path, JARDINS)
    assert (now["motif_fin"], now["date_fin"], now["date_fin_precision"], now["initiateurs"]) == (
        [],
        [],
        ["inconnue"],
        [],
    )


def test_every_kind_of_subject_is_created_then_completed(path: Path) -> None:
    structure = create(
        KEEPER, path, StructureForm(nom="Foyer rural", code_departement="03", siret="12345678901234"), SAVE
    )
    assert structure.sujet_id == "foyer-rural-03"
    lines = (BudgetLine("60", "Achats", 1000.0), BudgetLine("74", "CAF", 600.5, "CAF", detail=True))
    whole = ActionForm(
        titre="Chorale", structure_id=structure.sujet_id, date_debut=Day(date(2024, 1, 1), "annee"),
        lieux=(Place("03190"),), mots_cles=("Culture",),
        quantites=(Quantity("benevoles", 2024, "minimum", low=12),),
        financements=(Funding("CAF", 2024, demande_eur=900, accorde_eur=600.5),),
        budgets=(Budget(2024, "realise", lines),),
    )  # fmt: skip
    action = create(KEEPER, path, whole, SAVE)
    assert fields(path, action.sujet_id)["lieux"] == ["03190 · declaree"]
    (money,) = asked(path, "financements", sujet=action.sujet_id)
    assert (money["demande_eur"], money["accorde_eur"], money["verse_eur"], money["etat"]) == (
        900,
        600.5,
        None,
        "validee",
    )
    (quantity,) = asked(path, "mesures", sujet=action.sujet_id)
    assert (quantity["precision"], quantity["valeur"], quantity["borne_basse"]) == ("minimum", 12, 12)
    assert [row["montant_eur"] for row in asked(path, "lignes_budget", sujet=action.sujet_id)] == [1000, 600.5]
    (plan,) = asked(path, "plan_action", sujet=action.sujet_id)
    assert (float(plan["cout_eur"]), float(plan["accorde_eur"])) == (1000, 600.5)
    assert errors(lambda: create(KEEPER, path, whole, SAVE)) == {
        "titre": f"« {action.sujet_id} » existe déjà : ouvrez sa fiche pour la compléter"
    }
    event = create(KEEPER, path, EventForm(nom="Fête", code_departement="03", tenu_le=Day(date(2024, 6, 1))), SAVE)
    correct(KEEPER, path, event.sujet_id, EventForm(code_commune="03190"), SAVE)
    assert fields(path, event.sujet_id, "evenement")["code_commune"] == ["03190"]
    again = ActionForm(financements=(Funding("CAF", 2024, 900, 600.5),), budgets=whole.budgets)
    assert correct(KEEPER, path, action.sujet_id, again, SAVE).source is None


def test_a_session_says_who_came_by_college_and_bassin(path: Path) -> None:
    came = (Presence("elus", "032", 8, 5), Presence("habitants", None, None, 30, "minimum"))
    form = SessionForm(instance_id="comite", tenue_le=Day(date(2024, 3, 7)), presences=came)
    session = create(KEEPER, path, form, SAVE).sujet_id
    assert session == "comite-2024-03-07"
    assert correct(KEEPER, path, session, SessionForm(presences=tuple(reversed(came))), SAVE).source is None
    correct(KEEPER, path, session, SessionForm(presences=(Presence("elus", "032", 8, 6),), objet="Bilan"), SAVE)
    with reading.reader(path) as root:
        rows = root.execute("SELECT college, code_zone, convoques, presents FROM presences").fetchall()
    assert rows == [("elus", "032", 8, 6)]
    # Counts of people are for the step of secrecy to tell.
    assert fields(path, session, "seance")["presences"] == ["elus · 032"]
    wrong = SessionForm(presences=(Presence("elus", "999", 3, 9), Presence("maires", presents=1)))
    assert set(errors(lambda: correct(KEEPER, path, session, wrong, SAVE))) == {"presences[0]", "presences[1].college"}


def test_hostile_text_is_only_text(path: Path) -> None:
    hostile = "'); DROP TABLE actions; -- <script>alert(1)</script> {x} $1 %s \\"
    corrected(
        path, CAFE, Save(hostile, hostile, reviewed=True), resume=hostile, dimension=hostile, mots_cles=(hostile,),
        partenaires=(hostile,), publics=(Public(hostile),), montants=(), titre=hostile,
        financements=(Funding(hostile, 2021, 10.0, dispositif=hostile),),
        budgets=(Budget(2021, "realise", (BudgetLine("60", hostile, 1.0, hostile),)),),
        quantites=(Quantity("familles", 2021, "exacte", 3, methode=hostile),),
    )  # fmt: skip
    now = fields(path, CAFE)
    told = [now[name] for name in ("resume", "dimension", "mots_cles", "partenaires", "publics", "titre")]
    assert told == [[hostile]] * 6
    (money,) = asked(path, "financements", sujet=CAFE)
    assert (money["financeur"], money["dispositif"]) == (hostile, hostile)


# ── What is refused ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_errors_are_told_at_once_and_nothing_is_written(path: Path) -> None:
    before = store.history(path)
    found = errors(
        lambda: correct(
            KEEPER, path, CAFE,
            ActionForm(
                titre=" ", date_fin=Day(date(2020, 1, 1)), lieux=(Place("99999"), Place()), mots_cles=("a", "a"),
                motif_fin_code="ennui", publics=(Public("Enfants", 12, 3),), resume="\x00",
                quantites=(Quantity("benevoles", 1800, "exacte", -1), Quantity("poules", 2021, "intervalle", low=3)),
                financements=(Funding("", 2021, accorde_eur=1.234),),
                budgets=(Budget(2021, "realise", (BudgetLine("99", "Achats", 1.0),)),),
            ),
            Save(" "),
        )
    )  # fmt: skip
    assert set(found) == {
        "fonction", "titre", "date_fin", "lieux[0].code_commune", "lieux[1]", "mots_cles[1]", "motif_fin_code",
        "publics[0]", "resume", "quantites[0].annee", "quantites[0].value", "quantites[1].grandeur",
        "quantites[1].high",
        "financements[0].financeur", "financements[0].accorde_eur", "budgets[0].lignes[0].compte",
    }  # fmt: skip
    assert found["date_fin"] == "la fin (01/01/2020) est avant le début (01/01/2021)"
    assert "commune « 99999 » inconnue" in found["lieux[0].code_commune"]
    assert store.history(path) == before


def test_an_unknown_subject_bassin_or_structure_is_refused(path: Path) -> None:
    assert set(errors(lambda: corrected(path, "rien", statut="Terminée"))) == {"sujet"}
    assert set(errors(lambda: create(KEEPER, path, ActionForm(titre="x", structure_id="rien-03"), SAVE))) == {
        "structure_id"
    }
    assert set(errors(lambda: create(KEEPER, path, SessionForm(), SAVE))) == {"instance_id", "tenue_le"}
    form = EventForm(code_zone="ailleurs")
    assert set(errors(lambda: correct(KEEPER, path, "fete-2021", form, SAVE))) == {"code_zone"}
    session = SessionForm(instance_id="rien", tenue_le=Day(date(2024, 1, 1)), presences=(Presence("elus", presents=3),))
    assert "instance_id" in errors(lambda: create(KEEPER, path, session, SAVE))


def test_who_reads_writes_nothing(path: Path) -> None:
    before, nothing = store.history(path), Fact("mesures", "action", CAFE, "0" * 16)
    writes: list[Callable[[], Any]] = [
        lambda: create(READER, path, ActionForm(), SAVE),
        lambda: corrected(path, CAFE, actor=READER, statut="Terminée"),
        lambda: decide(READER, path, [Decision(nothing, "acceptee")], SAVE),
        lambda: prefer(READER, path, nothing, [], SAVE),
        lambda: merge(READER, path, CENTRE, "autre", SAVE),
    ]
    for write in writes:
        with pytest.raises(RefusedError, match="« Lou » a le rôle « lecture »"):
            write()
    assert store.history(path) == before


def test_a_field_that_changed_since_it_was_read_is_refused_with_both_values(path: Path) -> None:
    read = Save("animateur", snapshot=newest(path))
    corrected(path, CAFE, statut="Terminée", quantites=(Quantity("participants_distincts", 2021, "exacte", 70),))
    found = errors(
        lambda: corrected(
            path, CAFE, read, OTHER, statut="Suspendue", resume="Un café.",
            quantites=(Quantity("participants_distincts", 2021, "exacte", 80),),
        )
    )  # fmt: skip
    assert found["statut"] == (
        "changé depuis votre lecture : « En cours » est devenu « Terminée » (par : chargée de mission). Relisez, puis "
        "recommencez"
    )
    # A count that secrecy may withhold is told to whoever sees them all.
    assert set(found) == {"statut", "quantites:participants_distincts, 2021"}
    assert "70" not in found["quantites:participants_distincts, 2021"]
    quantities = (Quantity("participants_distincts", 2021, "exacte", 80),)
    told = errors(lambda: corrected(path, CAFE, read, CHIEF, quantites=quantities))
    assert "« 50 » est devenu « 70 »" in told["quantites:participants_distincts, 2021"]
    assert corrected(path, CAFE, read, OTHER, resume="Un café.").changed == ("resume",)


def test_two_saves_at_once_are_both_kept(path: Path) -> None:
    threads = [
        threading.Thread(target=corrected, args=(path, CAFE), kwargs=said)
        for said in ({"resume": "Un café."}, {"statut": "Terminée"})
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    now = fields(path, CAFE)
    assert (now["resume"], now["statut"]) == (["Un café."], ["Terminée"])
    assert sorted(store.ask_facts(path, "SELECT rang FROM saisies")) == [(1,), (2,)]


# ── Decisions and merges ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_is_refused_where_the_statement_is_gone_or_said_twice(path: Path) -> None:
    known = fact_of(path, "montants", "etat = 'proposee'")
    gone = Fact("mesures", "action", CAFE, "0" * 16)
    assert errors(lambda: decide(KEEPER, path, [Decision(gone, "acceptee")], SAVE)) == {
        "decisions[0]": "ce fait n'est plus là : relisez la page"
    }
    assert set(errors(lambda: decide(KEEPER, path, [Decision(known, "acceptee")] * 2, SAVE))) == {"decisions[1]"}
    assert set(errors(lambda: decide(KEEPER, path, [Decision(known, "peut-être")], SAVE))) == {"decisions[0]"}
    assert set(errors(lambda: decide(KEEPER, path, [], SAVE))) == {"decisions"}
    other = Quantity("benevoles", 2021, "exacte", 3)
    assert set(errors(lambda: decide(KEEPER, path, [Decision(known, "refusee", other)], SAVE))) == {"decisions[0]"}
    assert set(errors(lambda: prefer(KEEPER, path, known, [], Save("animateur")))) == {"motif"}


def test_chains_and_cycles_of_structures_are_refused(path: Path) -> None:
    first, second, third = (
        create(KEEPER, path, StructureForm(nom=name, code_departement="03"), SAVE).sujet_id
        for name in ("Un", "Deux", "Trois")
    )
    saved = merge(KEEPER, path, first, second, SAVE)
    for one, other in (
        (second, first),
        (second, third),
        (third, first),
        (first, third),
        (third, third),
        ("rien", third),
    ):
        with pytest.raises(FormError):
            merge(KEEPER, path, one, other, SAVE)
    undo(KEEPER, path, str(saved.source))
    merge(KEEPER, path, second, third, SAVE)
    with pytest.raises(RefusedError, match="une fusion en suivrait une autre"):
        restore(KEEPER, path, str(saved.source))


def test_a_place_is_corrected_and_back(path: Path) -> None:
    """A place known by its département alone is corrected to a commune, and back by undoing it."""
    saved = corrected(path, ATELIER, lieux=(Place("03190"),))
    assert fields(path, ATELIER)["lieux"] == ["03190 · declaree"]
    undo(KEEPER, path, str(saved.source))
    assert fields(path, ATELIER)["lieux"] == ["département 03 · departement_seul"]
