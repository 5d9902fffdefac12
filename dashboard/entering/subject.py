"""What the address asks to fill in, and what is known of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard.directory import places
from dashboard.entering import openings, words
from dashboard.frame import cached, filters, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data import settings
from data.entering.fields import SECTIONS
from geo.communes import territory

PAGE = "saisie"
_AGES = re.compile(r"(.*) · (\d*)–(\d*) ans", re.DOTALL)
# A day of a form is told by two fields.
_PRECISION = {
    "date_debut": "date_debut_precision",
    "date_fin": "date_fin_precision",
    "tenu_le": "precision",
    "tenue_le": "precision",
}

_LONG = ("resume", *SECTIONS)


@dataclass(frozen=True)
class Subject:
    """A subject by its kind and identifier (None: a new one), and its fields as ``champs_sujet`` tells them."""

    kind: str
    sujet_id: str | None
    departement: str
    fields: Mapping[str, Row] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What its draft is kept under."""
        return f"{self.kind}:{self.sujet_id or ''}"

    @property
    def title(self) -> str:
        """What people call it."""
        if self.sujet_id is None:
            return words.NEW[self.kind]
        for name in ("titre", "nom", "objet"):
            if found := self.one(name):
                return found
        return f"Séance du {self.day('tenue_le')}"

    def many(self, name: str, which: str = "actuelles") -> list[str]:
        """The values of a field that count (or ``declarees``)."""
        return list(self.fields[name][which]) if name in self.fields else []

    def one(self, name: str, which: str = "actuelles") -> str:
        """The value of a field of one value; "" when unknown."""
        return next(iter(self.many(name, which)), "")

    def day(self, name: str, which: str = "actuelles") -> str:
        """A day as people type it, as precisely as it is known; "" when unknown."""
        said = self.one(name, which)
        if not said:
            return ""
        day = date.fromisoformat(said)
        form = {"jour": "%d/%m/%Y", "mois": "%m/%Y", "annee": "%Y"}
        return day.strftime(form[self.one(_PRECISION[name], which) or "jour"])

    def places(self, which: str = "actuelles") -> list[str]:
        """Where an action takes place, as the draft names it: « 03190 », « dep:03 »."""
        said = [value.rpartition(" · ")[0] for value in self.many("lieux", which)]
        return [f"dep:{value.removeprefix('département ')}" if value.startswith("dép") else value for value in said]

    def publics(self) -> dict[str, tuple[str, str]]:
        """Public → its ages, from and to, as they are typed."""
        found: dict[str, tuple[str, str]] = {}
        for value in self.many("publics"):
            match = _AGES.fullmatch(value)
            found[match[1] if match else value] = (match[2], match[3]) if match else ("", "")
        return found

    def declared(self, name: str) -> str:
        """What a field was declared to be, in words, and who corrected it since."""
        if name not in self.fields:
            return ""
        row = self.fields[name]
        if name in _LONG and not row["corrige"]:
            return ""  # It stands above, whole.
        if name in _PRECISION:
            said = self.day(name, "declarees")
        elif name == "lieux":
            said = wording.join([place_label(value) for value in self.places("declarees")])
        elif name == "structure_id":
            said = self.one("structure", "declarees")
        elif name == "code_departement":
            said = places.departement(self.one(name, "declarees"))
        elif name in _LONG:
            said = " ".join(self.many(name, "declarees"))
        elif name == "code_commune":
            said = place_label(self.one(name, "declarees"))
        else:
            labels = words.CHOICES.get(name, {})
            said = wording.join([labels.get(value, value) for value in self.many(name, "declarees")])
        told = f"Déclaré : {said or 'inconnu'}."
        corrected = next(
            (each for each in (row, self.fields.get(_PRECISION.get(name, ""))) if each and each["corrige"]), None
        )
        if corrected is None:
            return told
        when = wording.local_day(wording.timestamp(corrected["saisie_le"]))
        why = f", motif : {corrected['motif']}" if corrected["motif"] else ""
        return f"{told} Corrigé par : {corrected['fonction']}, le {when}{why}."


def place_label(value: str) -> str:
    """« Moulins (Allier, 03) », « Allier (03), commune inconnue », or what was typed."""
    if value.startswith("dep:"):
        return f"{places.departement(value[4:])}, commune inconnue"
    commune = territory().commune(value)
    return places.label(commune) if commune else value


def asked(scope: Scope) -> Subject | None:
    """The subject that the address names, read in the copy; None when there is no such one."""
    home = scope.departement or settings.departement()
    new = filters.asked("nouveau")
    if new in words.KINDS:
        return Subject(new, None, home)
    if new is not None:
        filters.ignored("Nouveau", new)
    kind, _, sujet_id = (filters.asked("sujet") or "").partition(":")
    if kind not in words.KINDS or not sujet_id:
        return None
    rows = cached.rows(scope, "champs_sujet", sujet_type=kind, sujet=sujet_id)
    if not rows:
        return None
    if kind == "action":
        home = next((row["departement"] for row in cached.rows(scope, "action", action=sujet_id)), None) or home
    return Subject(kind, sujet_id, home, {row["champ"]: row for row in rows})


def href(scope: Scope, kind: str, sujet_id: str, champ: str = "", suite: str = "") -> str:
    """Address of the form of a subject, at a field, within the worklist of a field."""
    more = {name: value for name, value in (("champ", champ), ("suite", suite)) if value}
    return scope.href(PAGE, sujet=f"{kind}:{sujet_id}", **more)


def following(scope: Scope, subject: Subject, suite: str) -> tuple[str | None, int]:
    """(the subject after this one in the worklist of a field, as the address names it; how many others it lists)."""
    rows = openings.listed(scope, suite)
    listed = list(
        dict.fromkeys(f"{row['sujet_type']}:{row['sujet_id']}" for row in rows if row["sujet_type"] in words.KINDS)
    )
    others = [key for key in listed if key != subject.key]
    if not others:
        return None, 0
    after = listed.index(subject.key) if subject.key in listed else 0
    return others[after % len(others)], len(others)
