"""What the reader is looking at: a dataset at a snapshot, a territory, years. Plain values, without Streamlit."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from data import days
from data.actors import ANYONE, Actor
from queries import articles
from queries.copy.reading import Copy

REAL, DEMO = "reel", "demo"
FRANCE = "france"


@dataclass(frozen=True)
class Dataset:
    """A store that can be chosen: ``key`` is its folder's name, ``title`` what people read.

    ``opens``: an address that names no dataset shows this one.
    """

    key: str
    title: str
    path: Path
    opens: bool = True

    @property
    def href(self) -> str:
        """Address of the first page on this dataset; it can be given without opening the store."""
        return "./" if self.opens else f"./?{urlencode({'jeu': self.key})}"


@dataclass(frozen=True)
class Closing:
    """The closed session whose figures are looked at: its name (French), the day when they were closed.

    ``remade``: the day (ISO) when the copy that keeps them was made again, ``differs``: the tables that then differ.
    """

    seance_id: str
    name: str
    closed_on: date
    remade: str | None = None
    differs: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """« 27/11/2026 »: when they were closed."""
        return f"{self.closed_on:%d/%m/%Y}"


@dataclass(frozen=True)
class Scope:
    """Dataset, the copy of it that answers, who reads, and the four shared filters; None filters nothing.

    ``home`` is the département that an address without one shows (None: France); ``closing``: the session whose figures
    these are, None for today's.
    """

    dataset: Dataset
    copy: Copy
    departement: str | None = None
    bassin: str | None = None
    annee_min: int | None = None
    annee_max: int | None = None
    departement_nom: str | None = None
    bassin_nom: str | None = None
    home: str | None = None
    actor: Actor = ANYONE
    closing: Closing | None = None

    @property
    def snapshot(self) -> int:
        """Number of the snapshot, as people read it in sources and exports."""
        return self.copy.snapshot

    @property
    def seen_on(self) -> date:
        """The day when these figures are said: today, or that of the session that keeps them."""
        return self.closing.closed_on if self.closing else days.today()

    @property
    def place(self) -> dict[str, str | None]:
        """The two shared filters on the territory, as the questions name them."""
        return {"departement": self.departement, "bassin": self.bassin}

    @property
    def period(self) -> dict[str, int | None]:
        """The two shared filters on the years, as the questions name them."""
        return {"annee_min": self.annee_min, "annee_max": self.annee_max}

    @property
    def filters(self) -> dict[str, str | int | None]:
        """The four shared filters, as the questions name them."""
        return {**self.place, **self.period}

    @property
    def territory(self) -> str:
        """« France », « Allier (03) » or « bassin d'Ajaccio »."""
        if self.bassin is not None:
            return f"bassin {articles.of(str(self.bassin_nom))}"
        return "France" if self.departement is None else f"{self.departement_nom} ({self.departement})"

    @property
    def years(self) -> str:
        """« toutes années », « 2016 », « 2011 à 2013 », « depuis 2011 » or « jusqu'à 2013 »."""
        first, last = self.annee_min, self.annee_max
        if first is None and last is None:
            return "toutes années"
        if first is None or last is None:
            return f"depuis {first}" if last is None else f"jusqu'à {last}"
        return str(first) if first == last else f"{first} à {last}"

    @property
    def exercices(self) -> str:
        """The same years over money: « tous exercices », « exercice 2024 », « exercices 2019 à 2023 »."""
        if self.annee_min is None and self.annee_max is None:
            return "tous exercices"
        return f"exercice{'' if self.one_exercice else 's'} {self.years}"

    @property
    def one_exercice(self) -> bool:
        """Whether a single year is looked at."""
        return self.annee_min is not None and self.annee_min == self.annee_max

    @property
    def known_exercices(self) -> str:
        """The same where an amount without exercice counts in none: « tous exercices connus »."""
        return "tous exercices connus" if self.exercices == "tous exercices" else self.exercices

    @property
    def money_label(self) -> str:
        """Territory and exercices: what a page, a table or an export about money answers for."""
        return f"{self.territory}, {self.exercices}"

    @property
    def label(self) -> str:
        """Territory and years, in one phrase."""
        return f"{self.territory}, {self.years}"

    @property
    def query(self) -> dict[str, str]:
        """The shared filters as they stand in the address."""
        values = {
            "departement": None if self.departement == self.home else self.departement or FRANCE,
            "bassin": self.bassin,
            "de": self.annee_min,
            "a": self.annee_max,
            "jeu": None if self.dataset.opens else self.dataset.key,
            "seance": self.closing.seance_id if self.closing else None,
        }
        return {key: str(value) for key, value in values.items() if value is not None}

    def href(self, page: str, /, **values: str) -> str:
        """Address of a page of the product (``page`` is its url path, "" the first one), shared filters kept."""
        query = urlencode({**self.query, **values})
        return f"{page or './'}{'?' if query else ''}{query}"

    def territory_href(self, level: str, code: str) -> str:
        """Address of the page of a commune, of an EPCI or of a bassin (one of this département), years kept."""
        if level == "bassin":
            return replace(self, bassin=code).href("territoire")
        return replace(self, bassin=None).href("territoire", **{level: code})
