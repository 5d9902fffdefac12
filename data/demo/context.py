"""Figures around the facts: a made-up median income by commune, grants as published files list them, State posts."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo.columns import Bools, Ints, Tables, chosen, constant, first_day, joined, pick, text_of
from data.demo.place import Place
from data.demo.plan import Plan
from data.demo.structures import Structures, fictive_siret

INCOME = "MED_FICTIF"
# Below, INSEE would keep the income of a commune secret.
FEW_PEOPLE = 100
_OBJECTS = ["Fonctionnement", "Projet annuel", "Animation de la vie sociale", "Équipement"]


def tables(plan: Plan, land: Place, structures: Structures) -> Tables:
    """``contexte_communes``, ``contexte_variables``, ``subventions`` and ``postes``."""
    return {**_income(plan, land), "subventions": _grants(plan, land, structures), "postes": _posts(plan, structures)}


def _income(plan: Plan, land: Place) -> Tables:
    rng = plan.stream("revenus")
    n = len(land.codes)
    value = np.round(rng.normal(21_500, 1_900, n), -1)
    secret = land.population < FEW_PEOPLE
    title = "Médiane du niveau de vie (fictive)"
    return {
        "contexte_communes": pa.table(
            {
                "code_commune": pa.array(land.codes),
                "annee": constant(plan.last - 1, n, pa.int32()),
                "variable": constant(INCOME, n),
                "valeur": pa.array(value, mask=secret),
                "marque": pick(["s"], np.where(secret, 0, -1)),
            }
        ),
        "contexte_variables": pa.table(
            {
                "variable": [INCOME],
                "titre": [title],
                "unite": ["€ par an"],
                "editeur": ["Observatoire du vivre-ensemble (chiffres fictifs)"],
            }
        ),
    }


def _grants(plan: Plan, land: Place, structures: Structures) -> pa.Table:
    """A yearly grant to about half the structures, as a département publishes them; a few are given back."""
    rng = plan.stream("subventions publiées")
    structure, year = _structure_years(plan, rng.random(len(structures.commune)) < 0.5)
    n = len(structure)
    amount = np.round(rng.lognormal(8.6, 0.7, n), -2) + 500
    returned = rng.random(n) < 0.01
    siret = pa.array([fictive_siret(number) for number in range(len(structures.commune))])
    told = rng.random(n) < 0.8
    return pa.table(
        {
            "subvention_id": joined(f"g{plan.departement}-", text_of(np.arange(n), 7)),
            "attribuant": constant(f"Département de démonstration ({land.nom})", n),
            "beneficiaire": structures.names.take(pa.array(structure)),
            "beneficiaire_siret": pick(siret, np.where(told, structure, -1)),
            "beneficiaire_siren": pc.utf8_slice_codeunits(pick(siret, np.where(told, structure, -1)), 0, 9),
            "code_commune": pick(land.codes, structures.commune[structure]),
            "objet": pick(_OBJECTS, rng.integers(0, len(_OBJECTS), n)),
            "date_convention": pa.array(first_day(year) + rng.integers(30, 330, n)),
            "exercice": pa.array(year.astype(np.int32)),
            "montant_eur": pa.array(np.where(returned, -amount, amount)),
            "etape": constant("accorde", n),
            "nature": constant("numeraire", n),
            "alerte": pick(["negatif"], np.where(returned, 0, -1)),
        }
    )


def _posts(plan: Plan, structures: Structures) -> pa.Table:
    """Posts that the State pays in part, in a few structures."""
    rng = plan.stream("postes")
    structure, year = _structure_years(plan, rng.random(len(structures.commune)) < 0.15)
    n = len(structure)
    kind = chosen(rng, [1, 2], n)
    return pa.table(
        {
            "poste_id": joined(f"p{plan.departement}-", text_of(np.arange(n), 6)),
            "dispositif": pick(["adultes_relais", "fonjep"], kind),
            "employeur": structures.names.take(pa.array(structure)),
            "siret": pa.array([fictive_siret(number) for number in structure.tolist()]),
            "annee": pa.array(year.astype(np.int32)),
            "montant_eur": pa.array(np.where(kind == 0, 22_000.0, 7_200.0)),
            "code_departement": constant(plan.departement, n),
        }
    )


def _structure_years(plan: Plan, kept: Bools) -> tuple[Ints, Ints]:
    """(structure, year) for each structure kept and each year of the plan."""
    structure = np.flatnonzero(kept)
    return np.repeat(structure, plan.n_years), np.tile(np.arange(plan.first, plan.last + 1), len(structure))
