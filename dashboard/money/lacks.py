"""What is missing? Fair shares, then other ways to see what lacks, each with its own coverage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.frame import cached, compared, filters, origin, pictures, show, taking, wording
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import drawn, shared, words

MOST_SHOWN = 20
# Weights of the need that may be asked, the first by default.
WEIGHTS = {"0.3": "30 %", "0.5": "50 %", "0.7": "70 %", "1": "100 %"}
_PLAIN = "population"
_PER_HEAD = (
    "Le point est ce qui est connu : un minimum. La bande va jusqu'à ce que ce serait si les plans dont l'accordé est "
    "inconnu valaient en moyenne autant que les autres : plus elle est longue, moins on en sait."
)


@dataclass(frozen=True)
class Need:
    """What a fair share rests on: a division, the figure that tells the need, its weight, whether a high value is need.

    At a weight of zero population alone counts, and the figure only tells how far the gap would go. Without any
    ``variable`` nothing is put to the test.
    """

    division: str = "bassin"
    variable: Row | None = None
    weight: float = 0.0
    high: bool = False

    @property
    def key(self) -> str:
        """« variable|poids|sens » in an address; nothing where population alone counts."""
        return f"{self.variable['variable']}|{self.weight:g}|{int(self.high)}" if self.variable and self.weight else ""

    def question(self, scope: Scope) -> dict[str, Any]:
        """What « ecart_equitable » is asked."""
        return {
            "departement": scope.departement,
            "division": self.division,
            **scope.period,
            "variable": self.variable and self.variable["variable"],
            "poids": self.weight,
            "plus_haut_plus_besoin": int(self.high),
        }


def answer(scope: Scope, rows: Sequence[Row]) -> str:
    """What lacks, in one sentence, bassin by bassin; ``rows`` are those of the whole territory."""
    shares = cached.rows(scope, "ecart_equitable", **plain(known(scope), "bassin").question(scope))
    return words.what_lacks(rows, shares, scope.known_exercices, scope.bassin)


def what_lacks(scope: Scope, rows: Sequence[Row]) -> None:
    """Fair shares, then other ways to see what lacks: beside each other, never merged."""
    fair(scope, rows)
    shared.figures(scope, rows)
    side_by_side(scope)
    far(scope)
    envelopes(scope)


def fair(scope: Scope, rows: Sequence[Row]) -> None:
    """The answer and the picture of the gaps, for the division and the need chosen under it; then its table."""
    head = st.container()
    show.section("Écart à la part équitable")
    place = st.container()
    cuts = compared.divisions(scope)
    if not cuts:
        show.paragraph(compared.NO_DIVISION)
        with head:
            show.answer(answer(scope, rows), followed=origin.href(scope, "manque"))
        return
    if said := compared.alone(scope):
        show.paragraph(said)
    need = _chosen(cuts, known(scope))
    told = cached.rows(scope, "ecart_equitable", **need.question(scope))
    with head:
        said = words.what_lacks(rows, told, scope.known_exercices, scope.bassin)
        show.answer(said, followed=origin.href(scope, "manque"))
    drawings = []
    with place:
        if any(row["ecart"] is not None for row in told):
            drawings = [_gaps(scope, need, told)]
        else:
            show.empty(
                "Aucun montant accordé n'est placé dans ce découpage.", "Choisissez-en un autre, ou toutes les années."
            )
    show.paragraph(_reading(need))
    if told:
        _table(scope, need, told, drawings)


def _gaps(scope: Scope, need: Need, told: Sequence[Row]) -> Picture:
    """The bars, and what their image says: they compare the parts of the département, whichever bassin is chosen."""
    caption = _caption(scope, need)
    whole = replace(scope, bassin=None)
    picture = Picture("ecarts", caption, _reading(need), where=whole.money_label)
    return pictures.figure(drawn.gaps(caption, told, scope.bassin), picture)


def known(scope: Scope) -> dict[str, Row]:
    """The figures that may tell a need in the département, by name."""
    return {row["variable"]: row for row in cached.rows(scope, "besoin_variables", departement=scope.departement)}


def plain(figures: dict[str, Row], division: str) -> Need:
    """Population alone; the first figure that is known puts it to the test."""
    first = next(iter(figures.values()), None)
    return Need(division, first, 0.0, _high(first))


def _high(variable: Row | None) -> bool:
    """Whether a high value is taken for more need: rates of what lacks are percentages, incomes are not."""
    return variable is not None and "%" in (variable["unite"] or "")


def _chosen(cuts: dict[str, str], figures: dict[str, Row]) -> Need:
    """What the reader chooses: the sense and the weight of a figure only where one is chosen."""
    titles = {name: row["titre"] for name, row in figures.items()}
    places = st.columns(4 if figures else 2)
    with places[0]:
        division = filters.one("division", "Découpage", cuts, default=next(iter(cuts)))
    with places[1]:
        name = filters.one("besoin", "Indice de besoin", {_PLAIN: "Population seule", **titles})
    if name not in figures:
        return plain(figures, division)
    variable = figures[name]
    with places[2]:
        senses = {"basse": "une valeur basse (revenu)", "haute": "une valeur haute (pauvreté)"}
        usual = "haute" if _high(variable) else "basse"
        sense = filters.one("sens", "Plus de besoin se lit à", senses, default=usual)
    with places[3]:
        weight = filters.one("poids", "Poids du besoin", WEIGHTS)
    return Need(division, variable, float(weight), sense == "haute")


def _caption(scope: Scope, need: Need) -> str:
    """What the bars are."""
    weighed = f", corrigée de « {need.variable['titre']} »" if need.variable and need.weight else ""
    return f"Ce que chaque territoire reçoit, comparé à sa part de population{weighed} ; {scope.known_exercices}"


def _reading(need: Need) -> str:
    """How to read the bars, and what was put to the test."""
    told = "Les écarts disent la répartition des subventions accordées, jamais si le total suffit."
    if need.variable is None:
        return f"{told} Aucun chiffre de besoin n'est chargé : seule la population compte, rien d'autre n'est éprouvé."
    more = "haute" if need.high else "basse"
    return (
        f"{told} Le trait entre deux bornes dit jusqu'où l'écart irait si l'on tenait compte, de 0 à 100 %, de « "
        f"{need.variable['titre']} » (valeur {more} : plus de besoin) ; une barre hachurée, que le signe en dépend."
    )


def _table(scope: Scope, need: Need, told: Sequence[Row], drawings: Sequence[Picture]) -> None:
    """The same gaps as a table, folded, and what it is taken away as."""
    weighed = need.variable is not None
    columns = [
        Column("nom", "Territoire", colours=cached.bassin_colours(scope)),
        Column("population", "Population", "number"),
        Column("accorde", "Accordé", "euros"),
        Column("couverture", "Plans dont l’accordé est connu", "share"),
        *([Column("besoin", need.variable["titre"], "number", decimals=1)] if need.variable else []),
        Column("cible", "Part équitable", "euros"),
        Column("ecart_dit", "Écart", "figure", origin="origine"),
        # Without a figure there is one weight, and the conclusion needs the room.
        *([Column("tous_poids", "Tous poids de 0 à 100 %", "figure")] if weighed else []),
        Column("conclusion", "Conclusion"),
    ]
    shown = [
        {**row, "accorde": words.whole(row["accorde_eur"]), "cible": words.whole(row["cible_eur"]),
         "couverture": wording.share(row["n_accordes"], row["n_plans"]),
         "origine": _followed_share(scope, need, row["territoire"])}
        for row in words.share_table(told)
    ]  # fmt: skip
    caption = f"Subventions accordées, placées où l'action a lieu ; {scope.known_exercices}"
    show.table(shown, columns, caption, folded="Le tableau de ces écarts")
    answer = partial(cached.fresh, scope, "ecart_equitable", **need.question(scope))
    taking.exports(answer, "part_equitable", "ecart_equitable", scope, pictures=drawings)


def _followed_share(scope: Scope, need: Need, territory: str) -> str | None:
    """The address that follows the gap of a bassin or EPCI to its rows; None in another division."""
    if need.division not in ("bassin", "epci"):
        return None
    return origin.href(replace(scope, bassin=None), "part-equitable", need.division, territory, key=need.key)


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
        Column("euros_hab_haut", "si tout était connu", "number", decimals=2),
        Column("refuse", "Demandé moins accordé", "euros", origin="origine_refuse"),
        Column("sur_demandes", "connu pour", "figure"),
        Column("manque", "Coût moins ressources", "euros", origin="origine_manque"),
        Column("sur_manques", "connu pour", "figure"),
    ]
    drawings = []
    if any(row["euros_hab"] is not None for row in own):
        caption = f"Subventions accordées en {year}, en euros de {prices} par habitant{fallback}"
        picture = Picture("par-habitant", caption, _PER_HEAD, where=f"{whole.territory}, exercice {year}")
        drawings = [pictures.figure(drawn.per_head(caption, own), picture)]
        show.reading(_PER_HEAD)
    caption = f"Euros constants d'après l'indice des prix à la consommation (INSEE){fallback}"
    show.table(shown, columns, caption, folded="Le tableau de ces chiffres")
    every = partial(cached.fresh, scope, "finances_par_territoire", **shared.by_territory(scope, division))
    taking.exports(every, "argent_par_territoire", "finances_par_territoire", scope, pictures=drawings)


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
    if told := words.envelopes_said_otherwise(rows):
        show.paragraph(told)
    taking.exports(partial(cached.fresh, scope, "enveloppes", **asked), "enveloppes", "enveloppes", scope)


def _committed(row: Row) -> str | None:
    """Where a committed amount comes from."""
    if row["engage_eur"] is None:
        return None
    return "déclaré" if row["engage_declare"] else "calculé : accordé par le Département"
