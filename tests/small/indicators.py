"""Facts on which every indicator can be computed by hand: the Allier in 2023, twenty starts of the Puy-de-Dôme in 2022.

The Allier, 2023, fourteen actions: m1 to m10 in Moulins (bassin 032), v1 in Vichy and Cusset (033), x1 in Montluçon and
Moulins (031 and 032), d1 somewhere in the département, L in Montluçon from 2021 to 2024. Two events, four sessions.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data.identifiers import structure_id
from data.loading.load import load
from data.report import Report
from tests.small.facts import Rows, write_folder
from tests.small.people import KEEPER

CENTRE = structure_id("Centre social des Coteaux", "03")
MJC = structure_id("MJC de Vichy", "03")
DISTANT = structure_id("Foyer rural", "63")
MOULINS = [f"m{number}" for number in range(1, 11)]
_YEAR = "2023"


def _action(ref: str, start: str, end: str | None, **fields: Any) -> dict[str, Any]:
    return {
        "ref": ref,
        "titre": f"Action {ref}",
        "structure_id": CENTRE,
        "structure": "Centre social des Coteaux",
        "code_departement": "03",
        "statut": "Terminée",
        "date_debut": start,
        "date_debut_precision": "jour",
        "date_fin": end,
        "date_fin_precision": "jour" if end else "inconnue",
    } | fields


def _actions() -> list[dict[str, Any]]:
    ended = dict.fromkeys(MOULINS[:4], "financement") | dict.fromkeys(MOULINS[4:], "fin_de_projet")
    rows = [_action(ref, "2023-01-15", "2023-12-15", motif_fin_code=ended[ref], motif_fin="dit") for ref in MOULINS]
    rows += [_action(ref, "2023-01-15", "2023-12-15") for ref in ("x1", "d1")]
    rows += [_action("v1", "2023-01-15", "2023-12-15", structure_id=MJC, structure="MJC de Vichy")]
    return [*rows, _action("L", "2021-03-01", "2024-06-30", statut="En cours")]


def _labels(column: str, held: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [{"action_id": ref, column: label} for ref, labels in held.items() for label in labels]


def _publics() -> list[dict[str, Any]]:
    """Ages of ten actions; m2, m6, m7 and m9 meet 18 to 29."""
    ages = [(0, 17), (18, 25), (30, 59), (60, None), (None, 17), (25, 35), (29, 40), (60, None), (16, 18), (30, None)]
    labels = ["Tous publics"] * 6 + ["familles", "Seniors", "Adultes", "Adultes"]
    rows = [
        {"action_id": ref, "public": label, "age_min": low, "age_max": high}
        for ref, label, (low, high) in zip(MOULINS, labels, ages, strict=True)
    ]
    return [*rows, *_labels("public", {"v1": ["Adultes"], "d1": ["Jeunesse"], "L": ["Tous publics"]})]


def _measure(kind: str, subject: str, quantity: str, value: float, year: str = _YEAR, **fields: Any) -> dict[str, Any]:
    return {
        "sujet_type": kind,
        "sujet_id": subject,
        "grandeur": quantity,
        "annee": year,
        "valeur": value,
        "precision": "exacte",
        "etat": "validee",
    } | fields


def _measures() -> list[dict[str, Any]]:
    rows = [_measure("action", ref, "participations", 100) for ref in MOULINS]
    rows += [_measure("action", "v1", "participations", 300), _measure("action", "x1", "participations", 200)]
    rows += [_measure("action", "d1", "participations", 999, etat="proposee")]
    rows += [_measure("action", "L", "participations", 2, "2022")]
    for ref, volunteers, staff in [*((ref, 4, 3) for ref in MOULINS), ("v1", 10, None), ("x1", 5, 5), ("d1", 6, 4)]:
        rows.append(_measure("action", ref, "benevoles", volunteers))
        rows += [_measure("action", ref, "professionnels", staff)] if staff else []
    rows += [
        _measure("evenement", "fete-2023", "questionnaires_envoyes", 100),
        _measure("evenement", "fete-2023", "repondants", 40),
        _measure("evenement", "fete-2023", "satisfaits", 30),
        _measure("evenement", "forum-2023", "questionnaires_envoyes", 50),
        _measure("evenement", "fete-2022", "questionnaires_envoyes", 100, "2022"),
        _measure("evenement", "fete-2022", "repondants", 20, "2022"),
        _measure("evenement", "fete-2022", "satisfaits", 10, "2022"),
    ]
    counted, guessed = {"methode": "comptage à l'entrée"}, {"methode": "estimation"}
    return [
        *rows,
        _measure("evenement", "fete-2022", "participants_distincts", 200, "2022", **counted),
        _measure("evenement", "fete-2023", "participants_distincts", 300, **counted),
        _measure("evenement", "fete-2024", "participants_distincts", 260, "2024", **counted),
        _measure("evenement", "forum-2022", "participants_distincts", 100, "2022", **guessed),
        _measure("evenement", "forum-2023", "participants_distincts", 150, **counted),
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "evenement_id": f"{series.lower()}-{year}",
            "serie": series,
            "nom": f"{series} {year}",
            "tenu_le": f"{year}-06-10",
            "precision": "jour",
            "code_departement": "03",
            "code_commune": "03310",
        }
        for series, years in (("Fete", (2022, 2023, 2024)), ("Forum", (2022, 2023)))
        for year in years
    ]


# College, bassin, convened, present.
_Present = tuple[str, str | None, int | None, int]
_FROM_BASSINS: list[_Present] = [
    *(("elus", zone, 10, present) for zone, present in (("031", 8), ("032", 8), ("033", 4))),
    *(
        ("habitants", zone, convened, present)
        for zone, convened, present in (("031", 5, 4), ("032", 5, 4), ("033", 15, 12))
    ),
]
_NOWHERE: list[_Present] = [("elus", None, 10, 5), ("habitants", None, 10, 5)]
# Session → its day and who came.
_SESSIONS: dict[str, tuple[str, list[_Present]]] = {
    "s2022": ("2022-05-12", _FROM_BASSINS),
    "s1": ("2023-02-02", _FROM_BASSINS),
    "s2": ("2023-04-04", [("habitants", None, None, 10)]),
    "s3": ("2023-06-06", _NOWHERE),
    "s4": ("2023-10-10", _NOWHERE),
}


def _attendance() -> list[dict[str, Any]]:
    return [
        {
            "seance_id": session,
            "college": college,
            "code_zone": zone,
            "convoques": convened,
            "presents": present,
            "precision": "exacte",
        }
        for session, (_, rows) in _SESSIONS.items()
        for college, zone, convened, present in rows
    ]


def _budget(name: str, subject: str, nature: str, charges: float, total: float, **fields: Any) -> dict[str, Any]:
    return {
        "budget_id": name,
        "sujet_type": "action",
        "sujet_id": subject,
        "exercice": _YEAR,
        "nature": nature,
        "total_charges_eur": charges,
        "total_produits_eur": total,
        "etat": "validee",
    } | fields


def _line(budget: str, rank: int, account: str, level: str, amount: float, funder: str | None = None) -> dict[str, Any]:
    return {
        "budget_id": budget,
        "rang": rank,
        "cote": "produit",
        "compte": account,
        "niveau": level,
        "libelle": funder or "Contributions volontaires",
        "montant_eur": amount,
        "financeur": funder,
    }


def _plan(budget: str, funders: dict[str, float], volunteering: float | None = None) -> list[dict[str, Any]]:
    lines = [
        _line(budget, rank, "74", "detail", amount, name) for rank, (name, amount) in enumerate(funders.items(), 1)
    ]
    return [*lines, *([_line(budget, 9, "87", "compte", volunteering)] if volunteering is not None else [])]


def _budgets() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """m1 to m9 have a planned and an actual budget; m10's funders bring more than its total; the MJC has its own."""
    budgets, lines = [], []
    for ref in MOULINS[:9]:
        budgets += [
            _budget(f"p-{ref}", ref, "previsionnel", 1000, 1000),
            _budget(f"r-{ref}", ref, "realise", 1100, 1000),
        ]
        lines += _plan(f"p-{ref}", {"Département": 200, "CAF": 300, "Commune": 500}, 100)
        lines += _plan(f"r-{ref}", {"Département": 100, "CAF": 400, "Commune": 500}, 250)
    budgets += [
        _budget("p-m10", "m10", "previsionnel", 1000, 1000),
        _budget("mjc", MJC, "realise", 10000, 10000, sujet_type="structure"),
    ]
    lines += [
        *_plan("p-m10", {"CAF": 1000, "Commune": 500}),
        *_plan("mjc", {"CAF": 6000, "Participation des familles": 4000}),
    ]
    return budgets, lines


