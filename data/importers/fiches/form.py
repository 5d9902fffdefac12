"""The directory's form: where each fiche begins, where each section begins, what each section holds.

A heading is a line « - Words », the words being exactly those of the form (accents, case and spaces aside).
A heading over a closed list (« - Public ») counts only if what follows reads as that list, so that a bullet of a
text that says the same word stays in the text. A fiche begins at « Actions » when a heading of the form follows
within three lines, or at a second « - Structure organisatrice » whose answer ends with a département.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from data.identifiers import fold
from data.reading.codes import labels

COLLECTIVE_TITLE = "les actions des centres sociaux"
FICHE_TITLE = "actions"
MAX_TITLE_LINES = 3
MAX_LABEL = 80

_HEADINGS = {
    "structure organisatrice": "structure",
    "fichier(s) associe(s)": "fichiers",
    "statut de l'action": "statut",
    "raisons pour lesquelles l'action est terminee": "motif_fin",
    "dimension": "dimension",
    "mots cles associes a l'action": "mots_cles",
    "resume": "resume",
    "qui est a l'initiative de l'action": "initiateurs",
    "precision (si autre)": "precision_initiateur",
    "territoire concerne": "portee",
    "description de l'experience, ses objectifs, ses acteurs et ses differentes phases": "experience",
    "public": "publics",
    "avec qui cette action a-t-elle ete menee": "partenaires",
    "description generale": "description",
    "ressources financieres mobilisees pour cette action": "ressources",
    "nombre de personnes mobilises pour cette action": "personnes_mobilisees",
    "nombre de personnes mobilisees pour cette action": "personnes_mobilisees",
    "resultat sur le territoire": "resultat_territoire",
    "resultat pour le centre social": "resultat_centre",
    "resultat pour les habitants": "resultat_habitants",
    "suite de l'action : limites": "limites",
    "suite de l'action : perspectives": "perspectives",
}
_MOTIF_PREFIX = "raisons pour lesquelles l'action "
# What stands at the head of a fiche: « Actions » followed by one of these is no word of a text.
_HEAD = {"structure", "fichiers", "statut"}
SCALARS = {"statut": "statut", "dimension": "dimension", "portee": "portee"}
LISTS = {"mots_cles": "mot_cle", "initiateurs": "initiateur", "publics": "public", "partenaires": "partenaire"}
_CLOSED = SCALARS | LISTS
TEXTS = tuple(
    rubrique for rubrique in dict.fromkeys(_HEADINGS.values()) if rubrique not in _CLOSED and rubrique != "structure"
)
_PARTNERS = "partenaires "


@dataclass(frozen=True)
class Line:
    """One line of the file: its number (from 1) and its text without blanks at either end."""

    numero: int
    texte: str


@dataclass
class Section:
    """One section as written: which heading, at which line, over which lines."""

    rubrique: str
    ligne: int
    lignes: list[Line] = field(default_factory=list)


@dataclass
class Form:
    """One fiche as written: its title lines and its sections, in order."""

    ligne: int
    titre: str
    sections: list[Section]
    doute_titre: bool = False

    def of(self, rubrique: str) -> Iterator[Section]:
        """The sections under one heading, in order; there may be none or several."""
        return (section for section in self.sections if section.rubrique == rubrique)


def unbulleted(text: str) -> str:
    """A line without its bullet."""
    return text.lstrip("-–—•*·\t \u00a0\u202f").strip() if text[:1] in "-–—•*·" else text


def heading(text: str) -> str | None:
    """The section that a line opens, None when the line is no heading of the form."""
    if text[:1] not in ("-", "–", "—"):
        return None
    words = " ".join(fold(text[1:]).rstrip(" ?.").split()).replace("( ", "(").replace(" )", ")")
    if words.startswith(_MOTIF_PREFIX) and len(words) < MAX_LABEL:
        return "motif_fin"
    return _HEADINGS.get(words)


def read_forms(text: str, departement: Callable[[str], bool]) -> tuple[list[Form], list[Line]]:
    """The fiches of a file, and the lines before the first one that belong to none.

    ``departement`` tells whether a structure line ends with a known département.
    """
    lines = [Line(number, line.strip().strip("\ufeff")) for number, line in enumerate(text.split("\n"), start=1)]
    starts = _starts(lines, departement)
    before = lines[: starts[0][0]] if starts else lines
    outside = [line for line in before if line.texte and fold(line.texte) != COLLECTIVE_TITLE]
    forms = []
    for (start, marked), (end, _) in zip(starts, [*starts[1:], (len(lines), True)], strict=False):
        forms.append(_form(lines[start:end], marked))
    marks = {marked for _, marked in starts}
    if len(marks) == 2:
        for form, (_, marked) in zip(forms, starts, strict=True):
            form.doute_titre = not marked
    return forms, outside


def _starts(lines: list[Line], departement: Callable[[str], bool]) -> list[tuple[int, bool]]:
    """(index of the first line, whether the line « Actions » is there) of each fiche."""
    found: list[tuple[int, bool]] = []
    structures = 0
    for index, line in enumerate(lines):
        if fold(line.texte) == FICHE_TITLE and _opens_fiche(lines, index, bool(found), structures):
            found.append((index, True))
            structures = 0
        elif heading(line.texte) == "structure":
            named = departement(_answer(lines, index))
            if (not found or structures) and (named or not found):
                found.append((_title_index(lines, index, first=not found), False))
                structures = 0
            structures += 1
    return found


def _opens_fiche(lines: list[Line], index: int, inside: bool, structures: int) -> bool:
    """Whether the line « Actions » at ``index`` opens a fiche rather than being a word of a text."""
    following = [line for line in lines[index + 1 : index + 12] if line.texte][: MAX_TITLE_LINES + 1]
    first = next((key for line in following if (key := heading(line.texte))), None)
    if first in _HEAD:
        return True
    if first is None:
        return False
    if not inside:
        return True
    later = (line.texte for line in lines[index + 1 :])
    upcoming = next((text for text in later if heading(text) == "structure" or fold(text) == FICHE_TITLE), None)
    return structures > 0 and upcoming is not None and heading(upcoming) == "structure"


def _answer(lines: list[Line], index: int) -> str:
    following = next((line.texte for line in lines[index + 1 :] if line.texte), "")
    return "" if heading(following) else unbulleted(following)


def _title_index(lines: list[Line], index: int, *, first: bool) -> int:
    """Where a fiche without « Actions » begins: at the line of text just above its structure, if there is one."""
    above = index - 1
    while above >= 0 and not lines[above].texte:
        above -= 1
    if above < 0 or heading(lines[above].texte) or fold(lines[above].texte) == COLLECTIVE_TITLE:
        return index
    return above if first or unbulleted(lines[above].texte) == lines[above].texte else index


def _form(lines: list[Line], marked: bool) -> Form:
    body = [line for line in lines if fold(line.texte) != COLLECTIVE_TITLE]
    headings = _headings(body)
    first = min(headings, default=len(body))
    head = body[1:first] if marked else body[:first]
    title = " ".join(line.texte for line in head if line.texte)
    form = Form(lines[0].numero, title, [])
    for index in range(first, len(body)):
        line = body[index]
        if index in headings:
            form.sections.append(Section(headings[index], line.numero))
        else:
            form.sections[-1].lignes.append(line)
    return form


def _headings(lines: list[Line]) -> dict[int, str]:
    """Index of each line that is a heading → its section."""
    candidates = {index: key for index, line in enumerate(lines) if (key := heading(line.texte))}
    order = sorted(candidates)
    answers: dict[int, list[str]] = {}
    for index, end in zip(order, [*order[1:], len(lines)], strict=True):
        answers[index] = [line.texte for line in lines[index + 1 : end] if unbulleted(line.texte)]
    certain = {key for index, key in candidates.items() if key in _CLOSED and _known(key, answers[index])}
    return {
        index: key
        for index, key in candidates.items()
        if key not in _CLOSED or _reads_as_list(key, answers[index], doubted=key in certain)
    }


def _known(key: str, answers: list[str]) -> bool:
    return bool(answers) and fold(unbulleted(answers[0])) in labels(_CLOSED[key])


def _reads_as_list(key: str, answers: list[str], *, doubted: bool) -> bool:
    """Whether the lines under a closed list's heading are answers to it.

    No answer or a known label: yes. An unknown one must look like a label (a short bullet), and the same heading
    must not stand elsewhere in the fiche above a known label (``doubted``).
    """
    if not answers or _known(key, answers) or key == "partenaires":
        return True
    label_like = unbulleted(answers[0]) != answers[0] and len(answers[0]) <= MAX_LABEL
    return label_like and not doubted


def list_answers(section: Section) -> tuple[list[Line], list[Line]]:
    """(labels, other lines) under a closed list's heading: a text that follows the labels is no label.

    A line « Partenaires … : » is a sub-heading of the form and is neither.
    """
    answers: list[Line] = []
    others: list[Line] = []
    known = labels(_CLOSED[section.rubrique])
    for line in section.lignes:
        words = unbulleted(line.texte)
        if not words or (fold(words).startswith(_PARTNERS) and words.endswith(":")):
            continue
        is_label = fold(words) in known or (words != line.texte and len(words) <= MAX_LABEL and not others)
        (answers if is_label else others).append(Line(line.numero, words if is_label else line.texte))
    return answers, others


def free_text(lines: list[Line]) -> list[Line]:
    """The lines of a free text, without the empty ones and lone bullets before and after it."""
    filled = [index for index, line in enumerate(lines) if unbulleted(line.texte)]
    return lines[filled[0] : filled[-1] + 1] if filled else []
