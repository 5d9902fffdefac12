"""What is missing? Fair shares, then other ways to see what lacks, each with its own coverage."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.frame import cached, compared, filters, origin, show, taking, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import shared, words

MOST_SHOWN = 20
_PLAIN = "population"


def what_lacks(scope: Scope) -> None:
    """Fair shares, then other ways to see what lacks: beside each other, never merged."""
    fair(scope)
    side_by_side(scope)
    far(scope)
    envelopes(scope)


def fair(scope: Scope) -> None:
    """The gap to the fair share, for the division and the need chosen, with its range over all weights."""
    show.section(
        "Écart à la part équitable",
        "Ce que chaque territoire reçoit, comparé à sa part de population, corrigée ou non d'un indice de besoin. "
        "Les écarts disent la répartition, jamais si le total suffit.",
    )
    known = {row["variable"]: row for row in cached.rows(scope, "besoin_variables", departement=scope.departement)}
    titles = {name: row["titre"] for name, row in known.items()}
    cuts = compared.divisions(scope)
    if not cuts:
        show.paragraph(compared.NO_DIVISION)
        return
    if said := compared.alone(scope):
        show.paragraph(said)
    places = st.columns(4 if known else 2)
    with places[0]:
        division = filters.one("division", "Découpage", cuts, default=next(iter(cuts)))
    with places[1]:
        need = filters.one("besoin", "Indice de besoin", {_PLAIN: "Population seule", **titles})
    variable = known.get(need)
    asked = shared.fair_question(scope, division, **_need(places[2:], variable))
    told = cached.rows(scope, "ecart_equitable", **asked)
    if not told:
        show.empty(
            "Aucun montant accordé n'est placé dans ce découpage.", "Choisissez-en un autre, ou toutes les années."
        )
        return
    columns = [
        Column("nom", "Territoire", colours=cached.bassin_colours(scope)),
        Column("population", "Population", "number"),
        Column("accorde", "Accordé", "euros"),
        Column("couverture", "Plans dont l’accordé est connu", "share"),
        *([Column("besoin", titles[need], "number", decimals=1)] if variable else []),
        Column("cible", "Part équitable", "euros"),
        Column("ecart_dit", "Écart", "figure", origin="origine"),
        # Without an index there is one weight, and the conclusion needs the room.
        *([Column("tous_poids", "Tous poids de 0 à 100 %", "figure")] if variable else []),
        Column("conclusion", "Conclusion"),
    ]
    shown = [
        {**row, "accorde": words.whole(row["accorde_eur"]), "cible": words.whole(row["cible_eur"]),
         "couverture": wording.share(row["n_accordes"], row["n_plans"]),
         "origine": _followed_share(scope, division, row["territoire"], asked)}
        for row in words.share_table(told)
    ]  # fmt: skip
    show.paragraph(words.fair_shares(told, scope.known_exercices, scope.bassin))
    show.table(shown, columns, f"Subventions accordées, placées où l'action a lieu ; {scope.known_exercices}")
    answer = partial(cached.fresh, scope, "ecart_equitable", **asked)
    taking.exports(answer, "part_equitable", "ecart_equitable", scope, asked)


def _followed_share(scope: Scope, division: str, territory: str, asked: dict[str, Any]) -> str | None:
    """The address that follows the gap of a bassin or EPCI to its rows; None in another division."""
    if division not in ("bassin", "epci"):
        return None
    need = f"{asked['variable']}|{asked['poids']}|{asked['plus_haut_plus_besoin']}" if asked["variable"] else ""
    return origin.href(replace(scope, bassin=None), "part-equitable", division, territory, key=need)


def _need(places: Sequence[Any], variable: Row | None) -> dict[str, Any]:
    """The weight of the figure chosen, and whether a high value of it says more need: controls only when there is one.

    Rates of what lacks are percentages, incomes are not: that is only what is chosen first.
    """
    if variable is None:
        return {}
    with places[0]:
        high = "haute" if "%" in (variable["unite"] or "") else "basse"
        senses = {"basse": "une valeur basse (revenu)", "haute": "une valeur haute (pauvreté)"}
        sense = filters.one("sens", "Plus de besoin se lit à", senses, default=high)
    with places[1]:
        weight = filters.one("poids", "Poids du besoin", {"0.3": "30 %", "0.5": "50 %", "0.7": "70 %", "1": "100 %"})
    return {"variable": variable["variable"], "poids": float(weight), "plus_haut_plus_besoin": int(sense == "haute")}


def side_by_side(scope: Scope) -> None:
    """Other ways to see what lacks, each with its own coverage."""
    division = "bassin" if compared.bassins(scope) else "departement"
    rows = shared.money_rows(scope, division)
    year = words.last_year(rows)
    if year is None:
        return
    lead = "Côte à côte : elles ne se fondent jamais en un seul chiffre."
    show.section(f"D'autres manières de voir, exercice {year}", lead)
    own = [row for row in rows if row["annee"] == year]
    prices = next((row["annee_prix"] for row in own if row["annee_prix"]), None)
    fallback = next((f" ; {row['reserve_prix']}" for row in own if row["reserve_prix"]), "")
    whole = replace(scope, bassin=None)
    shown = [
        {
            **row,
            "refuse": words.whole(row["refuse_eur"]),
            "manque": words.whole(row["manque_eur"]),
            "sur_demandes": wording.percent(row["n_demandes"] / row["n_plans"]),
            "sur_manques": wording.percent(row["n_manques"] / row["n_plans"]),
            **{
                f"origine_{name}": origin.href(whole, name, division, row["territoire"], year)
                for name in ("euros-habitant", "refuse", "manque")
            },
        }
        for row in own
    ]
    columns = [
        Column("nom", "Territoire", colours=cached.bassin_colours(scope)),
        Column("euros_hab", f"€ de {prices} par habitant", "number", decimals=2, origin="origine_euros-habitant"),
        Column("refuse", "Demandé moins accordé", "euros", origin="origine_refuse"),
        Column("sur_demandes", "connu pour", "figure"),
        Column("manque", "Coût moins ressources", "euros", origin="origine_manque"),
        Column("sur_manques", "connu pour", "figure"),
    ]
    show.table(shown, columns, f"Euros constants d'après l'indice des prix à la consommation (INSEE){fallback}")
    every = partial(cached.fresh, scope, "finances_par_territoire", **shared.by_territory(scope, division))
    taking.exports(every, "argent_par_territoire", "finances_par_territoire", scope)


def far(scope: Scope) -> None:
    """Who lives far from any funded action."""
    communes = cached.rows(scope, "distances_financees", **scope.place)
    lead = "À vol d'oiseau, de mairie à mairie ; une action toute proche peut viser un autre public."
    show.section("Loin de toute action financée", lead)
    show.paragraph(words.far_sentence(communes))
    away = [row for row in communes if words.is_far(row)]
    if away and any(row["distance_km"] is not None for row in communes):
        columns = [
            Column("nom", "Commune"),
            *(
                [Column("bassin", "Bassin de vie", colours=cached.bassin_colours(scope))]
                if compared.bassins(scope)
                else []
            ),
            Column("population", "Habitants", "number"),
            Column("distance", "Distance (km)", "figure"),
        ]
        told = [{**row, "distance": wording.kilometres(row["distance_km"])} for row in away]
        named = sorted(told, key=lambda row: row["nom"])
        show.table(
            named, columns, "Communes à plus de 10 km (nd : à plus de 50), par ordre alphabétique", limit=MOST_SHOWN
        )


def envelopes(scope: Scope) -> None:
    """The envelope by bassin and year: voted, committed, paid, left."""
    asked = {"departement": scope.departement, **scope.period}
    rows = cached.rows(scope, "enveloppes", **asked)
    show.section("L'enveloppe, par bassin et par année")
    if not rows:
        show.paragraph("Aucune enveloppe n'est renseignée : nd, et non zéro.")
        return
    columns = [
        Column("annee", "Année", "code"),
        Column("nom", "Territoire", colours=cached.bassin_colours(scope)),
        Column("vote_eur", "Votée", "euros"),
        Column("engage_eur", "Engagée", "euros"),
        Column("engage", "Origine de l'engagé"),
        Column("paye_eur", "Payée", "euros"),
        Column("reste_eur", "Reste", "euros"),
    ]
    shown = [
        {**row, "engage_eur": words.whole(row["engage_eur"]), "reste_eur": words.whole(row["reste_eur"]),
         "engage": _committed(row)}
        for row in rows
    ]  # fmt: skip
    show.table(
        shown, columns, "Votée, engagée, payée : trois montants différents ; reste = votée moins engagée", limit=12
    )
    taking.exports(partial(cached.fresh, scope, "enveloppes", **asked), "enveloppes", "enveloppes", scope)


def _committed(row: Row) -> str | None:
    """Where a committed amount comes from."""
    if row["engage_eur"] is None:
        return None
    return "déclaré" if row["engage_declare"] else "calculé : accordé par le Département"
