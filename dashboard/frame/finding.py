"""What has a page of its own and bears the words that somebody types: a territory, an indicator, an action…

The answer is that of the reader's own copy, asked anew for each beginning of a word: nothing of it travels ahead. The
address of the reader is kept in each address that is suggested, except where nothing would be there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.frame import cached, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import FRANCE, Scope
from geo.communes import UnknownCommuneError, territory, words

# Suggestions of each kind, words of a search that count, characters of it.
EACH, MOST_WORDS, MOST_CHARACTERS = 5, 8, 100
SHORTEST = 2
# What an address keeps from one page to the next.
KEPT = ("departement", "bassin", "de", "a", "jeu", "seance")
# Kind → what its suggestions are called together; in this order where none is better.
KINDS = {
    "territoire": "Territoires",
    "indicateur": "Indicateurs",
    "structure": "Structures",
    "action": "Actions",
    "evenement": "Événements",
    "instance": "Instances",
    "seance": "Séances",
    "decision": "Décisions",
    "projet": "Projets sociaux",
    "page": "Pages",
}
# Kind → the page of one of them, and how its address names it.
_ALONE = {
    "action": ("fiche", "action"),
    "evenement": ("evenement", "id"),
    "instance": ("instance", "id"),
    "seance": ("seances", "id"),
    "decision": ("seances", "decision"),
    "projet": ("projet", "id"),
}
_LEVELS = {"commune": "Commune", "epci": "Intercommunalité", "bassin": "Bassin de vie", "departement": "Département"}


@dataclass(frozen=True)
class Page:
    """A page, or a part of one, that can be found: its title, its address, other words that people have for it."""

    title: str
    path: str
    also: str
    values: Mapping[str, str]

    def rank(self, asked: Sequence[str]) -> int | None:
        """As for what bears a name: 0 its title, 1 begins so, 2 all words are in it, 3 in what people call it."""
        own, every = words(self.title), (*words(self.title), *words(self.also))
        if not all(any(word.startswith(one) for word in every) for one in asked):
            return None
        if tuple(asked) == own:
            return 0
        if " ".join(own).startswith(" ".join(asked)):
            return 1
        return 2 if all(any(word.startswith(one) for word in own) for one in asked) else 3


PAGES = (
    Page("Synthèse", "./", "accueil résumé début première page", {}),
    Page("Indicateurs", "indicateurs", "progrès verdicts tableau de bord catalogue", {}),
    Page("Bassins de vie", "bassins", "comparer territoires écarts entonnoir", {}),
    Page("Carte", "carte", "communes années cercles couleurs", {}),
    Page("Besoins et offre", "besoins", "publics thèmes distance manque loin", {}),
    Page("Actions", "actions", "annuaire répertoire fiches initiatives", {}),
    Page("Actions dont s'inspirer", "inspirations", "liste gardée imprimer idées", {}),
    Page("Financements : qui paie", "financements", "argent euros subventions financeurs flux dépendance", {}),
    Page("Financements : ce qui manque", "financements", "argent part équitable enveloppe", {"question": "manque"}),
    Page("Financements : ce qui s'arrête", "financements", "conventions fin échéance départ", {"question": "arret"}),
    Page("Coûts déclarés", "couts", "argent montants euros", {}),
    Page("Revue de projets", "revue", "imprimer une page territoire réunion", {}),
    Page("Séances", "seances", "comité décisions ordre du jour close arrêtés", {}),
    Page("Calendrier", "calendrier", "agenda échéances dates ical", {}),
    Page("Dossier", "dossier", "imprimer télécharger pdf word séance comité réunion emporter", {}),
    Page("Données", "donnees", "charger importer fichier tableau déposer", {}),
    Page("Modèles à remplir", "donnees", "classeur excel fichier officiel", {"partie": "modeles"}),
    Page("Campagne de collecte", "donnees", "structures enquête classeur questionnaire", {"partie": "campagne"}),
    Page("Méthode", "methode", "définitions formules secret marques calcul glossaire lexique mots", {}),
    Page("Sources et qualité", "sources", "licences rejets complétude remplissage données ouvertes", {}),
    Page("Territoire : une commune, une intercommunalité, un bassin", "territoire", "chercher ville village", {}),
    Page("Accessibilité", "accessibilite", "déclaration handicap rgaa", {}),
)


@dataclass(frozen=True)
class Found:
    """One suggestion: what it is called, what tells it from another, its address."""

    name: str
    detail: str
    href: str


@dataclass(frozen=True)
class Suggestions:
    """What is suggested, by kind (its French title), best kind first; ``said`` tells why there is nothing."""

    groups: Mapping[str, Sequence[Found]]
    said: str = ""


def suggestions(scope: Scope, text: str, address: Mapping[str, str]) -> Suggestions:
    """What bears the words of ``text``; ``address`` is what the reader's own keeps, as it stands there.

    ``scope`` is the perimeter that this address shows.
    """
    text = " ".join(text[:MOST_CHARACTERS].split())
    asked = words(text)[:MOST_WORDS]
    if len(text) < SHORTEST or not asked:
        return Suggestions({})
    kept = {key: address[key] for key in KEPT if address.get(key)}
    ranked: dict[str, list[tuple[int, Found]]] = {kind: [] for kind in KINDS}
    for row in cached.rows(scope, "trouver", mots=list(asked), **scope.filters, limite=EACH):
        ranked[row["genre"]].append((row["rang"], _found(row, scope, kept)))
    ranked["page"] = list(_pages(asked, kept))
    said = ""
    if not ranked["territoire"]:
        former, said = _former(text, kept)
        ranked["territoire"] = [(0, one) for one in former]
    order = sorted((kind for kind in KINDS if ranked[kind]), key=lambda kind: min(rank for rank, _ in ranked[kind]))
    groups = {KINDS[kind]: [one for _, one in ranked[kind]] for kind in order}
    nothing = "" if groups else said or _nothing(text)
    in_texts = Found(f"« {text} » parmi les actions", "dans leur titre, leur résumé…", _href("actions", kept, q=text))
    return Suggestions({**groups, "Chercher les mots": [in_texts]}, nothing)


def _nothing(text: str) -> str:
    return (
        f"Aucun résultat pour « {text} ». Vérifiez l'orthographe, essayez un seul mot, ou le code INSEE d'une commune."
    )


def _pages(asked: Sequence[str], kept: Mapping[str, str]) -> Iterator[tuple[int, Found]]:
    ranks = ((page.rank(asked), page) for page in PAGES)
    best = sorted(((rank, page) for rank, page in ranks if rank is not None), key=lambda one: one[0])
    for rank, page in best[:EACH]:
        yield rank, Found(page.title, "", _href(page.path, kept, **page.values))


def _former(text: str, kept: Mapping[str, str]) -> tuple[list[Found], str]:
    """The commune of today of a code that is none any more; or what is wrong with that code; nothing for a name."""
    if len(text) != 5 or not text[:2].isalnum() or not text[2:].isdigit():
        return [], ""
    try:
        resolution = territory().resolve_code(text.upper())
    except UnknownCommuneError as error:
        return [], wording.sentence(f"{error}")
    code = resolution.code_commune
    href = _href("territoire", kept, without=("bassin",), commune=code)
    return [Found(resolution.nom, wording.sentence(resolution.note or code), href)], ""


def _found(row: Row, scope: Scope, kept: Mapping[str, str]) -> Found:
    code = str(row["code"])
    match row["genre"]:
        case "territoire":
            return Found(row["nom"], _place(row, scope), _place_href(row, kept))
        case "indicateur":
            return Found(row["nom"], f"Indicateur {code}, {row['precision']}", _href("indicateur", kept, id=code))
        case "structure":
            told = f"{wording.plural(row['n_actions'], 'fiche action', 'fiches actions')}, {_departement(row)}"
            if row["ici"]:
                return Found(row["nom"], told, _href("actions", kept, structure=code))
            # Nothing would be listed in the territory and the years chosen.
            elsewhere = {**kept, "departement": row["code_departement"] or FRANCE}
            href = _href("actions", elsewhere, without=("bassin", "de", "a"), structure=code)
            return Found(row["nom"], f"{told}, hors du périmètre choisi", href)
        case kind:
            page, name = _ALONE[kind]
            detail = ", ".join(part for part in (row["precision"], _departement(row)) if part)
            return Found(row["nom"], wording.sentence(detail), _href(page, kept, **{name: code}))


def _place(row: Row, scope: Scope) -> str:
    """« Commune, Allier (03) »; that it is elsewhere than where the reader looks is said."""
    level = _LEVELS[row["niveau"]]
    other = scope.departement is not None and row["code_departement"] not in (scope.departement, None)
    if row["niveau"] == "departement":
        return f"{level} {row['code']}"
    return f"{level} d'un autre département : {_departement(row)}" if other else f"{level}, {_departement(row)}"


def _departement(row: Row) -> str:
    code = row["code_departement"]
    return f"{row['departement']} ({code})" if row["departement"] else f"département {code or wording.UNKNOWN}"


def _place_href(row: Row, kept: Mapping[str, str]) -> str:
    code = str(row["code"])
    if row["niveau"] == "departement":
        return _href("./", kept, without=("bassin",), departement=code)
    if row["niveau"] == "bassin":
        return _href("territoire", kept, departement=str(row["code_departement"]), bassin=code)
    return _href("territoire", kept, without=("bassin",), **{str(row["niveau"]): code})


def _href(path: str, kept: Mapping[str, str], /, without: Collection[str] = (), **values: str) -> str:
    query = urlencode({**{key: value for key, value in kept.items() if key not in without}, **values})
    return f"{path}?{query}" if query else path
