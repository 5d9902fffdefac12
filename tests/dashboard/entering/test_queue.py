"""Which proposals are alike, and how their words are shown; the sentences of worklists."""

from pathlib import Path
from typing import Any

from dashboard.entering import decided, diverging_view, queue, worklist
from dashboard.entering.openings import Opening
from dashboard.frame import collecting
from dashboard.frame.scope import Dataset, Scope
from data.entering.forms import Amount, Fact, Quantity
from tests.tools.pages import NO_COPY

SCOPE = Scope(Dataset("reel", "Faits réels", Path()), NO_COPY)


def row(fait: str | None, words: str | None, **known: Any) -> dict[str, Any]:
    return {
        "table_faits": "mesures", "sujet_type": "action", "sujet_id": "a", "titre": "Café", "fait": fait,
        "quoi": "benevoles", "annee": 2021, "periodicite": None, "financeur": None, "valeur": 12.0, "borne_basse": None,
        "borne_haute": None, "precision": "approchee", "secret": False, "texte_source": words, "fichier": "fiches.txt",
        "ligne": 3, **known,
    }  # fmt: skip


def test_proposals_are_alike_in_quantity_then_in_words() -> None:
    rows = [
        row("a", "environ 12 bénévoles"),
        row("b", "Environ 1 200  bénévoles"),
        row("c", "une équipe de 5"),
        row("d", "environ 12 bénévoles", quoi="familles"),
        row("a", "environ 12 bénévoles", fichier="autre.txt"),  # The same statement, of another file.
        row(None, None, secret=True),
    ]
    waiting = queue.decidable(rows)
    assert [each["fait"] for each in waiting] == ["a", "b", "c", "d"]
    lots = queue.lots(waiting)
    assert [(lot.label, [each["fait"] for each in lot.rows]) for lot in lots] == [
        ("Bénévoles (3)", ["a", "b", "c"]),
        ("— bénévoles : « environ … bénévoles » (2)", ["a", "b"]),
        ("Familles (1)", ["d"]),
    ]
    assert len({lot.code for lot in lots}) == 3
    # Once « a » is decided, its lot of words holds « b » alone and is no lot: what is left is in that of the quantity.
    left = {lot.code: lot for lot in queue.lots([each for each in waiting if each["fait"] != "a"])}
    assert lots[1].code not in left
    assert queue.asked(left, lots[1].code) == lots[0].code
    assert queue.asked({}, lots[1].code) is None
    assert queue.withheld(rows) == 1


def test_the_number_is_marked_and_hostile_words_are_only_words() -> None:
    words = '<script>alert(1)</script> 12 bénévoles & "amis"'
    found = str(queue.marked(row("a", words)))
    assert "<mark>12</mark>" in found
    assert "<script>" not in found and "&lt;script&gt;alert(1)&lt;/script&gt;" in found
    assert "<mark>" not in str(queue.marked(row("a", "une douzaine")))
    assert "pas encore relus" in str(queue.marked(row("a", None)))
    shown = str(queue.shown(row("a", None, titre="<b>x</b>", fichier="<i>.txt"), SCOPE))
    assert "<b>" not in shown and "<i>" not in shown


def test_the_number_is_marked_whatever_separates_its_thousands_and_never_within_another() -> None:
    words = "En 2012, environ 1\u202f200 habitants et 12 bénévoles."
    assert "et <mark>12</mark> bénévoles" in str(queue.marked(row("a", words)))
    assert "<mark>1\u202f200</mark> habitants" in str(queue.marked(row("a", words, valeur=1200.0)))
    low = row("a", "plus de 1 000 personnes", valeur=None, borne_basse=1000.0, precision="minimum")
    assert "<mark>1 000</mark>" in str(queue.marked(low))


def test_words_that_nobody_reviewed_are_put_back_for_who_may_read_them_alone() -> None:
    rows = [row("a", "non publié"), row("b", "non publié"), row("c", "12 bénévoles"), row(None, None, secret=True)]
    own = {("mesures", "a"): "5 bénévoles", ("montants", "b"): "5 euros"}
    told = queue.with_own_words(rows, own, notice="non publié")
    assert [each["texte_source"] for each in told] == ["5 bénévoles", None, "12 bénévoles", None]


def test_labels_hold_no_word_of_a_file() -> None:
    grant = row("a", None, table_faits="financements", quoi="**CAF** [x](y)", precision=None, valeur=1470.0)
    assert queue.label(2, grant).replace("\u202f", " ") == "Proposition 2 : 1 470 € (financement)"
    assert queue.label(1, row("a", None)) == "Proposition 1 : 12 (environ) bénévoles"


