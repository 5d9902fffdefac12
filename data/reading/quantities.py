"""Quantities of people (and meetings) in free text, as proposals with their kind and the words they come from.

Only a number beside a word for people counts: ages, durations, dates, percentages, weights and works never do.
Where the words are read changes what they say: under « Nombre de personnes mobilisés » people are staff and
volunteers; in results they are those who took part; in a narrative they count only if the sentence says that they
took part. Limits and perspectives speak of what might be and are not read.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from data.reading.figures import AFTER, Figure, FoundFigure, Precision, find_figures, qualify
from data.reading.text import flatten, fragment, sentence

Context = Literal["mobilisees", "resultats", "recit"]


@dataclass(frozen=True)
class Quantity:
    """One proposal: which quantity, how much, how sure, in whose words; ``ligne`` counts from 0 in the text read."""

    grandeur: str
    valeur: float | None
    borne_basse: float | None
    borne_haute: float | None
    precision: Precision
    texte_source: str
    ligne: int


@dataclass(frozen=True)
class _Found:
    grandeur: str
    figure: Figure
    start: int
    end: int
    total: bool = False
    kind: str = ""


_INCLUSIVE = r"(?:(?:e?s?|le?s?)(?:\((?:e|s|es)\)){0,2}|\(ne\)s?|[.·•-](?:l?e)[.·•-]?s?)(?![\w])"
_STAFF = {
    "benevoles": rf"benevole{_INCLUSIVE}",
    "professionnels": rf"(?:professionnel|salarie|employe|agent){_INCLUSIVE}|pros?(?!\w)"
    r"|travailleu(?:r|se)s? socia(?:l|le|ux|les)(?!\w)",
}
_NOUNS = {
    **_STAFF,
    "personnes": r"personnes?(?!\w)|pers(?!\w)\.?",
    "participants_distincts": (
        rf"(?:participant|inscrit|present|beneficiaire|visiteur|spectateur){_INCLUSIVE}|usagere?s?(?!\w)"
    ),
    "public": (
        rf"(?:enfant|adolescent|etudiant|habitue|retraite){_INCLUSIVE}|(?:jeune|ado|eleve|lyceen(?:ne)?|collegien(?:ne)?"
        r"|senior|aine|femme|homme|dame|parent|maman|papa|adulte)s?(?!\w)"
    ),
    "familles": r"(?:familles?|menages?|foyers?(?! (?:rura|logement|d[e']|socio|culturel)))(?!\w)",
    "habitants": rf"habitant{_INCLUSIVE}",
    "participations": r"(?:participation|passage)s?(?!\w)",
    "reunions": r"(?:reunion|copil)s?(?!\w)|comites? de pilotage",
    "seances": r"(?:seance|rdv)s?(?!\w)|rendez-vous",
    "rencontres": r"rencontres?(?!\w)",
    "repondants": r"repondant" + _INCLUSIVE,
    "questionnaires_envoyes": r"questionnaires? (?:envoye|distribue|adresse|diffuse)s?(?!\w)",
    "equipe": (
        rf"(?:intervenant|encadrant|referent){_INCLUSIVE}|responsables?(?!\w)|stagiaires?(?!\w)"
        r"|(?:animat|accompagnat|coordinat|direct|educat|mediat|format)(?:eur|rice)s?(?!\w)"
        rf"|(?:assistante?s? (?:de|du|sociale?s?|maternelle?s?)|a\.?s\.? de secteur"
        rf"|chargee?s? d[e']|conseill(?:er|ere)s?)(?!\w)|(?:accueillant|apprenti|technicien){_INCLUSIVE}"
    ),
}
_NOUN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _NOUNS.items()))
_FILLER = re.compile(
    r"(?:d[e'] ?|des )?(?:(?:nouve(?:aux|lles?)|autres|differente?s|jeunes(?= (?:adultes|parents|benevoles)))\s)?\s*"
)
_KIND_AFTER = re.compile(rf" (?:(?P<benevoles>{_STAFF['benevoles']})|(?P<professionnels>{_STAFF['professionnels']}))")
_MIXED = re.compile(rf"(?:/| et | ou |, )(?:{'|'.join(_STAFF.values())})")
_QUALIFIED_AFTER = re.compile(rf" ?\(?({AFTER})")

_TOOK_PART = re.compile(
    r"touch|particip|interess|accueil|reuni|rassembl|present|benefici|frequent|inscri|concern|accompagn|assist"
)
_PER_SESSION = re.compile(
    r"(?:par|/|chaque) ?(?:seance|session|atelier|soiree|rencontre|repas|cours|sortie|groupe|jour|semaine|mois|an\b)"
    r"|en moyenne|moyenne de"
)
# Beside the figure itself: « 5 participantes à chacun des ateliers », « à chaque session, une centaine d'élèves ».
_EACH_AFTER = re.compile(rf"[^0-9.;]{{0,25}}?(?:a chacune? de|{_PER_SESSION.pattern})")
_EACH_BEFORE = re.compile(r"(?:a|pour|lors de) chaque (?:seance|session|atelier|soiree|rencontre|repas|sortie),? ?$")
_CYCLE = re.compile(r"(?:session|cycle|serie|parcours) d[e'] ?$")
_GROUP = re.compile(r"groupes? d[e']\s*$")
_GROUPS = re.compile(r"groupes d[e']\s*$")
# Who makes the action happen, and who is in its groups: the words around « personnes » say it wherever they stand.
_TEAM_BEFORE = re.compile(
    r"(?:equipe|prestataire|intervenant|encadrant|organisateur|animateur|animatrice)(?:e?s)?(?:\(e?s\))?"
    r"(?: d['e][^.;:=0-9]{0,40})? ?[:=(] ?$|(?:une |l'|notre )equipe d[e'] ?$"
)
_TEAM_AFTER = re.compile(r" (?:sur|dans|de|pour|au sein de) (?:l'|une |notre |cette )equipe(?!\w)")
_GROUPS_AFTER = re.compile(
    r" (?:sur|dans|au sein de|reparties? (?:sur|dans|en)) (?:l'ensemble des |tous les |les |nos |ces |des )?"
    r"(?:[0-9] |deux |trois |quatre )?groupes(?!\w)"
)
# « 40 adultes / 55 enfants - 95 au total »: a total without a noun, after its parts or before them.
_TOTAL_AFTER = re.compile(r" ?(?:au total|en tout)(?!\w)")
_TOTAL_BEFORE = re.compile(r"(?:(?<!\w)(?:total|en tout|soit)(?: de)? ?:? ?|= ?)$")
_POPULATION = re.compile(r"(?:commune|ville|village|quartier|territoire|bourg|population|canton|compte|agglomeration)")
_YEAR_BEFORE = re.compile(
    r"(?:\ben|annees?|depuis|edition|ete|saison|rentree|[a-z]{3,}(?:bre|er|ars|ril|ai|uin|uillet|out)) $"
)
_PARTICIPANT_LABEL = re.compile(r"(?:participant|public|beneficiaire|usager|inscrit)[^:]*: ?[^:]*$")
# A part of people already counted; « 91 familles dont 117 adultes » counts adults for the first time.
_PART_OF = re.compile(r"(?:dont|parmi lesquel(?:le)?s) ?$")
_OF_FAMILIES = re.compile(rf"(?:famille|menage|foyer)s?(?!\w)[^.;0-9]*{_PART_OF.pattern}")
_FUTURE = re.compile(r"(?:objectif|souhait|prevoi|prevoy|prevu|vise|capacite|limite|esper)")
_FACTOR = re.compile(r"[0-9][^=]*[x×*] ?$")
_SUM = re.compile(r"[0-9][^=]*= ?$")
_RESULT = re.compile(r"[0-9][^=]*[x×*] ?[0-9][^=]*= ?$")

# How far before a figure, in characters of its line, its meaning is looked for.
_WINDOW = 300
_BULLET = re.compile(r"^(?:[-–—•*·] ?)?")
_LABELLED = re.compile(r"^(?:[-–—•*·] ?)?(?P<label>[^:=(0-9]{3,60}?) ?[:=(] ?$")
_BETWEEN_ANSWERS = re.compile(r" ?[/;,] ?| [-–] ")
_ANSWER = re.compile(r"[^:=0-9]{3,60}[:=] ?[0-9][^:=]*")
_LABEL_KINDS = {
    "benevoles": "benevole",
    "professionnels": r"professionnel|salarie|agent|employe",
    "participants_distincts": r"participant|public|beneficiaire|inscrit|visiteur|spectateur",
    "familles": "famille",
    "habitants": "habitant",
    "reunions": "reunion",
    "seances": "seance",
}
_NO_PEOPLE = re.compile(
    r"heure|duree|date|annee|age|edition|tel|budget|cout|tarif|prix|montant|euro|surface|atelier|sortie|temps|fois"
    r"|semaine|mois|jour|etp|horaire|materiel|document|article|film|moyenne"
)
_DETAILED = re.compile(r" ?(?::|\(|dont(?!\w)|=)")
# « 18 (11 femmes et 7 hommes) »: the figure is the whole of what stands between parentheses.
_PARTS = re.compile(r"\([^()]*[0-9][^()]*\)?")
_WHOLE = re.compile(r"(?:personnes?|pers\.?)?(?: (?:mobilisee?s|au total|en tout|en moyenne))*")
_ONLY_TOTAL = re.compile(r"(?: (?:mobilisee?s|au total|en tout))*\W*(?:$|[:(]|dont)")


def find_quantities(text: str, context: Context) -> list[Quantity]:
    """Every quantity of people, families, meetings or sessions that the words leave no doubt about.

    A total followed by its parts stays alone: parts are proposed only when they say « professionnels » or
    « bénévoles ». « un » and « une » are articles, except beside those two words among the people mobilised.
    """
    proposals: list[tuple[bool, Quantity]] = []
    for number, line in enumerate(text.split("\n")):
        flat = flatten(line)
        proposals += [(found.total, _proposal(found, line, number)) for found in _in_line(flat, context)]
    if any(total for total, _ in proposals):
        return [quantity for total, quantity in proposals if total or quantity.grandeur != "personnes_mobilisees"]
    return [quantity for _, quantity in proposals]


def _proposal(found: _Found, line: str, number: int) -> Quantity:
    figure = found.figure
    bounds = (
        None if bound is None else float(bound) for bound in (figure.valeur, figure.borne_basse, figure.borne_haute)
    )
    value, low, high = bounds
    words = fragment(line, found.start, found.end)
    return Quantity(found.grandeur, value, low, high, figure.precision, words, number)


def _in_line(flat: str, context: Context) -> list[_Found]:
    found: list[_Found] = []
    bare: list[FoundFigure] = []
    for begin, end in _segments(flat):
        for figure in find_figures(flat[:end], begin):
            if figure.figure.valeur is not None and figure.figure.valeur % 1:
                continue
            read = _beside_noun(flat, figure, context) or _alone(flat[:end], begin, figure, context)
            if read:
                found.append(read)
            else:
                bare.append(figure)
    return _without_parts(_without_team(flat, found) + _totals(flat, bare, found))


def _without_team(flat: str, found: list[_Found]) -> list[_Found]:
    """« 2 professionnels : 1 référente, 1 conseiller »: those who are named after a staff are that staff."""
    whole = next((each for each in found if each.kind in _STAFF and _DETAILED.match(flat, each.end)), None)
    return [each for each in found if not (whole and each.kind == "equipe" and each.start > whole.end)]


def _totals(flat: str, bare: list[FoundFigure], parts: list[_Found]) -> list[_Found]:
    """Figures without a noun that the line gives as the total of two parts or more that it names."""
    public = [part for part in parts if part.kind == "public" and part.grandeur == "participants_distincts"]
    if len(public) < 2:
        return []
    totals = []
    for each in bare:
        after = _TOTAL_AFTER.match(flat, each.end)
        ended = not flat[each.end :].strip(" .;)") or flat[each.end :].lstrip().startswith(("(", ":", "dont"))
        if after or (ended and _TOTAL_BEFORE.search(flat[max(each.start - _WINDOW, 0) : each.start])):
            end = after.end() if after else each.end
            totals.append(_Found("participants_distincts", each.figure, each.start, end, kind="participants_distincts"))
    return totals


def _segments(flat: str) -> list[tuple[int, int]]:
    """Bounds of the answers of a line « Salariés : 2 / Bénévoles : 12 », or of the whole line."""
    bounds = [0, *(match.end() for match in _BETWEEN_ANSWERS.finditer(flat)), len(flat)]
    pieces = list(pairwise(bounds))
    if len(pieces) > 1 and all(_ANSWER.fullmatch(flat[begin:end]) for begin, end in pieces):
        return pieces
    return [(0, len(flat))]


def _without_parts(found: list[_Found]) -> list[_Found]:
    """« 14 personnes (10 femmes, 4 hommes) »: parts that make up a total of the same line are not added to it."""
    totals = {each.figure.valeur for each in found if each.kind in ("personnes", "participants_distincts")}
    parts = [each for each in found if each.kind == "public" and each.figure.valeur is not None]
    if len(parts) < 2 or sum((each.figure.valeur or Decimal(0) for each in parts), Decimal(0)) not in totals:
        return found
    return [each for each in found if each not in parts]


def _beside_noun(flat: str, found: FoundFigure, context: Context) -> _Found | None:
    filler = _FILLER.match(flat, found.end + (flat[found.end : found.end + 1] == " "))
    noun = _NOUN.match(flat, filler.end() if filler else found.end)
    if not noun or (noun.start() == found.end and flat[found.end - 1].isalpha()):
        return None
    kind, end = str(noun.lastgroup), noun.end()
    if kind in ("personnes", "equipe", "habitants", "public") and (said := _KIND_AFTER.match(flat, end)):
        kind, end = str(said.lastgroup), said.end()
    elif kind in _STAFF and _MIXED.match(flat, end):
        kind = "equipe"
    grandeur = _grandeur(flat, found, kind, end, context)
    if grandeur is None:
        return None
    figure = found.figure
    if figure.precision == "exacte" and figure.valeur is not None:
        if after := _QUALIFIED_AFTER.match(flat, end):
            figure, end = qualify(figure.valeur, after[1]), after.end()
        elif _computed(flat[max(found.start - _WINDOW, 0) : found.start], kind):
            figure = replace(figure, precision="calculee")
    total = grandeur == "personnes_mobilisees" and kind == "personnes" and _is_total(flat, found.start, end)
    return _Found(grandeur, figure, found.start, end, total, kind)


def _computed(before: str, kind: str) -> bool:
    return bool(_RESULT.search(before) or (kind == "personnes" and _SUM.search(before)))


def _is_total(flat: str, start: int, end: int) -> bool:
    before = _BULLET.sub("", flat[max(start - _WINDOW, 0) : start]).strip(" :")
    sums = bool(re.search(r"[0-9].*(?:=|\bsoit(?: un total de)?)$", before))
    return sums or (before in ("", "total", "au total", "en tout") and bool(_ONLY_TOTAL.match(flat, end)))


def _grandeur(flat: str, found: FoundFigure, kind: str, end: int, context: Context) -> str | None:
    """What the noun counts here, None when it is no quantity of this action."""
    before = flat[max(found.start - _WINDOW, 0) : found.start]
    if found.article and not (context == "mobilisees" and kind in _STAFF):
        return None
    if _GROUPS.search(before) or _FACTOR.search(before) or _is_year(before, found):
        return None
    if kind == "personnes" and (said := _group_of(before, flat[end:])):
        return None if context == "recit" and _FUTURE.search(flat[slice(*sentence(flat, found.start, end))]) else said
    if kind == "rencontres":
        return "seances" if _CYCLE.search(before) else None
    if kind in ("reunions", "seances"):
        return None if _PER_SESSION.match(flat[end:].lstrip()) else kind
    if context == "mobilisees":
        return _mobilised(before, kind)
    begin, stop = sentence(flat, found.start, end)
    words = flat[begin:stop]
    each = bool(_EACH_AFTER.match(flat, end) or _EACH_BEFORE.search(before))
    if each and kind in ("public", "participants_distincts") and not _FUTURE.search(words):
        return None if _GROUP.search(before) else "participations"
    if kind not in _STAFF and _PART_OF.search(before) and not _OF_FAMILIES.search(before):
        return None
    if kind == "habitants" and _POPULATION.search(words):
        return None
    if context == "recit" and kind not in ("participations", "repondants", "questionnaires_envoyes"):
        told = kind == "participants_distincts" or kind in _STAFF or _TOOK_PART.search(words)
        if not told or _GROUP.search(before) or _PER_SESSION.search(words) or _FUTURE.search(words):
            return None
    return _taking_part(kind, bool(_PER_SESSION.search(words)))


def _group_of(before: str, after: str) -> str | None:
    """Whether « personnes » are the team or those in the groups, when the words beside them say so."""
    if _TEAM_BEFORE.search(before) or _TEAM_AFTER.match(after):
        return "personnes_mobilisees"
    return "participants_distincts" if _GROUPS_AFTER.match(after) else None


def _mobilised(before: str, kind: str) -> str | None:
    if kind == "personnes":
        return "participants_distincts" if _PARTICIPANT_LABEL.search(before) else "personnes_mobilisees"
    return {"equipe": "personnes_mobilisees", "public": "participants_distincts"}.get(kind, kind)


def _taking_part(kind: str, each_session: bool) -> str | None:
    if kind == "equipe":
        return None
    if kind in ("personnes", "public", "participants_distincts"):
        return "participations" if each_session else "participants_distincts"
    return kind


def _looks_like_year(flat: str, found: FoundFigure) -> bool:
    return bool(re.fullmatch(r"(?:19|20)[0-9]{2}", flat[found.start : found.end]))


def _is_year(before: str, found: FoundFigure) -> bool:
    value = found.figure.valeur
    return value is not None and 1900 <= value <= 2100 and bool(_YEAR_BEFORE.search(before))


def _alone(flat: str, begin: int, found: FoundFigure, context: Context) -> _Found | None:
    """A figure that is the whole line (« 5 », « - 5 »), or the whole answer to a label (« Bénévoles : 12 »)."""
    rest = flat[found.end :].strip(" .;,/)")
    parts = _PARTS.fullmatch(rest)
    if found.article or not (_WHOLE.fullmatch(rest) or parts or flat[found.end : found.end + 1] == ")"):
        return None
    before = flat[begin : found.start]
    if not _BULLET.sub("", before).strip():
        whole = context == "mobilisees" and (not rest or parts) and not _looks_like_year(flat, found)
        return _Found("personnes_mobilisees", found.figure, found.start, found.end) if whole else None
    label = _LABELLED.match(before)
    if counted := _counted_noun(flat, before, found, context):
        return counted
    if not label or _NO_PEOPLE.search(label["label"]):
        return _labelled_sessions(label, found)
    kinds = [name for name, pattern in _LABEL_KINDS.items() if re.search(pattern, label["label"])]
    if len(kinds) == 1:
        return _Found(kinds[0], found.figure, found.start, found.end, kind=kinds[0])
    if context != "mobilisees" or kinds or parts:
        return None
    total = label["label"].strip() in ("total", "au total", "en tout")
    return _Found("personnes_mobilisees", found.figure, found.start, found.end, total)


def _counted_noun(flat: str, before: str, found: FoundFigure, context: Context) -> _Found | None:
    """« Bénévoles (12) et salariés (3) »: a noun, then its number alone between parentheses."""
    if not before.rstrip().endswith("(") or not flat[found.end :].lstrip().startswith(")"):
        return None
    noun = next((match for match in _NOUN.finditer(before) if match.end() == len(before.rstrip(" ("))), None)
    kind = str(noun.lastgroup) if noun else None
    if noun is None or kind not in (*_STAFF, "participants_distincts", "familles") or _looks_like_year(flat, found):
        return None
    return _Found(kind, found.figure, noun.start(), found.end, kind=kind) if context != "recit" else None


def _labelled_sessions(label: re.Match[str] | None, found: FoundFigure) -> _Found | None:
    """« Nombre de séances : 10 » among labels that are not people."""
    if label and (named := re.fullmatch(r"nombre de (reunions|seances)", label["label"].strip())):
        return _Found(named[1], found.figure, found.start, found.end)
    return None
