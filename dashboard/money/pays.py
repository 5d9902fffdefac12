"""Who pays? The path of granted money, and how far each structure hangs on one funder."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard.frame import cached, charts, compared, filters, origin, palette, show, taking, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import drawn, published, sankey, shared, words

# Beyond it, in %, a structure hangs on one funder.
_HALF = 50
_LEAD = (
    "Subventions en argent, d'un exercice connu ; la page Coûts déclarés y ajoute les aides en nature et, sans choix "
    "d'années, ce qui n'a pas d'exercice connu. Chaque euro passe une fois par niveau : tous ont le même total."
)


def answer(scope: Scope, rows: Sequence[Row]) -> str:
    """Who pays, in one sentence; ``rows`` are those of the whole territory."""
    return words.who_pays(cached.rows(scope, "flux_financiers", **scope.filters), rows)


def who_pays(scope: Scope, rows: Sequence[Row]) -> None:
    """Flows from funders to bassins, who hangs on whom, then what funders publish themselves."""
    show.answer(answer(scope, rows), followed=origin.href(scope, "accorde"))
    flow(scope)
    shared.figures(scope, rows)
    dependence(scope)
    published.grants(scope)
    published.posts(scope)


def flow(scope: Scope) -> None:
    """The path of granted money as a diagram, its sentence, its table."""
    show.section("Le chemin de l'argent accordé")
    place = st.container()
    levels = _levels(scope)
    asked = scope.filters | ({"par_theme": 1} if "theme" in levels else {})
    flows = sankey.flows(cached.rows(scope, "flux_financiers", **asked), levels)
    if not flows.links:
        with place:
            show.empty("Aucun montant accordé à suivre ici.", "Choisissez un autre territoire, ou toutes les années.")
        return
    said = sankey.sentence(flows, levels)
    with place:
        drawing = sankey.figure(flows, palette.INK[show.theme()], cached.bassin_colours(scope))
        title, narrow = "Le chemin de l'argent accordé", drawn.flows(flows)
        picture = charts.draw(drawing, "flux", said, title, scope.money_label, narrow=narrow)
    show.paragraph(" ".join(filter(None, (said, _LEAD, _apart(scope, levels)))))
    columns = [
        Column("de", "De"),
        Column("vers", "Vers"),
        Column("euros", "Accordé", "figure", origin="origine"),
        Column("part", "Part", "percent"),
    ]
    shown = [
        {**row, "euros": wording.euros(round(row["euros"])), "origine": _way(scope, row["bouts"])}
        for row in sankey.table(flows)
    ]
    caption = f"Flux d'argent accordé, niveau par niveau ; {scope.known_exercices}. {origin.IN_TABLES}"
    show.table(shown, columns, caption, limit=15, folded="Le tableau de ces flux")
    every = partial(cached.fresh, scope, "flux_financiers", **asked)
    taking.exports(every, "flux", "flux_financiers", scope, pictures=[picture])


def _way(scope: Scope, ends: Sequence[tuple[str, str]]) -> str:
    """The address that follows a flow between two nodes."""
    key = "|".join(f"{'vers' if level == 'bassin' else level}={name}" for level, name in ends)
    return origin.href(scope, "flux", key=key)


def _levels(scope: Scope) -> list[str]:
    """The levels chosen, two at least; that of bassins where there are two of them."""
    known = {level: title for level, title in sankey.LEVELS.items() if level != "bassin" or compared.bassins(scope)}
    usual: list[str] = [level for level in ("famille", "dimension", "bassin") if level in known]
    chosen = filters.many("niveaux", "Niveaux du schéma", known, placeholder=wording.sentence(", ".join(usual)))
    ordered = [level for level in known if level in chosen]
    return ordered if len(ordered) > 1 else usual


def _apart(scope: Scope, levels: Sequence[str]) -> str:
    """What the reader of the diagram must know: how themes share, what has no year."""
    shared = "Une action à plusieurs thèmes est partagée également entre eux." if "theme" in levels else ""
    undated = cached.rows(scope, "accordes_sans_exercice", **scope.place)[0]["montant_eur"]
    left = f"{words.euros(undated)} de plus n'ont pas d'exercice connu : ce diagramme ne les montre pas."
    return " ".join(filter(None, (shared, left if undated else "")))


def dependence(scope: Scope) -> None:
    """How far each structure hangs on one funder; by name, never ranked."""
    rows = cached.rows(scope, "dependance", **scope.place)
    show.section("De qui chaque structure dépend", "Au dernier exercice dont les budgets nomment leurs financeurs.")
    if not rows:
        show.paragraph("Aucun budget ne nomme ses financeurs.")
        return
    alone = sum(100 * (row["part_premier"] or 0) > _HALF for row in rows)
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
        Column("part", "Sa part des produits", "figure", origin="part_suivie"),
        Column("effectifs", "Équivaut à tant de financeurs égaux", "figure"),
        Column("hhi", "Concentration (1 : un seul financeur)", "figure", origin="hhi_suivi"),
        Column("n_financeurs", "Financeurs nommés", "number"),
        Column("budgets", "Budgets connus", "figure"),
    ]
    caption = f"Structures par ordre alphabétique, sans classement. {origin.IN_TABLES}"
    show.table(
        [{**_hanging(row), **ways} for row, ways in zip(rows, _followed(scope, rows), strict=True)],
        columns,
        caption,
        limit=15,
    )
    taking.exports(partial(cached.fresh, scope, "dependance", **scope.place), "dependance", "dependance", scope)


# Column of the dependence of a structure → the indicator that tells the same, and what leads to it.
_TOLD_AS = {"part_suivie": "F2", "hhi_suivi": "F3"}


def _followed(scope: Scope, rows: Sequence[Row]) -> list[dict[str, str | None]]:
    """The addresses that follow the figures of each structure; None where that indicator has no value."""
    known = {
        (name, row["territoire"], row["annee"])
        for name in _TOLD_AS.values()
        for row in cached.rows(scope, "valeurs_indicateurs", indicateur=name, niveau="structure")
        if row["valeur"] is not None
    }

    def way(name: str, row: Row) -> str | None:
        told = (name, row["structure_id"], row["annee"]) in known and not row["secret"]
        return origin.indicator(scope, name, "structure", row["structure_id"], row["annee"]) if told else None

    return [{column: way(name, row) for column, name in _TOLD_AS.items()} for row in rows]


def _hanging(row: Row) -> Row:
    """A structure's dependence in words, or the mark of what is withheld."""
    told = {
        "premier": row["premier"],
        "part": wording.percent(row["part_premier"], bounds=(_HALF,)),
        "effectifs": wording.number(row["effectifs"], 1),
        "hhi": wording.number(row["hhi"], 2),
    }
    hidden = dict.fromkeys(told, "s") if row["secret"] else told
    return {**row, **hidden, "budgets": f"{row['n_budgets']} sur {row['n_attendus']}"}
