"""Bodies: those of a territory, then one at its own address with its sessions, its rhythm, what awaits it."""

from collections.abc import Sequence

from dashboard.committee import looking, words
from dashboard.frame import cached, show, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column

_MOST = 60
_BODIES = [
    Column("nom", "Instance", href="lien"),
    Column("type", "Ce que c'est", labels=words.BODIES),
    Column("bassin", "Bassin de vie"),
    Column("theme", "Thème"),
    Column("rythme", "Rythme dit"),
    Column("n_seances", "Séances connues", "number"),
]
_SESSIONS = [
    Column("tenue_le", "Date", "day", precision="precision"),
    Column("objet", "Objet", href="lien"),
    Column("n_decisions", "Décisions", "number"),
    Column("chiffres", "Chiffres"),
]


def listed(scope: Scope) -> None:
    """The bodies of the scope, and the ways to what they hold beside sessions."""
    bodies = cached.rows(scope, "instances", **scope.place)
    show.section("Les instances", "Telles que les sources les disent.")
    if bodies:
        told = [
            {
                **row,
                "lien": scope.href("instance", id=str(row["instance_id"])),
                "bassin": wording.POINTLESS if row["type"] == "comite_departemental" else row["bassin"],
            }
            for row in bodies
        ]
        show.table(told, _BODIES, f"{wording.plural(len(bodies), 'instance')}, {scope.territory}")
    else:
        show.empty("Aucune instance ici.", "Chargez-les par le modèle « instances » de la page Données.")


def one(scope: Scope, body: Row) -> None:
    """One body: what it is, when it meets, its sessions, its decisions that wait."""
    show.back(scope.href("seances"), "Séances et instances")
    kind = words.BODIES.get(str(body["type"]), str(body["type"]))
    show.title(str(body["nom"]), f"{wording.sentence(kind)} : quand se réunit-il, et qu'a-t-il décidé ?", _where(body))
    sessions = [row for row in cached.rows(scope, "seances") if row["instance_id"] == body["instance_id"]]
    decisions = [
        row for row in cached.rows(scope, "decisions", jour=looking.past(scope)) if row["seance_id"] in _ids(sessions)
    ]
    waiting = [row for row in decisions if (row["etat"] or "a_faire") not in ("faite", "abandonnee")]
    show.answer(_answer(len(sessions), len(decisions), len(waiting)))
    show.points(_facts(scope, body))
    _waiting(scope, waiting)
    _sessions(scope, sessions)
    show.sources_line(scope, body["sources"])


def _answer(sessions: int, decisions: int, waiting: int) -> str:
    if not sessions:
        return "Aucune de ses séances n'est connue."
    held = wording.plural(sessions, "séance connue", "séances connues")
    if not decisions:
        return f"{held}, aucune décision."
    taken = wording.plural(decisions, "décision prise", "décisions prises")
    return f"{held}, {taken}, dont {wording.number(waiting)} à suivre."


def _ids(sessions: Sequence[Row]) -> set[str]:
    return {row["seance_id"] for row in sessions}


def _where(body: Row) -> str:
    return f"bassin de vie : {body['bassin']}" if body["bassin"] else f"département {body['departement']}"


def _facts(scope: Scope, body: Row) -> list[str]:
    created = wording.day(words.day_of(body["cree_le"]), body["precision"])
    said = [
        f"Thème : {body['theme'] or wording.UNKNOWN}.",
        f"Créé : {created}.",
        f"Rythme dit par les sources : {body['rythme'] or wording.UNKNOWN}.",
    ]
    for row in cached.rows(scope, "reunions_instance", sujet=body["instance_id"]):
        year = f", {row['annee']}" if row["annee"] else ""
        said.append(f"{wording.sentence(wording.GRANDEURS[row['grandeur']])} : {wording.quantity(row)}{year}.")
    return said


def _waiting(scope: Scope, rows: Sequence[Row]) -> None:
    show.section("Ce qui l'attend", "À l'ouverture de sa prochaine séance.")
    if not rows:
        show.paragraph("Aucune décision n'attend.")
        return
    told = [
        {
            **row,
            "intitule": words.named(row["intitule"]),
            "lien": scope.href("seances", decision=str(row["decision_id"])),
            "retard": "en retard" if row["en_retard"] else "",
        }
        for row in sorted(rows, key=lambda row: row["echeance"] or "9999")
    ]
    columns = [
        Column("echeance", "Échéance", "day"),
        Column("retard", "Délai", "code"),
        Column("intitule", "Décision", href="lien"),
        Column("porteur", "Porteur"),
    ]
    show.table(told, columns, "Décisions qui attendent une suite, par échéance", limit=_MOST)


def _sessions(scope: Scope, rows: Sequence[Row]) -> None:
    show.section("Ses séances", "La dernière d'abord.")
    if not rows:
        show.paragraph("Aucune séance n'est connue.")
        return
    told = [
        {
            **row,
            "objet": row["objet"] or "sans objet dit",
            "lien": scope.href("seances", id=str(row["seance_id"])),
            "chiffres": f"arrêtés, instantané {row['instantane']}" if row["instantane"] else "du jour",
        }
        for row in rows
    ]
    show.table(told, _SESSIONS, f"{wording.plural(len(rows), 'séance')}", limit=_MOST)
