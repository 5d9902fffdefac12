"""The whole dossier: its chapters in the order of a meeting."""

from dashboard.dossier import compared, followed, funded, ground, held, judged, method, needed, opening
from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Document, Drawing
from dashboard.frame import cached, wording
from geo.outlines import NoOutlineError


def document(asked: Asked) -> Document:
    """The dossier of a session, or of today."""
    title, subtitle, lead = opening.title(asked)
    return Document(
        title,
        subtitle,
        lead,
        " · ".join(dict.fromkeys((title, wording.sentence(asked.place), lead.partition(",")[0]))),
        foot(asked),
        [
            *opening.answer(asked),
            *judged.chapter(asked),
            *compared.chapter(asked),
            *funded.chapter(asked),
            *needed.chapter(asked),
            *held.chapter(asked),
            *followed.since(asked),
            *followed.due(asked),
            *method.chapter(asked),
        ],
        cover=opening.cover(asked),
        drawing=_picture(asked),
        made_up=made_up(asked),
    )


def foot(asked: Asked) -> str:
    """What ends each page: of which store and snapshot, who may read it."""
    reader = "non masqué, à ne pas diffuser" if asked.scope.actor.unmasked else "lecture publique"
    return f"Observatoire du vivre-ensemble, {asked.scope.dataset.title}, instantané {asked.scope.snapshot}, {reader}"


def made_up(asked: Asked) -> str:
    """What stands on each page of a demonstration."""
    return "Démonstration, données fictives" if asked.made_up else ""


def _picture(asked: Asked) -> Drawing | None:
    """The bassins of the département on the cover, the one of the dossier shaded."""
    scope = asked.scope
    try:
        file = cached.outline(scope, "bassins", scope.departement)
    except NoOutlineError:
        return None
    svg = ground.circles(file, [], lambda _: 0, scope.bassin, opening.names(scope), 400, 330)
    return Drawing(svg, f"Carte : les bassins de vie, {asked.whole.territory}", 128)
