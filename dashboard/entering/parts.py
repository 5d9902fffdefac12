"""The parts of a form, by kind of subject: what each holds, and how it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.directory import places, sheet
from dashboard.entering import statements, words
from dashboard.entering.fields import Fields, errors
from dashboard.frame import cached, show, wording
from dashboard.frame.scope import Scope
from data.entering.checking import choices
from data.entering.fields import SECTIONS

_KNOWN_WORDS = 200  # of each field, offered in its list
# Field → the facet that says which words other fiches use.
_FACETS = {
    "statut": "statut", "dimension": "dimension", "portee": "portee", "mots_cles": "mot", "publics": "public",
    "initiateurs": "initiative", "partenaires": "partenaire",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of a form: its title, the fields that it holds, and what draws it."""

    title: str
    names: Sequence[str]
    draw: Callable[[Scope, Fields], None]


def of(kind: str) -> Sequence[Part]:
    """The parts of a form, in the order of a fiche."""
    return _PARTS[kind]


def _known(scope: Scope, name: str) -> list[str]:
    rows = cached.rows(scope, "facettes", departement=None, par_champ=_KNOWN_WORDS)
    return [row["valeur"] for row in rows if row["champ"] == _FACETS[name] and row["valeur"] != wording.UNKNOWN]


def _labels(name: str, table: str) -> dict[str, str]:
    return {code: words.CHOICES[name].get(code, code) for code in choices(table, name)}


def _own_communes(scope: Scope, fields: Fields) -> list[str]:
    rows = cached.rows(scope, "communes", departement=fields.subject.departement)
    return [row["code_commune"] for row in rows]


def _departement(scope: Scope, fields: Fields) -> None:
    options = {
        row["code_departement"]: f"{row['nom']} ({row['code_departement']})"
        for row in cached.rows(scope, "territoires")
    }
    if fields.subject.sujet_id is not None or fields.subject.kind == "action":
        fields.choice("code_departement", options)
        return
    errors(fields.draft.told_within("code_departement"))
    fields.select("code_departement", words.FIELDS["code_departement"], options, fields.subject.departement)


def _identity(scope: Scope, fields: Fields) -> None:
    fields.text("titre")
    known = {
        row["structure_id"]: f"{row['nom']}, {row['commune'] or places.departement(row['departement'])}"
        for row in cached.rows(scope, "structures_connues", departement=None)
    }
    if own := fields.subject.one("structure_id"):
        known.setdefault(own, fields.subject.one("structure"))
    fields.choice("structure_id", known)
    ways = [(scope.href("saisie", nouveau="structure"), words.NEW["structure"], "si elle n'est pas dans la liste")]
    show.links(ways)
    _departement(scope, fields)
    left, right = st.columns(2)
    for number, name in enumerate(("statut", "motif_fin_code", "dimension", "portee")):
        with (left, right)[number % 2]:
            if name == "motif_fin_code":
                fields.choice(name, _labels(name, "actions"))
            else:
                fields.choice(name, {value: value for value in _known(scope, name)}, free=True)
    fields.text("motif_fin")


def _days(_scope: Scope, fields: Fields) -> None:
    left, right = st.columns(2)
    with left:
        fields.day("date_debut")
    with right:
        fields.day("date_fin")


def _summary(_scope: Scope, fields: Fields) -> None:
    fields.text("resume", long=True, hint="Ne nommez personne : ce texte est publié une fois relu.")


def _sections(_scope: Scope, fields: Fields) -> None:
    show.paragraph(
        "Rubrique par rubrique ; une ligne vide sépare deux paragraphes. Ne nommez personne : ces textes sont publiés "
        "une fois relus, et gardés sans être montrés sinon."
    )
    for name in SECTIONS:
        fields.text(name, "\n\n".join(fields.subject.many(name)), long=True)


def _places(scope: Scope, fields: Fields) -> None:
    own = [f"dep:{fields.subject.departement}", *_own_communes(scope, fields)]
    fields.communes("lieux", own, fields.subject.places(), many=True)


def _people(scope: Scope, fields: Fields) -> None:
    """Four lists; the one that somebody came for is the first."""
    names = ("publics", "mots_cles", "initiateurs", "partenaires")
    for name in sorted(names, key=lambda each: each != fields.asked):
        if name == "publics":
            _publics(scope, fields)
        else:
            fields.several(name, _known(scope, name), fields.subject.many(name))


def _publics(scope: Scope, fields: Fields) -> None:
    """Whom it is for, each with the ages that are told."""
    declared = fields.subject.publics()
    chosen = fields.several("publics", _known(scope, "publics"), list(declared))
    for public in chosen:
        name, left, right = st.columns([2, 1, 1], vertical_alignment="bottom")
        with name:
            show.paragraph(f"Âges de « {public} », si la fiche les dit")
        for column, bound, shown in zip(
            (left, right), ("age_min", "age_max"), declared.get(public, ("", "")), strict=True
        ):
            with column:
                _age(fields, public, bound, shown, chosen)