def _grant(name: str, subject: str, granted: float, **fields: Any) -> dict[str, Any]:
    return {
        "financement_id": name,
        "sujet_type": "action",
        "sujet_id": subject,
        "financeur": "Département",
        "exercice": _YEAR,
        "demande_eur": 3 * granted,
        "accorde_eur": granted,
        "verse_eur": granted - 20,
        "nature": "numeraire",
        "etat": "validee",
    } | fields


def _grants() -> list[dict[str, Any]]:
    ends = dict.fromkeys(MOULINS[:4], "2024-06-30") | dict.fromkeys(MOULINS[4:7], "2025-12-31")
    rows = [
        _grant(
            f"g-{ref}", ref, 100, convention_debut="2023-01-01" if ref in ends else None, convention_fin=ends.get(ref)
        )
        for ref in MOULINS[:9]
    ]
    return [
        *rows,
        _grant("g-x1", "x1", 1000),
        _grant("usagers", "m1", 50, financeur="Participation des familles"),
        _grant("salle", "m2", 500, nature="nature"),
        _grant("propose", "d1", 5000, etat="proposee"),
    ]


def _allier() -> Rows:
    budgets, lines = _budgets()
    places = {ref: ["03190"] for ref in MOULINS} | {"v1": ["03310", "03095"], "x1": ["03185", "03190"], "L": ["03185"]}
    solidarity = {ref: ["Solidarité"] for ref in ("m3", *MOULINS[4:])}
    return {
        "structures": [
            {
                "structure_id": CENTRE,
                "nom": "Centre social des Coteaux",
                "type": "centre_social",
                "code_departement": "03",
            },
            {"structure_id": MJC, "nom": "MJC de Vichy", "type": "association", "code_departement": "03"},
        ],
        "actions": _actions(),
        "actions_lieux": [
            *(
                {"action_id": ref, "role": "lieu", "code_commune": commune, "precision": "declaree"}
                for ref, communes in places.items()
                for commune in communes
            ),
            {"action_id": "d1", "role": "lieu", "code_departement": "03", "precision": "departement_seul"},
        ],
        "actions_initiateurs": _labels(
            "initiateur",
            {ref: ["Un habitant", "Le centre social"] for ref in MOULINS[:4]}
            | {ref: ["Le centre social"] for ref in (*MOULINS[4:], "L")}
            | {"v1": ["Un groupe d'habitants"]},
        ),
        "actions_mots_cles": _labels(
            "mot_cle",
            solidarity
            | {"m1": ["intergénérationnel", "Culture"], "m2": ["Mixité sociale"], "m4": ["Environnement"]}
            | {"v1": ["Mixité sociale", "Culture"], "L": ["Culture"]},
        ),
        "actions_publics": _publics(),
        "actions_partenaires": _labels(
            "partenaire",
            {ref: [f"Partenaire {number}" for number in range(1, count + 1)] for ref, count in _PARTNERS.items()},
        ),
        "actions_textes": [
            {"action_id": ref, "rubrique": "limites" if at < 6 else "experience", "rang": 1, "texte": "Un texte."}
            for at, ref in enumerate(MOULINS)
        ],
        "mesures": _measures(),
        "evenements": _events(),
        "instances": [
            {
                "instance_id": "comite-03",
                "nom": "Comité départemental",
                "type": "comite_departemental",
                "code_departement": "03",
                "precision": "inconnue",
            }
        ],
        "seances": [
            {"seance_id": session, "instance_id": "comite-03", "tenue_le": day, "precision": "jour"}
            for session, (day, _) in _SESSIONS.items()
        ],
        "presences": _attendance(),
        "budgets": budgets,
        "lignes_budget": lines,
        "financements": _grants(),
    }


