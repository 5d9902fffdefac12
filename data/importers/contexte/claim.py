"""Whether a file holds figures or divisions by commune."""

from data import recipes
from data.batch import RefusedError
from data.importers.contexte import layouts
from data.importers.contexte.table import read_header
from data.reading.look import CERTAIN, PROBABLE, Claim, Look
from data.understanding import UndecidedError


def claim(look: Look) -> Claim | None:
    """Certain for a known publication; probable for a table with a code of commune in most of its rows."""
    if look.container == "json":
        return None
    head = read_header(look.path, layouts.KNOWN_COMMUNES)
    try:
        found = layouts.propose(look.path, head)
    except UndecidedError:
        draft = layouts.draft(look.path, head)
        if not draft.commune or not draft.variables:
            return None
        why = f"La colonne « {draft.commune} » porte des codes de communes, et d'autres des chiffres."
        return Claim("contexte", PROBABLE, why)
    except RefusedError:
        return None
    known = next((recipe for recipe in recipes.of_format("contexte") if f"{recipe.name}.toml" == found.file), None)
    if known is None:
        return Claim("contexte", PROBABLE, f"La colonne « {found.commune} » et des chiffres ou découpages par commune.")
    why = f"{known.title} : les colonnes de cette publication."
    return Claim("contexte", CERTAIN, why, known.publisher, known.name)
