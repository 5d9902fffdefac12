"""What the store says of a committee's sessions and decisions, for what is about to be written of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data import store
from data.entering.forms import FieldError, FormError

_DAYS = {"jour": "du %d/%m/%Y", "mois": "de %m/%Y", "annee": "de %Y", "inconnue": "sans date"}


@dataclass(frozen=True)
class Session:
    """A session as its source and its last correction say it; ``held`` is None where nobody wrote its day."""

    seance_id: str
    instance: str
    held: date | None
    precision: str = "jour"

    @property
    def named(self) -> str:
        """« séance du 12/03/2024, Comité départemental », « séance de 03/2024, … » as surely as its day is known."""
        day = format(self.held, _DAYS[self.precision]) if self.held else "sans date"
        return f"séance {day}, {self.instance}"


@dataclass(frozen=True)
class Last:
    """Where a decision stands: its state, the day when that was said, its deadline; None where nobody said.

    ``states``: how many were said since it was taken, on the day ``taken`` of its session. ``reviewed``: whether its
    words were read, and can be published.
    """

    title: str
    state: str | None
    said: date | None
    due: date | None
    states: int = 0
    taken: date | None = None
    reviewed: bool = True


@dataclass(frozen=True)
class Closed:
    """A session that was closed: on which snapshot, with the digests of its rules and figures; when, by whom."""

    seance_id: str
    snapshot: int
    identity: str
    rules: str
    figures: str
    all_figures: str
    day: date
    function: str
    source: str


def session(path: Path, seance_id: str) -> Session:
    """The session of that identifier; FormError (French) when there is none."""
    sql = """
    SELECT instances.nom, coalesce(
        (SELECT TRY_CAST(valeur AS DATE) FROM corrections JOIN saisies USING (source)
         WHERE sujet_type = 'seance' AND sujet_id = $1 AND champ = 'tenue_le' ORDER BY rang DESC LIMIT 1), tenue_le),
        coalesce(
        (SELECT valeur FROM corrections JOIN saisies USING (source)
         WHERE sujet_type = 'seance' AND sujet_id = $1 AND champ = 'precision' ORDER BY rang DESC LIMIT 1),
        seances.precision)
    FROM seances JOIN instances USING (instance_id) WHERE seance_id = $1 ORDER BY seances.source LIMIT 1
    """
    found = store.ask_facts(path, sql, [seance_id])
    if not found:
        words = "aucune séance ne porte cet identifiant, ou plus : sa source a pu être annulée"
        raise FormError([FieldError("seance_id", f"« {seance_id} » : {words}")])
    return Session(seance_id, *found[0])


def last(path: Path, decision_id: str) -> Last:
    """Where a decision stands; FormError (French) when there is none of that identifier."""
    sql = """
    WITH dits AS (
        SELECT etat, dit_le, decisions_etats.echeance FROM decisions_etats JOIN saisies USING (source)
        WHERE decision_id = $1 ORDER BY rang
    )
    SELECT intitule, coalesce((SELECT last(etat) FROM dits), etat), (SELECT last(dit_le) FROM dits),
           coalesce((SELECT last(echeance) FILTER (echeance IS NOT NULL) FROM dits), echeance),
           (SELECT count(*) FROM dits),
           (SELECT min(tenue_le) FROM seances WHERE seances.seance_id = decisions.seance_id),
           coalesce((SELECT relue FROM saisies WHERE saisies.source = decisions.source), true)
    FROM decisions WHERE decision_id = $1 ORDER BY source LIMIT 1
    """
    found = store.ask_facts(path, sql, [decision_id])
    if not found:
        words = "aucune décision ne porte cet identifiant, ou plus : sa source a pu être annulée"
        raise FormError([FieldError("decision_id", f"« {decision_id} » : {words}")])
    return Last(*found[0])


def closed(path: Path) -> dict[str, Closed]:
    """Session → how it was closed, of those that are, the first closed first."""
    sql = """
    SELECT seance_id, instantane, identite, regles, chiffres, chiffres_complets, arretee_le, fonction, clotures.source
    FROM clotures JOIN saisies USING (source) ORDER BY rang
    """
    return {row[0]: Closed(*row) for row in store.ask_facts(path, sql)}


def rules_of(path: Path, seance_id: str) -> dict[str, str]:
    """Path → text of the rules that a closed session keeps; none for one that is not closed."""
    sql = "SELECT chemin, texte FROM clotures_regles WHERE seance_id = ? ORDER BY chemin"
    return dict(store.ask_facts(path, sql, [seance_id]))
