"""The figures that can be followed: what each is called, which question tells it, what it counts.

A figure is made by the very function of the page that it comes from: nothing is computed a second time. Indicators are
followed apart (``provenance.indicator``): the catalogue names them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.frame import cached, reference, wording
from dashboard.frame.row import Row
from dashboard.frame.show import Figure
from dashboard.maps.measures import MEASURES, shown
from dashboard.money import costs, lacks, shared
from dashboard.money import words as money
from dashboard.needs import words as besoins
from dashboard.overview import glance, people
from dashboard.provenance import facts, judged, known, paths, statements
from dashboard.provenance.asked import Asked, UnknownError
from dashboard.provenance.facts import Facts
from dashboard.provenance.kind import Kind
from dashboard.territory import words as territory

PEOPLE = {
    "participations": "Des présences, non des personnes : qui vient dix fois compte dix fois.",
    "participants_distincts": "Des personnes, chacune une fois par action et par année, quand la fiche le dit.",
}


def kind(asked: Asked) -> Kind:
    """The kind of the figure asked; UnknownError for none, or where it is not told for this territory or year."""
    found = KINDS.get(asked.figure)
    if found is None:
        raise UnknownError(f"« {asked.figure[:60]} » n'est pas un chiffre de l'observatoire." if asked.figure else "")
    if asked.level not in found.levels:
        raise UnknownError(f"« {found.title} » ne se dit pas à ce niveau de territoire.")
    if found.yearly and asked.year is None:
        raise UnknownError(f"« {found.title} » se lit une année à la fois : l'adresse doit la dire (annee=2024).")
    return found


def _synthesis(asked: Asked) -> tuple[str, str]:
    """The page of the territory, or the first page."""
    if asked.explicit and asked.level in ("bassin", "epci", "commune") and asked.code:
        return asked.scope.territory_href(asked.level, asked.code), f"La page de ce territoire : {asked.where}"
    return asked.scope.href(""), "La Synthèse"


def _funding(asked: Asked) -> tuple[str, str]:
    if asked.level in ("epci", "commune"):
        return _synthesis(asked)
    return asked.scope.href("financements"), "Financements"


def _lacking(asked: Asked) -> tuple[str, str]:
    return asked.scope.href("financements", question="manque"), "Financements, ce qui manque"


def _people(quantity: str, said: str) -> Kind:
    label, *_ = people.QUANTITIES[quantity]

    def figure(asked: Asked, rows: Sequence[Row]) -> Figure:
        counted = glance.Counted(*people.QUANTITIES[quantity], rows)
        # The page tells the year apart.
        return replace(glance.people(counted, ""), unit=counted.unit if rows else "")

    return Kind(
        label,
        f"{said} Somme des nombres validés des actions et événements qui ont lieu ici, une année ; un intervalle y "
        "compte pour sa borne basse. Ce que personne n'a dit n'y est pas : ce n'est pas zéro.",
        "effectifs_annees",
        lambda asked: {**asked.place, "grandeur": quantity, "annee_max": asked.year},
        figure,
        ("compte", "bas", "haut", "n_sujets", "n_renseignes", "n_bornes", "n_approches"),
        (facts.people(quantity),),
        _synthesis,
        mine=lambda asked, row: row["annee"] == asked.year,
        yearly=True,
    )


def _actions(asked: Asked, rows: Sequence[Row]) -> Figure:
    years = cached.rows(asked.scope, "annees", **asked.scope.place)
    return glance.actions(rows[0], years, asked.scope, "")


def _key(rank: int) -> Callable[[Asked, Sequence[Row]], Figure]:
    """One of the three figures of « Financements »."""
    return lambda asked, rows: shared.key_figures(rows, asked.within)[rank]


def _funds(title: str, definition: str, rank: int, column: str, count: str, here: str) -> Kind:
    """A sum of funding plans of a territory, over the exercices."""
    return Kind(
        title,
        definition,
        "finances_par_territoire",
        lambda asked: {"departement": asked.scope.departement, "division": asked.level, **asked.period},
        _key(rank),
        (column, count, "n_plans"),
        (facts.money(here),),
        _funding,
        levels=("departement", "bassin", "epci"),
        mine=lambda asked, row: row["territoire"] == asked.code,
        summed=True,
    )


def _per_inhabitant(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = rows
    unit = f"€ de {row['annee_prix']} par habitant" if row["annee_prix"] else "€ par habitant"
    coverage = wording.sentence(money.known(row["n_accordes"], row["n_plans"]))
    return Figure("Accordé par habitant", wording.number(row["euros_hab"], 2), unit, coverage=coverage)


def _share_asked(asked: Asked) -> Mapping[str, Any]:
    """What « ecart_equitable » is asked; ``key`` is « variable|poids|sens » when a need corrects the population."""
    figures = lacks.known(asked.scope)
    if not asked.key:
        return lacks.plain(figures, asked.level).question(asked.scope)
    variable, weight, high = [*asked.key.split("|"), "", ""][:3]
    if variable not in figures or weight not in lacks.WEIGHTS or high not in ("0", "1"):
        raise UnknownError(f"« {asked.key} » n'est pas un indice de besoin (variable|poids|sens).")
    return lacks.Need(asked.level, figures[variable], float(weight), high == "1").question(asked.scope)


def _share(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = money.share_table(rows)
    coverage = wording.sentence(money.known(row["n_accordes"], row["n_plans"]))
    return Figure("Écart à la part équitable", row["ecart_dit"], coverage=coverage, note=row["conclusion"])


def _need(asked: Asked, rows: Sequence[Row]) -> Figure:
    (row,) = rows
    count, _, _, said = besoins.cell(row)
    day = reference.on(cached.reference_day(asked.scope))
    return Figure(f"Actions en cours : {row['titre']}", count, n=said, period=day)


def _family(nature: str) -> Kind:
    """What one family of funders brings, in amounts of one nature."""

    def figure(asked: Asked, rows: Sequence[Row]) -> Figure:
        (row,) = rows
        value = costs.said(row)[f"{nature}_dit"]
        counted = wording.plural(row["n_sujets"], "action ou événement", "actions et événements")
        known = f"{counted}, dont {wording.number(row['n_sans_montant'])} sans montant"
        return Figure(f"{costs.family_name(row['famille'])}, {costs.NATURES[nature]}", value, n=known)

    return Kind(
        f"Par famille de financeurs, {costs.NATURES[nature]}",
        f"Ce qui est {costs.NATURES_MEAN[nature]}, d'après ce qui est validé ; un montant qu'un seul donateur privé "
        "apporte presque entier est tu (s).",
        "budget_par_famille_de_financeur",
        lambda asked: asked.scope.filters,
        figure,
        (f"{nature}_eur", "n_sujets", "n_sans_montant"),
        (),
        lambda asked: (asked.scope.href("couts"), "Coûts déclarés"),
        levels=("departement", "bassin"),
        mine=lambda asked, row: (row["famille"] or "") == asked.key,
        keyed="une famille de financeurs",
    )


def _mapped(name: str, definition: str, *listed: Facts) -> Kind:
    """What the map of communes shows of one of them, over the years of the figure."""
    measure = MEASURES[name]

    def figure(asked: Asked, rows: Sequence[Row]) -> Figure:
        told = shown(pd.DataFrame(rows), measure, one_year=asked.within.one_exercice).iloc[0]
        # Written as the map says it, bounds included; its unit stands in the words.
        coverage = str(told["dont_connus"])
        return Figure(measure.title, str(told["texte"]), coverage=coverage, n=str(told["faits"]))

    counts = (measure.coverage, measure.expected)
    return Kind(
        measure.title,
        definition,
        "carte_communes",
        lambda asked: {"departement": asked.scope.departement, **asked.period},
        figure,
        tuple(dict.fromkeys(column for column in (measure.column, *counts) if column)),
        listed,
        lambda asked: (asked.scope.href("carte", mesure=name, commune=str(asked.code)), "La carte"),
        levels=("commune",),
        mine=lambda asked, row: row["code_commune"] == asked.code,
        secret=measure.secret or "",
    )


_MAPPED = {
    "actions": _mapped("actions", "Les fiches actions qui ont lieu dans la commune.", facts.subjects(kind="action")),
    "evenements": _mapped(
        "evenements", "Les événements qui ont lieu dans la commune.", facts.subjects(kind="evenement")
    ),
    "personnes": _mapped("personnes", PEOPLE["participants_distincts"], facts.people("participants_distincts")),
    "cout": _mapped(
        "cout",
        "À chaque action son coût du dernier exercice retenu ; part de la commune, selon la population.",
        facts.known_costs(),
    ),
    "accorde": _mapped("accorde", "Subventions accordées, placées où l'action a lieu.", facts.money("accorde_ici_eur")),
    "publie": _mapped("publie", "Ce que publient les financeurs, à la commune du bénéficiaire.", facts.published()),
}

KINDS: dict[str, Kind] = {
    **{f"carte-{name}": kind for name, kind in _MAPPED.items()},
    **{name: _people(name, said) for name, said in PEOPLE.items()},
    "actions": Kind(
        "Actions recensées",
        "Les fiches actions du périmètre qui ont eu lieu au moins un jour dans les années choisies. Une action de "
        "plusieurs années ou de plusieurs communes compte une fois.",
        "chiffres_cles",
        lambda asked: asked.scope.filters,
        _actions,
        ("n_actions", "n_actions_sans_annee", "n_structures", "n_departements"),
        (facts.listed(),),
        _synthesis,
        levels=("departement", "bassin"),
    ),
    "actions-territoire": Kind(
        "Actions enregistrées",
        "Les fiches actions qui ont lieu dans ce territoire, toutes années. Une action de plusieurs communes compte "
        "dans chacune, une seule fois dans leur intercommunalité, leur bassin ou le département.",
        "territoire",
        lambda asked: asked.place,
        lambda asked, rows: territory.recorded(rows[0]),
        ("n_actions", "n_evenements", "n_structures", "n_non_situees"),
        (facts.subjects(kind="action"),),
        _synthesis,
        levels=("bassin", "epci", "commune"),
    ),
    "accorde": Kind(
        "Accordé",
        f"{shared.GRANTS}. À chaque plan de financement la part du territoire : d'une action sur plusieurs communes, "
        "selon leur population. Un montant inconnu n'y est pas : ce n'est pas zéro.",
        "accorde_annees",
        lambda asked: {**asked.place, **asked.period},
        lambda asked, rows: glance.granted(rows, asked.within, ""),
        ("accorde_eur", "n_accordes", "n_plans"),
        (facts.money("accorde_ici_eur"),),
        _funding,
        summed=True,
    ),
    "refuse": _funds(
        "Demandé, non accordé",
        "Demandé moins accordé, aide par aide, là où les deux sont connus ; part du territoire.",
        1,
        "refuse_eur",
        "n_demandes",
        "refuse_ici_eur",
    ),
    "manque": _funds(
        "Coût non couvert",
        "Ce qui manque à chaque plan : son coût moins les subventions accordées et les ressources propres, là où tout "
        "est connu ; ce qu'un plan a de trop ne comble pas un autre.",
        2,
        "manque_eur",
        "n_manques",
        "manque_ici_eur",
    ),
    "euros-habitant": Kind(
        "Accordé par habitant",
        "Subventions accordées, part du territoire, en euros constants, divisées par la population municipale de "
        "l'année.",
        "finances_par_territoire",
        lambda asked: {"departement": asked.scope.departement, "division": asked.level, **asked.period},
        _per_inhabitant,
        ("accorde_eur", "accorde_constant_eur", "population", "n_accordes", "n_plans"),
        (facts.money("accorde_ici_eur"),),
        _lacking,
        levels=("departement", "bassin", "epci"),
        mine=lambda asked, row: row["territoire"] == asked.code,
        yearly=True,
    ),
    "part-equitable": Kind(
        "Écart à la part équitable",
        "(accordé − part équitable) ÷ part équitable ; part équitable : total du département × part de la population, "
        "corrigée ou non d'un indice de besoin. L'écart dit la répartition, jamais si le total suffit.",
        "ecart_equitable",
        _share_asked,
        _share,
        ("accorde_eur", "cible_eur", "population", "besoin", "indice", "n_accordes", "n_plans"),
        (facts.money("accorde_ici_eur"),),
        _lacking,
        levels=("bassin", "epci"),
        mine=lambda asked, row: row["territoire"] == asked.code,
    ),
    "couts": Kind(
        "Coûts connus",
        "À chaque action et événement son coût du dernier exercice retenu, réalisé plutôt que prévu ; part du "
        "territoire. Un coût qui n'est pas connu, ou que deux déclarations contredisent, n'y est pas.",
        "couts_connus",
        lambda asked: asked.scope.filters,
        lambda asked, rows: glance.costs(rows[0], asked.scope),
        ("bas_eur", "haut_eur", "n_connus", "n_sujets"),
        (facts.known_costs(),),
        _synthesis,
        levels=("departement", "bassin"),
    ),
    "besoin": Kind(
        "Actions en cours, par public et thème",
        "Les actions en cours le dernier jour connu dont la fiche déclare ce public ou ce thème, là où elles ont lieu. "
        "Être près d'une action n'est pas y participer.",
        "offre_matrice",
        lambda asked: asked.scope.place,
        _need,
        ("n_actives", "n_finissant", "population", "population_10", "population_10_reste"),
        (facts.running(),),
        lambda asked: (asked.scope.href("besoins", besoin=asked.key), "Besoins et offre"),
        levels=("departement", "bassin"),
        mine=lambda asked, row: row["besoin"] == asked.key and row["code_zone"] is None,
        of_a_day=True,
        keyed="un public ou un thème",
    ),
    **judged.KINDS,
    **known.KINDS,
    **paths.KINDS,
    **statements.KINDS,
    **{f"famille-{nature}": _family(nature) for nature in costs.NATURES},
}
