"""The rows behind a figure: which question lists them, how they are written, what they say of what lacks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from dashboard.directory import directory
from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import costs
from dashboard.provenance.asked import Asked

# Rows that the page shows; « Télécharger » has them all.
MOST = 60
SUBJECT = Column("titre", "Action, événement ou structure", href="lien")
LINE = Column("ou", "Fichier et ligne")
_EUROS = (
    "cout_eur",
    "demande_eur",
    "accorde_eur",
    "accorde_ici_eur",
    "refuse_ici_eur",
    "manque_ici_eur",
    "bas_ici_eur",
)


@dataclass(frozen=True)
class Facts:
    """A list of rows. ``values`` is what its question is asked, without a limit; ``written`` makes the cells;
    ``lacks`` says, from the first row, what of all of them is missing, ``hidden`` what is withheld ("" when nothing
    is)."""

    title: str
    question: str
    values: Callable[[Asked], Mapping[str, Any]]
    columns: Sequence[Column]
    written: Callable[[Row, Scope], Row]
    lacks: Callable[[Row], str]
    hidden: Callable[[Row], str] = lambda _: ""

    def reserve(self, row: Row) -> str:
        """What is missing, then what is withheld, of all the rows, from the first of them."""
        return " ".join(said for said in (self.lacks(row), self.hidden(row)) if said)


def subjects(fields: Sequence[str] = (), kind: str | None = None) -> Facts:
    """Actions and events of the territory and period, those that lack a field first."""

    def values(asked: Asked) -> Mapping[str, Any]:
        more = {"departement": asked.scope.departement, "sorte": kind, "champ": list(fields) or None}
        return {**asked.place, **asked.period, **more}

    lacking = [Column("manque_dit", "Ce qui y manque")] if fields else []
    columns = [
        SUBJECT,
        Column("structure", "Structure"),
        Column("ou_a_lieu", "Où"),
        Column("annees", "Années", "code"),
    ]
    return Facts(_TITLES[kind], "origine_sujets", values, [*columns, *lacking, LINE], _subject, _lacking)


_TITLES = {
    None: "Les actions et événements comptés",
    "action": "Les actions comptées",
    "evenement": "Les événements comptés",
}


def _subject(row: Row, scope: Scope) -> Row:
    years = [str(year) for year in (row["annee_debut"], row["annee_fin"]) if year is not None]
    return {
        **linked(row, scope),
        "ou_a_lieu": wording.join(row["lieux"]) if row["lieux"] else wording.UNKNOWN,
        "annees": wording.span(years[0], years[-1]) if years else wording.UNKNOWN,
        "manque_dit": wording.sentence(wording.join(row["manque"])) if row["manque"] else "Rien",
    }


def _lacking(row: Row) -> str:
    count = row["n_manque"]
    if not count:
        return ""
    return f"Un champ au moins manque à {wording.share(count, row['n_lignes'])} de ces lignes."


def people(quantity: str) -> Facts:
    """Counts of people as they are published, and who says none."""

    def values(asked: Asked) -> Mapping[str, Any]:
        return {**asked.place, **asked.period, "grandeur": quantity}

    columns = [
        SUBJECT,
        Column("annee", "Année", "code"),
        Column("nombre", "Nombre publié", "figure"),
        Column("compte_dit", "Compté"),
        LINE,
    ]
    return Facts("Les nombres additionnés", "origine_personnes", values, columns, _people, _untold, _within)


def _people(row: Row, scope: Scope) -> Row:
    told = row["secret"] or row["precision"] is not None
    why = {None: "non : rien n'est dit", False: "non : dit plusieurs fois cette année-là", True: "oui"}
    return {
        **linked(row, scope),
        "nombre": wording.quantity(row) if told else wording.UNKNOWN,
        "compte_dit": why[row["compte"]],
    }


def _untold(row: Row) -> str:
    silent = row["n_lignes"] - row["n_dits"]
    return f"Aucun nombre validé dans {wording.share(silent, row['n_lignes'])} de ces lignes." if silent else ""


def _within(row: Row) -> str:
    if not row["n_secrets"]:
        return ""
    return (
        f"Secret statistique (s) dans {wording.plural(row['n_secrets'], 'ligne')} : ces nombres sont dans le total "
        "quand il est publié, jamais seuls."
    )


@dataclass(frozen=True)
class _Added:
    """A column of plans that a figure adds up: its heading, what counts the plans that tell it, what others lack."""

    heading: str
    known: str
    lacks: str


_ADDED = {
    "accorde_ici_eur": _Added("Accordé, part d'ici", "n_accordes", "Accordé inconnu"),
    "refuse_ici_eur": _Added("Demandé non accordé, part d'ici", "n_demandes", "Demandé ou accordé inconnu"),
    "manque_ici_eur": _Added("Coût non couvert, part d'ici", "n_manques", "Coût, ou accordé d'une des aides, inconnu"),
}


def money(column: str | None = None) -> Facts:
    """Funding plans of the territory and exercices; ``column`` is the share that enters the total, where one does."""

    def values(asked: Asked) -> Mapping[str, Any]:
        return {**asked.place, **asked.period, "departement": asked.scope.departement}

    shown = [
        SUBJECT,
        Column("exercice", "Exercice", "code"),
        Column("part", "Part d'ici", "percent"),
        Column("cout_eur", "Coût", "euros"),
        Column("demande_eur", "Demandé", "euros"),
        Column("accorde_eur", "Accordé", "euros"),
    ]
    if column is None:
        return Facts("Les plans de financement", "origine_argent", values, shown, money_row, lambda _: "")
    added = _ADDED[column]

    def unknown(row: Row) -> str:
        silent = row["n_lignes"] - row[added.known]
        return f"{added.lacks} dans {wording.share(silent, row['n_lignes'])} de ces plans." if silent else ""

    shown.append(Column(column, added.heading, "euros"))
    return Facts("Les plans de financement additionnés", "origine_argent", values, shown, money_row, unknown)


def money_row(row: Row, scope: Scope) -> Row:
    whole = {name: None if row[name] is None else round(row[name]) for name in _EUROS if name in row}
    return {**linked(row, scope), **whole}


def known_costs(situation: bool = False) -> Facts:
    """Costs of actions and events, each with the share that enters the total; ``situation``: those of the key alone."""

    def values(asked: Asked) -> Mapping[str, Any]:
        if situation:
            return {**asked.scope.filters, "situation": asked.key}
        if asked.level == "commune":
            return {"departement": asked.scope.departement, "commune": asked.code, **asked.period}
        return {**asked.scope.place, **asked.period}

    columns = [
        SUBJECT,
        Column("situation_dite", "Ce qu'on sait du coût"),
        Column("cout_dit", "Coût", "figure"),
        Column("part", "Part d'ici", "percent"),
        Column("bas_ici_eur", "Compté, part d'ici", "euros"),
    ]
    title = "Les actions et événements comptés" if situation else "Les coûts additionnés"
    return Facts(title, "origine_couts", values, columns, _cost, _unknown_costs)


def _cost(row: Row, scope: Scope) -> Row:
    known = row["situation"] == "connu"
    return {
        **money_row(row, scope),
        "situation_dite": costs.SITUATIONS.get(row["situation"], row["situation"]),
        "cout_dit": wording.cost(row, row["precision"]) if known and row["precision"] else wording.UNKNOWN,
    }


def _unknown_costs(row: Row) -> str:
    silent = row["n_lignes"] - row["n_connus"]
    return f"Coût non connu dans {wording.share(silent, row['n_lignes'])} de ces lignes." if silent else ""


def of_indicator(name: str, counted: str) -> Facts:
    """The facts that a value of an indicator counts, as its own SQL names them; ``counted`` says how many, of what."""

    def values(asked: Asked) -> Mapping[str, Any]:
        return {"indicateur": name, **asked.place, "annee": asked.year}

    def said(row: Row) -> str:
        entering = wording.plural(row["n_comptees"], "ligne entre", "lignes entrent")
        over = f", dont {wording.number(row['n_numerateur'])} au numérateur" if row["n_comptees"] else ""
        return " ".join(part for part in (counted, f"{entering} dans le calcul{over}.") if part)

    columns = [
        Column("titre", "Ce qui est compté", href="lien"),
        Column("structure", "Structure"),
        Column("dit", "Ce qui en est dit", labels=directory.MOTIFS),
        Column("compte_dit", "Compté"),
        Column("numerateur_dit", "Au numérateur", "figure"),
        Column("denominateur_dit", "Au dénominateur", "figure"),
        LINE,
    ]
    return Facts("Les lignes que compte l'indicateur", "origine_indicateur", values, columns, _counted, said, _within)


def _counted(row: Row, scope: Scope) -> Row:
    """Nothing stands where the row tells nothing of that side, so that a side that no row tells has no column."""

    def told(side: str) -> str:
        if row["secret"]:
            return wording.SECRET
        return "" if row[side] is None else wording.number(row[side], 2)

    sides = {f"{side}_dit": told(side) for side in ("numerateur", "denominateur")}
    hidden = {"titre": wording.MARKS[wording.SECRET].capitalize()} if row["titre"] is None else {}
    told_of_it = {name: row[name] or "" for name in ("structure", "dit")}
    return {**linked(row, scope), **told_of_it, **sides, **hidden, "compte_dit": "oui" if row["compte"] else "non"}


def running() -> Facts:
    """The actions that run on the reference day and answer a need."""

    def values(asked: Asked) -> Mapping[str, Any]:
        return {"besoin": asked.key, **asked.scope.place}

    columns = [
        SUBJECT,
        Column("structure", "Structure"),
        Column("ou_a_lieu", "Où"),
        Column("date_fin", "Fin", "day", precision="date_fin_precision"),
        LINE,
    ]
    return Facts("Les actions comptées", "origine_besoin", values, columns, _running, lambda _: "")


def _running(row: Row, scope: Scope) -> Row:
    place = wording.join(row["lieux"]) if row["lieux"] else wording.UNKNOWN
    return {**linked({**row, "sujet_type": "action", "sujet_id": row["action_id"]}, scope), "ou_a_lieu": place}


def field(name: str = "") -> Facts:
    """The fiches of the shared filters, those first where a field lacks: this one, or that of the key."""

    def values(asked: Asked) -> Mapping[str, Any]:
        return {"champ": name or asked.key, **asked.scope.filters}

    def lacks(row: Row) -> str:
        silent = row["n_lignes"] - row["n_renseignes"]
        return f"Rien n'est dit dans {wording.share(silent, row['n_lignes'])} de ces fiches." if silent else ""

    columns = [SUBJECT, Column("structure", "Structure"), Column("ou_a_lieu", "Où"), Column("dit", "Ce champ"), LINE]
    return Facts("Les fiches comptées", "origine_champ", values, columns, _field, lacks)


def _field(row: Row, scope: Scope) -> Row:
    said = "renseigné" if row["valide"] else "proposé, à valider" if row["renseigne"] else "manque"
    return {**_running(row, scope), "dit": said}


def conventions() -> Facts:
    """The conventions that end within twelve months of the reference day."""

    def values(asked: Asked) -> Mapping[str, Any]:
        return asked.scope.place

    def lacks(row: Row) -> str:
        silent = row["n_lignes"] - row["n_montants"]
        return f"Montant inconnu dans {wording.share(silent, row['n_lignes'])} de ces lignes." if silent else ""

    columns = [
        SUBJECT,
        Column("structure", "Structure"),
        Column("financeur", "Financeur"),
        Column("convention_fin", "Fin", "day"),
        Column("accorde_eur", "Accordé", "euros"),
    ]
    return Facts("Les conventions comptées", "origine_conventions", values, columns, linked, lacks)


def published() -> Facts:
    """Lines of grants that funders publish, at the commune of who receives them."""
    columns = [
        Column("beneficiaire", "Bénéficiaire"),
        Column("attribuant", "Attribuant"),
        Column("objet", "Objet"),
        Column("exercice", "Exercice", "code"),
        Column("montant_eur", "Accordé", "euros"),
        LINE,
    ]

    def values(asked: Asked) -> Mapping[str, Any]:
        return {"commune": asked.code, **asked.period}

    def written(row: Row, scope: Scope) -> Row:
        return {**row, "ou": _where(row)}

    return Facts("Les lignes publiées", "origine_publie", values, columns, written, lambda _: "")


def listed(undated: bool = False) -> Facts:
    """The actions of the shared filters, as the directory lists them; ``undated``: those of which no year is known."""
    columns = [
        SUBJECT,
        Column("structure", "Structure"),
        Column("ou_a_lieu", "Où"),
        Column("dates", "Dates"),
        LINE,
    ]

    def values(asked: Asked) -> Mapping[str, Any]:
        return {**asked.scope.filters, "sans_annee": 1} if undated else asked.scope.filters

    return Facts("Les actions comptées", "origine_actions", values, columns, _listed, lambda _: "")


def _listed(row: Row, scope: Scope) -> Row:
    return {**_running(row, scope), "dates": directory.dates(row)}


def linked(row: Row, scope: Scope) -> dict[str, Any]:
    """The row with the address of its fiche or of its territory, and where it was read."""
    addresses = {"action": partial(scope.href, "fiche", action=row["sujet_id"])}
    addresses["commune"] = partial(scope.territory_href, "commune", row["sujet_id"])
    address = addresses.get(row["sujet_type"])
    return {**row, "lien": address() if address else None, "ou": _where(row)}


def _where(row: Row) -> str | None:
    """« budgets.csv, ligne 12 »; None when the row does not say it."""
    file, line = row.get("fichier"), row.get("ligne")
    if not file:
        return None
    return f"{file}, ligne {wording.number(line)}" if line is not None else str(file)
