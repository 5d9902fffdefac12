"""One kind of figure that can be followed: which question tells it, how it is written, what it is made from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.frame import cached
from dashboard.frame.row import Row
from dashboard.frame.show import Figure
from dashboard.provenance.asked import Asked, UnknownError
from dashboard.provenance.facts import Facts


@dataclass(frozen=True)
class Kind:
    """One figure. ``question`` and ``values`` tell the ``rows`` that it is read in, all of them (``mine`` keeps those
    of the figure); ``figure`` writes it as its page does; ``columns`` are those of the answer that it is made from.

    ``secret`` is the column that says that it is withheld, ``levels`` those of the territories that may be asked,
    ``page`` the page that it comes from. ``summed``: of no row, the figure is « nd »;
    ``of_a_day``: it counts what runs on the reference day, whatever the years chosen;
    ``keyed``: what the key of the address tells, where one does.
    """

    title: str
    definition: str
    question: str
    values: Callable[[Asked], Mapping[str, Any]]
    figure: Callable[[Asked, Sequence[Row]], Figure]
    columns: Sequence[str]
    facts: Sequence[Facts]
    page: Callable[[Asked], tuple[str, str]]
    levels: Sequence[str] = ("departement", "bassin", "epci", "commune")
    mine: Callable[[Asked, Row], bool] = lambda *_: True
    yearly: bool = False
    secret: str = "secret"
    summed: bool = False
    of_a_day: bool = False
    keyed: str = ""

    def rows(self, asked: Asked) -> list[Row]:
        """The rows of the answer that make the figure; UnknownError for none, where it is no sum."""
        told = cached.rows(asked.scope, self.question, **self.values(asked))
        found = [row for row in told if self.mine(asked, row)]
        if not found and self.keyed and not asked.key:
            raise UnknownError(f"« {self.title} » se lit pour {self.keyed}, que l'adresse doit dire (cle=…).")
        if not found and not self.summed:
            raise UnknownError(f"« {self.title} » n'a pas de valeur pour {asked.where}, {asked.when}.")
        return found
