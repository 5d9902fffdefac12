"""What a session's page tells beside its decisions: who came, what it worked on, what was due at its opening."""

from collections.abc import Sequence

from dashboard.committee import deciding_view, words
from dashboard.frame import cached, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from data.committee.forms import STATES

_DUE = [
    Column("echeance", "Échéance", "day"),
    Column("delai", "À l'ouverture", "code"),
    Column("intitule", "Décision", href="lien"),
    Column("porteur", "Porteur"),
    Column("etat", "État, ce jour-là", labels=STATES),
]
_SAID = [
    Column("intitule", "Décision", href="lien"),
    Column("etat", "Ce qu'elle devient", labels=STATES),
    Column("echeance", "Échéance, alors", "day"),
    Column("motif", "Pourquoi"),
]
_COLLEGES = [
    Column("college", "Collège", labels=words.COLLEGES),
    Column("convoques_dits", "Invités", "figure"),
    Column("presents_dits", "Venus", "figure"),
    Column("part", "Part venue", "share"),
]
_ROWS = [
    Column("college", "Collège", labels=words.COLLEGES),
    Column("bassin", "Bassin d'où viennent les personnes"),
    Column("convoques_dits", "Invités", "figure"),
    Column("presents_dits", "Venus", "figure"),
]


def ways(scope: Scope, session: Row) -> None:
    """Its body, and the same session on a projector."""
    shown = scope.href("projection", id=str(session["seance_id"]))
    body = scope.href("instance", id=str(session["instance_id"]))
    show.links(
        [
            (shown, "Projeter cette séance", "plein écran, un point à la fois, aux flèches du clavier"),
            (body, str(session["instance"]), "ses autres séances, ce qui l'attend"),
        ]
    )


def due(scope: Scope, session: Row) -> None:
    """Decisions of the same body that waited when the session opened."""
    rows = cached.rows(scope, "decisions_dues_seance", sujet=session["seance_id"])
    show.section("À l'ouverture", "Décisions des séances d'avant, de la même instance, qui attendaient une suite.")
    if rows:
        show.paragraph(due_told(rows))
        show.table(waiting(scope, rows), _DUE, "Ce qui attendait à l'ouverture de cette séance")
    else:
        show.paragraph("Aucune décision n'attendait.")
    said(scope, session)
    deciding_view.states(scope, str(session["seance_id"]), rows, session)


def said(scope: Scope, session: Row) -> None:
    """What this session said of decisions that it did not take; nothing where it said nothing."""
    rows = cached.rows(scope, "decision_etats", seance=session["seance_id"])
    if not rows:
        return
    show.subtitle("Ce que la séance en a dit")
    told = [
        {
            **row,
            "intitule": words.named(row["intitule"]),
            "lien": scope.href("seances", decision=str(row["decision_id"])),
        }
        for row in rows
    ]
    show.table(told, _SAID, "Ce que cette séance a dit de décisions prises avant elle")


def due_told(rows: Sequence[Row]) -> str:
    """« 3 décisions attendaient, dont 2 échues au 12/03/2024. »."""
    late = sum(row["due"] for row in rows)
    held = wording.plural(len(rows), "décision attendait", "décisions attendaient")
    over = wording.plural(late, "échue", "échues")
    return f"{held}, dont {over} au {wording.day(words.day_of(rows[0]['jour']))}."


def waiting(scope: Scope, rows: Sequence[Row]) -> list[Row]:
    """The rows of ``decisions_dues_seance`` as tables show them."""
    return [
        {
            **row,
            "intitule": words.named(row["intitule"]),
            "delai": "échue" if row["due"] else "plus tard" if row["echeance"] else "sans échéance",
            "lien": scope.href("seances", decision=str(row["decision_id"])),
        }
        for row in rows
    ]


def attendance(scope: Scope, session: Row) -> None:
    """Who came, by college, then by bassin; a count that contradicts itself is told, and kept."""
    show.section("Présences")
    rows = cached.rows(scope, "presences_seance", sujet=session["seance_id"])
    if not rows:
        show.paragraph("Les présences de cette séance ne sont pas connues.")
        return
    for doubt in doubts(rows):
        show.note(doubt)
    colleges = [college(row) for row in cached.rows(scope, "presences_colleges", sujet=session["seance_id"])]
    if colleges:
        show.table(colleges, _COLLEGES, "Présences par collège, bassins réunis")
    if any(row["bassin"] for row in rows):
        told = [
            {
                **row,
                "bassin": row["bassin"] or "non dit",
                "convoques_dits": words.count(row["convoques"], "exacte", row["secret"]),
                "presents_dits": words.count(row["presents"], row["precision"], row["secret"]),
            }
            for row in rows
        ]
        show.table(told, _ROWS, "Présences par collège et par bassin", folded="Voir bassin par bassin")
    show.sources_line(scope, sorted({row["source"] for row in rows}))


def college(row: Row) -> Row:
    """A row of ``presences_colleges`` as tables show it: the part of who was invited where both counts are exact."""
    exact = row["precision"] == "exacte" and not (row["presents_secret"] or row["convoques_secret"])
    known = exact and row["convoques"] and row["presents"] is not None and row["presents"] <= row["convoques"]
    withheld = row["presents_secret"] or row["convoques_secret"]
    unknown = wording.SECRET if withheld else wording.UNKNOWN
    return {
        **row,
        "convoques_dits": words.count(row["convoques"], "exacte", row["convoques_secret"]),
        "presents_dits": words.count(row["presents"], row["precision"], row["presents_secret"]),
        "part": wording.share(row["presents"], row["convoques"]) if known else unknown,
    }


def doubts(rows: Sequence[Row]) -> list[str]:
    """« Collège élus : 14 venus pour 12 invités […] »: more people than were invited, as the source says."""
    return [_doubt(row) for row in rows if row["doute"]]


def _doubt(row: Row) -> str:
    place = f", bassin de {row['bassin']}" if row["bassin"] else ""
    return (
        f"Collège {words.COLLEGES[row['college']].lower()}{place} : {wording.number(row['presents'])} venus pour "
        f"{wording.number(row['convoques'])} invités. C'est possible (on vient sans être invité), ou l'un des deux "
        "nombres est faux : rien n'est corrigé, et aucune part n'en est tirée."
    )


def documents(scope: Scope, session: Row) -> None:
    """Its papers, those that are on line with their address."""
    rows = cached.rows(scope, "documents_seance", sujet=session["seance_id"])
    show.section("Documents")
    if not rows:
        show.paragraph("Aucun document n'est connu : la feuille « Documents » du modèle « instances » les reçoit.")
        return
    show.links([(row["adresse"] or "", words.named(row["titre"]), "") for row in rows if _online(row)])
    show.points([f"{words.named(row['titre'])} (adresse inconnue)" for row in rows if not _online(row)])


def _online(row: Row) -> bool:
    return str(row["adresse"] or "").startswith(("https://", "http://"))
