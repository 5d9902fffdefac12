"""One territory at its own address: ``territoire?commune=03310``, ``?epci=200071363`` or ``?bassin=033``."""

from dashboard.dossier import offer
from dashboard.frame import cached, chrome, filters, show
from dashboard.frame.scope import Scope
from dashboard.territory import view


def page(scope: Scope) -> None:
    """What runs now first, then what is known of it, then who is like it."""
    chrome.sheet_within("synthese.css")
    asked = view.asked(scope)
    if asked is None:
        view.choose(scope)
        return
    here = view.here(scope, *asked)
    if here is None:
        return
    rows = cached.rows(here.scope, "conventions_du_territoire", **here.asked, limite=view.MOST_CONVENTIONS)
    view.opening(here, rows[0]["n_conventions"] if rows else 0)
    if here.level == "commune":
        code = here.asked["territoire"]
        with show.screen_only():
            offer.sheet("Sur un A4 (PDF)", "commune", f"{here.place['nom']}-{code}", here.scope, code)
    view.figures(here)
    view.actions(here)
    view.ends(here, rows)
    view.indicators(here)
    view.needs(here)
    view.alike(here)
    show.caution()
    show.sources_line(here.scope)


page(filters.scope())
