"""Actions to be inspired by, kept in the address: ``inspirations?liste=ID,ID``; made to be printed."""

from dashboard.directory import chosen, inspirations, listing
from dashboard.frame import cached, filters, show, wording

scope = filters.scope()
listing.style()
liste = chosen.asked()
rows = cached.rows(scope, "actions_choisies", actions=liste[: chosen.MOST])
kept = tuple(row["action_id"] for row in rows)
further = scope.href("actions", **chosen.said(kept))
show.back(further, "Toutes les actions")
show.title("Actions dont s'inspirer", "Qui porte ces initiatives, où, pour qui, et que sont-elles devenues ?")
if words := inspirations.strangers(liste, rows):
    show.note(words)
if rows:
    show.answer(
        f"{wording.plural(len(rows), 'action')} dans votre liste.",
        "La liste tient dans l'adresse de cette page : gardez-la ou envoyez-la. La page s'imprime telle quelle.",
    )
    show.old_reference(scope)
    with show.screen_only():
        ways = [(further, "Chercher d'autres actions", "la liste est gardée")]
        show.links([*ways, (chosen.page(scope, ()), "Vider la liste", "")])
    inspirations.sheets(scope, kept, rows)
    show.sources_line(scope, [row["source"] for row in rows])
else:
    show.empty(
        "Votre liste est vide.",
        "Dans l'annuaire ou sur une fiche, « S'en inspirer » y garde une action.",
        [(further, "Toutes les actions", "")],
    )
