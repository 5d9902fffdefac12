"""Campaign workbooks that come back: what they change, what they cannot, in any order and twice."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data import store
from data.batch import RefusedError
from data.campaign.record import campaigns, open_campaign
from data.consequences import consequences
from data.entering import state
from data.entering.forms import FormError, Quantity, Save
from data.entering.state import State
from data.intake.files import receive
from data.intake.preview import confirm, preview
from data.intake.recognition import recognise
from data.loading.journal import journal
from data.loading.undo import restore, undo
from tests.small import campaign as small
from tests.small.campaign import Sent, Sheets, answer, filled_in, opened, put, returned, sent, sheets, signed
from tests.small.entered import ATELIER, CAFE, JARDINS, asked, corrected, newest
from tests.small.facts import CENTRE, SMALL, filled
from tests.small.people import CHIEF, KEEPER, READER
from tests.tools.workbooks import Formula

VOLUNTEERS = "quantites:benevoles"


def state_of(path: Path, sujet_id: str, snapshot: int | None = None) -> State:
    """What the store says of a fiche, once what people entered is applied: no copy is made for it."""
    return state.read(path, snapshot or newest(path), ("action", sujet_id))


def fields(path: Path, sujet_id: str, snapshot: int | None = None) -> dict[str, list[str]]:
    """Field → values that count."""
    return {name: list(said) for name, said in state_of(path, sujet_id, snapshot).values.items()}


def counts(path: Path, sujet_id: str = CAFE) -> dict[tuple[str, int | None], Any]:
    """(grandeur, year) → what counts, of a fiche."""
    rows = state_of(path, sujet_id).statements["mesures"]
    return {(row["grandeur"], row["annee"]): row["valeur"] for row in rows if row["etat"] == "validee"}


# ── What changes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def fill(told: Sheets) -> None:
    """Eight cells say something new; the publics and the partner are as they were sent, the status is emptied."""
    signed(told, "coordination")
    put(told, "Fiches", CAFE, "Statut", "")
    put(told, "Fiches", CAFE, "Bénévoles", "au moins 12")
    put(told, "Fiches", CAFE, "Communes", "Vichy ; 03190 Moulins")
    put(told, "Fiches", JARDINS, "Motif de fin", "public")
    put(told, "Fiches", ATELIER, "Début", "05/2021")
    put(told, "Financements", CAFE, "Financeur", "CAF", "1")
    put(told, "Financements", CAFE, "Accordé", 1500.5, "1")
    put(told, "Budgets", CAFE, "Réalisé", 200, "1")
    put(told, "Budgets", CAFE, "Réalisé", 90, "12")


def test_only_what_differs_is_written_and_what_was_declared_stays_beside(there: Sent) -> None:
    report = answer(there.path, filled_in(there, "retour", fill))
    assert (report.etat, report.lues, report.gardees, report.refusees) == ("chargee", 8, 8, 0)
    assert "Fiches, ligne 2, « Café des familles », Bénévoles : inconnu → au moins 12" in report.changements
    assert "Fiches, ligne 3, « Jardins partagés », Motif de fin : financement → public" in report.changements
    # 200 € of purchases, 90 € of the CAF: said, since what lacks would make a cost too low.
    (unbalanced,) = [told for told in report.avertissements if told.startswith("Budget de « Café des familles »")]
    assert "200\u202f€ de charges, 90\u202f€ de produits" in unbalanced
    cafe = fields(there.path, CAFE)
    assert cafe["statut"] == ["En cours"]
    assert cafe["lieux"] == ["03190 · declaree", "03310 · declaree"]
    assert fields(there.path, ATELIER)["date_debut"] == ["2021-05-01"]
    assert counts(there.path)["benevoles", 2021] == 12
    said = state_of(there.path, CAFE)
    (plan,) = said.statements["financements"]
    assert (plan["financeur"], plan["exercice"], plan["accorde_eur"]) == ("CAF", 2021, Decimal("1500.50"))
    (budget,) = said.statements["budgets"]
    assert [(line["compte"], line["montant_eur"], line["financeur"]) for line in budget["lignes"]] == [
        ("60", 200, None),
        ("74", 90, "CAF"),
    ]
    # A reader sees both: what the structure says counts, what was declared stays beside.
    (motive,) = [
        row
        for row in asked(there.path, "champs_sujet", sujet_type="action", sujet=JARDINS)
        if row["champ"] == "motif_fin_code"
    ]
    assert (motive["declarees"], motive["actuelles"]) == (["financement"], ["public"])
    assert (motive["fonction"], motive["source"]) == ("coordination (structure répondante)", report.source)


def test_the_same_twice_and_saved_again_writes_nothing(there: Sent) -> None:
    file = filled_in(there, "retour", fill)
    assert answer(there.path, file).etat == "chargee"
    before = store.history(there.path)
    again = answer(there.path, file)
    assert (again.etat, again.exit_code) == ("deja_chargee", 0)
    # Saved by another spreadsheet: other bytes, lines and columns elsewhere, the same answers.
    other = filled_in(there, "renvoi", fill, shuffle)
    again = answer(there.path, other)
    assert (again.etat, again.exit_code) == ("deja_chargee", 0)
    assert "cette structure a déjà répondu" in again.message
    # One cell of it is wrong now: it alone is to be corrected, the rest is there.
    spoilt = filled_in(there, "abime", fill, lambda told: put(told, "Fiches", CAFE, "Fin", "bientôt"))
    again = answer(there.path, spoilt)
    assert (again.etat, len(again.rejets)) == ("refusee", 1)
    assert "déjà su" in again.message and "reste à corriger : 1 cellule refusée" in again.message
    assert store.history(there.path) == before


def shuffle(told: Sheets) -> None:
    """Lines in another order, columns too."""
    for name in ("Fiches", "Financements", "Budgets"):
        head, *rows = told[name]
        told[name] = [row[::-1] for row in (head, *reversed(rows))]


@pytest.mark.parametrize("order", [("un", "deux"), ("deux", "un")])
def test_two_answers_in_either_order_keep_what_each_says_and_write_over_nothing(
    there: Sent, order: tuple[str, str]
) -> None:
    def one(told: Sheets) -> None:
        signed(told)
        put(told, "Fiches", CAFE, "Bénévoles", 5)
        put(told, "Fiches", CAFE, "Dimension", "Solidarité")

    def two(told: Sheets) -> None:
        signed(told)
        put(told, "Fiches", CAFE, "Dimension", "Citoyenneté")
        put(told, "Fiches", JARDINS, "Participants", 30)

    files = {"un": filled_in(there, "un", one), "deux": filled_in(there, "deux", two)}
    says = {"un": "Solidarité", "deux": "Citoyenneté"}
    former, latter = (answer(there.path, files[name]) for name in order)
    assert (former.gardees, former.refusees) == (2, 0)
    assert (latter.gardees, latter.refusees) == (1, 1)
    (conflict,) = latter.rejets
    assert conflict.colonne == "Dimension"
    assert f"« inconnu » est devenu « {says[order[0]]} » (par : direction (structure répondante))" in conflict.raison
    assert fields(there.path, CAFE)["dimension"] == [says[order[0]]]
    assert counts(there.path)["benevoles", 2021] == 5
    assert counts(there.path, JARDINS)["participants_distincts", 2021] == 30


def test_an_answer_is_undone_restored_and_told_by_the_journal(there: Sent) -> None:
    report = answer(there.path, filled_in(there, "retour", fill))
    source = str(report.source)
    before = newest(there.path)
    undo(KEEPER, there.path, source)
    assert fields(there.path, JARDINS)["motif_fin_code"] == ["financement"]
    assert ("benevoles", 2021) not in counts(there.path)
    assert fields(there.path, JARDINS, snapshot=before)["motif_fin_code"] == ["public"]
    restore(KEEPER, there.path, source)
    assert fields(there.path, JARDINS)["motif_fin_code"] == ["public"]
    assert counts(there.path)["benevoles", 2021] == 12
    line = next(line for line in journal(there.path, KEEPER) if line.snapshot == before)
    assert (line.author, line.function) == ("Camille", "coordination (structure répondante)")
    assert str(line.reason).startswith("Campagne 2021 (")  # The product's own sentence, read by all.
    assert line.title == "Réponse de « Centre social des Coteaux » à la campagne 2021"


def test_an_answer_that_changes_nothing_is_one_where_somebody_signed(there: Sent) -> None:
    empty = answer(there.path, filled_in(there, "vide"))
    assert empty.etat == "deja_chargee"
    assert "n'est pas rempli" in empty.message
    signed_one = answer(there.path, filled_in(there, "rien", signed))
    assert (signed_one.etat, signed_one.gardees) == ("chargee", 1)
    assert store.ask_facts(there.path, "SELECT structure_id, cellules FROM campagnes_reponses") == [(CENTRE, 0)]


def test_what_is_previewed_is_compared_again_when_the_store_changed(there: Sent) -> None:
    file = filled_in(there, "retour", fill)
    tried = preview(KEEPER, "campagne", [file], there.path)
    assert tried.ready and len(tried.report.changements) == 8
    corrected(there.path, JARDINS, motif_fin_code="moyens_humains")
    done = confirm(KEEPER, tried, there.path)
    assert (done.gardees, done.refusees) == (7, 1)
    assert fields(there.path, JARDINS)["motif_fin_code"] == ["moyens_humains"]


# ── What cannot be read ───────────────────────────────────────────────────────────────────────────────────────────────


def add_line(told: Sheets) -> None:
    told["Fiches"].append(["nouvelle-action", "Nouvelle action", "", "En cours"])


def double_line(told: Sheets) -> None:
    told["Fiches"].append(list(told["Fiches"][1]))


def rename(told: Sheets) -> None:
    head = told["Fiches"][0]
    put(told, "Fiches", CAFE, "Dimension", "Solidarité")
    head[small.place(told["Fiches"], "Dimension")] = "Dimensions"


def double_column(told: Sheets) -> None:
    column = small.place(told["Fiches"], "Dimension")
    for row in told["Fiches"]:
        row.append(row[column] or "Solidarité")


def in_thousands(told: Sheets) -> None:
    """Somebody who writes thousands says so in the heading."""
    put(told, "Fiches", CAFE, "Coût total", 12.5)
    rows = told["Fiches"]
    rows[0][small.place(rows, "Coût total")] = "Coût total (k€, 2024)"


BAD: dict[str, tuple[Callable[[Sheets], object], str]] = {
    "line_added": (add_line, "ligne ajoutée, ou identifiant modifié"),
    "line_doubled": (double_line, "cette fiche a deux lignes"),
    "column_renamed": (rename, "colonne renommée, non lue : remettez son nom, « Dimension »"),
    "other_unit": (in_thousands, "cet intitulé dit une autre unité : colonne non lue"),
    "column_doubled": (double_column, "deux colonnes portent ce nom"),
    "formula": (lambda told: put(told, "Fiches", CAFE, "Bénévoles", Formula("=1+1", 7)), "une formule à la place"),
    "words": (lambda told: put(told, "Fiches", CAFE, "Bénévoles", "beaucoup"), "nombre"),
    "half": (lambda told: put(told, "Fiches", CAFE, "Bénévoles", 2.5), "un nombre entier"),
    "date": (lambda told: put(told, "Fiches", CAFE, "Fin", "bientôt"), "date"),
    "before": (lambda told: put(told, "Fiches", JARDINS, "Fin", "2019"), "est avant le début"),
    "motive": (lambda told: put(told, "Fiches", JARDINS, "Motif de fin", "lassitude"), "écrivez l'un de"),
    "commune": (lambda told: put(told, "Fiches", CAFE, "Communes", "Atlantide"), "aucune commune"),
    "code": (lambda told: put(told, "Fiches", CAFE, "Communes", "03190 Vichy"), "est celui de Moulins"),
    "age": (lambda told: put(told, "Fiches", CAFE, "Publics", "Enfants de 3 à 11 ans"), "écrivez l'âge ainsi"),
    "amount": (lambda told: put(told, "Budgets", CAFE, "Réalisé", -5, "1"), "négatif"),
    "no_funder": (lambda told: put(told, "Financements", CAFE, "Accordé", 10, "1"), "dites qui finance"),
    "account": (lambda told: put(told, "Budgets", CAFE, "Libellé", "Fêtes", "1"), "ne se change pas ici"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_cell_is_told_in_place_and_the_sound_ones_are_kept(there: Sent, name: str) -> None:
    change, words = BAD[name]

    def both(told: Sheets) -> None:
        signed(told)
        put(told, "Fiches", ATELIER, "Portée", "Un quartier")
        change(told)

    report = answer(there.path, filled_in(there, "faux", both))
    assert (report.etat, report.gardees) == ("chargee", 1), report.as_text()
    assert report.rejets and all(reject.ligne for reject in report.rejets)
    assert any(words in reject.raison for reject in report.rejets), report.as_text()
    assert fields(there.path, ATELIER)["portee"] == ["Un quartier"]


def test_a_line_or_a_sheet_that_was_removed_erases_nothing_and_is_told(there: Sent) -> None:
    def change(told: Sheets) -> None:
        signed(told)
        told["Fiches"] = [row for row in told["Fiches"] if row[0] != JARDINS]
        del told["Budgets"]

    report = answer(there.path, filled_in(there, "retire", change))
    assert report.etat == "chargee"
    told = " ".join(report.avertissements)
    assert "1 ligne retirée de la feuille « Fiches » : rien n'en est effacé" in told
    assert "La feuille « Budgets » n'y est plus" in told
    assert fields(there.path, JARDINS)["statut"] == ["Terminée"]


def test_a_fiche_that_no_longer_exists_is_told(there: Sent) -> None:
    file = filled_in(there, "retour", lambda told: put(told, "Fiches", CAFE, "Portée", "Un quartier"))
    (facts,) = store.ask_facts(there.path, "SELECT source FROM sources WHERE format = 'faits'")
    undo(KEEPER, there.path, facts[0])
    report = answer(there.path, file)
    assert report.etat == "refusee"
    assert "cette fiche n'existe pas, ou plus" in report.as_text()


# ── What it is ────────────────────────────────────────────────────────────────────────────────────────────────────────


def another_campaign(told: Sheets) -> None:
    told["Identité"][0][1] = "2021-00000000"


def another_known(told: Sheets) -> None:
    told["Connu"][1][4] = "autre chose"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (another_campaign, "a été modifiée : on ne sait plus"),
        (another_known, "a été modifiée : on ne sait plus"),
        (lambda told: told.pop("Identité"), "la feuille « Identité » a disparu"),
        (lambda told: told.pop("Connu"), "la feuille « Connu » a disparu"),
    ],
)
def test_a_workbook_that_lost_its_identity_is_refused(there: Sent, change: Any, words: str) -> None:
    def lost(told: Sheets) -> None:
        fill(told)
        change(told)

    report = answer(there.path, filled_in(there, "perdu", lost))
    assert report.etat == "refusee"
    assert words in report.message


def test_another_store_an_undone_campaign_and_a_later_one_are_told(
    there: Sent, reference_store: Path, tmp_path: Path
) -> None:
    file = filled_in(there, "retour", fill)
    other = filled(reference_store, tmp_path / "ailleurs", SMALL)
    assert "que ce magasin ne connaît pas" in answer(other, file).message
    undo(KEEPER, there.path, there.campaign.source)
    assert "la campagne a été annulée" in answer(there.path, file).message
    restore(KEEPER, there.path, there.campaign.source)
    opened(there.path, 2022)
    report = answer(there.path, file)
    assert report.etat == "chargee"
    assert any("Une campagne plus récente est ouverte (2022)" in one for one in report.avertissements)
    (built,) = consequences(there.path, there.campaign.source).dependents
    assert built.source == report.source


def test_it_is_recognised_by_what_it_holds(there: Sent) -> None:
    lost = filled_in(there, "perdu", lambda told: told.pop("Identité"))
    received = receive(there.path.parent / "depot", [("scan.xlsx", there.content), ("perdu.xlsx", lost)])
    found = recognise(received.files)
    assert [(one.kind, one.confidence) for one in found] == [("campagne", "certain"), ("campagne", "probable")]
    assert found[0].why == "Le classeur de la campagne 2021 envoyé à « Centre social des Coteaux »."


# ── Who may, and what is withheld ─────────────────────────────────────────────────────────────────────────────────────


def test_reading_opens_no_campaign_and_loads_no_answer(there: Sent) -> None:
    with pytest.raises(RefusedError, match="ne permet pas d'ouvrir une campagne"):
        opened(there.path, actor=READER)
    assert "ne permet pas" in answer(there.path, filled_in(there, "retour", fill), READER).message
    before = store.history(there.path)
    with pytest.raises(FormError) as refused:
        open_campaign(KEEPER, there.path, 20, ["personne"], Save(""))
    assert [error.field for error in refused.value.errors] == ["fonction", "annee"]
    with pytest.raises(FormError, match="structure inconnue"):
        open_campaign(KEEPER, there.path, 2021, ["personne"], small.SAVE)
    assert store.history(there.path) == before
    assert list(campaigns(there.path)) == [there.campaign.campaign_id]


def test_a_count_that_is_withheld_is_neither_sent_nor_written_over(there: Sent) -> None:
    corrected(there.path, CAFE, quantites=(Quantity("benevoles", 2021, "exacte", 2),))
    content = sent(there.path, there.campaign, withheld=[(CAFE, "benevoles")])
    told = sheets(content)
    (row,) = [row for row in told["Fiches"] if row[0] == CAFE]
    assert row[small.place(told["Fiches"], "Bénévoles")] == "s"
    assert [row[4] for row in told["Connu"] if row[:4] == ["Fiches", CAFE, "", VOLUNTEERS]] == ["s"]
    file = returned(
        content, there.path.parent / "retour.xlsx", signed, lambda told: put(told, "Fiches", CAFE, "Bénévoles", 4)
    )
    # Nobody changed it since: the structure corrects its own number.
    copy = Path(shutil.copytree(there.path, there.path.parent / "copie"))
    assert answer(copy, file).etat == "chargee"
    assert store.ask_facts(copy, "SELECT valeur FROM mesures WHERE grandeur = 'benevoles' ORDER BY valeur") == [
        (2.0,),
        (4.0,),
    ]
    corrected(there.path, CAFE, quantites=(Quantity("benevoles", 2021, "exacte", 3),), actor=CHIEF)
    report = answer(there.path, file)
    (conflict,) = report.rejets
    assert conflict.valeur is None
    assert conflict.raison.startswith("changé par ailleurs depuis l'envoi de ce classeur. Ouvrez")
