"""What the Financements page shows: one question at a time, each with its sentence, its drawing and its table."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard import cached, charts, filters, funding, palette, published, sankey, show, wording
from dashboard.funding import Row
from dashboard.scope import Scope
from dashboard.show import Column, Figure

MOST_SHOWN = 20
_PLAIN = "population"


def ink() -> str:
    """The colour of text on the reader's theme."""
    return palette.INK["dark" if st.context.theme.type == "dark" else "light"]


def money_rows(scope: Scope, division: str) -> list[dict[str, Any]]:
    """Money of each territory of a division, by exercice, in the years chosen."""
    asked = {"departement": scope.departement, "division": division, **_years(scope)}
    return cached.rows(scope, "finances_par_territoire", **asked)


def _years(scope: Scope) -> dict[str, int | None]:
    return {"annee_min": scope.annee_min, "annee_max": scope.annee_max}


def whole(scope: Scope) -> list[dict[str, Any]]:
    """Money of the territory chosen: the département, or one bassin."""
    if scope.bassin is None:
        return money_rows(scope, "departement")
    return [row for row in money_rows(scope, "bassin") if row["territoire"] == scope.bassin]


def fair_question(scope: Scope, division: str = "bassin", **need: Any) -> dict[str, Any]:
    """What « ecart_equitable » is asked: by default each bassin, population alone."""
    kept: dict[str, Any] = {"variable": None, "poids": 0.3, "plus_haut_plus_besoin": 0}
    return {"departement": scope.departement, "division": division, **_years(scope), **kept, **need}


def who_pays(scope: Scope) -> None:
    """Flows from funders to bassins, who hangs on whom, then what funders publish themselves."""
    flow(scope)
    dependence(scope)
    published.grants(scope)
    published.posts(scope)


def flow(scope: Scope) -> None:
    """The path of granted money as a diagram, its sentence, its table."""
    lead = "Chaque euro y passe une fois par niveau : tous les niveaux ont le même total."
    show.section("Le chemin de l'argent accordé", lead)
    levels = _levels()
    asked = scope.filters | ({"par_theme": 1} if "theme" in levels else {})
    held = sankey.flows(cached.rows(scope, "flux_financiers", **asked), levels)
    if not held.links:
        show.empty("Aucun montant accordé à suivre ici.", "Choisissez un autre territoire, ou toutes les années.")
        return
    said = sankey.sentence(held, levels)
    show.paragraph(" ".join(filter(None, (said, _apart(scope, levels)))))
    drawing = sankey.figure(held, ink(), cached.bassin_colours(scope))
    st.plotly_chart(drawing, key="graphique_flux", config=charts.CONFIG, theme=None, alt=said)
    columns = [
        Column("de", "De"),
        Column("vers", "Vers"),
        Column("euros", "Accordé", "euros"),
        Column("part", "Part", "percent"),
    ]
    shown = [{**row, "euros": round(row["euros"])} for row in sankey.table(held)]
    show.table(shown, columns, "Flux d'argent accordé, niveau par niveau", limit=15)
    show.exports(partial(cached.fresh, scope, "flux_financiers", **asked), "flux", "flux_financiers", scope)


def _levels() -> list[str]:
    chosen = filters.many("niveaux", "Niveaux du schéma", sankey.LEVELS, placeholder="Famille, dimension, bassin")
    ordered = [level for level in sankey.LEVELS if level in chosen]
    return ordered if len(ordered) > 1 else ["famille", "dimension", "bassin"]


def _apart(scope: Scope, levels: Sequence[str]) -> str:
    """What the reader of the diagram must know: how themes share, what has no year."""
    shared = "Une action à plusieurs thèmes est partagée également entre eux." if "theme" in levels else ""
    asked = {"departement": scope.departement, "bassin": scope.bassin}
    undated = cached.rows(scope, "accordes_sans_exercice", **asked)[0]["montant_eur"]
    left = f"{funding.euros(undated)} de plus n'ont pas d'exercice connu : comptés nulle part." if undated else ""
    return " ".join(filter(None, (shared, left)))