def _age(fields: Fields, public: str, bound: str, shown: str, chosen: Sequence[str]) -> None:
    """An age of a public; publics and their ages are one field, said again as a whole."""
    values = fields.draft.values

    def changed(new: str) -> None:
        values.setdefault("publics", list(chosen))
        values[f"publics.{public}.{bound}"] = new

    label = f"{words.FIELDS[bound]} ({public})"
    fields.widget(st.text_input, f"publics.{public}.{bound}", label, shown, changed=changed)


def _event(scope: Scope, fields: Fields) -> None:
    fields.text("nom")
    _departement(scope, fields)
    left, right = st.columns(2)
    with left:
        fields.day("tenu_le")
        fields.text("serie", hint="Ce qui revient d'une année sur l'autre ; à défaut, le nom.")
        fields.text("organisateur")
    with right:
        fields.communes("code_commune", _own_communes(scope, fields), fields.subject.many("code_commune"), many=False)
        fields.text("edition")
        fields.text("theme")
    fields.choice("code_zone", _zones(scope, fields))


def _zones(scope: Scope, fields: Fields) -> dict[str, str]:
    rows = cached.rows(scope, "bassins", departement=fields.subject.departement)
    return {row["code_bassin"]: row["nom"] for row in rows}


def _session(scope: Scope, fields: Fields) -> None:
    if fields.subject.sujet_id is None:
        known = cached.rows(scope, "instances", departement=None)
        fields.choice("instance_id", {row["instance_id"]: row["nom"] for row in known})
    fields.day("tenue_le")
    fields.text("objet")
    fields.communes("code_commune", _own_communes(scope, fields), fields.subject.many("code_commune"), many=False)


def _presences(scope: Scope, fields: Fields) -> None:
    if told := fields.subject.many("presences"):
        show.paragraph(f"Déjà dit : {wording.join(told)}.")
        show.note(
            "Les présences se disent d'un bloc : ce que vous ajoutez ici remplace toutes celles qui sont connues."
        )
    statements.group(fields, "presences", _zones(scope, fields))


def _structure(scope: Scope, fields: Fields) -> None:
    fields.text("nom")
    _departement(scope, fields)
    fields.choice("type", _labels("type", "structures"))
    fields.communes("code_commune", _own_communes(scope, fields), fields.subject.many("code_commune"), many=False)
    left, right = st.columns(2)
    with left:
        fields.text("siret", hint="14 chiffres.")
    with right:
        fields.text("rna", hint="W suivi de neuf caractères.")


_SAME = (
    "Ce que vous ajoutez remplace, dans les totaux, ce qui est dit de la même chose pour la même année ; "
    "l'ancien reste visible."
)


def _quantities(scope: Scope, fields: Fields) -> None:
    if fields.subject.sujet_id is not None:
        sheet.quantities(cached.rows(scope, "mesures", sujet=fields.subject.sujet_id))
        show.paragraph(_SAME)
    statements.group(fields, "quantites")


def _amounts(scope: Scope, fields: Fields) -> None:
    if fields.subject.sujet_id is not None and (rows := cached.rows(scope, "montants", sujet=fields.subject.sujet_id)):
        sheet.amounts(rows)
    statements.group(fields, "montants")


def _fundings(scope: Scope, fields: Fields) -> None:
    if fields.subject.sujet_id is not None and (
        rows := cached.rows(scope, "financements", sujet=fields.subject.sujet_id)
    ):
        sheet.funders(rows)
    statements.group(fields, "financements")


def _budgets(scope: Scope, fields: Fields) -> None:
    if fields.subject.sujet_id is not None:
        sheet.budget(cached.rows(scope, "lignes_budget", sujet=fields.subject.sujet_id))
    statements.group(fields, "budgets")


_QUANTITIES = Part("Combien de personnes, de séances", ("quantites",), _quantities)
_MONEY = (
    Part("Coûts et montants", ("montants",), _amounts),
    Part("Financements : demandé, accordé, versé", ("financements",), _fundings),
    Part("Budgets, par compte Cerfa", ("budgets",), _budgets),
)
_FICHE = ("titre", "structure_id", "code_departement", "statut", "motif_fin_code", "dimension", "portee", "motif_fin")
_EVENT = (
    "nom", "code_departement", "tenu_le", "serie", "organisateur", "code_commune", "edition", "theme", "code_zone",
    "precision",
)  # fmt: skip
_PARTS: Mapping[str, Sequence[Part]] = {
    "action": (
        Part("La fiche", _FICHE, _identity),
        Part("Dates", ("date_debut", "date_fin", "date_debut_precision", "date_fin_precision"), _days),
        Part("Où", ("lieux",), _places),
        Part("Pour qui, avec qui", ("publics", "mots_cles", "initiateurs", "partenaires"), _people),
        Part("En résumé", ("resume",), _summary),
        Part("Ce que dit la fiche, rubrique par rubrique", SECTIONS, _sections),
        _QUANTITIES,
        *_MONEY,
    ),
    "evenement": (Part("L'événement", _EVENT, _event), _QUANTITIES, *_MONEY),
    "seance": (
        Part("La séance", ("instance_id", "tenue_le", "objet", "code_commune", "precision"), _session),
        Part("Présences", ("presences",), _presences),
        _QUANTITIES,
    ),
    "structure": (
        Part("La structure", ("nom", "code_departement", "type", "code_commune", "siret", "rna"), _structure),
        _QUANTITIES,
        *_MONEY,
    ),
}
