"""Financements, the review of projects and the plan of an action, on facts added up by hand (``small_money``)."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from dashboard.frame.scope import Dataset, Scope
from dashboard.money import plan_view
from dashboard.overview import review
from tests.small.facts import load_rows
from tests.small.money import FACTS
from tests.tools.pages import NO_COPY, markup, open_page, words


@pytest.fixture(scope="module")
def stores(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins-argent")
    shutil.copytree(reference_store, folder / "reel")
    report = load_rows(folder / "reel", folder.parent / "faits-argent", FACTS)
    assert report.exit_code == 0, report.as_text()
    return folder


def test_the_page_opens_with_who_pays_and_tells_the_two_others(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "financements", departement="03"))
    assert "Qui paie ? D'abord la CAF (85 %) et le Département (15 %), sur 1 300 € accordés" in said
    assert "Que manque-t-il ? 200 € aux plans qui ne couvrent pas leur coût" in said
    assert "Qu'est-ce qui va s'arrêter ? 1 convention finit dans les douze mois" in said
    assert "1 300 € accordés. En tête, famille : CAF 85 %" in said
    assert "d'après les budgets qui nomment leurs financeurs : 0 sur 1" in said


def test_published_grants_are_beside_and_never_added(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    shown = open_page(monkeypatch, stores, "financements", departement="03", niveaux=["famille", "theme"])
    said = words(shown)
    assert "toutes années) : 5 300 € accordés (3 lignes)" in said
    assert "Structure reconnue par son SIRET ou son RNA : 2 sur 3" in said
    assert "1 ligne publiée n'a pas de commune de bénéficiaire, ou pas d'exercice" in said
    assert "à confirmer : Centre social" in said
    assert "Fonctionnement &lt;b&gt;" in markup(shown)
    assert "une action à plusieurs thèmes est partagée également entre eux".capitalize() in said
    assert "2023 FONJEP 2 1 20 000 € 1 sur 2" in said


def test_what_lacks_is_told_in_several_ways_that_never_merge(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "financements", departement="03", question="manque"))
    assert "Montluçon (−100 %) reçoit moins que sa part" in said
    assert "Écart à la part équitable" in said
    assert "elles ne se fondent jamais en un seul chiffre" in said
    assert "d'une commune où une action est financée" in said
    assert "Votée, engagée, payée : trois montants différents" in said


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("accorde", "un montant accordé est connu dans 3 des 3 communes où quelque chose est enregistré : 1 300 €"),
        (
            "siege",
            "un montant accordé est connu dans 1 des 3 communes "
            "où quelque chose est enregistré, sièges des structures compris : 1 300 €",
        ),
        (
            "publie",
            "un montant publié est connu dans 2 des 3 communes "
            "où quelque chose est enregistré, subventions publiées comprises : 5 300 €",
        ),
    ],
)
def test_the_map_says_which_money_it_shows(
    monkeypatch: pytest.MonkeyPatch, stores: Path, measure: str, expected: str
) -> None:
    assert expected in words(open_page(monkeypatch, stores, "carte", departement="03", mesure=measure))


def test_a_departure_is_kept_in_the_address(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    query = {"departement": "03", "question": "arret", "hypothese": "famille:CAF", "baisse": "1"}
    said = words(open_page(monkeypatch, stores, "financements", **query))
    lost = "Si la CAF part entièrement (1 100 € retirés à 2 actions)"
    assert f"{lost}, 1 action couverte par son dernier plan connu passerait" in said
    assert "40 participants (connus pour 1 sur 1), dans 2 communes" in said
    softer = words(open_page(monkeypatch, stores, "financements", **{**query, "baisse": "0.1"}))
    assert "aucune action couverte par son dernier plan connu ne passerait sous son coût" in softer


def test_france_is_sent_to_a_departement(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "financements", departement="france"))
    assert "L'argent se regarde département par département" in said


def test_a_departement_without_money_says_so(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    for question in ("qui", "manque", "arret"):
        said = words(open_page(monkeypatch, stores, "financements", departement="15", question=question))
        assert "On ne le sait pas" in said


def test_the_review_of_projects_holds_a_territory(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    shown = open_page(monkeypatch, stores, "revue", departement="03", bassin="033")
    said = words(shown)
    assert (
        "Vichy : 1 action en cours au 31/12/2023, dernier jour connu ; 1 convention finit dans les douze mois" in said
    )
    assert "aucune décision n'attend une suite" in said
    assert "Les douze mois qui suivent le 31/12/2023, dernier jour connu." in said
    assert "Le dernier jour connu est le 31/12/2023, il y a plus d'un an" in said
    assert "30/04/2024" in said
    assert re.search(r'href="fiche\?[^"]*action=cafe-', markup(shown))
    assert "Une revue porte sur un territoire" in words(open_page(monkeypatch, stores, "revue", departement="france"))


def test_what_runs_on_a_day_does_not_change_with_the_years_chosen(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    # The bassin has one action, of 2023, that runs on the last known day.
    shown = open_page(monkeypatch, stores, "revue", departement="03", bassin="033", de="2019", a="2019")
    said = words(shown)
    assert "Vichy : 1 action en cours au 31/12/2023" in said
    assert "Actions 0" in said and "Exercice 2019" in said


def test_late_decisions_are_counted() -> None:
    key = {"n_actions_en_cours": 2, "n_actions_sans_etat": 1}
    due = [{"en_retard": late, "echeance": "2026-01-01"} for late in (True, False)]
    said = review.answer("Vichy", key, 0, [], due, date(2025, 12, 31), "au 03/02/2026")
    head = "Vichy : 2 actions en cours au 31/12/2025, dernier jour connu (pour 1 autre, aucune date ne le dit)"
    assert said.startswith(f"{head} ; rien de daté ne finit dans les douze mois")
    assert said.endswith("2 décisions attendent une suite, dont 1 en retard au 03/02/2026.")


def test_what_is_granted_says_whether_help_in_kind_is_counted(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    grants = words(open_page(monkeypatch, stores, "financements", departement="03"))
    assert "Subventions en argent, sans les aides en nature, les usagers ni l'autofinancement" in grants
    # The coverage of plans is not that of the indicators F5 and F6: both pages say what theirs counts.
    assert "Les indicateurs F5 et F6 comptent aussi les actions sans aucun plan" in grants
    for name in ("F5", "F6"):
        page = words(open_page(monkeypatch, stores, "methode", indicateur=name))
        assert "La couverture compte toutes les actions de l'exercice, même sans aucun plan connu" in page
    costs = words(open_page(monkeypatch, stores, "couts", departement="03"))
    assert "Usagers, autofinancement, aides en nature et, sans choix d'années, exercices inconnus compris" in costs


YEAR = Scope(Dataset("reel", "Faits réels", Path()), NO_COPY, annee_min=2025, annee_max=2025)


def test_a_review_shows_the_total_of_the_indicator_and_its_bounds() -> None:
    key = {"n_actions": 3, "n_structures": 1, "n_actions_en_cours": 2}
    told = {"annee": 2025, "n_renseignes": 3, "n_sujets": 3, "secret": False}
    # 130 and « 8 à 14 » : 138 by the numbers said, 144 at the most.
    bounded = {**told, "compte": 138, "bas": 138, "haut": 144, "n_bornes": 1, "n_approches": 0, "bornes_tues": False}
    card = review.figures(key, bounded, [], YEAR)[1]
    granted = review.figures(key, bounded, [], YEAR)[2]
    assert (card.unit, granted.label, granted.period) == ("en 2025", "Accordé", "Exercice 2025")
    assert (card.value, card.n) == ("138", "Entre 138 et 144 : 1 dit par un minimum, un maximum ou un intervalle")
    withheld = {**told, "compte": 138, "bas": 138, "haut": None, "n_bornes": 0, "n_approches": 2, "bornes_tues": True}
    card = review.figures(key, withheld, [], YEAR)[1]
    assert card.value == "environ 138"
    assert card.n == "Au moins 138 : un nombre secret, au moins, est dit par des bornes"


def test_a_fiche_says_which_of_its_costs_is_retained(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    (identifier,) = set(re.findall(r"action=(jardin-\w+)", markup(open_page(monkeypatch, stores, "actions"))))
    said = words(open_page(monkeypatch, stores, "fiche", action=identifier))
    assert "Coût retenu dans l'annuaire, les coûts et les totaux : 1 000 €." in said


def test_the_plan_of_an_action_is_on_its_page(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    (identifier,) = set(re.findall(r"action=(jardin-\w+)", markup(open_page(monkeypatch, stores, "actions"))))
    said = words(open_page(monkeypatch, stores, "fiche", action=identifier))
    assert (
        "Exercice 2023 : 700 € accordés et 100 € de ressources propres pour un coût au budget de 1 000 €, il manque "
        "200 €." in said
    )
    assert "Coût au budget (comptes 60 à 69), prévu 1 000 €" in said
    assert "Coût au budget (comptes 60 à 69), réalisé nd" in said


def test_the_words_of_a_plan() -> None:
    plan = {
        "exercice": 2023,
        "cout_eur": 1000.0,
        "accorde_eur": 700.0,
        "propres_eur": 100.0,
        "ecart_eur": 200.0,
        "n_sans_accorde": 0,
        "contredit": False,
        "partiel": False,
    }
    assert plan_view.sentence(plan).replace("\u202f", " ") == (
        "Exercice 2023 : 700 € accordés et 100 € de ressources propres pour un coût au budget de 1 000 €, il manque "
        "200 €."
    )
    unknown = {**plan, "cout_eur": None, "ecart_eur": None}
    assert "le coût au budget n'est pas connu, l'écart ne peut pas être calculé" in plan_view.sentence(unknown)
    twice = plan_view.sentence({**unknown, "contredit": True})
    assert "le coût au budget (plusieurs se contredisent) n'est pas connu" in twice
    waiting = {**unknown, "n_sans_accorde": 2}
    assert "le coût au budget et le montant de 2 subventions ne sont pas connus" in plan_view.sentence(waiting)
    assert plan_view.mismatch([plan], (2020, 2022)) == (
        "L'exercice 2023 ne tombe pas dans les années de l'action (2020 à 2022)."
    )
    several = plan_view.mismatch([plan, {**plan, "exercice": 2024}], (2020, 2022))
    assert several.startswith("Les exercices 2023 et 2024 ne tombent pas")
    assert plan_view.mismatch([plan], (2023, None)) == plan_view.mismatch([plan], (None, None)) == ""
