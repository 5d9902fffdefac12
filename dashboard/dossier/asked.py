"""What a dossier is asked for: a territory of a reading copy, a session or today. Made once, handed to the chapters."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from dashboard.frame import cached, closed, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Dataset, Scope
from dashboard.indicators import board_view, verdicts
from dashboard.indicators.board import Line
from dashboard.indicators.board_view import Place
from data import days, settings
from data.actors import Actor
from data.batch import RefusedError
from data.identifiers import slug
from queries import articles

_MOST_NAMED = 6
_LONGEST = 80  # characters of a code or an identifier that are said again


@dataclass(frozen=True)
class Between:
    """From the session before, held on ``first`` as precisely as ``precision`` says, to the ``last`` day told."""

    seance_id: str
    precision: str
    first: date
    last: date


@dataclass(frozen=True)
class Asked:
    """A ``scope`` that has a département, the bassin where it is of one, and the ``session`` (None: of today)."""

    scope: Scope
    session: Row | None = None

    @property
    def place(self) -> str:
        """« Allier (03) », « bassin de Vichy »."""
        return self.scope.territory

    @cached_property
    def whole(self) -> Scope:
        """The same in the whole département."""
        return replace(self.scope, bassin=None, bassin_nom=None)

    @cached_property
    def where(self) -> Place:
        """Where indicators are read; RefusedError (French) where the département has no territory to read them in."""
        found = board_view.place(self.scope)
        if found is None:
            raise RefusedError(f"Le département « {self.scope.departement} » n'a pas de territoire connu.")
        return found

    @cached_property
    def lines(self) -> list[Line]:
        """Every indicator, in the département and its bassins."""
        return board_view.lines(self.where)

    @property
    def judged(self) -> bool:
        """Whether one indicator was tested here."""
        return verdicts.tested(self.lines, self.where.chosen)

    @cached_property
    def key(self) -> Row:
        """The counts of the territory."""
        return cached.rows(self.scope, "chiffres_cles", **self.scope.filters)[0]

    @cached_property
    def day(self) -> date | None:
        """The reference day."""
        return cached.reference_day(self.scope)

    @property
    def made_up(self) -> bool:
        """Whether the facts are a demonstration."""
        return cached.demonstration(self.scope)

    @cached_property
    def since(self) -> Between | None:
        """From the session before to the last day told, what happens in between being told; None without one before."""
        if self.session is not None:
            before, last = (_dated(self.session[key]) for key in ("precedente_le", "tenue_le"))
            said = (self.session["precedente"], self.session["precedente_precision"])
            return Between(*said, before, last) if before and last else None
        today = self.scope.seen_on
        held_here = [
            Between(row["seance_id"], row["precision"], day, today)
            for row in cached.rows(self.scope, "dossier_seances", departement=self.scope.departement)
            if (day := _dated(row["tenue_le"])) and row["bassin"] == self.scope.bassin and day <= today
        ]
        return max(held_here, key=lambda one: one.first, default=None)


def _dated(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def looked_at(dataset: Dataset, actor: Actor, session: str | None = None) -> Scope:
    """Where the figures of a dossier are read: those that a closed session keeps, else today's."""
    today = Scope(dataset, cached.copy_of(dataset, actor), actor=actor)
    kept = {row["seance_id"] for row in cached.rows(today, "seances_closes")}
    return closed.looked_at(dataset, actor, session) if session in kept else today


def asked(scope: Scope, session: str | None = None, bassin: str | None = None) -> Asked:
    """The dossier of a session, or of today in the reference département, whole or for one bassin, from a ``scope``
    without territory.

    A local committee's session is of its own bassin when none is named. RefusedError (French) for an unknown session
    or bassin, and where nothing is recorded.
    """
    told = named(scope, session) if session else None
    code = told["departement"] if told else settings.departement()
    names = {row["code_departement"]: row["nom"] for row in cached.rows(scope, "territoires")}
    if code not in names:
        raise RefusedError(
            f"Le département « {code[:_LONGEST]} » n'existe pas : corrigez OBSERVATOIRE_DEPARTEMENT, ou la séance."
        )
    local = replace(scope, departement=code, departement_nom=names[code], home=code)
    return of(local, told, bassin or (told["bassin"] if told else None))


def of(scope: Scope, session: Row | None = None, bassin: str | None = None) -> Asked:
    """The same for a ``scope`` that has its département already, whatever its years: a dossier tells all of them."""
    whole = replace(scope, bassin=None, bassin_nom=None, annee_min=None, annee_max=None)
    found = Asked(_in(whole, bassin) if bassin else whole, session)
    if not found.key["n_actions"] and not cached.rows(found.scope, "evenements", **found.scope.filters):
        raise RefusedError(_nothing(found.scope))
    return found


def _in(scope: Scope, bassin: str) -> Scope:
    known = {row["code_bassin"]: row["nom"] for row in cached.rows(scope, "bassins", departement=scope.departement)}
    if bassin not in known:
        listed = ", ".join(f"{code} ({name})" for code, name in list(known.items())[:_MOST_NAMED])
        raise RefusedError(
            f"Le bassin « {bassin[:_LONGEST]} » n'est pas un bassin de vie {_of(scope)}. "
            f"{f'Bassins : {listed}.' if listed else 'Aucun n’y est défini.'}"
        )
    return replace(scope, bassin=bassin, bassin_nom=known[bassin])


def _of(scope: Scope) -> str:
    return articles.of(str(scope.departement_nom), "departement")


def _nothing(scope: Scope) -> str:
    others = [row for row in cached.rows(scope, "territoires") if row["n_actions"] and not scope.bassin]
    there = wording.join([f"{row['nom']} ({row['code_departement']})" for row in others[:_MOST_NAMED]])
    where = f" Des faits sont connus ailleurs : {there}." if there else ""
    return (
        f"Il n'y a pas de dossier à faire : aucune action ni aucun événement n'est enregistré pour ce territoire "
        f"({scope.territory}).{where} Chargez des fichiers dans « Données », ou choisissez un autre territoire."
    )


def named(scope: Scope, session: str) -> Row:
    """A session as the figures of a scope know it; RefusedError (French) where they know none of that identifier."""
    found = cached.rows(scope, "dossier_seances", departement=None, seance=session)
    if found:
        return found[0]
    known = [row["seance_id"] for row in cached.rows(scope, "dossier_seances", departement=None)]
    listed = f"Les dernières sont : {', '.join(known[:_MOST_NAMED])}." if known else "Aucune séance n'y est connue."
    raise RefusedError(
        f"La séance « {session[:_LONGEST]} » n'est pas dans ce magasin (« {scope.dataset.key} »). {listed}"
    )


def name(asked: Asked, suffix: str) -> str:
    """The name of its file: what, of where, of which day or session, from which snapshot."""
    of = asked.session["seance_id"] if asked.session else f"{datetime.now(days.FRANCE):%Y%m%d}"
    return f"dossier-{slug(asked.place)}-{slug(of)}-instantane{asked.scope.snapshot}.{suffix}"