def dependence(scope: Scope) -> None:
    """How far each structure hangs on one funder; by name, never ranked."""
    rows = cached.rows(scope, "dependance", departement=scope.departement, bassin=scope.bassin)
    show.section("De qui chaque structure dépend", "Au dernier exercice dont les budgets nomment leurs financeurs.")
    if not rows:
        show.paragraph("Aucun budget ne nomme ses financeurs.")
        return
    alone = sum((row["part_premier"] or 0) > 0.5 for row in rows)
    hidden = sum(row["secret"] for row in rows)
    withheld = f" Secret (s) pour {wording.plural(hidden, 'structure')} : un donateur privé y apporte presque tout."
    show.paragraph(
        f"Structures qui tiennent plus de la moitié de leurs produits d'un seul financeur, d'après les budgets qui "
        f"nomment leurs financeurs : {wording.share(alone, len(rows))}. Ce n'est pas une faute, c'est un risque à "
        f"connaître ; un financeur peut y tenir plusieurs aides.{withheld if hidden else ''}"
    )
    columns = [
        Column("structure", "Structure"),
        Column("annee", "Exercice", "code"),
        Column("premier", "Premier financeur"),
        Column("part", "Sa part des produits", "figure"),
        Column("effectifs", "Financeurs effectifs (1 ÷ HHI)", "figure"),
        Column("hhi", "Concentration (HHI)", "figure"),
        Column("n_financeurs", "Financeurs nommés", "number"),
        Column("budgets", "Budgets connus", "figure"),
    ]
    show.table([_hanging(row) for row in rows], columns, "Structures par ordre alphabétique, sans classement", limit=15)
    table = partial(cached.fresh, scope, "dependance", departement=scope.departement, bassin=scope.bassin)
    show.exports(table, "dependance", "dependance", scope)


def _hanging(row: Row) -> Row:
    """A structure's dependence in words, or the mark of what is withheld."""
    told = {
        "premier": row["premier"],
        "part": wording.percent(row["part_premier"]),
        "effectifs": wording.number(row["effectifs"], 1),
        "hhi": wording.number(row["hhi"], 2),
    }
    hidden = dict.fromkeys(told, "s") if row["secret"] else told
    return {**row, **hidden, "budgets": f"{row['n_budgets']} sur {row['n_attendus']}"}


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
    places = st.columns(4 if known else 2)
    with places[0]:
        division = filters.one("division", "Découpage", divisions(scope), default="bassin")
    with places[1]:
        need = filters.one("besoin", "Indice de besoin", {_PLAIN: "Population seule", **titles})
    variable = known.get(need)
    asked = fair_question(scope, division, **_need(places[2:], variable))
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
        Column("couverture", "Plans connus", "figure"),
        *([Column("besoin", titles[need], "number", decimals=1)] if variable else []),
        Column("cible", "Part équitable", "euros"),
        Column("ecart_dit", "Écart", "figure"),
        Column("tous_poids", "Tous poids de 0 à 100 %", "figure"),
        Column("conclusion", "Conclusion"),
    ]
    shown = [
        {**row, "accorde": _whole(row["accorde_eur"]), "cible": _whole(row["cible_eur"]),
         "couverture": wording.percent(row["n_accordes"] / row["n_plans"]) if row["n_plans"] else "///"}
        for row in funding.share_table(told)
    ]  # fmt: skip
    show.paragraph(funding.fair_shares(told))
    show.table(shown, columns, f"Subventions accordées, placées où l'action a lieu ; {scope.years}")
    answer = partial(cached.fresh, scope, "ecart_equitable", **asked)
    show.exports(answer, "part_equitable", "ecart_equitable", scope, asked)


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


def divisions(scope: Scope) -> dict[str, str]:
    """The divisions of the département that can be compared."""
    return {row["division"]: row["titre"] for row in cached.rows(scope, "divisions", departement=scope.departement)}


def _whole(value: float | None) -> float | None:
    return None if value is None else round(value)


def side_by_side(scope: Scope) -> None:
    """Other ways to see what lacks, each with its own coverage."""
    rows = money_rows(scope, "bassin")
    year = funding.last_year(rows)
    if year is None:
        return
    lead = "Côte à côte : elles ne se fondent jamais en un seul chiffre."
    show.section(f"D'autres manières de voir, exercice {year}", lead)
    own = [row for row in rows if row["annee"] == year]
    prices = next((row["annee_prix"] for row in own if row["annee_prix"]), None)
    shown = [
        {
            **row,
            "demande": _whole(row["demande_eur"]),
            "accorde": _whole(row["accorde_eur"]),
            "refuse": _whole(row["refuse_eur"]),
            "manque": _whole(row["manque_eur"]),
            "sur_demandes": wording.percent(row["n_demandes"] / row["n_plans"]),
            "sur_manques": wording.percent(row["n_manques"] / row["n_plans"]),
        }
        for row in own
    ]
    columns = [
        Column("nom", "Territoire", colours=cached.bassin_colours(scope)),
        Column("euros_hab", f"€ de {prices} par habitant", "number", decimals=2),
        Column("refuse", "Demandé moins accordé", "euros"),
        Column("sur_demandes", "connu pour", "figure"),
        Column("manque", "Coût moins ressources", "euros"),
        Column("sur_manques", "connu pour", "figure"),
    ]
    show.table(
        shown, columns, "Euros constants d'après l'indice des prix à la consommation (INSEE) ; nd si l'indice manque"
    )
    asked = {"departement": scope.departement, "division": "bassin", **_years(scope)}
    show.exports(
        partial(cached.fresh, scope, "finances_par_territoire", **asked),
        "argent_par_territoire",
        "finances_par_territoire",
        scope,
    )


