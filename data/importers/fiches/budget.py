"""A Cerfa 12156 budget laid out over lines: its two columns are interleaved and its empty cells have vanished.

Each line is recognised by its label (data/codes/cerfa_12156.csv, or an account number), which gives side, level and
account; an amount belongs to the label just before it, and to nothing when that label is not recognised. Figures
are kept as declared: what does not add up is said, never corrected.
"""

import re
from collections.abc import Sequence

from data.importers.budgets.cerfa import Budget, BudgetLine, is_general
from data.importers.fiches.form import Line, unbulleted
from data.reading import euros
from data.reading.codes import CerfaLabel, cerfa, financeurs, plain
from data.reading.columns import Numbers, numbers
from data.reading.text import flatten

MIN_ACCOUNTS = 3

_ACCOUNT = re.compile(r"(?P<compte>[678][0-9]{1,2})\s*(?:[-–—.:]\s*)?(?P<libelle>[^0-9\s€].*)")
_AMOUNT = r"(?:€\s?)?[0-9](?:[0-9 \u00a0\u202f\u2009.,'’]*[0-9])?\s?(?:€|[eE]uros?|EUR)?"
_FIGURES = re.compile(_AMOUNT)
_INLINE = re.compile(rf"(?P<libelle>.*[^0-9\s:.,'’])(?P<gap>[\s:.…]*)\s(?P<montant>{_AMOUNT})")
_EXERCICE = re.compile(
    r"(?:exercice|annee)\D{0,12}((?:19|20)[0-9]{2})|date de debut\D{0,5}[0-9]{1,2}/[0-9]{1,2}/([0-9]{4})"
)
_PLANNED = re.compile(r"budget previsionnel|budget \w+ previsionnel")
_DONE = re.compile(r"compte rendu financier|budget realise|bilan financier")
_TITLE = re.compile(r"budget|exercice|compte rendu financier")
_END = re.compile(r"fait a ")
_YEAR = re.compile(r"\s*(?:19|20)[0-9]{2}\s*$")


def read_budget(lines: Sequence[Line]) -> Budget | None:
    """The Cerfa budget among the lines of a section, None when they hold fewer than three accounts."""
    accounts = [index for index, line in enumerate(lines) if _account(line.texte)]
    if len(accounts) < MIN_ACCOUNTS:
        return None
    first, last = _extent(lines, accounts)
    said = " ".join(flatten(line.texte) for line in lines[: accounts[0]])
    budget = Budget(lines[first].numero, lines[last].numero, _exercice(said), _nature(said))
    _fill(budget, lines[first : last + 1])
    return budget


def _extent(lines: Sequence[Line], accounts: list[int]) -> tuple[int, int]:
    """Indexes of the first and last lines of the table: from its title to its last label, amount or signature."""
    first = accounts[0]
    for index in range(accounts[0] - 1, -1, -1):
        label = cerfa().get(plain(lines[index].texte))
        if label is None and not _TITLE.match(flatten(unbulleted(lines[index].texte))):
            break
        first = index
    last = accounts[-1]
    for index in range(accounts[-1] + 1, len(lines)):
        text = lines[index].texte
        if _known(text) or _FIGURES.fullmatch(text) or _END.match(flatten(text)):
            last = index
    return first, last


def _exercice(said: str) -> int | None:
    match = _EXERCICE.search(said)
    return int(match[1] or match[2]) if match else None


def _nature(said: str) -> str:
    if _DONE.search(said):
        return "realise"
    return "previsionnel" if _PLANNED.search(said) else "inconnue"


def _fill(budget: Budget, lines: Sequence[Line]) -> None:
    """The lines of the budget; its amounts are read as all of them are written."""
    figures = (text if _FIGURES.fullmatch(text) else _split(text)[1] for text in (line.texte for line in lines))
    notation = numbers(figures, decimals=2)
    current: BudgetLine | None = None
    for line in lines:
        text = line.texte
        if not unbulleted(text):
            continue
        if _FIGURES.fullmatch(text):
            _give(budget, current, line, notation)
            current = None
            continue
        label, inline = _split(text)
        current = _line(budget, label, line.numero)
        if current:
            budget.lignes.append(current)
            if inline:
                _give(budget, current, Line(line.numero, inline), notation)
                current = None
        elif not _is_title(text):
            budget.avertissements.append(
                f"ligne {line.numero} : « {text[:80]} » n'est pas un intitulé connu du budget Cerfa ; laissé au texte."
            )


