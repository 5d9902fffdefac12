"""Names of columns set against those that a layout expects: more, missing, or the same under another spelling."""

import difflib
from collections.abc import Callable, Sequence

from data.identifiers import fold
from data.understanding import Headings

_ALIKE = 0.75


def compare(
    expected: Sequence[str], found: Sequence[str], means: Callable[[str], str | None] = lambda name: None
) -> Headings:
    """Which columns are extra, missing, or renamed (found, expected).

    Case, accents and spaces aside, a name is itself. A column is renamed when what it ``means`` is what a missing one
    means, or when it resembles one; each stands for one missing column at most.
    """
    known = {_plain(name) for name in found}
    wanted = {_plain(name) for name in expected}
    missing = [name for name in expected if _plain(name) not in known]
    extra = [name for name in found if name.strip() and _plain(name) not in wanted]
    renamed: list[tuple[str, str]] = []
    for name in list(extra):
        if (right := _stands_for(name, missing, means)) is not None:
            renamed.append((name, right))
            missing.remove(right)
            extra.remove(name)
    return Headings(tuple(extra), tuple(missing), tuple(renamed))


def _stands_for(name: str, missing: Sequence[str], means: Callable[[str], str | None]) -> str | None:
    meant = means(name)
    if meant is not None:
        same = next((wanted for wanted in missing if means(wanted) == meant), None)
        if same is not None:
            return same
    bare = {_bare(wanted): wanted for wanted in missing}
    close = difflib.get_close_matches(_bare(name), list(bare), n=1, cutoff=_ALIKE)
    return bare[close[0]] if close else None


def _plain(name: str) -> str:
    return " ".join(fold(name).split())


def _bare(name: str) -> str:
    """The letters and digits alone, by which « NOM_Beneficiaire » resembles « nomBeneficiaire »."""
    return "".join(sign for sign in fold(name) if sign.isalnum())
