"""The words of the sidebar: what its lists call a département, what is recorded there, what a closed list cuts."""

from dashboard.frame import wording
from dashboard.frame.markup import html, write
from dashboard.frame.row import Row

# Characters that a closed list shows; a longer choice is written again under it.
SHOWN = 26


def place(row: Row) -> str:
    """« Allier (03) »."""
    return f"{row['nom']} ({row['code_departement']})"


def facts(row: Row) -> str:
    """« 1 848 actions et 120 événements », what is recorded in a département; its absence is said."""
    counts = [(row["n_actions"], "action"), (row["n_evenements"], "événement")]
    told = wording.join([wording.plural(count, noun) for count, noun in counts if count])
    return wording.sentence(told) if told else "Aucune action, aucun événement"


def under(label: str, *more: str) -> None:
    """What a closed list of the sidebar cannot show, under it: a choice that is too long for it, then ``more``."""
    for words in ([label] if len(label) > SHOWN else []) + [fact for fact in more if fact]:
        write(html('<p class="choix">{}</p>', words))
