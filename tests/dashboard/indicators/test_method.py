"""Méthode: made from the catalogue and its thresholds, so that it says what the computation does."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.indicators import method
from queries.copy.indicators import catalogue
from queries.copy.secrecy import disclosure
from tests.tools.pages import markup, open_page, words

LIMITS = catalogue.load().thresholds


def entry(**changes: Any) -> dict[str, Any]:
    """A row of the catalogue, as far as its definition goes."""
    row = {
        "id": "A1",
        "famille": "A",
        "famille_titre": "Participation",
        "titre": "Initiative habitante",
        "formule": "a ÷ b",
        "unite": "%",
        "sens": "hausse",
        "niveaux": ["departement", "bassin"],
        "champs": ["initiative", "date de début"],
        "regle": "K2",
        "calcul": "proportion",
        "intervalle": "wilson",
        "n_min": 10,
        "couverture_min": 70.0,
        "n_compte": "actions",
        "limites": "Aucune.",
        "cadre": "Cnaf.",
        "version": "1",
        "depuis": "2026-11-24",
    }
    return row | changes


def test_a_definition_holds_everything_in_words() -> None:
    said = dict(method.sheet(entry()))
    assert said["Sens"] == "progrès quand il monte"
    assert said["Niveaux"] == "département et bassin de vie"
    assert said["Champs nécessaires"] == "initiative et date de début"
    assert said["Intervalle"] == "intervalle à 95 % de Wilson"
    assert said["Version"] == "1, depuis le 24/11/2026"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {},
            "Montré quand au moins 70 % de ce qu'il faut est renseigné, sinon ns. "
            "En dessous de 10 actions : « k sur n », sans pourcentage.",
        ),
        (
            {"regle": "K3", "n_min": 5, "couverture_min": 60.0},
            "Montré quand au moins 60 % de ce qu'il faut est renseigné et il y a au moins 5 actions, sinon ns.",
        ),
        (
            {"regle": "K4", "n_min": 0, "niveaux": ["departement", "commune"], "intervalle": "poisson"},
            "Montré quand au moins 70 % de ce qu'il faut est renseigné, sinon ns. "
            "À la commune et à l'intercommunalité, le taux lissé seul se compare.",
        ),
        (
            {"regle": "K4", "n_min": 0, "niveaux": ["departement", "commune"], "intervalle": "aucun"},
            "Montré quand au moins 70 % de ce qu'il faut est renseigné, sinon ns. "
            "À la commune et à l'intercommunalité, ce taux ne se compare pas : on vient par groupes.",
        ),
        ({"calcul": "ecart_points"}, "Montré quand au moins 70 % de ce qu'il faut est renseigné, sinon ns."),
        ({"regle": "K0", "n_min": 0, "couverture_min": 0.0}, "Toujours montré."),
    ],
)
def test_the_display_rule_is_said_with_its_own_thresholds(changes: dict[str, Any], expected: str) -> None:
    assert method.display(entry(**changes)) == expected


def test_the_rules_follow_the_configuration() -> None:
    changed = replace(LIMITS, proportion_n_min=12, couverture_min=80.0, reference_annees=2)
    assert "En dessous de 12" in dict(method.rules(changed))["Proportions"]
    assert "moins de 80 %" in dict(method.rules(changed))["Partout, sauf seuil propre à l'indicateur"]
    assert "2 premières années" in dict(method.progress(changed))["La référence"]


def test_what_is_looked_at_first_and_what_can_be_hoped_for_follow_the_configuration() -> None:
    rows = [{"titre": "Initiative habitante", "priorite": 1}, {"titre": "Satisfaction", "priorite": 2}]
    said = dict(method.progress(replace(LIMITS, part_prioritaire=40.0, changement_plausible=30.0), rows))
    assert "40 % sont réservés" in said["Les fausses alertes"]
    assert "« Initiative habitante »." in said["Les fausses alertes"]
    assert "Satisfaction" not in said["Les fausses alertes"]
    assert "30 points d'un pourcentage" in said["Cinq verdicts"]
    assert "réservés" not in dict(method.progress(LIMITS, rows[1:]))["Les fausses alertes"]


def test_secrecy_follows_the_configuration() -> None:
    rules = replace(disclosure.rules(), common=5, sensitive=20, sensitive_zeros=False)
    common, sensitive, *_ = method.secrecy(rules)
    assert "de 1 à 4" in common and "inférieur à 20" in sensitive and "zéros" not in sensitive


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("legale", 2019), ("interpolee", 2021), ("legale", 2022)],
            "publiées par l'INSEE pour 2019 et 2022 ; 2021 : estimée entre deux années publiées.",
        ),
        ([("legale", 2019)], "publiées par l'INSEE pour 2019."),
        ([], "Aucune population municipale n'est connue ici"),
    ],
)
def test_populations_are_told_apart(rows: list[tuple[str, int]], expected: str) -> None:
    assert expected in method.populations([{"origine": origin, "annee": year} for origin, year in rows])


def test_the_page_defines_every_indicator_at_its_own_anchor(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    page = open_page(monkeypatch, stores_folder, "methode", departement="03")
    said, html = words(page), markup(page)
    known = catalogue.load().indicators
    for indicator in known:
        assert f'id="{indicator.id}"' in html and f'href="#{indicator.id}"' in html
        assert (
            re.sub(r"\s+", " ", indicator.formule.replace("1 000", "1\u202f000").replace("10 000", "10\u202f000"))
            in said
        )
    for title in ("Comment un progrès est dit", "Les marques", "Ce qui n'est pas mesuré", "Secret statistique"):
        assert title in said
    assert "Par construction, la confiance, le sentiment d'appartenance et la solitude ne sont pas mesurés" in said
    assert "Populations municipales publiées par l'INSEE pour 2019, 2020, 2022 et 2023 ; 2021 : estimée" in said
    assert "Fausses alertes".lower() in said and "Prudence." in said


def test_what_years_do_not_change_is_one_block_without_links(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    first, second = (
        biggest_block(open_page(monkeypatch, stores_folder, "methode", de=year)) for year in ("2011", "2013")
    )
    assert first == second and 'id="G3"' in first


def biggest_block(page: AppTest) -> str:
    return max((str(element.proto.body) for element in page.get("html")), key=len)
