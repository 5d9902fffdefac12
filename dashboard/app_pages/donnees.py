"""Données: bring facts in, complete them, validate what was read, see what was written and take it back."""

from dashboard.campaign import view as campaign_view
from dashboard.entering import history_view, new_links, validation_view, worklist_view
from dashboard.frame import collecting, filters, show
from dashboard.intake import load_view, models_view

PARTS = {
    "charger": "Charger",
    "completer": "Compléter",
    "valider": "Valider",
    "campagne": "Campagne",
    "historique": "Historique",
    "modeles": "Modèles et fichiers officiels",
}

scope = filters.scope()
show.title("Données", "Comment compléter ce qui manque ?", scope.label)
if not scope.actor.contributes:
    show.note("Vous lisez avec le rôle « lecture » : charger, compléter et valider demandent le rôle « contribution ».")
collecting.told(scope)
part = filters.tabs("partie", "Partie", PARTS)
match part:
    case "completer":
        worklist_view.view(scope)
        new_links.view(scope)
    case "valider":
        validation_view.view(scope)
    case "campagne":
        campaign_view.view(scope)
    case "charger":
        load_view.view(scope)
    case "modeles":
        models_view.view(scope)
    case "historique":
        history_view.view(scope)