def far(scope: Scope) -> None:
    """Who lives far from any funded action."""
    communes = cached.rows(scope, "distances_financees", departement=scope.departement, bassin=scope.bassin)
    lead = "À vol d'oiseau, de mairie à mairie ; une action toute proche peut viser un autre public."
    show.section("Loin de toute action financée", lead)
    show.paragraph(funding.far_sentence(communes))
    away = [row for row in communes if funding.is_far(row)]
    if away and any(row["distance_km"] is not None for row in communes):
        columns = [
            Column("nom", "Commune"),
            Column("bassin", "Bassin de vie", colours=cached.bassin_colours(scope)),
            Column("population", "Habitants", "number"),
            Column("distance_km", "Distance (km)", "number", decimals=1),
        ]
        named = sorted(away, key=lambda row: row["nom"])
        show.table(
            named, columns, "Communes à plus de 10 km (nd : à plus de 50), par ordre alphabétique", limit=MOST_SHOWN
        )


def envelopes(scope: Scope) -> None:
    """The envelope by bassin and year: voted, committed, paid, left."""
    asked = {"departement": scope.departement, **_years(scope)}
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
        {**row, "engage_eur": _whole(row["engage_eur"]), "reste_eur": _whole(row["reste_eur"]),
         "engage": _committed(row)}
        for row in rows
    ]  # fmt: skip
    show.table(
        shown, columns, "Votée, engagée, payée : trois montants différents ; reste = votée moins engagée", limit=12
    )
    show.exports(partial(cached.fresh, scope, "enveloppes", **asked), "enveloppes", "enveloppes", scope)


def _committed(row: Row) -> str | None:
    """Where a committed amount comes from."""
    if row["engage_eur"] is None:
        return None
    return "déclaré" if row["engage_declare"] else "calculé : accordé par le Département"


def what_stops(scope: Scope, months: Sequence[Row], ended: Row) -> None:
    """The calendar of conventions, what a departure would do, actions that ended for lack of funds."""
    lead = "Une convention peut être en cours de renouvellement : demander avant de conclure."
    show.section("Calendrier des conventions", lead)
    if months:
        conventions(scope, months)
    else:
        show.paragraph("Aucune convention datée ne finit dans les douze mois.")
    what_if(scope)
    stopped(scope, ended)


def conventions(scope: Scope, months: Sequence[Row]) -> None:
    """How many end each month, then the first ones."""
    asked = {"departement": scope.departement, "bassin": scope.bassin}
    shown = [
        {**row, "lien": scope.href("fiche", action=row["sujet_id"]) if row["sujet_type"] == "action" else None,
         "delai": f"{row['mois']} mois"}
        for row in cached.rows(scope, "conventions", **asked, limite=MOST_SHOWN)
    ]  # fmt: skip
    columns = [
        Column("convention_fin", "Fin", "day"),
        Column("delai", "Sous"),
        Column("titre", "Action ou structure", href="lien"),
        Column("structure", "Structure"),
        Column("financeur", "Financeur"),
        Column("accorde_eur", "Accordé", "euros"),
        Column("part", "Part de ses subventions", "percent"),
    ]
    show.paragraph(f"Fins de convention par mois : {' ; '.join(funding.by_month(months))}.")
    caption = "Conventions qui finissent dans les douze mois, par date"
    show.table(shown, columns, caption, total=sum(row["n"] for row in months))
    show.exports(partial(cached.fresh, scope, "conventions", **asked), "conventions", "conventions", scope)


def what_if(scope: Scope) -> None:
    """A funder leaves or cuts: the address keeps the hypothesis, so that it can be shared."""
    lead = "Une hypothèse, pas une prévision : le reste est supposé inchangé. L'adresse de la page la garde."
    show.section("Et si un financeur se retirait ?", lead)
    present = cached.rows(scope, "financeurs_presents", departement=scope.departement)
    if not present:
        show.paragraph("Aucune action en cours n'a à la fois un coût et des montants accordés connus.")
        return
    families = {f"famille:{row['famille']}": f"Famille {row['famille']}" for row in present if row["famille"]}
    funders = {f"financeur:{row['financeur']}": row["financeur"] for row in present}
    left, right = st.columns(2)
    with left:
        who = filters.one("hypothese", "Qui se retire", {**families, **funders}, filter_mode="contains")
    with right:
        cut = filters.one("baisse", "De combien", {key: words.capitalize() for key, words in funding.CUTS.items()})
    kind, _, name = who.partition(":")
    territory = {"departement": scope.departement, "bassin": scope.bassin}
    asked = {**territory, kind: name, "baisse": float(cut)}
    losses = cached.rows(scope, "simulation_bilan", **asked)
    whole = next((row for row in losses if row["bassin"] is None), None)
    everyone = cached.rows(scope, "plans_connus", **territory)[0]["n"]
    show.paragraph(funding.loss_sentence(name, cut, whole, everyone))
    if whole is not None and whole["n_bascules"]:
        chosen = (scope.bassin_nom,) if scope.bassin else [row["bassin"] for row in losses if row["bassin"]]
        tipped(scope, [row for row in losses if row["bassin"] in chosen], whole["n_bascules"], asked)


