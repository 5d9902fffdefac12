"""Write what a committee decides: each function checks the right and the form, and leaves one save, undone like any.

Nothing is written where anything is wrong: ``FormError`` tells all of it at once, with what the caller found wrong
``also`` (a number that could not be read).
"""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from data import days, turn
from data.actors import Actor
from data.batch import RefusedError, Row
from data.committee import checking, known
from data.committee.forms import STATES, Adopted, Annotation, Closing, Point, Stated, Taken
from data.entering import writing
from data.entering.checking import of_save
from data.entering.forms import FieldError, Save
from data.entering.rows import Rows, clean
from data.identifiers import slug
from data.loading.sources import known_sources

_LONGEST_TITLE = 80
Errors = Sequence[FieldError]


def take(actor: Actor, path: Path, said: Taken, save: Save, also: Errors = ()) -> str:
    """Write a decision of a session down; its identifier. FormError with all errors, RefusedError without the right."""
    actor.require_contribution("enregistrer une décision")
    with turn.taken(path, actor, "enregistre une décision"):
        held = known.session(path, said.seance_id)
        writing.refuse([*also, *of_save(save), *checking.of_taken(said, held)])
        # Identifiers and titles are read by all: words that nobody read are not in them.
        named = slug(said.intitule, 40) if save.reviewed else "decision"
        decision_id = f"{named}-{uuid4().hex[:8]}".strip("-")
        title = f"Décision « {_short(said.intitule) if save.reviewed else decision_id} »"
        rows = _decision(said, decision_id, held.held)
        writing.write(actor, path, known_sources(path), rows, _because(save, said.motif), title)
    return decision_id


def _decision(said: Taken, decision_id: str, held: date | None) -> Rows:
    named: Row = {"decision_id": decision_id}
    row = named | {
        "seance_id": said.seance_id,
        "intitule": clean(said.intitule),
        "nature": said.nature,
        "porteur": clean(said.porteur),
        "echeance": said.echeance,
        "etat": said.etat,
    }
    state = named | {"etat": said.etat, "dit_le": held, "seance_id": said.seance_id, "motif": clean(said.motif)}
    links = [named | {"genre": link.genre, "code": link.code} for link in said.liens]
    return {"decisions": [row], "decisions_etats": [state], **({"decisions_liens": links} if links else {})}


def state(actor: Actor, path: Path, said: Stated, save: Save, also: Errors = ()) -> None:
    """Say what becomes of a decision; the states before it stay. FormError, RefusedError as above."""
    actor.require_contribution("dire où en est une décision")
    with turn.taken(path, actor, f"dit où en est « {said.decision_id} »"):
        now = known.last(path, said.decision_id)
        if said.seance_id is not None:
            known.session(path, said.seance_id)
        writing.refuse([*also, *of_save(save), *checking.of_stated(said, now, days.today())])
        row: Row = {
            "decision_id": said.decision_id,
            "etat": said.etat,
            "dit_le": said.dit_le,
            "echeance": said.echeance,
            "seance_id": said.seance_id,
            "motif": clean(said.motif),
        }
        title = f"Décision « {_short(now.title) if now.reviewed else said.decision_id} » : {STATES[said.etat]}"
        rows: Rows = {"decisions_etats": [row]}
        writing.write(actor, path, known_sources(path), rows, _because(save, said.motif), title)


def adopt(actor: Actor, path: Path, said: Adopted, save: Save, also: Errors = ()) -> None:
    """Set a target with the session that adopts it; one that it replaces stays visible. For who administers."""
    actor.require_administration("fixer des cibles")
    with turn.taken(path, actor, f"fixe une cible de « {said.indicateur} »"):
        held = known.session(path, said.seance_id)
        writing.refuse([*also, *of_save(save), *checking.of_adopted(said, held)])
        place: Row = {
            "indicateur": clean(said.indicateur),
            "code_departement": said.code_departement,
            "code_zone": clean(said.code_zone),
            "annee_cible": said.annee_cible,
        }
        target = place | {
            "valeur_reference": said.valeur_reference,
            "annee_reference": said.annee_reference,
            "annee_reference_fin": said.annee_reference_fin,
            "valeur_cible": said.valeur_cible,
            "fixee_le": held.held,
        }
        adopted = place | {"seance_id": said.seance_id, "motif": clean(said.motif)}
        title = f"Cible de {said.indicateur} pour {said.annee_cible}"
        rows: Rows = {"cibles": [target], "cibles_seances": [adopted]}
        writing.write(actor, path, known_sources(path), rows, _because(save, said.motif), title)