_PARTNERS = {"m1": 3, "m2": 1, "m3": 2, "m4": 2, "m5": 4, "m6": 2, "m7": 2, "m8": 1, "m9": 1, "m10": 1}


def _puy_de_dome() -> Rows:
    """Twenty starts on 15 January 2022: five end after 100 days, five on 10 October, eight in 2023.

    Two go on, and were last seen on 14 July 2022. All name the same partner.
    """
    ends = ["2022-04-25"] * 5 + ["2022-10-10"] * 5 + ["2023-06-30"] * 8
    here = {"structure_id": DISTANT, "structure": "Foyer rural", "code_departement": "63"}
    names = [f"g{number}" for number in range(1, 21)]
    actions = [_action(ref, "2022-01-15", end, **here) for ref, end in zip(names, ends, strict=False)]
    actions += [_action(ref, "2022-01-15", None, statut="En cours", **here) for ref in names[18:]]
    return {
        "structures": [
            {"structure_id": DISTANT, "nom": "Foyer rural", "type": "association", "code_departement": "63"}
        ],
        "actions": actions,
        "actions_lieux": [
            {"action_id": ref, "role": "lieu", "code_departement": "63", "precision": "departement_seul"}
            for ref in names
        ],
        "actions_partenaires": _labels("partenaire", {ref: ["Conseil départemental"] for ref in names}),
    }


def load_small_indicators(path: Path, folder: Path) -> list[Report]:
    """Load both sources into a store; one report each."""
    seen = write_folder(folder / "puy-de-dome", _puy_de_dome(), "Foyer rural")
    seen[0].write_text('titre = "Foyer rural"\npubliee_le = 2022-07-14\n', encoding="utf-8")
    return [
        load(KEEPER, "faits", write_folder(folder / "allier", _allier(), "Allier à la main"), path),
        load(KEEPER, "faits", seen, path),
    ]