def test_a_correction_refuses_what_was_read_and_says_what_it_is_about() -> None:
    said = queue.corrected(row("a", "x"), "benevoles", 2021, "minimum", 14, None)
    assert (said.fact, said.decision) == (Fact("mesures", "action", "a", "a"), "refusee")
    assert said.instead == Quantity("benevoles", 2021, "minimum", None, 14, None)
    price = row("b", "x", table_faits="montants", quoi="prix_unitaire", periodicite="seance", financeur="CAF")
    assert queue.corrected(price, "prix_unitaire", 2021, "intervalle", 3, 5).instead == Amount(
        "prix_unitaire", 2021, "intervalle", None, 3, 5, "seance", "CAF"
    )
    # « 45 participantes » at one day, of a year that only a person knows.
    other = queue.corrected(row("a", "x"), "participations", None, "exacte", 45, None).instead
    assert other == Quantity("participations", None, "exacte", 45, None, None)


def test_statements_about_one_thing_are_together() -> None:
    sides = [row("a", None), row("b", None), row("c", None, annee=2022)]
    assert [len(group) for group in diverging_view.grouped(sides)] == [2, 1]


def test_a_counter_says_that_an_indicator_opens_only_where_it_was_counted() -> None:
    known = {"champ": "tranche d'âge", "titre": "Jeunes adultes", "n_encore": 12, "n_autres": 0}
    assert worklist.counter(known, Opening(4, 5, 7, 3)) == "Encore 3 fiches : « Jeunes adultes » devient mesurable."
    assert worklist.counter(known, Opening(0, 5, 2, None)) == (
        "Encore 12 fiches : « Jeunes adultes » y gagne ; il y faut 5 années ayant une valeur, et les fiches connues "
        "n'en donnent que 2."
    )
    assert "il y faut 1 année ayant une valeur, et" in worklist.counter(known, Opening(0, 1, 0, None))
    assert worklist.counter(known, None) == "Encore 12 fiches : « Jeunes adultes » y gagne."
    session = {**known, "champ": "présents", "n_encore": 1, "n_autres": 2}
    assert worklist.counter(session, None) == (
        "Encore 1 séance : « Jeunes adultes » y gagne ; 2 autres champs le retiennent encore."
    )


def test_a_field_that_is_asked_of_nothing_yet_lacks_nowhere_and_is_filled_nowhere() -> None:
    told = {"champ": "fin de convention", "n_manquants": 0, "n_total": 0}
    assert collecting.lacks(told) == "n'est encore attendu nulle part"
    assert "attendu nulle part (Allier" in worklist.nothing_left("fin de convention", "Allier (03)", told)
    assert "renseigné partout" in worklist.nothing_left("commune", "Allier (03)", None)
    assert collecting.lacks({**told, "n_manquants": 1, "n_total": 3}) == "manque dans 1 fiche sur 3"


def test_indicators_that_open_and_close_are_told() -> None:
    then = {"A": "pas encore mesurable", "B": "mesure le progrès", "C": "contexte seulement"}
    now = {"A": "contexte seulement", "B": "pas encore mesurable", "C": "mesure le progrès"}
    assert worklist.moved(then, now) == ["« A » devient mesurable : contexte seulement.", "« B » n'est plus mesurable."]


def test_gaps_lead_to_the_list_of_their_field() -> None:
    assert collecting.href(SCOPE, "motif de fin (actions terminées)") == ("donnees?partie=completer&champ=motif+de+fin")
    assert collecting.href(SCOPE, "structure") is None
    (listed,) = worklist.listed([{"sujet_type": "action", "sujet_id": "a-1", "n_propositions": 0}], SCOPE, "commune")
    assert listed["lien"] == "saisie?sujet=action%3Aa-1&champ=commune&suite=commune"


def test_decisions_in_words() -> None:
    counts = {"n_acceptees": 2, "n_refusees": 1, "n_ecartees": 0, "n_fusions": 0}
    assert decided.summary(counts) == "2 acceptées et 1 refusée"
    assert decided.done("acceptée", 2, 1) == (
        "2 propositions acceptées. 1 attend encore dans ce périmètre ; les chiffres sont à jour."
    )
    assert decided.done("refusée", 1, 0).startswith("1 proposition refusée. Plus rien n'attend")
