"""Small facts of a body that met twice, and of what it decided."""

from tests.small.facts import SMALL, Rows

LONG = "Comité de " + "l'entraide " * 10  # 120 characters
FIRST, SECOND = "comite-1", "comite-2"
DOCUMENT = {"titre": "Compte rendu", "adresse": "https://exemple.fr/cr"}


def facts() -> Rows:
    body = {"instance_id": "comite", "nom": LONG, "type": "comite_departemental", "code_departement": "03"}
    sessions = [
        {"seance_id": name, "instance_id": "comite", "tenue_le": day, "precision": "jour", "objet": "Bilan"}
        for name, day in ((FIRST, "2020-02-01"), (SECOND, "2021-02-01"))
    ]
    present = {"seance_id": SECOND, "precision": "exacte"}
    taken = {"seance_id": FIRST, "nature": "decision"}
    return {
        **SMALL,
        "instances": [{**body, "precision": "inconnue", "rythme": "une fois par an"}],
        "seances": sessions,
        "presences": [
            {**present, "college": "elus", "convoques": 12, "presents": 14},
            {**present, "college": "habitants", "convoques": 20, "presents": 2},
        ],
        "seances_documents": [{"seance_id": SECOND, **DOCUMENT}, {"seance_id": SECOND, "titre": "<b>Note</b>"}],
        "decisions": [
            {**taken, "decision_id": "due", "intitule": "Ouvrir", "echeance": "2020-12-31"},
            {**taken, "decision_id": "faite", "intitule": "Fermer", "etat": "faite"},
        ],
    }