def tipped(scope: Scope, losses: Sequence[Row], n: int, asked: dict[str, Any]) -> None:
    """What a departure leaves uncovered: by bassin, then action by action."""
    columns = [
        Column("bassin", "Bassin de vie", colours=cached.bassin_colours(scope)),
        Column("n_touchees", "Actions touchées", "number"),
        Column("n_bascules", "passeraient sous leur coût", "number"),
        Column("manque", "Il leur manquerait", "euros"),
        Column("participants", "Participants", "number"),
        Column("connus", "connus pour"),
    ]
    by_bassin = [
        {**row, "manque": _whole(row["manque_eur"]), "connus": wording.share(row["n_connus"], row["n_bascules"])}
        for row in losses
    ]
    show.table(by_bassin, columns, "Par bassin ; une action sur deux bassins compte dans chacun")
    columns = [
        Column("titre", "Action", href="lien"),
        Column("structure", "Structure"),
        Column("communes", "Communes", "list"),
        Column("publics", "Publics", "list"),
        Column("cout_eur", "Coût", "euros"),
        Column("perte_eur", "Perte", "euros"),
        Column("manque_apres_eur", "Il manquerait", "euros"),
    ]
    first = [row for row in cached.rows(scope, "simulation", **asked, limite=MOST_SHOWN) if row["bascule"]]
    linked = [{**row, "lien": scope.href("fiche", action=row["action_id"])} for row in first]
    show.table(
        linked, columns, "Actions qui passeraient sous leur coût, d'abord celles à qui il manquerait le plus", total=n
    )
    show.exports(partial(cached.fresh, scope, "simulation", **asked), "hypothese", "simulation", scope, asked)


def stopped(scope: Scope, ended: Row) -> None:
    """Actions that ended for lack of funds."""
    show.section("Arrêtées faute de financement")
    if not ended["n_arrets"]:
        show.paragraph("Aucune action terminée ne dit ce motif ; les motifs sont souvent absents.")
        return
    columns = [
        Column("titre", "Action", href="lien"),
        Column("structure", "Structure"),
        Column("date_fin", "Fin", "day", precision="date_fin_precision"),
        Column("motif_fin", "Motif, tel qu'écrit"),
    ]
    last = cached.rows(scope, "arrets_financement", **scope.filters, limite=MOST_SHOWN)
    linked = [{**row, "lien": scope.href("fiche", action=row["action_id"])} for row in last]
    show.table(linked, columns, "De la plus récente à la plus ancienne", total=ended["n_arrets"])
    every = partial(cached.fresh, scope, "arrets_financement", **scope.filters)
    show.exports(every, "arrets", "arrets_financement", scope)


def key_figures(rows: Sequence[Row], scope: Scope) -> list[Figure]:
    """Asked, granted, paid and cost of the period: four figures that are never added up."""
    plans = sum(row["n_plans"] for row in rows)
    context = {"period": scope.years.capitalize()}

    def one(label: str, column: str, count: str, note: str = "") -> Figure:
        n = sum(row[count] for row in rows)
        return Figure(
            label, funding.euros(funding.total(rows, column)), coverage=funding.known(n, plans), note=note, **context
        )

    return [
        one("Accordé", "accorde_eur", "n_accordes", "Subventions, sans les usagers ni l'autofinancement"),
        one("Demandé, non accordé", "refuse_eur", "n_demandes", "Aide par aide, là où les deux sont connus"),
        one("Coût non couvert", "manque_eur", "n_manques", "Ce qui manque aux plans dont tout est connu"),
    ]


def elsewhere(scope: Scope) -> list[tuple[str, str, str]]:
    """Links to what completes the page."""
    return [
        (scope.href("couts"), "Coûts déclarés", "chaque coût, ses mots, ses contradictions"),
        (scope.href("revue"), "Revue de projets", "un territoire sur une page"),
        *([(replace(scope, bassin=None).href("financements"), "Tout le département", "")] if scope.bassin else []),
    ]


def departements(scope: Scope) -> list[tuple[str, str, str]]:
    """Links to the départements that bear facts, in the order of their codes."""
    return [
        (replace(scope, departement=row["code_departement"]).href("financements"),
         f"{row['nom']} ({row['code_departement']})", wording.plural(row["n_actions"], "action"))
        for row in cached.rows(scope, "territoires")
        if row["n_actions"]
    ]  # fmt: skip
