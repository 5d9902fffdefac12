"""The list of actions to be inspired by: one sheet each, made to be printed."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.directory import became, chosen, contact, directory, places
from dashboard.frame import cached, show, wording
from dashboard.frame.markup import EMPTY, Markup, html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope

_TOLD = 60  # characters of an unknown identifier that are said again
_SHOWN = 3


def sheets(scope: Scope, liste: Sequence[str], rows: Sequence[Row]) -> None:
    """Each action of the list (``rows`` answers ``actions_choisies``), in the order they were kept."""
    kept = [row["action_id"] for row in rows]
    after, structures = became.after(scope, kept), contact.of(scope, kept)
    day = cached.reference_day(scope)
    write(join(_sheet(scope, liste, row, structures, after, day) for row in rows))
    show.paragraph(contact.NOTICE)


def strangers(liste: Sequence[str], rows: Sequence[Row]) -> str:
    """What of the address names no action, and what is beyond the most a list holds; "" when all is there."""
    known = {row["action_id"] for row in rows}
    held, over = liste[: chosen.MOST], len(liste) - chosen.MOST
    unknown = [one for one in held if one not in known]
    told = []
    if unknown:
        few = [f"« {one[:_TOLD]} »" for one in unknown[:_SHOWN]]
        others = len(unknown) - len(few)
        named = wording.join([*few, wording.plural(others, "autre")] if others else few)
        verb = "désigne" if len(unknown) == 1 else "désignent"
        told.append(
            f"{named} ne {verb} aucune action de ce jeu de données : une fiche a pu être retirée, ou l'adresse est "
            "celle d'un autre jeu."
        )
    if over > 0:
        told.append(
            f"Une liste a {chosen.MOST} actions au plus : {wording.plural(over, 'autre')} de l'adresse en sort."
        )
    return " ".join(told)


def _sheet(
    scope: Scope,
    liste: Sequence[str],
    row: Row,
    structures: Mapping[str, Row],
    after: Mapping[str, Row],
    day: date | None,
) -> Markup:
    action = row["action_id"]
    where = wording.join(row["communes_noms"]) if row["communes_noms"] else "commune nd"
    fields = [
        ("Qui la porte", contact.told(scope, structures[action])),
        ("Où et quand", f"{where}, {places.departement(row['departement'])} ; {directory.dates(row)}"),
        (
            "Ce qu'elle est devenue",
            html("{}{}", became.told(row, day), became.continued(scope, after.get(action))),
        ),
        ("Publics", ", ".join(row["publics"]) or wording.UNKNOWN),
        ("Mots clés", ", ".join(row["mots_cles"]) or wording.UNKNOWN),
        ("Partenaires", ", ".join(row["partenaires"]) or wording.UNKNOWN),
        ("À l'initiative", ", ".join(row["initiateurs"]) or wording.UNKNOWN),
        ("Coût", wording.sentence(directory.cost(row))),
    ]
    items = join(html("<div><dt>{}</dt><dd>{}</dd></div>", label, value) for label, value in fields)
    title = link(scope.href("fiche", action=action, **chosen.said(liste)), row["titre"])
    out = chosen.button(chosen.page(scope, chosen.toggled(liste, action)), liste, action, row["titre"])
    resume = html('<p class="resume">{}</p>', row["resume"]) if row["resume"] else EMPTY
    return html(
        '<section class="inspiration action"><h2>{}{}</h2>{}<dl class="bref">{}</dl></section>',
        title,
        out,
        resume,
        items,
    )
