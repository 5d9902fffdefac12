"""One page to hand over: the review of a territory, a commune, a structure, a fiche to copy. Always one A4."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from dashboard.committee import looking
from dashboard.directory import directory, places
from dashboard.directory import sheet as fiche_words
from dashboard.dossier import curves, followed, funded, judged, opening, whole
from dashboard.dossier.asked import Asked, of
from dashboard.dossier.content import Beside, Block, Cell, Document, Drawing, Fact, Facts, Table, Terms, Title, Words
from dashboard.frame import cached, reference, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import CAUTION, Figure
from dashboard.indicators import verdicts
from dashboard.indicators.board import Line
from dashboard.money import costs
from dashboard.overview import first_screen, glance, people, review
from dashboard.territory import view as territory
from dashboard.territory import words as territory_words
from data import days
from data.batch import RefusedError

_MOST, _MOST_TEXT, _MOST_WORDS = 6, 4, 700
# Column of a row → its head.
_ACTIONS = {"titre": "Action", "structure": "Structure", "lieu": "Où", "etat_dit": "État"}
_NEEDS = {"titre": "Public ou thème", "n_actives": "En cours ici", "distance": "La plus proche"}
_TEXTS = ("experience", "description", "resultat_habitants", "limites")


def revue(scope: Scope) -> Document:
    """The revue de projets of a territory: answer, figures with their years, verdicts, map, conventions, decisions."""
    asked = of(scope, bassin=scope.bassin)
    scope, where = asked.scope, asked.where
    decisions, late_on = looking.waiting(scope), looking.on(scope)
    approvals = cached.rows(scope, "agrements_a_venir", **scope.place)
    count = sum(row["n"] for row in cached.rows(scope, "conventions_mois", **scope.place))
    said = review.answer(where.chosen.name, asked.key, count, approvals, decisions, asked.day, late_on)
    mapped = opening.where_it_takes_place(asked, 62, 165)
    judged: list[Block] = [Title("Verdicts", 1), opening.strip(asked)]
    blocks: list[Block] = [
        Words(said, "answer"),
        Facts([opening.fact(figure, short=True) for figure in _figures(asked)] + _first(asked)),
        *([Beside(judged, [Title("Où", 1), mapped], 0.62)] if mapped else judged),
        *_changes(asked),
        Title("Conventions qui finissent dans les douze mois", 1),
        funded.conventions(scope, count, _MOST) if count else Words("Aucune convention datée n'y finit."),
        Title("Décisions à suivre", 1),
        followed.decided(decisions, late_on, _MOST) if decisions else Words("Aucune décision n'attend une suite."),
        Words(f"Prudence. {CAUTION}", "small"),
    ]
    return _page(asked, "Revue de projets", wording.sentence(asked.place), blocks)


def _figures(asked: Asked) -> list[Figure]:
    """Those of the first screen, which have their years."""
    events = cached.rows(asked.scope, "evenements", **asked.scope.filters)
    return first_screen.figures(asked.scope, asked.key, events, asked.where, asked.lines)


def _first(asked: Asked) -> list[Fact]:
    """The indicator that the committee looks at first, as a fourth figure."""
    line = next((line for line in asked.lines if line.indicator["priorite"] == 1), None)
    return [_told(line, asked)] if line else []


def _told(line: Line, asked: Asked) -> Fact:
    chosen = asked.where.chosen
    cell = judged.value(line, chosen)
    svg = curves.spark(judged.points(line, chosen), None, None, judged.years([line], chosen), wide=180, tall=36)
    drawing = Drawing(svg, judged.heard(line, chosen), 40) if svg else None
    return Fact(str(line.indicator["titre"]), cell.text, "", [cell.under], drawing)


def _changes(asked: Asked) -> list[Block]:
    changes = verdicts.changes(asked.lines, [asked.where.chosen], asked.where.scope)
    said = [f"{title} {phrase}" for _, title, phrase in changes[:2]]
    return [Words(line) for line in said] or [Words(verdicts.quiet(asked.lines, asked.where.chosen))]


def commune(scope: Scope, code: str) -> Document:
    """One commune: what runs there or nearest, with whom, for whom, what ends."""
    found = cached.rows(scope, "territoire", niveau="commune", territoire=code)
    if not found:
        raise RefusedError(
            f"Aucune commune ne porte le code « {code[:20]} » : vérifiez-le, ou cherchez-la par son nom."
        )
    (place,) = found
    local = replace(scope, departement=place["code_departement"], departement_nom=place["departement"], bassin=None)
    asked, day = {"niveau": "commune", "territoire": code}, cached.reference_day(local)
    ends = cached.rows(local, "conventions_du_territoire", **asked, limite=_MOST)
    n_ends = ends[0]["n_conventions"] if ends else 0
    actions = territory_words.actions(cached.rows(local, "actions_du_territoire", **asked, limite=_MOST), local)
    needs = territory_words.needs(cached.rows(local, "besoins_du_territoire", **asked))
    values = cached.rows(local, "indicateurs_du_territoire", **asked, bassin=place["code_bassin"])
    rows = territory_words.indicators(values, place, local)
    blocks: list[Block] = [
        Words(territory_words.answer(place, n_ends, day), "answer"),
        Facts([opening.fact(figure, short=True) for figure in _of_commune(local, place, code)]),
        Title("Les actions, ici et au plus près", 1),
        _table(actions, _ACTIONS, [4, 3, 3, 1.4]),
        Title("Pour qui, sur quoi", 1),
        _table(needs, _NEEDS, [3, 1.2, 4]),
        *_commune_ends(ends),
        Title("Les indicateurs, à côté de son bassin et de son département", 1),
        _table(rows, {"titre": "Indicateur", "annee": "Année", "ici": str(place["nom"]), "bassin": "Bassin",
                      "departement": str(place["departement"])}, [4.5, 1, 1.6, 1.6, 1.6], (2, 3, 4)),
        Words(f"Prudence. {CAUTION} {territory.NOBODY_ASKED}.", "small"),
    ]  # fmt: skip
    return _page(Asked(local), territory_words.name(place), territory_words.identity(place), blocks)


def _of_commune(scope: Scope, place: Row, code: str) -> list[Figure]:
    money = cached.rows(scope, "accorde_annees", niveau="commune", territoire=code, **scope.period)
    return [
        glance.people(people.counted(scope, "commune", code), ""),
        territory_words.recorded(place),
        glance.granted(money, scope, "Part de ce territoire"),
    ]


def _commune_ends(ends: Sequence[Row]) -> list[Block]:
    if not ends:
        return []
    rows = [
        {
            **row,
            "fin": wording.day(date.fromisoformat(row["convention_fin"])),
            "accorde": wording.euros(row["accorde_eur"]),
        }
        for row in ends
    ]
    heads = {"fin": "Fin", "titre": "Action ou structure", "financeur": "Financeur", "accorde": "Accordé"}
    return [Title("Conventions qui finissent", 1), _table(rows, heads, [1.2, 5, 3, 1.4], (3,))]


def structure(scope: Scope, identifier: str) -> Document:
    """One structure: its actions, running ones first, its money, what ends for it."""
    known = cached.rows(scope, "structures_connues", departement=None)
    found = next((row for row in known if row["structure_id"] == identifier), None)
    if found is None:
        raise RefusedError(f"Aucune structure n'a l'identifiant « {identifier[:80]} » dans ce magasin.")
    local = replace(scope, departement=None, departement_nom=None, bassin=None)
    named = cached.rows(local, "repertoire", structure=[found["nom"]])
    actions = [row for row in named if row["structure_id"] == identifier]
    running = [row for row in actions if row["etat"] == "en_cours"]
    ends = [row for row in cached.rows(local, "conventions", limite=None) if row["structure"] == found["nom"]]
    day = cached.reference_day(local)
    said = (
        f"{found['nom']} : {wording.plural(len(actions), 'action enregistrée', 'actions enregistrées')}, dont "
        f"{wording.number(len(running))} en cours {reference.on(day)} ; "
        f"{_ending(ends)} dans les douze mois."
    )
    shown = [{**row, "dates": directory.dates(row), "ou": wording.join(row["communes_noms"] or []) or wording.UNKNOWN}
             for row in [*running, *(row for row in actions if row["etat"] != "en_cours")][: 2 * _MOST]]  # fmt: skip
    blocks: list[Block] = [
        Words(said, "answer"),
        *_hanging(local, found["departement"], identifier),
        Title("Ses actions, celles en cours d'abord", 1),
        _table(shown, {"titre": "Action", "ou": "Où", "dates": "Dates"}, [5, 3, 2.4])
        if shown
        else Words("Aucune action enregistrée."),
        *_commune_ends(ends[:_MOST]),
        Words(f"Prudence. {CAUTION}", "small"),
    ]
    where = ", ".join(filter(None, (found["commune"], places.departement(found["departement"]))))
    return _page(
        Asked(replace(scope, departement=found["departement"] or scope.departement)), found["nom"], where, blocks
    )


def _ending(ends: Sequence[Row]) -> str:
    return (
        wording.plural(len(ends), "convention finit", "conventions finissent") if ends else "aucune convention ne finit"
    )


def _hanging(scope: Scope, departement: str | None, identifier: str) -> list[Block]:
    """How far it hangs on one funder, where budgets say so."""
    known = cached.rows(scope, "dependance", departement=departement) if departement else []
    rows = [row for row in known if row["structure_id"] == identifier]
    if not rows:
        return [Words("Aucun budget de cette structure ne nomme ses financeurs : nd.")]
    row = rows[0]
    if row["secret"]:
        return [Words(f"Premier financeur, exercice {row['annee']} : s (secret statistique).")]
    part = wording.percent(row["part_premier"])
    return [Words(f"Premier financeur, exercice {row['annee']} : {row['premier']}, {part} de ses produits nommés.")]


def fiche(scope: Scope, action: str) -> Document:
    """A fiche to copy: what it is, for whom, with whom, at what cost, what it changed, whom to ask."""
    row = next(iter(cached.rows(scope, "action", action=action)), None)
    if row is None:
        raise RefusedError(f"Aucune action n'a l'identifiant « {action[:80]} » dans ce magasin.")
    texts = cached.rows(scope, "textes_action", action=action)
    measures = [each for each in cached.rows(scope, "mesures", sujet=action) if each["etat"] == "validee"]
    terms = [
        ("Structure", str(row["structure"] or wording.UNKNOWN)),
        ("Où", wording.join(row["communes_noms"] or []) or wording.UNKNOWN),
        ("Quand", f"{directory.dates(row)} ; {directory.state(row, cached.reference_day(scope))}"),
        ("Pour qui", ", ".join(row["publics"] or []) or wording.UNKNOWN),
        ("Sur quoi", ", ".join(row["mots_cles"] or []) or wording.UNKNOWN),
        ("Avec qui", ", ".join(row["partenaires"] or []) or wording.UNKNOWN),
        ("À l'initiative", ", ".join(row["initiateurs"] or []) or wording.UNKNOWN),
        ("Coût retenu", _cost(row)),
        ("Personnes", ", ".join(_measured(each) for each in measures[:_MOST]) or wording.UNKNOWN),
        ("Financeurs", _paid(cached.rows(scope, "financements", sujet=action))),
    ]
    blocks: list[Block] = [
        *([Words(str(row["resume"]), "answer")] if row["resume"] else []),
        Terms(terms),
        *_texts(texts),
        Words(f"Fiche {row['action_id']}, lue dans {row['fichier'] or wording.UNKNOWN}. Pour s'en inspirer : demander "
              f"à {row['structure'] or 'la structure'}.", "small"),
    ]  # fmt: skip
    return _page(Asked(scope), str(row["titre"]), fiche_words.lead(row), blocks)


def _cost(row: Row) -> str:
    if row["situation"] != "connu":
        return (
            f"{wording.UNKNOWN} ({costs.SITUATIONS[row['situation']].lower()})" if row["situation"] else wording.UNKNOWN
        )
    return wording.cost(row, row["precision_cout"])


def _measured(row: Row) -> str:
    what = wording.GRANDEURS.get(row["grandeur"], row["grandeur"])
    year = f" en {row['annee']}" if row["annee"] else ""
    return f"{wording.quantity(row)} {what}{year}"


def _paid(rows: Sequence[Row]) -> str:
    told = {row["financeur"]: row["accorde_eur"] for row in rows if row["financeur"]}
    said = (f"{name} ({wording.euros(amount)} accordés)" if amount else name for name, amount in told.items())
    return ", ".join(said) or wording.UNKNOWN


def _texts(texts: Sequence[Row]) -> list[Block]:
    """The rubrics that help to do the same, cut where the page has no more room, which is said."""
    blocks: list[Block] = []
    for rubric in _TEXTS:
        told = " ".join(row["texte"] for row in texts if row["rubrique"] == rubric)
        if told:
            cut = told if len(told) <= _MOST_WORDS else f"{told[:_MOST_WORDS].rsplit(' ', 1)[0]}… (suite dans la fiche)"
            blocks += [Title(fiche_words.RUBRICS[rubric], 1), Words(cut)]
    return blocks[: 2 * _MOST_TEXT]


def _table(rows: Sequence[Row], heads: dict[str, str], widths: Sequence[float], right: Sequence[int] = ()) -> Table:
    cells = [[Cell(wording.UNKNOWN if row.get(key) is None else str(row[key])) for key in heads] for row in rows]
    return Table("", list(heads.values()), cells, widths, right)


def _page(asked: Asked, title: str, subtitle: str, blocks: list[Block]) -> Document:
    made = f"{whole.foot(asked)}. Fait le {datetime.now(days.FRANCE):%d/%m/%Y}"
    return Document(title, subtitle, "", "", made, blocks, made_up=whole.made_up(asked), one_page=True)
