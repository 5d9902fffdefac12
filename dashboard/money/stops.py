"""What is about to stop? Conventions that end, a funder that leaves, actions that ended for lack of funds."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.frame import cached, compared, filters, origin, pictures, reference, show, taking, wording
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import drawn, shared
from dashboard.money import words as funding

MOST_SHOWN = 20
_STRIP = "Conventions qui finissent, mois par mois, et montants accordés par elles"
_TOUCHED = "Actions touchées dont le plan est connu, avant et après"


def answer(scope: Scope, rows: Sequence[Row]) -> str:
    """What ends, in one sentence: it counts from the reference day, whatever the exercices of ``rows``."""
    return funding.what_stops(_months(scope), cached.reference_day(scope))


def _months(scope: Scope) -> Sequence[Row]:
    return cached.rows(scope, "conventions_mois", **scope.place)


def what_stops(scope: Scope, rows: Sequence[Row]) -> None:
    """The calendar of conventions, what a departure would do, actions that ended for lack of funds."""
    ended = cached.rows(scope, "arrets_comptes", **scope.filters)[0]
    show.answer(answer(scope, rows), followed=origin.href(scope, "conventions"))
    conventions(scope, _months(scope))
    show.old_reference(scope)
    shared.figures(scope, rows)
    what_if(scope)
    stopped(scope, ended)


def conventions(scope: Scope, months: Sequence[Row]) -> None:
    """The strip of the twelve months, how far one looks, then the first conventions that end by then."""
    show.section("Calendrier des conventions")
    day = cached.reference_day(scope)
    if day is None or not months:
        show.paragraph(f"Aucune convention datée ne finit dans les douze mois {reference.after(day)}.")
        return
    within = {str(limit): funding.within(months, limit) for limit in sorted(funding.SOON, reverse=True)}
    labels = {limit: f"Sous {limit} mois ({wording.number(n)})" for limit, n in within.items()}
    horizon = filters.tabs("horizon", "Conventions qui finissent", labels, label_visibility="collapsed")
    strip = drawn.year_ahead(months, day, int(horizon))
    picture = Picture(
        "calendrier",
        _STRIP,
        f"En pointillé : au-delà de {horizon} mois." if int(horizon) < max(funding.SOON) else "",
        where=f"{scope.territory}, douze mois {reference.after(day)}",
    )
    pictures.figure(drawn.calendar(_STRIP, strip), picture)
    show.paragraph("Une convention peut être en cours de renouvellement : demander avant de conclure.")
    asked = {**scope.place, "horizon": int(horizon)}
    shown = [
        {**row, "lien": scope.href("fiche", action=row["sujet_id"]) if row["sujet_type"] == "action" else None,
         "delai": f"{row['mois']} mois"}
        for row in cached.rows(scope, "conventions", **asked, limite=MOST_SHOWN)
    ]  # fmt: skip
    if not shown:
        show.paragraph(f"Aucune convention datée ne finit dans les {horizon} mois {reference.after(day)}.")
        taking.images([picture], "conventions", scope)
        return
    columns = [
        Column("convention_fin", "Fin", "day"),
        Column("delai", "Sous"),
        Column("titre", "Action ou structure", href="lien"),
        Column("structure", "Structure"),
        Column("financeur", "Financeur"),
        Column("accorde_eur", "Accordé", "euros"),
        Column("part", "Part de ses subventions", "percent"),
    ]
    caption = f"Conventions qui finissent dans les {horizon} mois {reference.after(day)}, par date"
    show.table(shown, columns, caption, total=within[horizon], folded="La liste de ces conventions")
    every = partial(cached.fresh, scope, "conventions", **asked)
    taking.exports(every, "conventions", "conventions", scope, dated=True, pictures=[picture])


def what_if(scope: Scope) -> None:
    """A funder leaves or cuts: the address keeps the hypothesis, so that it can be shared."""
    lead = (
        f"Une hypothèse, pas une prévision, sur les actions actives la dernière année connue "
        f"({reference.on(cached.reference_day(scope))}) : le reste est supposé inchangé. L'adresse de la page la garde."
    )
    show.section("Et si un financeur se retirait ?", lead)
    present = cached.rows(scope, "financeurs_presents", departement=scope.departement)
    if not present:
        show.paragraph("Aucune action active la dernière année n'a à la fois un coût et des montants accordés connus.")
        return
    families = {f"famille:{row['famille']}": f"Famille {row['famille']}" for row in present if row["famille"]}
    funders = {f"financeur:{row['financeur']}": row["financeur"] for row in present}
    left, right = st.columns(2)
    with left:
        who = filters.one("hypothese", "Qui se retire", {**families, **funders}, filter_mode="contains")
    with right:
        cut = filters.one("baisse", "De combien", {key: wording.sentence(words) for key, words in funding.CUTS.items()})
    kind, _, name = who.partition(":")
    asked = {**scope.place, kind: name, "baisse": float(cut)}
    losses = cached.rows(scope, "simulation_bilan", **asked)
    whole = next((row for row in losses if row["bassin"] is None), None)
    everyone = cached.rows(scope, "plans_connus", **scope.place)[0]["n"]
    said = funding.loss_sentence(funding.whom(kind, name), cut, whole, everyone)
    show.paragraph(said, followed=origin.href(scope, "depart", key=f"{who}|{cut}") if whole else "")
    if whole is None:
        return
    where = f"{scope.territory}, {reference.on(cached.reference_day(scope))}"
    picture = Picture("depart", _TOUCHED, said, where=where)
    pictures.figure(drawn.departure(_TOUCHED, _places(scope, losses)), picture)
    if not whole["n_bascules"]:
        taking.images([picture], "hypothese", scope)
        return
    chosen = (scope.bassin_nom,) if scope.bassin else [row["bassin"] for row in losses if row["bassin"]]
    tipped(scope, [row for row in losses if row["bassin"] in chosen], whole["n_bascules"], asked, picture)


def _places(scope: Scope, losses: Sequence[Row]) -> Sequence[Row]:
    """The whole, then each bassin where there are several to compare."""
    several = compared.bassins(scope) and scope.bassin is None
    return losses if several else [row for row in losses if row["bassin"] is None]


def tipped(scope: Scope, losses: Sequence[Row], n: int, asked: dict[str, Any], picture: Picture) -> None:
    """What a departure leaves uncovered: by bassin, then action by action; taken away with the ``picture`` above."""
    columns = [
        Column("bassin", "Bassin de vie", colours=cached.bassin_colours(scope)),
        Column("n_touchees", "Actions touchées", "number"),
        Column("n_bascules", "passeraient sous leur coût", "number", origin="bascules_suivies"),
        Column("manque", "Il leur manquerait", "euros"),
        Column("participants_dits", "Participants", "figure"),
        Column("connus", "connus pour"),
    ]
    by_bassin = [
        {
            **row,
            "manque": funding.whole(row["manque_eur"]),
            "bascules_suivies": _tipped_way(scope, row["bassin"], asked),
            "participants_dits": funding.participants(row),
            "connus": wording.share(row["n_connus"], row["n_bascules"]),
        }
        for row in losses
    ]
    if compared.bassins(scope):
        caption = "Par bassin ; une action sur deux bassins compte dans chacun"
        show.table(by_bassin, columns, caption, folded="Le tableau par bassin")
    columns = [
        Column("titre", "Action", href="lien"),
        Column("structure", "Structure"),
        Column("communes", "Communes", "list"),
        Column("publics", "Publics", "list"),
        Column("cout_eur", "Coût au budget", "euros"),
        Column("perte_eur", "Perte", "euros"),
        Column("manque_apres_eur", "Il manquerait", "euros"),
    ]
    first = [row for row in cached.rows(scope, "simulation", **asked, limite=MOST_SHOWN) if row["bascule"]]
    linked = [{**row, "lien": scope.href("fiche", action=row["action_id"])} for row in first]
    show.table(
        linked, columns, "Actions qui passeraient sous leur coût, d'abord celles à qui il manquerait le plus", total=n
    )
    taking.exports(
        partial(cached.fresh, scope, "simulation", **asked), "hypothese", "simulation", scope, pictures=[picture]
    )


def _tipped_way(scope: Scope, bassin: str | None, asked: dict[str, Any]) -> str | None:
    """The address that follows what a departure tips in a bassin; None where the actions have no known commune."""
    codes = {row["nom"]: row["code_bassin"] for row in cached.rows(scope, "bassins", departement=scope.departement)}
    if bassin not in codes:
        return None
    kind = "famille" if "famille" in asked else "financeur"
    cut = next(cut for cut in funding.CUTS if float(cut) == asked["baisse"])
    return origin.href(scope, "depart", "bassin", codes[bassin], key=f"{kind}:{asked[kind]}|{cut}")


def stopped(scope: Scope, ended: Row) -> None:
    """Actions that ended for lack of funds."""
    show.section("Arrêtées faute de financement")
    if not ended["n_arrets"]:
        show.paragraph("Aucune action terminée ne dit ce motif ; les motifs sont souvent absents.")
        return
    show.paragraph(funding.what_stopped(ended, scope.years), followed=origin.href(scope, "arrets"))
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
    taking.exports(every, "arrets", "arrets_financement", scope)
