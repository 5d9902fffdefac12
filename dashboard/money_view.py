"""What the Financements page shows: charts with their sentence and table, lists kept apart by what is known."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import cached, charts, money, palette, show, wording
from dashboard.money import Row
from dashboard.scope import Scope
from dashboard.show import Column

# One blue, deep on paper and bright on the dark theme.
_BAR = {"light": palette.OKABE_ITO[0], "dark": palette.OKABE_ITO[5]}
_TITLE = Column("titre", "Action ou événement", href="lien")
_STRUCTURE = Column("structure", "Structure")


def everywhere(scope: Scope) -> Scope:
    """The same dataset without territory or years."""
    return replace(scope, departement=None, bassin=None, annee_min=None, annee_max=None)


def situations(scope: Scope, costs: Sequence[Row]) -> None:
    """How many actions and events in each situation, zeros included: four things kept apart."""
    total = len(costs)
    rows = [
        (money.SITUATIONS[key], count, total, f"{wording.number(count)} sur {wording.number(total)}")
        for key, count in money.situations(costs).items()
    ]
    show.bars(f"Actions et événements selon ce que l'on sait de leur coût. {scope.label}.", rows)


def families(scope: Scope, rows: Sequence[Row], coverage: Sequence[Row], subjects: int) -> None:
    """One chart for each nature of amounts, on one scale, each with its sentence; then the table of all natures."""
    show.section(
        "Par famille de financeurs",
        "Prévu, réalisé, cité, demandé, accordé et versé sont des choses différentes : elles ne s'additionnent jamais.",
    )
    if not rows:
        show.empty("Aucun financeur n'est nommé dans ce périmètre.", "Élargissez le territoire ou les années.")
        return
    held = {nature: money.family_bars(rows, nature) for nature in money.NATURES}
    natures = {row["nature"]: row for row in coverage}
    drawn = [nature for nature, bars in held.items() if bars]
    top = max((bar.value or 0 for nature in drawn for bar in held[nature]), default=0)
    for column, nature in zip(st.columns(max(1, len(drawn))), drawn, strict=False):
        with column:
            _nature(nature, held[nature], natures[nature], subjects, top)
    absent = money.absent_natures(coverage)
    if absent:
        show.paragraph(f"Aucun montant {wording.join(absent, 'ou')} n'est renseigné : nd, et non zéro.")
    columns = [
        Column("famille_dite", "Famille de financeurs"),
        *(Column(f"{nature}_dit", money.NATURES[nature].capitalize(), "figure") for nature in drawn),
        Column("n_sujets", "Nommée dans", "number"),
        Column("n_sans_montant", "dont sans montant", "number"),
    ]
    shown = [{**row, "famille_dite": money.family_name(row["famille"]), **money.said(row)} for row in rows]
    caption = f"Montants validés par famille de financeurs, en euros ; nombre d'actions et d'événements. {scope.label}"
    show.table(shown, columns, caption)
    if any(row["secrets"] for row in rows):
        show.paragraph("s : secret, un seul donateur privé apporte presque tout ce montant, exclu des totaux.")


def _nature(nature: str, bars: list[charts.Bar], coverage: Row, subjects: int, top: float) -> None:
    sentence = money.nature_sentence(nature, bars, coverage, subjects)
    words = show.escape(wording.typographic(sentence))
    st.html(f'<h3 class="nature">{money.NATURES[nature].capitalize()}</h3><p>{words}</p>')
    theme = "dark" if st.context.theme.type == "dark" else "light"
    figure = charts.horizontal_bars(bars, unit="€", colour=_BAR[theme], ink=palette.INK[theme], maximum=top)
    _draw(figure, f"familles_{nature}", sentence)


def known(scope: Scope, rows: Sequence[Row], payers: dict[tuple[str, str], list[str]]) -> None:
    """The costs that are known, each with its period, the words it comes from and its source."""
    if not rows:
        show.section("Aucun coût connu")
        return
    total = wording.plural(len(rows), "coût connu", "coûts connus")
    show.section(total, "Un coût par ligne ; ils ne couvrent pas les mêmes durées.")
    shown = [
        {
            **row,
            "cout": wording.bounded(row["total_eur"], None, None, row["precision"], wording.euros),
            "periode": money.period(row["annee"], row["periodicite"]),
            "financeurs": _who(row, payers),
        }
        for row in _linked(scope, rows)
    ]
    columns = [
        _TITLE,
        _STRUCTURE,
        Column("cout", "Coût"),
        Column("periode", "Période"),
        Column("financeurs", "Financeurs nommés"),
        Column("texte_source", "D'après ces mots"),
    ]
    show.table(shown, columns, "Coûts connus et validés, du plus élevé au moins élevé")


def _who(row: Row, payers: dict[tuple[str, str], list[str]]) -> str:
    if row["sans_financeur"]:
        return "aucun, d'après la source"
    return wording.join(payers.get((row["sujet_type"], row["sujet_id"]), [])) or wording.UNKNOWN


def contradictory(scope: Scope, costs: Sequence[Row], constats: Sequence[Row], amounts: Sequence[Row]) -> None:
    """What contradicts itself, subject by subject, both figures in its words."""
    held = [row for row in costs if row["situation"] == "contradictoire"]
    if not held:
        show.section("Aucune déclaration contradictoire")
        return
    total = wording.plural(len(held), "déclaration contradictoire", "déclarations contradictoires")
    show.section(total, "Ce qui est déclaré est gardé tel quel, rien n'est corrigé.")
    for row in _linked(scope, held):
        messages = money.contradictions(constats, amounts, row["sujet_id"])
        items = "".join(f"<li>{show.escape(wording.typographic(message))}</li>" for message in messages)
        title = show.escape(row["titre"])
        link = f'<a href="{show.escape(row["lien"])}" data-interne>{title}</a>' if row["lien"] else title
        st.html(
            f'<div class="contraire"><p><strong>{link}</strong> · {show.escape(row["structure"] or wording.UNKNOWN)} · '
            f"total déclaré : {wording.euros(row['total_eur'])}</p><ul>{items}</ul></div>"
        )


def to_validate(scope: Scope, costs: Sequence[Row], amounts: Sequence[Row]) -> None:
    """Amounts found in texts that nobody has validated yet."""
    held = [row for row in costs if row["situation"] == "a_valider"]
    if not held:
        return
    show.section(wording.plural(len(held), "coût à valider", "coûts à valider"), "Proposés d'après les textes.")
    waiting = {row["sujet_id"]: row for row in held}
    proposed = [
        {**waiting[row["sujet_id"]], "combien": wording.amount(row), "texte_source": row["texte_source"]}
        for row in amounts
        if row["etat"] == "proposee" and row["role"] == "total" and row["sujet_id"] in waiting
    ]
    shown = _linked(scope, proposed)
    columns = [_TITLE, _STRUCTURE, Column("combien", "Montant proposé"), Column("texte_source", "D'après ces mots")]
    show.table(shown, columns, "Montants proposés, hors de tout total")


def unknown(scope: Scope, costs: Sequence[Row]) -> None:
    """Actions and events of which no cost is known: counted and listed, never shown as zero."""
    held = [row for row in costs if row["situation"] == "inconnu"]
    if not held:
        return
    with st.expander(f"{wording.plural(len(held), 'coût inconnu', 'coûts inconnus')} : la liste"):
        shown = _linked(scope, held)
        columns = [
            _TITLE,
            _STRUCTURE,
            Column("sujet_type", "Nature", labels=money.SUBJECTS),
            Column("n_financeurs", "Financeurs nommés", "number"),
        ]
        show.table(shown, columns, "Actions et événements dont aucun coût n'est connu (nd, et non zéro)")


def structures(costs: Sequence[Row]) -> None:
    """The same by structure: those of which something is known, then the others."""
    show.section("Par structure", "Somme des coûts connus : un minimum, puisque les autres sont inconnus.")
    rows = money.by_structure(costs)
    silent = [row for row in rows if row["n_inconnu"] == row["n_sujets"]]
    told = [row for row in rows if row["n_inconnu"] < row["n_sujets"]]
    columns = [
        Column("structure", "Structure"),
        Column("n_sujets", "Recensés", "number"),
        Column("n_connu", "Coût connu", "number"),
        Column("n_contradictoire", "Contradictoire", "number"),
        Column("n_a_valider", "À valider", "number"),
        Column("n_inconnu", "Inconnu", "number"),
        Column("cout_connu_eur", "Somme connue", "euros"),
    ]
    if told:
        show.table(told, columns, "Nombre d'actions et d'événements, et somme de leurs coûts connus")
    if silent:
        count = wording.plural(len(silent), "structure dont aucun coût", "structures dont aucun coût")
        with st.expander(f"{count} n'est connu"):
            show.table(silent, columns[:2], "Structures dont tous les coûts sont inconnus (nd, et non zéro)")


def unit_prices(scope: Scope, amounts: Sequence[Row]) -> None:
    """Unit prices and amounts by quarter or month: said, and out of every total."""
    apart = money.apart(amounts)
    if not apart:
        return
    with st.expander(f"{wording.plural(len(apart), 'montant')} hors des coûts : prix unitaires, dépenses partielles"):
        shown = [
            {**row, "combien": wording.amount(row), "periode": money.period(row["annee"], row["periodicite"])}
            for row in _linked(scope, apart)
        ]
        columns = [
            _TITLE,
            Column("combien", "Montant"),
            Column("role", "Rôle", labels=money.ROLES),
            Column("periode", "Période"),
            Column("texte_source", "D'après ces mots"),
        ]
        show.table(shown, columns, "Montants qui ne sont pas le coût d'une action : ils n'entrent dans aucun coût")


def exports(scope: Scope) -> None:
    """Downloads: one row an action or event, then one row a family of funders."""
    for name, question in (("argent", "argent_par_action"), ("familles", "budget_par_famille_de_financeur")):
        show.exports(cached.ask(scope, question, **scope.filters), name, question, scope)


def _linked(scope: Scope, rows: Sequence[Row]) -> list[Row]:
    """With the address of each action's sheet; events have none."""
    return [
        {**row, "lien": scope.href("fiche", action=row["sujet_id"]) if row["sujet_type"] == "action" else None}
        for row in rows
    ]


def _draw(figure: Any, key: str, alt: str) -> None:
    st.plotly_chart(figure, key=f"graphique_{key}", config=charts.CONFIG, theme=None, alt=alt)
