"""Two readings of the sixteen fiches must agree: a person's (data/facts) and the importer's (the directory's form).

The forms of tests/fiches hold the same facts as the directory's, in other words.
"""

import csv
from pathlib import Path

import pytest

from data.batch import Batch, Row
from data.identifiers import fold
from data.importers import faits
from data.importers.fiches import reader
from data.reading.codes import financeurs
from tests import FICHES as FORMS

FACTS = Path(faits.__file__).parent.parent / "facts" / "fiches_centres_sociaux"

LISTS = {
    "actions_mots_cles": "mot_cle",
    "actions_publics": "public",
    "actions_initiateurs": "initiateur",
    "actions_partenaires": "partenaire",
}
# The first day of a quarter is no precision of the contract: a person writes the year, the reader nothing.
DATED_BY_HAND = {"fiche-02": ("date_debut", "date_debut_precision")}
DATES = ("date_debut", "date_debut_precision", "date_fin", "date_fin_precision")
FIELDS = ("titre", "structure_id", "structure", "code_departement", "statut", "dimension", "portee")

# What a person reads and a reader of figures cannot, and why: (ref, grandeur, value) → reason.
UNREADABLE = {
    (
        "fiche-05",
        "participations",
        100.0,
        "approchee",
    ): "« à chaque session » does not say how many sessions took place",
    ("fiche-16", "professionnels", 11.0, "calculee"): "people listed by trade, without a figure",
    ("fiche-16", "benevoles", 2.0, "calculee"): "two people named by trade, without a figure",
    ("fiche-19", "personnes_mobilisees", 18.0, "calculee"): "sum of five lines, each proposed apart",
    ("fiche-19", "reunions", 4.0, "calculee"): "sum of two lines, each proposed apart",
}
# One session of a day whose people are counted as a whole elsewhere: only a person sees that.
OTHER_KIND = {("fiche-05", "participations"): "participants_distincts"}


def rows(batch: Batch, table: str) -> list[Row]:
    found = batch.rows[table]
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module")
def facts() -> Batch:
    return faits.read(sorted(FACTS.glob("*.csv")))


@pytest.fixture(scope="module")
def form() -> Batch:
    return reader.read(sorted(FORMS.glob("*.txt")))


@pytest.fixture(scope="module")
def refs(facts: Batch) -> dict[str, str]:
    """Identifier of an action → its ref."""
    with (FACTS / "actions.csv").open(encoding="utf-8", newline="") as file:
        written = [row["ref"] for row in csv.DictReader(file)]
    return dict(zip([row["action_id"] for row in rows(facts, "actions")], written, strict=True))


def number(value: object) -> float | None:
    return None if value is None else float(str(value))


def test_the_same_sixteen_actions(facts: Batch, form: Batch) -> None:
    assert form.rejects == []
    named = {row["action_id"] for row in rows(facts, "actions")}
    assert len(named) == 16
    assert named == {row["action_id"] for row in rows(form, "actions")}


@pytest.mark.parametrize("field", FIELDS)
def test_fields_agree(facts: Batch, form: Batch, field: str) -> None:
    by_hand = {row["action_id"]: row[field] for row in rows(facts, "actions")}
    assert by_hand == {row["action_id"]: row[field] for row in rows(form, "actions")}


@pytest.mark.parametrize("field", DATES)
def test_dates_agree(facts: Batch, form: Batch, refs: dict[str, str], field: str) -> None:
    def dates(batch: Batch) -> dict[str, str | None]:
        found = {refs[row["action_id"]]: row[field] for row in rows(batch, "actions")}
        return {
            ref: None if value is None else str(value)
            for ref, value in found.items()
            if field not in DATED_BY_HAND.get(ref, ())
        }

    assert dates(facts) == dates(form)


@pytest.mark.parametrize("table", LISTS)
def test_lists_agree(facts: Batch, form: Batch, table: str) -> None:
    column = LISTS[table]
    by_hand = sorted((row["action_id"], row[column]) for row in rows(facts, table))
    assert by_hand == sorted((row["action_id"], row[column]) for row in rows(form, table))


def test_every_quantity_is_among_the_proposals(facts: Batch, form: Batch, refs: dict[str, str]) -> None:
    proposals = [
        (
            refs[row["sujet_id"]],
            row["grandeur"],
            *(number(row[name]) for name in ("valeur", "borne_basse", "borne_haute")),
            row["precision"],
        )
        for row in rows(form, "mesures")
    ]
    unread = set()
    for row in rows(facts, "mesures"):
        ref = refs[row["sujet_id"]]
        value = number(row["valeur"])
        if (ref, row["grandeur"], value, row["precision"]) in UNREADABLE:
            unread.add((ref, row["grandeur"], value, row["precision"]))
            continue
        kind = OTHER_KIND.get((ref, row["grandeur"]), row["grandeur"])
        bounds = (value, number(row["borne_basse"]), number(row["borne_haute"]))
        assert (ref, kind, *bounds, row["precision"]) in proposals, row["texte_source"]
        proposals.remove((ref, kind, *bounds, row["precision"]))
    assert unread == set(UNREADABLE)


def test_every_amount_is_among_the_proposals(facts: Batch, form: Batch, refs: dict[str, str]) -> None:
    def key(row: Row) -> tuple[object, ...]:
        amounts = (number(row[name]) for name in ("montant_eur", "borne_basse_eur", "borne_haute_eur"))
        return refs[row["sujet_id"]], row["role"], *amounts, row["precision"], row["periodicite"]

    proposals = [key(row) for row in rows(form, "montants")]
    for row in rows(facts, "montants"):
        assert key(row) in proposals, row["texte_source"]
        proposals.remove(key(row))


def test_every_funder_proposed_was_named_by_a_person(facts: Batch, form: Batch, refs: dict[str, str]) -> None:
    def funders(batch: Batch) -> set[tuple[str, str]]:
        known = financeurs()
        named = {(refs[row["sujet_id"]], fold(row["financeur"])) for row in rows(batch, "financements")}
        return {(ref, known[label].financeur_id if label in known else label) for ref, label in named}

    assert ("fiche-21", "reaap") in funders(form)
    assert funders(form) <= funders(facts)


def test_no_proposal_is_validated(form: Batch) -> None:
    states = {row["etat"] for table in ("mesures", "montants", "financements", "budgets") for row in rows(form, table)}
    assert states == {"proposee"}


def test_the_cerfa_budget_agrees_line_by_line(facts: Batch, form: Batch) -> None:
    def key(row: Row) -> tuple[object, ...]:
        return row["cote"], row["compte"] or "", row["niveau"], row["libelle"], str(number(row["montant_eur"]))

    assert sorted(map(key, rows(facts, "lignes_budget")), key=str) == sorted(
        map(key, rows(form, "lignes_budget")), key=str
    )
    totals = (
        "exercice",
        "nature",
        "total_charges_eur",
        "total_produits_eur",
        "total_general_charges_eur",
        "total_general_produits_eur",
    )
    by_hand, by_form = rows(facts, "budgets")[0], rows(form, "budgets")[0]
    assert [by_hand[name] for name in totals] == [by_form[name] for name in totals]


def test_the_contradictions_of_the_budget_agree(facts: Batch, form: Batch) -> None:
    by_hand = {
        (row["code"], number(row["valeur_declaree"]), number(row["valeur_calculee"]), number(row["ecart"]))
        for row in rows(facts, "constats")
        if row["ecart"] is not None
    }
    assert len(by_hand) == 4
    assert by_hand == {
        (row["code"], row["valeur_declaree"], row["valeur_calculee"], row["ecart"]) for row in rows(form, "constats")
    }
