"""One action at its own address: ``fiche?action=ID``."""

from dashboard.directory import alike, chosen, listing, sheet
from dashboard.dossier import offer
from dashboard.entering import subject
from dashboard.frame import cached, filters, show, wording
from dashboard.money import plan_view

scope = filters.scope()
listing.style()
action, liste = filters.asked("action") or "", chosen.asked()
row = next(iter(cached.rows(scope, "action", action=action)), None)

if row is None:
    show.title("Fiche introuvable")
    said = (
        f"Aucune action n'a l'identifiant « {action[:80]} »."
        if action
        else "L'adresse ne dit pas quelle action montrer."
    )
    to_do = "L'adresse est peut-être incomplète, ou la source de cette fiche a été annulée ou remplacée."
    show.empty(said, to_do, [(scope.href("actions"), "Toutes les actions", "pour la retrouver par ses mots")])
else:
    sheet.back(scope, liste)
    show.title(row["titre"], sheet.lead(row))
    sheet.ways(scope, row, subject.href(scope, "action", action), liste)
    with show.screen_only():
        offer.sheet("Fiche à copier, sur un A4 (PDF)", "fiche", action, scope, action)
    if row["resume"]:
        show.paragraph(row["resume"])
    constats = cached.rows(scope, "constats", sujet=action)
    if constats:
        sheet.contradictions(constat["message"] for constat in constats)
    sheet.brief(scope, row, cached.rows(scope, "colonnes_constantes"), cached.reference_day(scope))
    show.old_reference(scope)
    sheet.after(scope, row, cached.reference_day(scope))
    show.section("Où")
    sheet.where(scope, cached.rows(scope, "lieux_action", action=action))
    show.section("Combien de personnes, de séances")
    sheet.quantities(cached.rows(scope, "mesures", sujet=action))
    if scope.actor.unmasked:
        sheet.withheld(cached.rows(scope, "pourquoi_secret", sujet=f"action:{action}"))
    show.section("Avec quel argent")
    told = (cached.rows(scope, name, sujet=action) for name in ("montants", "lignes_budget", "financements"))
    sheet.money_of(row, *told)
    plan_view.plan(scope, action, plan_view.years(row))
    sheet.texts(cached.rows(scope, "textes_action", action=action))
    alike.close_ones(scope, cached.rows(scope, "actions_semblables", action=action, limite=alike.MOST), liste)
    show.section("Source")
    show.paragraph(f"Fiche lue dans {row['fichier'] or wording.UNKNOWN}, ligne {row['ligne'] or wording.UNKNOWN}.")
    show.sources_line(scope, [row["source"]])
