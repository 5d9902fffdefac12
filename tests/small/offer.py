"""Seven actions whose offer can be told by hand, for the questions and the page on need and offer.

The day of observation is 31/12/2023, when the source was published. Running on that day, for seniors: « Gym douce » in
Vichy (until June 2024), « Café » in Vichy (no end known), « Atelier » in Lapalisse (until 31/12/2024). « Jardin » ended
during 2023. « Chantier » is in Nevers, the next département, for ages 18 to 25. « Lecture » is known by its département
alone, « Projet » by neither status nor date.
"""

from pathlib import Path

from data.identifiers import structure_id
from data.loading.load import load
from tests.small.facts import Rows, write_folder
from tests.small.people import KEEPER

CONTEXT = "CODGEO;MED21;TP6021\n03310;18990;25,0\n03138;19600;5,0\n03190;18950;24,0\n03001;23170;s\n03002;s;s\n"


def action(ref: str, titre: str, departement: str = "03", **said: str) -> dict[str, str]:
    return {
        "ref": ref,
        "titre": titre,
        "structure_id": structure_id("Centre social des Coteaux", departement),
        "structure": "Centre social des Coteaux",
        "code_departement": departement,
        "date_debut_precision": "annee" if "date_debut" in said else "inconnue",
        "date_fin_precision": "jour" if "date_fin" in said else "inconnue",
        **said,
    }


def lieu(ref: str, commune: str) -> dict[str, str]:
    return {"action_id": ref, "role": "lieu", "code_commune": commune, "precision": "declaree"}


FACTS: Rows = {
    "structures": [
        {"structure_id": structure_id("Centre social des Coteaux", code), "nom": "Centre social des Coteaux",
         "type": "centre_social", "code_departement": code}
        for code in ("03", "58")
    ],
    "actions": [
        action("gym", "Gym douce", statut="En cours", date_debut="2021-01-01", date_fin="2024-06-30"),
        action("cafe", "Café", statut="En cours", date_debut="2022-01-01"),
        action("atelier", "Atelier", statut="En cours", date_debut="2023-01-01", date_fin="2024-12-31"),
        action("jardin", "Jardin", statut="Terminée", date_debut="2020-01-01", date_fin="2023-12-31"),
        action("chantier", "Chantier", "58", statut="En cours", date_debut="2023-01-01"),
        action("lecture", "Lecture", statut="En cours", date_debut="2023-01-01"),
        action("projet", "Projet"),
    ],
    "actions_lieux": [
        lieu("gym", "03310"),
        lieu("cafe", "03310"),
        lieu("atelier", "03138"),
        lieu("jardin", "03190"),
        lieu("chantier", "58194"),
        {"action_id": "lecture", "role": "lieu", "code_departement": "03", "precision": "departement_seul"},
        lieu("projet", "03190"),
    ],
    "actions_publics": [
        *({"action_id": ref, "public": "Seniors"} for ref in ("gym", "cafe", "atelier", "jardin")),
        {"action_id": "chantier", "public": "Adultes", "age_min": "18", "age_max": "25"},
    ],
    "actions_mots_cles": [
        {"action_id": "cafe", "mot_cle": "intergénérationnel"},
        {"action_id": "lecture", "mot_cle": "Culture"},
    ],
}  # fmt: skip


def load_offer(path: Path, folder: Path) -> None:
    """Load the actions and the official figures into a store."""
    files = write_folder(folder / "essai", FACTS)
    files[0].write_text('titre = "Essai"\npubliee_le = 2023-12-31\n', encoding="utf-8")
    context = folder / "filosofi.csv"
    context.write_text(CONTEXT, encoding="utf-8")
    for report in (load(KEEPER, "faits", files, path), load(KEEPER, "contexte", [context], path)):
        assert report.exit_code == 0, report.as_text()
