"""What is wrong with what a committee fills in, all at once, in French, each with its field."""

import math
from collections.abc import Iterator
from datetime import date

from data.committee.forms import FOLLOWING, LINKS, STATES, Adopted, Annotation, Point, Stated, Taken
from data.committee.known import Last, Session
from data.entering.checking import LONGEST_NAME, SOMEBODY, YEARS, choices, of_text
from data.entering.forms import FieldError
from data.entering.rows import clean

Errors = Iterator[FieldError]
MOST_POINTS, MOST_LINKS = 60, 60
# No value of an indicator, in any unit, is larger: data/checks/cible_incoherente.sql says the same of files.
LARGEST_TARGET = 1e12


def of_taken(said: Taken, held: Session) -> Errors:
    """Errors of a decision of the session ``held``."""
    yield from _of_words("intitule", said.intitule, "dites la décision en une phrase")
    yield from _of_owner(said.porteur)
    yield from of_text("motif", said.motif, LONGEST_NAME)
    yield from _of_choice("nature", said.nature, "decisions")
    yield from _of_choice("etat", said.etat, "decisions_etats")
    yield from _of_deadline(said.echeance, held.held)
    if held.held is None:
        yield FieldError("seance_id", "cette séance n'a pas de date : dites-la d'abord sur sa fiche")
    if said.etat == "reportee":
        yield FieldError("etat", "une décision que l'on prend n'est pas encore reportée : dites plutôt son échéance")
    yield from _of_links(said)


def _of_links(said: Taken) -> Errors:
    if len(said.liens) > MOST_LINKS:
        yield FieldError("liens", f"{len(said.liens)} liens, {MOST_LINKS} au plus")
    for number, link in enumerate(said.liens):
        if link.genre not in LINKS:
            yield FieldError(f"liens[{number}]", f"« {link.genre} » : attendu, l'un de {', '.join(LINKS)}")
        if clean(link.code) is None or link in said.liens[:number]:
            yield FieldError(f"liens[{number}]", "vide, ou dit deux fois : retirez-le")


def of_stated(said: Stated, now: Last, today: date) -> Errors:
    """Errors of a new state of a decision, where it stands ``now``: none goes back."""
    yield from _of_choice("etat", said.etat, "decisions_etats")
    yield from of_text("motif", said.motif, LONGEST_NAME)
    if said.states_read is not None and said.states_read != now.states:
        told = f"« {STATES[now.state or 'a_faire']} », le {now.said:%d/%m/%Y}" if now.said else "autrement"
        yield FieldError(
            "etat",
            f"depuis que vous lisez cette décision, quelqu'un d'autre l'a dite {told} : relisez ses états, puis "
            "enregistrez de nouveau si cela tient toujours",
        )
    if said.etat in STATES and said.etat not in FOLLOWING[now.state]:
        before = STATES[now.state or "a_faire"]
        yield FieldError(
            "etat",
            f"la décision est « {before} », elle ne devient pas « {STATES[said.etat]} » : un état ne revient pas en "
            "arrière. S'il a été dit par erreur, annulez son enregistrement dans l'historique",
        )
    if said.dit_le > today:
        yield FieldError("dit_le", f"le {said.dit_le:%d/%m/%Y} n'est pas encore venu")
    if now.said is None and now.taken is not None and said.dit_le < now.taken:
        yield FieldError("dit_le", f"elle est prise le {now.taken:%d/%m/%Y} : dites un jour qui le suit")
    if now.said is not None and said.dit_le < now.said:
        yield FieldError("dit_le", f"son état est connu depuis le {now.said:%d/%m/%Y} : dites un jour qui le suit")
    if said.etat == "reportee":
        if said.echeance is None:
            yield FieldError("echeance", "reportée à quand ? Dites la nouvelle échéance")
        elif now.due is not None and said.echeance <= now.due:
            yield FieldError("echeance", f"la nouvelle échéance doit suivre la précédente ({now.due:%d/%m/%Y})")
    elif said.echeance is not None:
        yield FieldError("echeance", "l'échéance ne change que pour une décision reportée")
    if said.etat in ("reportee", "abandonnee") and clean(said.motif) is None:
        yield FieldError("motif", "dites pourquoi : la séance suivante le demandera")


