"""The committee and its events: instances, sessions and who came, decisions, targets, envelopes, yearly events."""

from typing import Any

import numpy as np
import pyarrow as pa

from data.demo.columns import Tables, constant, pick
from data.demo.measures import counts, stated
from data.demo.place import Place
from data.demo.plan import Plan
from data.demo.truths import UNDERFUNDED, Planted

COLLEGES = ["elus", "institutions", "associations", "structures", "habitants"]
# Invited by college and bassin, and chance of coming, to a departmental and to a local session.
_INVITED = {"comite_departemental": [8, 7, 10, 8, 10], "comite_local": [10, 8, 16, 10, 16]}
# Départements that send somebody to an event.
_NEIGHBOURS = ["03", "18", "23", "58", "63"]
_COMING = [0.55, 0.66, 0.7, 0.78, 0.58]
_SESSIONS = {"comite_departemental": (3, 6, 11), "comite_local": (2, 6, 10)}
_THEMES = ["Fraternité et solidarité", "Au fil de la vie", "Entreprendre et consommer autrement"]
_OBJECTS = ["Revue des projets", "Préparation des journées", "Bilan et perspectives", "Indicateurs et suivi"]
_DECISIONS = [
    "Tenir une journée ouverte dans chaque bassin",
    "Recenser les lieux de rencontre des petites communes",
    "Proposer une fiche d'évaluation commune",
    "Inviter des jeunes adultes aux prochaines séances",
    "Relayer les appels à bénévoles",
    "Étudier un transport à la demande pour les ateliers",
]
_OWNERS = ["Comité départemental", "Centre social pilote", "Service de l'action sociale", "Groupe d'habitants"]
_METHODS = ["comptage à l'entrée", "billetterie", "estimation des organisateurs"]
_SERIES = ["Village de la rencontre", "Fête des voisins", "Forum des associations", "Journée du vivre-ensemble"]
# Targets: indicator, département's and bassins' value in its unit.
_TARGETS = {"A1": 45.0, "A3": 30.0, "C1": 75.0, "D1": 90.0, "D2": 60.0, "E1": 60.0, "G3": 80.0, "A2": 200.0}
_BASSIN_TARGETS = ("A1", "C1", "D1", "G3")


def tables(plan: Plan, land: Place, planted: Planted, n_series: int) -> Tables:
    """Every table of the committee and of events, with the measures of events under ``mesures``."""
    instances = _instances(plan, land)
    sessions = _sessions(plan, land, instances)
    events, attendance = _events(plan, land, n_series)
    return {
        "instances": _table(instances),
        "seances": _table([{k: v for k, v in session.items() if k != "type"} for session in sessions]),
        "seances_documents": _table(_documents(plan, sessions)),
        "presences": _table(_presences(plan, land, sessions)),
        "decisions": _table(_decisions(plan, sessions)),
        "cibles": _table(_targets(plan, land)),
        "enveloppes": _table(_envelopes(plan, land, planted)),
        "evenements": _table(events),
        "evenements_departements": _table(_guests(plan, land, events)),
        "mesures": attendance,
    }


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows)


def _instances(plan: Plan, land: Place) -> list[dict[str, Any]]:
    whole: dict[str, Any] = {
        "instance_id": f"comite-departemental-demonstration-{land.departement}",
        "nom": f"Comité départemental du vivre-ensemble ({land.nom}, démonstration)",
        "type": "comite_departemental",
        "code_zone": None,
        "theme": None,
        "rythme": "Trois fois par an",
    }
    local: list[dict[str, Any]] = [
        {
            "instance_id": f"comite-local-demonstration-{bassin.code}",
            "nom": f"Comité local du vivre-ensemble, bassin de {bassin.nom} (démonstration)",
            "type": "comite_local",
            "code_zone": bassin.code,
            "theme": bassin.theme or _THEMES[rank % len(_THEMES)],
            "rythme": "Trois fois par an",
        }
        for rank, bassin in enumerate(land.bassins)
    ]
    common = {"code_departement": land.departement, "cree_le": plan.opening.item(), "precision": "annee"}
    return [{**instance, **common} for instance in [whole, *local]]


