"""What the Financements page shows: charts with their sentence and table, lists kept apart by what is known."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.frame import cached, charts, filters, origin, palette, pictures, show, taking, wording
from dashboard.frame.markup import Markup, html, join, link, write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import costs

# One blue, deep on paper and bright on the dark theme.
_BAR = {"light": palette.OKABE_ITO[0], "dark": palette.OKABE_ITO[5]}
_TITLE = Column("titre", "Action ou événement", href="lien")
_STRUCTURE = Column("structure", "Structure")


def everywhere(scope: Scope) -> Scope:
    """The same dataset without territory or years."""
    return replace(scope, departement=None, bassin=None, annee_min=None, annee_max=None)


def situations(scope: Scope, counts: Row) -> None:
    """How many actions and events in each situation, zeros included: four things kept apart."""
    total = costs.total(counts)
    rows = [
        (costs.SITUATIONS[key], count, total, _counted(scope, key, count, total))
        for key, count in costs.situations(counts).items()
    ]
    title = "Actions et événements selon ce que l'on sait de leur coût"
    drawing = show.barred(f"{title}. {scope.money_label}.", rows)
    picture = pictures.figure(drawing, Picture("situations", title, where=scope.money_label))
    taking.images([picture], "image_situations", scope)


def _counted(scope: Scope, situation: str, count: int, total: int) -> Markup:
    figure = origin.on(origin.href(scope, "situations", key=situation), wording.number(count))
    return html("{} sur {}", figure, wording.number(total))


def families(scope: Scope, rows: Sequence[Row], coverage: Sequence[Row], subjects: int) -> None:
    """Charts of the natures of amounts, on one scale, each with its sentence; then the table of all natures.

    Two stand side by side; of more than two, the reader opens one.
    """
    show.section(
        "Par famille de financeurs",
        "Prévu, réalisé, cité, demandé, accordé et versé sont des choses différentes : elles ne s'additionnent jamais. "
        "Usagers, autofinancement, aides en nature et, sans choix d'années, exercices inconnus compris ; la page "
        "Financements ne compte que les subventions en argent, d'un exercice connu.",
    )
    if not rows:
        show.empty("Aucun financeur n'est nommé dans ce périmètre.", "Élargissez le territoire ou les années.")
        return
    by_nature = {nature: costs.family_bars(rows, nature) for nature in costs.NATURES}
    natures = {row["nature"]: row for row in coverage}
    drawn = [nature for nature, bars in by_nature.items() if bars]
    top = max((bar.value or 0 for nature in drawn for bar in by_nature[nature]), default=0)
    opened = drawn
    if len(drawn) > costs.MOST_CHARTS:
        opened = [filters.tabs("montants", "Montants", {key: wording.sentence(costs.NATURES[key]) for key in drawn})]
    for column, nature in zip(st.columns(max(1, len(opened))), opened, strict=False):
        with column:
            _nature(nature, by_nature[nature], natures[nature], subjects, top, scope)
    absent = costs.absent_natures(coverage)
    if absent:
        show.paragraph(f"Aucun montant {wording.join(absent, 'ou')} n'est renseigné : nd, et non zéro.")
    columns = [
        Column("famille_dite", "Famille de financeurs"),
        *(
            Column(f"{nature}_dit", wording.sentence(costs.NATURES[nature]), "figure", origin=f"{nature}_suivi")
            for nature in drawn
        ),
        Column("n_sujets", "Nommée dans", "number"),
        Column("n_sans_montant", "dont sans montant", "number"),
    ]
    shown = [
        {**row, "famille_dite": costs.family_name(row["famille"]), **costs.said(row),
         **{f"{nature}_suivi": origin.href(scope, f"famille-{nature}", key=row["famille"] or "") for nature in drawn}}
        for row in rows
    ]  # fmt: skip
    caption = (
        f"Montants validés par famille de financeurs, en euros ; nombre d'actions et d'événements. {scope.money_label}"
    )
    show.table(shown, columns, caption)
    if any(row["secrets"] for row in rows):
        show.paragraph("s : secret, un seul donateur privé apporte presque tout ce montant, exclu des totaux.")


def _nature(nature: str, bars: list[charts.Bar], coverage: Row, subjects: int, top: float, scope: Scope) -> None:
    sentence = costs.nature_sentence(nature, bars, coverage, subjects)
    title = wording.sentence(costs.NATURES[nature])
    write(html('<h3 class="nature">{}</h3><p>{}</p>', title, sentence))
    theme = show.theme()
    figure = charts.horizontal_bars(bars, unit="€", colour=_BAR[theme], ink=palette.INK[theme], maximum=top)
    name = f"{title} par famille de financeurs"
    picture = charts.draw(figure, f"familles_{nature}", sentence, name, scope.money_label)
    taking.images([picture], f"image_{nature}", scope)


def known(scope: Scope, counts: Row) -> None:
    """The costs that are known, each with its period, the words it comes from and its source."""
    count = counts["n_connu"]
    if not count:
        show.section("Aucun coût connu")
        return
    show.section(
        wording.plural(count, "coût connu", "coûts connus"), "Un coût par ligne ; ils ne couvrent pas les mêmes durées."
    )
    rows = _costs(scope, "connu", costs.FEW if count <= costs.FEW else costs.MOST_ROWS)
    shown = [
        {
            **row,
            "cout": wording.cost(row, row["precision"]),
            "periode": costs.period(row["annee"], row["periodicite"]),
            "paye_par": _who(row),
        }
        for row in rows
    ]
    columns = [
        _TITLE,
        _STRUCTURE,
        Column("cout", "Coût", "figure"),
        Column("periode", "Période"),
        Column("paye_par", "Financeurs nommés"),
        Column("texte_source", "D'après ces mots"),
    ]
    which = "" if scope.one_exercice else " (de chacun, le dernier exercice connu)"
    caption = f"Coûts connus et validés, {scope.exercices}{which}, du plus élevé au moins élevé"
    show.table(shown, columns, caption, total=count)
    _all_of(scope, "connu", count - len(rows))


def _costs(scope: Scope, situation: str, limit: int) -> list[Row]:
    """The first costs of a situation, each with the address of its sheet."""
    rows = cached.rows(scope, "couts", **scope.filters, situation=situation, limite=limit)
    return _linked(scope, rows)


def _who(row: Row) -> str:
    if row["sans_financeur"]:
        return "aucun, d'après la source"
    return wording.join(row["financeurs"]) or wording.UNKNOWN


def contradictory(scope: Scope, counts: Row) -> None:
    """What contradicts itself, subject by subject, both figures in its words."""
    count = counts["n_contradictoire"]
    if not count:
        show.section("Aucune déclaration contradictoire")
        return
    total = wording.plural(count, "déclaration contradictoire", "déclarations contradictoires")
    show.section(total, "Ce qui est déclaré est gardé tel quel, rien n'est corrigé.")
    rows = cached.rows(scope, "contradictions_argent", **scope.filters, limite=costs.MOST_CONTRADICTIONS)
    write(join(_contradiction(scope, row) for row in _linked(scope, rows)))
    _all_of(scope, "contradictoire", count - len(rows))


def _contradiction(scope: Scope, row: Row) -> Markup:
    to = origin.href(scope, "contradiction", key=str(row["sujet_id"]))
    lead = html(
        "<strong>{}</strong> · {} · total déclaré&nbsp;: {}{}",
        link(row["lien"], row["titre"]) if row["lien"] else row["titre"],
        row["structure"] or wording.UNKNOWN,
        origin.on(to, wording.euros(row["total_eur"])),
        show.way(to),
    )
    return show.contradiction(lead, costs.contradictions(row))


def _all_of(scope: Scope, situation: str, beyond: int) -> None:
    """Where the others of a list are; nothing when there is none."""
    if beyond > 0:
        there = scope.href("actions", cout=situation)
        show.links([(there, "Toutes ces actions, dans l'annuaire", "")])


def to_validate(scope: Scope, counts: Row) -> None:
    """Amounts found in texts that nobody has validated yet."""
    count = counts["n_a_valider"]
    if not count:
        return
    show.section(wording.plural(count, "coût à valider", "coûts à valider"), "Proposés d'après les textes.")
    if count <= costs.FEW:
        _to_validate(scope, count)
    else:
        _folded("La liste des coûts à valider", "a_valider", count, lambda: _to_validate(scope, count))


def _to_validate(scope: Scope, count: int) -> None:
    rows = cached.rows(scope, "couts_a_valider", **scope.filters, limite=costs.MOST_UNFOLDED)
    shown = [{**row, "combien": wording.amount(row)} for row in _linked(scope, rows)]
    columns = [
        _TITLE,
        _STRUCTURE,
        Column("combien", "Montant proposé", "figure"),
        Column("texte_source", "D'après ces mots"),
    ]
    n_amounts = rows[0]["n_montants"] if rows else 0
    show.table(shown, columns, "Montants proposés, hors de tout total", total=n_amounts)
    _all_of(scope, "a_valider", n_amounts - len(rows))


def unknown(scope: Scope, counts: Row) -> None:
    """Actions and events of which no cost is known: counted and listed, never shown as zero."""
    count = counts["n_inconnu"]
    if count:
        label = f"{wording.plural(count, 'coût inconnu', 'coûts inconnus')} : la liste"
        _folded(label, "inconnus", count, lambda: _unknown(scope, count))


def _unknown(scope: Scope, count: int) -> None:
    columns = [
        _TITLE,
        _STRUCTURE,
        Column("sujet_type", "Nature", labels=costs.SUBJECTS),
        Column("n_financeurs", "Financeurs nommés", "number"),
    ]
    rows = _costs(scope, "inconnu", costs.MOST_UNFOLDED)
    show.table(rows, columns, "Actions et événements dont aucun coût n'est connu (nd, et non zéro)", total=count)
    _all_of(scope, "inconnu", count - len(rows))


def _folded(label: str, key: str, count: int, fill: Callable[[], None]) -> None:
    """A list that the reader unfolds. A long one is asked for, and sent, only when it is open."""
    if count <= costs.FEW:
        with st.expander(label):
            fill()
        return
    panel = st.expander(label, key=f"liste_{key}", on_change="rerun")
    if panel.open:
        with panel:
            fill()


def structures(scope: Scope) -> None:
    """The same by structure: those of which something is known, then the others."""
    show.section("Par structure", "Somme des coûts connus : un minimum, puisque les autres sont inconnus.")
    rows = cached.rows(scope, "argent_par_structure", **scope.filters, limite=costs.MOST_ROWS)
    silent = [row for row in rows if row["muette"]]
    told = [{**row, "somme": costs.known_sum(row)} for row in rows if not row["muette"]]
    columns = [
        Column("structure", "Structure"),
        Column("n_sujets", "Recensés", "number"),
        Column("n_connu", "Coût connu", "number"),
        Column("n_contradictoire", "Contradictoire", "number"),
        Column("n_a_valider", "À valider", "number"),
        Column("n_inconnu", "Inconnu", "number"),
        Column("somme", "Somme connue", "figure"),
    ]
    if told:
        summed = f"somme de leurs coûts connus (de chacun, le dernier exercice connu), {scope.exercices}"
        caption = f"Nombre d'actions et d'événements, et {summed}"
        show.table(told, columns, caption, total=told[0]["n_structures"])
    if silent:
        total = silent[0]["n_structures"]
        count = wording.plural(total, "structure dont aucun coût", "structures dont aucun coût")
        caption = "Structures dont tous les coûts sont inconnus (nd, et non zéro)"
        fill = partial(show.table, silent, columns[:2], caption, total=total)
        _folded(f"{count} n'est connu", "structures", total, fill)


def unit_prices(scope: Scope) -> None:
    """Unit prices and amounts by quarter or month: said, and out of every total."""
    apart = cached.rows(scope, "montants_a_part", **scope.filters, limite=costs.MOST_UNFOLDED)
    if not apart:
        return
    total = apart[0]["n_montants"]
    label = f"{wording.plural(total, 'montant')} hors des coûts : prix unitaires, dépenses partielles"
    _folded(label, "a_part", total, lambda: _apart(scope, apart, total))


def _apart(scope: Scope, apart: Sequence[Row], total: int) -> None:
    shown = [
        {**row, "combien": wording.amount(row), "periode": costs.period(row["annee"], row["periodicite"])}
        for row in _linked(scope, apart)
    ]
    columns = [
        _TITLE,
        Column("combien", "Montant", "figure"),
        Column("role", "Rôle", labels=costs.ROLES),
        Column("periode", "Période"),
        Column("texte_source", "D'après ces mots"),
    ]
    caption = "Montants qui ne sont pas le coût d'une action : ils n'entrent dans aucun coût"
    show.table(shown, columns, caption, total=total)


def exports(scope: Scope) -> None:
    """Downloads: one row an action or event, then one row a family of funders; asked for at the click."""
    for name, question in (("argent", "argent_par_action"), ("familles", "budget_par_famille_de_financeur")):
        taking.exports(partial(cached.fresh, scope, question, **scope.filters), name, question, scope)


def _linked(scope: Scope, rows: Sequence[Row]) -> list[Row]:
    """With the address of each action's sheet; events have none."""
    return [
        {**row, "lien": scope.href("fiche", action=row["sujet_id"]) if row["sujet_type"] == "action" else None}
        for row in rows
    ]