def of_adopted(said: Adopted, held: Session) -> Errors:
    """Errors of a target adopted by the session ``held``: its year must still be to come, or nothing is a target."""
    yield from _of_words("indicateur", said.indicateur, "dites l'indicateur")
    yield from of_text("motif", said.motif, LONGEST_NAME)
    years = {
        "annee_cible": said.annee_cible,
        "annee_reference": said.annee_reference,
        "annee_reference_fin": said.annee_reference_fin,
    }
    for name, year in years.items():
        if year is not None and year not in YEARS:
            yield FieldError(name, f"« {year} » : une année de 1900 à 2100 est attendue")
    for name, value in (("valeur_cible", said.valeur_cible), ("valeur_reference", said.valeur_reference)):
        if value is not None and not math.isfinite(value):
            yield FieldError(name, f"« {value} » : un nombre est attendu")
        elif value is not None and abs(value) > LARGEST_TARGET:
            yield FieldError(name, "aucune valeur d'un indicateur n'est aussi grande : corrigez-la")
    if (said.valeur_reference is None) != (said.annee_reference is None):
        yield FieldError("valeur_reference", "une référence se dit par sa valeur et son année : les deux, ou aucune")
    last = said.annee_reference if said.annee_reference_fin is None else said.annee_reference_fin
    if last is not None and (said.annee_reference is None or last < said.annee_reference or last >= said.annee_cible):
        yield FieldError("annee_reference", "les années de référence se suivent, avant l'année à atteindre")
    if held.held is None:
        yield FieldError("seance_id", "cette séance n'a pas de date : dites-la d'abord sur sa fiche")
    elif said.annee_cible <= held.held.year:
        yield FieldError(
            "annee_cible",
            f"la séance est du {held.held:%d/%m/%Y} : une cible se fixe avant de regarder la valeur, pour une année à "
            f"venir ({held.held.year + 1} au plus tôt)",
        )


def of_annotation(said: Annotation) -> Errors:
    """Errors of an annotation."""
    yield from _of_words("texte", said.texte, "dites ce qui s'est passé")
    yield from _of_choice("nature", said.nature, "annotations")
    for name, year in (("annee", said.annee), ("annee_fin", said.annee_fin)):
        if year is not None and year not in YEARS:
            yield FieldError(name, f"« {year} » : une année de 1900 à 2100 est attendue")
    if said.annee_fin is not None and said.annee_fin < said.annee:
        yield FieldError("annee_fin", "la fin est avant le début")
    if said.code_zone is not None and said.code_departement is None:
        yield FieldError("code_departement", "un bassin se dit avec son département")


def of_agenda(points: tuple[Point, ...]) -> Errors:
    """Errors of an agenda."""
    if len(points) > MOST_POINTS:
        yield FieldError("points", f"{len(points)} points, {MOST_POINTS} au plus")
    for number, point in enumerate(points):
        where = f"points[{number}]"
        yield from _of_choice(f"{where}.genre", point.genre, "seances_points")
        yield from of_text(where, point.intitule, LONGEST_NAME)
        needed = point.intitule if point.genre == "texte" else point.code
        if clean(needed) is None:
            yield FieldError(where, "ce point est vide : remplissez-le, ou retirez-le")


def _of_words(name: str, text: str, missing: str) -> Errors:
    yield from of_text(name, text, LONGEST_NAME)
    if clean(text) is None:
        yield FieldError(name, missing)


def _of_owner(owner: str | None) -> Errors:
    yield from of_text("porteur", owner, LONGEST_NAME)
    if owner is not None and SOMEBODY.search(owner):
        yield FieldError("porteur", "dites une fonction ou un organisme (« chargée de mission »), jamais une personne")


def _of_deadline(due: date | None, held: date | None) -> Errors:
    if due is not None and due.year not in YEARS:
        yield FieldError("echeance", f"« {due.year} » : une année de 1900 à 2100 est attendue")
    if due is not None and held is not None and due < held:
        yield FieldError(
            "echeance", f"le {due:%d/%m/%Y} est avant la séance ({held:%d/%m/%Y}) : dites un jour qui la suit"
        )


def _of_choice(name: str, value: str, table: str) -> Errors:
    known = choices(table, name.rpartition(".")[2])
    if value not in known:
        yield FieldError(name, f"« {value} » : attendu, l'un de {', '.join(known)}")