def _give(budget: Budget, current: BudgetLine | None, line: Line, notation: Numbers) -> None:
    """Give an amount to the label just before it, or say that it has none."""
    try:
        amount = euros.amount(line.texte, notation)
    except ValueError as error:
        budget.avertissements.append(f"ligne {line.numero} : « {line.texte} » : {error}.")
        return
    if current is None:
        budget.avertissements.append(
            f"ligne {line.numero} : le montant « {line.texte} » ne suit aucun intitulé reconnu ; laissé au texte."
        )
    else:
        current.montant = amount


def _split(text: str) -> tuple[str, str | None]:
    """(label, amount written after it on the same line, if any): a bare year closes a label, it is no amount."""
    match = _INLINE.fullmatch(text)
    if not match:
        return text, None
    unit = re.search(r"[€a-zA-Z]", match["montant"])
    sure = unit or ":" in match["gap"] or "\t" in match["gap"] or _known(match["libelle"])
    if not sure or (_YEAR.fullmatch(" " + match["montant"]) and not unit):
        return text, None
    return match["libelle"].strip(), match["montant"]


def _account(text: str) -> re.Match[str] | None:
    match = _ACCOUNT.fullmatch(unbulleted(text))
    return match if match and len(text) <= 120 else None


def _known(text: str) -> CerfaLabel | None:
    """The vocabulary's entry for a label: exact, or followed by what the form lets people add."""
    words = plain(unbulleted(text))
    if exact := cerfa().get(words):
        return exact
    starts = [
        entry for entry in cerfa().values() if entry.suite and re.match(re.escape(entry.libelle) + r"(?!\w)", words)
    ]
    return max(starts, key=lambda entry: len(entry.libelle), default=None)


def _is_title(text: str) -> bool:
    known = _known(text)
    words = flatten(unbulleted(text))
    return (known is not None and known.niveau == "titre") or bool(_TITLE.match(words) or _END.match(words))


def _line(budget: Budget, text: str, number: int) -> BudgetLine | None:
    """The budget line that a label opens, None when it is not a label of the form."""
    if match := _account(text):
        cote = _side_of(match["compte"])
        return BudgetLine(number, cote, match["compte"], "compte", _label(match["libelle"]))
    known = _known(text)
    words = _label(text)
    if known is None:
        return _added_funder(budget, text, number)
    if known.niveau == "titre":
        return None
    if known.niveau == "total" and known.cote is None:
        general = [line for line in budget.lignes if line.niveau == "total" and is_general(line)]
        return BudgetLine(number, "produit" if general else "charge", None, "total", words)
    cote = known.cote or "charge"
    return BudgetLine(number, cote, known.compte, known.niveau, words, financeur=_financeur(words, known))


def _added_funder(budget: Budget, text: str, number: int) -> BudgetLine | None:
    """A bulleted line just after a funder's line of account 74 names a funder: the form leaves bullets for that."""
    words = _label(text)
    last = budget.lignes[-1] if budget.lignes else None
    if unbulleted(text) == text or last is None or last.compte != "74":
        return None
    return BudgetLine(number, "produit", "74", "detail", words, financeur=_financeur(words, None))


def _label(text: str) -> str:
    """A label as written, without its bullet and its final punctuation."""
    return unbulleted(text).rstrip(" :,;\u00a0\u202f")


def _side_of(compte: str) -> str:
    return "charge" if compte[0] == "6" or compte == "86" else "produit"


def _financeur(text: str, known: CerfaLabel | None) -> str | None:
    """Identifier of the funder that a line of account 74 names: what people added first, then the form's own words."""
    if known is not None and known.compte not in ("74", "70"):
        return None
    parts = [_YEAR.sub("", part).strip(" :") for part in re.split(r"[–:]| - ", text)]
    names = [plain(part) for part in reversed(parts) if part]
    names += [plain(text)] + ([known.libelle] if known else [])
    by_name = {plain(label): funder.financeur_id for label, funder in financeurs().items()}
    return next((by_name[name] for name in names if name in by_name), None)
