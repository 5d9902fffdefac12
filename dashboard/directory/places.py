"""Which commune did the reader mean? A name, a name with its département, or a code; candidates when it is not sure."""

import re
from dataclasses import dataclass

from geo.communes import Commune, UnknownCommuneError, territory

MAX_CANDIDATES = 40
_WITH_DEPARTEMENT = re.compile(r"(?P<nom>.+?)\s*(?:\((?P<entre>[^()]+)\)|,\s*(?P<apres>[^,]+))\s*")
_CODE = re.compile(r"\s*\d[0-9ABab]\d{3}\s*")


@dataclass(frozen=True)
class Place:
    """The communes that an entry may mean (one when it is certain), and what there is to say about it (French)."""

    candidates: tuple[Commune, ...]
    note: str | None = None


def find(text: str, preferred: str | None = None) -> Place:
    """The communes meant by ``text``; several of one name are narrowed to ``preferred``, a département."""
    if _CODE.fullmatch(text):
        return _by_code(text.strip().upper())
    known = territory()
    nom, code = text.strip(), None
    if match := _WITH_DEPARTEMENT.fullmatch(text.strip()):
        code = known.departement_code(match["entre"] or match["apres"])
        nom = match["nom"] if code else nom
    namesakes = known.resolve_name(nom, code)
    if not namesakes:
        return Place((), _unknown(text, nom, code))
    own = [commune for commune in namesakes if commune.code_departement == preferred]
    if len(namesakes) > 1 and len(own) == 1:
        others = len(namesakes) - 1
        said = "une autre commune porte" if others == 1 else f"{others} autres communes portent"
        return Place((own[0],), f"{label(own[0])} est retenue ; {said} ce nom ailleurs.")
    return Place(tuple(namesakes))


def label(commune: Commune) -> str:
    """« Moulins (Allier, 03) »."""
    nom = territory().departement_name(commune.code_departement)
    return f"{commune.nom} ({nom}, {commune.code_departement})"


def departement(code: str | None) -> str:
    """« Allier (03) » ; « département nd » when the code is unknown."""
    nom = territory().departement_name(code) if code else None
    return f"{nom} ({code})" if nom else f"département {code or 'nd'}"


def _by_code(code: str) -> Place:
    try:
        resolution = territory().resolve_code(code)
    except UnknownCommuneError as error:
        return Place((), f"{error}")
    commune = territory().commune(resolution.code_commune)
    assert commune is not None, f"{code} resolves to {resolution.code_commune}, which is no commune"
    return Place((commune,), resolution.note)


def _unknown(text: str, nom: str, code: str | None) -> str:
    where = f" dans le département {code}" if code else ""
    return (
        f"Aucune commune ne s'appelle « {nom if code else text.strip()} »{where}. Vérifiez l'orthographe, "
        "ou donnez le code INSEE ; le nom peut être suivi de son département entre parenthèses."
    )