def _sessions(plan: Plan, land: Place, instances: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two or three a year for each instance, each held in a large commune."""
    rng = plan.stream("séances")
    largest = np.argsort(-land.population, kind="stable")[:8]
    rows = []
    for instance in instances:
        for year in range(plan.first, plan.last + 1):
            for month in _SESSIONS[instance["type"]]:
                day = np.datetime64(f"{year}-{month:02d}-01") + rng.integers(0, 27)
                rows.append(
                    {
                        "seance_id": f"{instance['instance_id']}-{day.item():%Y-%m-%d}",
                        "instance_id": instance["instance_id"],
                        "tenue_le": day.item(),
                        "precision": "jour",
                        "objet": str(rng.choice(_OBJECTS)),
                        "code_commune": land.codes[rng.choice(largest)] if rng.random() < 0.7 else None,
                        "type": instance["type"],
                    }
                )
    return rows


def _documents(plan: Plan, sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An agenda for each session, minutes for most; without address: nothing is behind them."""
    rng = plan.stream("documents de séances")
    return [
        {"seance_id": session["seance_id"], "titre": title, "adresse": None}
        for session in sessions
        for title, kept in (("Ordre du jour", True), ("Compte rendu", rng.random() < 0.7))
        if kept
    ]


def _guests(plan: Plan, land: Place, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two neighbouring départements at one edition of ten."""
    rng = plan.stream("départements représentés")
    others = [code for code in _NEIGHBOURS if code != land.departement]
    return [
        {"evenement_id": event["evenement_id"], "code_departement": str(code)}
        for event in events
        if rng.random() < 0.1
        for code in rng.choice(others, 2, replace=False)
    ]


def _presences(plan: Plan, land: Place, sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Invited and present by college and bassin; one session of ten lost its list of invitations."""
    rng = plan.stream("présences")
    zones = [bassin.code for bassin in land.bassins]
    local = {f"comite-local-demonstration-{code}": code for code in zones}
    rows = []
    for session in sessions:
        listed = rng.random() >= 0.1
        own = local.get(session["instance_id"])
        for zone in [own] if own else zones:
            for college, invited, coming in zip(COLLEGES, _INVITED[session["type"]], _COMING, strict=True):
                n = max(1, int(rng.poisson(invited)))
                rows.append(
                    {
                        "seance_id": session["seance_id"],
                        "college": college,
                        "code_zone": zone,
                        "convoques": n if listed else None,
                        "presents": int(rng.binomial(n, coming)),
                        "precision": "exacte",
                    }
                )
    return rows


def _decisions(plan: Plan, sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rng = plan.stream("décisions")
    rows = []
    for session in sessions:
        for rank in range(int(rng.integers(0, 3))):
            age = plan.last - session["tenue_le"].year
            state = rng.choice(["a_faire", "en_cours", "faite", "abandonnee"], p=_states(age))
            due = np.datetime64(session["tenue_le"]) + int(rng.integers(60, 400))
            rows.append(
                {
                    "decision_id": f"{session['seance_id']}-{rank + 1}",
                    "seance_id": session["seance_id"],
                    "intitule": str(rng.choice(_DECISIONS)),
                    "nature": str(rng.choice(["decision", "decision", "proposition", "point_a_ameliorer", "question"])),
                    "porteur": str(rng.choice(_OWNERS)) if rng.random() < 0.85 else None,
                    "echeance": due.item() if rng.random() < 0.8 else None,
                    "etat": str(state),
                }
            )
    return rows


def _states(age: int) -> list[float]:
    return [0.45, 0.35, 0.15, 0.05] if age == 0 else [0.08, 0.12, 0.65, 0.15]


def _targets(plan: Plan, land: Place) -> list[dict[str, Any]]:
    """Set at the end of the reference years, before looking at the next; one stands on a single, provisional year."""
    reference = min(3, plan.n_years - 1)
    whole: list[tuple[str, str | None]] = [(indicator, None) for indicator in _TARGETS]
    local = [(indicator, bassin.code) for indicator in _BASSIN_TARGETS for bassin in land.bassins]
    return [
        {
            "indicateur": indicator,
            "code_zone": zone,
            "code_departement": land.departement,
            "valeur_reference": None,
            "annee_reference": plan.first,
            "annee_reference_fin": plan.first if indicator == "D2" else plan.first + reference - 1,
            "valeur_cible": _TARGETS[indicator],
            "annee_cible": plan.last + 2,
            "fixee_le": np.datetime64(f"{plan.first + reference - 1}-12-15").item(),
        }
        for indicator, zone in whole + local
    ]


def _envelopes(plan: Plan, land: Place, planted: Planted) -> list[dict[str, Any]]:
    """Voted by bassin and year, near the share of the population but for the bassin planted as underfunded."""
    rng = plan.stream("enveloppes")
    rows = []
    for year in range(plan.first, plan.last + 1):
        for rank, bassin in enumerate(land.bassins):
            fair = 2.4 * land.population_of(rank) * (UNDERFUNDED if rank == planted.gap else 1.0)
            amount = max(round(float(fair * rng.normal(1.0, 0.04)), -2), 0.0)
            unsaid = year == plan.first and rank == 0
            rows.append(
                {
                    "code_departement": land.departement,
                    "code_zone": bassin.code,
                    "annee": year,
                    "montant_eur": None if unsaid else amount,
                    "engage_eur": None if unsaid else round(amount * float(rng.uniform(0.85, 1.0)), -2),
                    "paye_eur": None if unsaid else round(amount * float(rng.uniform(0.6, 0.85)), -2),
                    "texte_source": "« une enveloppe », sans montant" if unsaid else None,
                }
            )
    return rows


def year_of_change(plan: Plan) -> int:
    """First year in which the first series of events is counted in another way."""
    return (plan.first + plan.last + 1) // 2


def _events(plan: Plan, land: Place, n_series: int) -> tuple[list[dict[str, Any]], pa.Table]:
    """Yearly series, each counted by its own method; the first one changes its method half-way when things change."""
    rng = plan.stream("événements")
    towns = np.argsort(-land.population, kind="stable")[: max(4, n_series // 3)]
    rows: list[dict[str, Any]] = []
    means, methods, sure = [], [], []
    for number in range(n_series):
        town = int(towns[number % len(towns)])
        name = f"{_SERIES[number % len(_SERIES)]} de démonstration ({land.noms[town]})"
        mean, method = float(rng.lognormal(5.6, 0.6)), int(rng.integers(0, len(_METHODS)))
        begins = plan.first - int(rng.integers(0, 6))
        month = int(rng.integers(3, 11))
        for year in range(plan.first, plan.last + 1):
            changed = number == 0 and plan.changes and year >= year_of_change(plan)
            rows.append(
                {
                    "evenement_id": f"e{land.departement}-{number:04d}-{year}",
                    "serie": f"{name} n° {number + 1}",
                    "nom": f"{name} {year}",
                    "edition": year - begins + 1,
                    "tenu_le": (np.datetime64(f"{year}-{month:02d}-01") + rng.integers(0, 27)).item(),
                    "precision": "jour",
                    "organisateur": "Structure fictive",
                    "code_departement": land.departement,
                    "code_commune": land.codes[town],
                    "theme": str(rng.choice(_THEMES)),
                }
            )
            means.append(mean * (1.6 if changed else 1.0))
            methods.append((method + changed) % len(_METHODS))
            sure.append(number == 0)
    number_of = counts(rng, np.array(means))
    sure[-1] = True
    told = np.flatnonzero((rng.random(len(rows)) < 0.92) | np.array(sure))
    measures = {
        "sujet_type": constant("evenement", len(told)),
        "sujet_id": pa.array([rows[rank]["evenement_id"] for rank in told]),
        "grandeur": constant("participations", len(told)),
        "annee": pa.array([rows[rank]["tenu_le"].year for rank in told], pa.int32()),
        **stated(rng, number_of[told], np.array(sure)[told]),
    }
    measures["methode"] = pick(_METHODS, np.array(methods)[told])
    disputed = _contradiction(rows[-1], int(number_of[-1]))
    return rows, pa.concat_tables([pa.table(measures), disputed], promote_options="permissive")


def _contradiction(event: dict[str, Any], number: int) -> pa.Table:
    """What the press says of the last event, which its organisers count otherwise."""
    return pa.table(
        {
            "sujet_type": ["evenement"],
            "sujet_id": [event["evenement_id"]],
            "grandeur": ["participations"],
            "annee": pa.array([event["tenu_le"].year], pa.int32()),
            "valeur": [float(2 * number + 50)],
            "precision": ["approchee"],
            "etat": ["validee"],
            "methode": ["estimation de la presse"],
            "texte_source": [f"« environ {2 * number + 50} »"],
        }
    )