def annotate(actor: Actor, path: Path, said: Annotation, save: Save, also: Errors = ()) -> str:
    """Write on a series what its readers must know; the identifier of the annotation."""
    actor.require_contribution("annoter une série")
    with turn.taken(path, actor, "annote une série"):
        writing.refuse([*also, *of_save(save), *checking.of_annotation(said)])
        annotation_id = f"{said.annee}-{uuid4().hex[:8]}"
        row: Row = {
            "annotation_id": annotation_id,
            "indicateur": clean(said.indicateur),
            "code_departement": clean(said.code_departement),
            "code_zone": clean(said.code_zone),
            "annee": said.annee,
            "annee_fin": said.annee_fin,
            "texte": clean(said.texte),
            "nature": said.nature,
        }
        title = f"Annotation « {_short(said.texte) if save.reviewed else annotation_id} »"
        writing.write(actor, path, known_sources(path), {"annotations": [row]}, save, title)
    return annotation_id


def set_agenda(actor: Actor, path: Path, seance_id: str, points: tuple[Point, ...], save: Save) -> None:
    """Set the whole agenda of a session, in its order, in place of what was set before; at least one point."""
    actor.require_contribution("fixer un ordre du jour")
    with turn.taken(path, actor, f"fixe l'ordre du jour de « {seance_id} »"):
        held = known.session(path, seance_id)
        writing.refuse([*of_save(save), *checking.of_agenda(points)])
        rows: list[Row] = [
            {
                "seance_id": seance_id,
                "rang": rank,
                "genre": point.genre,
                "code": clean(point.code),
                "intitule": clean(point.intitule),
            }
            for rank, point in enumerate(points, start=1)
        ]
        title = f"Ordre du jour : {_short(held.named)}"
        writing.write(actor, path, known_sources(path), {"seances_points": rows}, save, title)


def close(actor: Actor, path: Path, said: Closing, save: Save) -> str:
    """Close a session on the figures of a snapshot; the source of the save.

    RefusedError (French) without the right, where the session is closed already, or where that snapshot is gone.
    """
    actor.require_contribution("clore une séance")
    with turn.taken(path, actor, f"clôt la séance « {said.seance_id} »"):
        require_open(path, said.seance_id)
        held = known.session(path, said.seance_id)
        writing.refuse([*of_save(save), *_of_closing(held)])
        row: Row = {
            "seance_id": said.seance_id,
            "instantane": said.snapshot,
            "identite": said.identity,
            "arretee_le": days.today(),
            "version": said.version,
            "regles": said.rules_digest,
            "chiffres": said.figures,
            "chiffres_complets": said.all_figures,
        }
        rules: list[Row] = [
            {"seance_id": said.seance_id, "chemin": name, "texte": text} for name, text in sorted(said.rules.items())
        ]
        title = f"Clôture : {_short(held.named)}"
        rows: Rows = {"clotures": [row], "clotures_regles": rules}
        source, _ = writing.write(actor, path, known_sources(path), rows, save, title)
    return source


def require_open(path: Path, seance_id: str) -> None:
    """RefusedError (French) where a session is closed already: when, by whom, on which figures."""
    if (there := known.closed(path).get(seance_id)) is not None:
        raise RefusedError(
            f"Cette séance est déjà close, depuis le {there.day:%d/%m/%Y}, par « {there.function} » : ses chiffres "
            f"sont ceux de l'instantané {there.snapshot}. Rien n'a été écrit. Pour la clore autrement, annulez "
            f"d'abord « {there.source} » dans l'historique."
        )


def _of_closing(held: known.Session) -> list[FieldError]:
    if held.held is None:
        return [FieldError("seance_id", "cette séance n'a pas de date : dites-la d'abord sur sa fiche")]
    if held.held > days.today():
        return [FieldError("seance_id", f"elle est prévue le {held.held:%d/%m/%Y} : close avant d'être tenue ?")]
    return []


def _because(save: Save, reason: str | None) -> Save:
    """The save whose reason, in the journal, is why the decision, its state or the target is what it is."""
    return replace(save, reason=save.reason or reason)


def _short(words: str) -> str:
    """Words as a title can hold them."""
    return textwrap.shorten(words, _LONGEST_TITLE, placeholder="…")
