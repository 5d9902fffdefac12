"""The sheet of one action: everything declared, as declared, with what is missing and what contradicts itself."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from dashboard.directory import became, chosen, contact, directory, places
from dashboard.directory.directory import FACETS
from dashboard.directory.form import Asked
from dashboard.frame import show, wording
from dashboard.frame.markup import EMPTY, Markup, html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.money import costs

ROLES = {"lieu": "Lieu de l'action", "rayonnement": "Rayonnement", "siege": "Siège de la structure"}
PRECISIONS = {
    "declaree": "commune dite dans la fiche",
    "deduite": "commune déduite",
    "departement_seul": "département seul",
}
STATES = {
    "validee": "validée",
    "proposee": "proposée, à valider",
    "refusee": "refusée, ne compte pas",
    "ecartee": "écartée, une autre compte",
}
AMOUNT_STATES = {
    "validee": "validé",
    "proposee": "proposé, à valider",
    "refusee": "refusé, ne compte pas",
    "ecartee": "écarté, un autre compte",
}
SIDES = {"charge": "Charges", "produit": "Produits"}
BUDGETS = {"previsionnel": "Budget prévisionnel", "realise": "Budget réalisé", "inconnue": "Budget"}
RUBRICS = {
    "fichiers": "Fichiers associés",
    "statut": "Statut de l'action",
    "motif_fin": "Raisons de la fin",
    "dimension": "Dimension",
    "mots_cles": "Mots clés, autres mots",
    "resume": "Résumé",
    "initiateurs": "À l'initiative, autres mots",
    "precision_initiateur": "À l'initiative, précision",
    "portee": "Territoire concerné",
    "experience": "L'expérience : objectifs, acteurs, phases",
    "publics": "Public, autres mots",
    "partenaires": "Partenaires, autres mots",
    "description": "Description générale",
    "ressources": "Ressources financières",
    "personnes_mobilisees": "Personnes mobilisées",
    "resultat_territoire": "Résultat sur le territoire",
    "resultat_centre": "Résultat pour le centre social",
    "resultat_habitants": "Résultat pour les habitants",
    "limites": "Limites",
    "perspectives": "Perspectives",
}
_LINKED = {facet.column: facet for facet in FACETS}
# What a constant field is called by the question ``colonnes_constantes``.
_CONSTANT = {
    "partenaires": "partenaires",
    "publics": "public",
    "initiateurs": "initiative",
    "mots_cles": "mots clés",
    "statut": "statut",
    "dimension": "dimension",
    "portee": "portée",
}


def lead(row: Row) -> str:
    """Who, where, when, in one line under the title."""
    return f"{row['structure']}, {places.departement(row['departement'])}, {directory.dates(row)}"


def back(scope: Scope, liste: Sequence[str]) -> None:
    """The way back to the directory, with the list of actions that the reader keeps."""
    show.back(scope.href("actions", **chosen.said(liste)), "Toutes les actions")


def ways(scope: Scope, row: Row, edit: str, liste: Sequence[str]) -> None:
    """Keep the action, read the list, or correct the fiche (at the address ``edit``)."""
    action = row["action_id"]
    changed = chosen.toggled(liste, action)
    to = (
        chosen.page(scope, changed)
        if action not in liste
        else scope.href("fiche", action=action, **chosen.said(changed))
    )
    write(html('<p class="garder">{}</p>', chosen.button(to, liste, action, row["titre"])))
    show.links([*chosen.way(scope, liste), (edit, "Corriger ou compléter cette fiche", "")])


def after(scope: Scope, row: Row, day: date | None) -> None:
    """What became of it, then whom to ask."""
    action = row["action_id"]
    show.section("Ce qu'elle est devenue")
    end = became.continued(scope, became.after(scope, [action]).get(action))
    write(html("<p>{}{}</p>", became.told(row, day), end))
    show.section("À qui s'adresser")
    write(html("<p>{}.</p>", contact.told(scope, contact.of(scope, [action])[action])))
    show.paragraph(contact.NOTICE)


def brief(scope: Scope, row: Row, constants: Sequence[Row], day: date | None) -> None:
    """The closed fields of the form, and its state on the reference ``day``; filters are links to the directory."""
    same = {said["champ"]: said["n_actions"] for said in constants}
    fields = [
        ("Structure", _linked(scope, "structure", row), ""),
        ("Département", places.departement(row["departement"]), ""),
        ("Dates", directory.dates(row), ""),
        ("État", directory.state(row, day), ""),
        ("Statut dit par la fiche", _linked(scope, "statut", row), ""),
        ("Motif de fin", _ending(row), ""),
        *(
            (label, _linked(scope, column, row), _constant(same.get(_CONSTANT[column])))
            for label, column in (
                ("Dimension", "dimension"),
                ("Portée", "portee"),
                ("Publics", "publics"),
                ("À l'initiative", "initiateurs"),
                ("Mots clés", "mots_cles"),
                ("Partenaires", "partenaires"),
            )
        ),
    ]
    items = join(
        html(
            "<div><dt>{}</dt><dd>{}</dd>{}</div>",
            label,
            value,
            html("<dd class=appui>{}</dd>", note) if note else EMPTY,
        )
        for label, value, note in fields
    )
    write(html('<dl class="bref">{}</dl>', items))


def _linked(scope: Scope, column: str, row: Row) -> str:
    facet = _LINKED[column]
    values = [value for value in directory.cells(row[column]) if value != directory.UNKNOWN]
    if not values:
        return wording.UNKNOWN
    links = (html("<li>{}</li>", link(Asked(chosen={facet.key: [value]}).href(scope), value)) for value in values)
    return html('<ul class="mots">{}</ul>', join(links))


def _ending(row: Row) -> str:
    if row["motif_fin"] is None:
        return "sans objet : en cours" if row["etat"] == "en_cours" else wording.UNKNOWN
    code = row["motif_fin_code"]
    return f"« {row['motif_fin']} »" + (f" ({directory.MOTIFS[code].lower()})" if code else "")


def _constant(count: int | None) -> str:
    if count is None:
        return ""
    return f"Ce champ dit la même chose dans {wording.plural(count, 'fiche')} : il n'apprend rien."


def where(scope: Scope, rows: Sequence[Row]) -> None:
    """Place of the action, catchment and seat, kept apart, each with how surely it is known."""
    shown = [
        {
            **row,
            "departement": places.departement(row["code_departement"]),
            "page": row["code_commune"] and scope.territory_href("commune", row["code_commune"]),
        }
        for row in rows
    ]
    columns = [
        Column("role", "Quoi", labels=ROLES),
        Column("commune", "Commune", href="page"),
        Column("departement", "Département"),
        Column("precision", "Précision", labels=PRECISIONS),
        Column("texte_source", "Mots de la fiche"),
    ]
    show.table(shown, columns, "Lieu, rayonnement et siège, tels que la fiche les dit")


def quantities(rows: Sequence[Row]) -> None:
    """Every quantity: what is counted, how precisely, when, and the words it comes from."""
    if not rows:
        show.paragraph("Aucune quantité n'est connue : nd, et non zéro.")
        return
    shown = [{**row, "combien": wording.quantity(row)} for row in rows]
    columns = [
        Column("grandeur", "Ce qui est compté", labels=wording.GRANDEURS),
        Column("combien", "Combien"),
        Column("annee", "Année"),
        Column("etat", "État", labels=STATES),
        Column("texte_source", "D'après ces mots"),
    ]
    show.table(shown, columns, "Quantités ; une quantité proposée n'entre dans aucun total avant d'être validée")


def withheld(reasons: Sequence[Row]) -> None:
    """What readers are not told of these quantities, and why (answer to ``pourquoi_secret``)."""
    if reasons:
        show.points([_withheld(row) for row in reasons])


def _withheld(row: Row) -> str:
    what = wording.GRANDEURS.get(row["grandeur"], row["grandeur"])
    year = "" if row["annee"] is None else f", {row['annee']}"
    return f"Masqué aux lecteurs, {what}{year} : {row['raison']}."


def amounts(rows: Sequence[Row]) -> None:
    """Every amount: its role, its period, how precisely it is known, and the words it comes from."""
    shown = [
        {**row, "combien": wording.amount(row), "periode": costs.period(row["annee"], row["periodicite"])}
        for row in rows
    ]
    columns = [
        Column("combien", "Montant"),
        Column("role", "Rôle", labels=costs.ROLES),
        Column("periode", "Période"),
        Column("financeur", "Financeur"),
        Column("etat", "État", labels=AMOUNT_STATES),
        Column("texte_source", "D'après ces mots"),
    ]
    show.table(shown, columns, "Montants ; un prix unitaire n'est pas un budget")


def funders(rows: Sequence[Row]) -> None:
    """Who pays: asked, granted and paid in three columns that are never added up."""
    columns = [
        Column("financeur", "Financeur"),
        Column("famille", "Famille"),
        Column("exercice", "Exercice"),
        Column("demande_eur", "Demandé", "euros"),
        Column("accorde_eur", "Accordé", "euros"),
        Column("verse_eur", "Versé", "euros"),
        Column("nature", "Nature", labels=costs.KINDS),
        Column("texte_source", "D'après ces mots"),
    ]
    show.table(rows, columns, "Financeurs ; demandé, accordé et versé ne s'additionnent pas")


def budget(lines: Sequence[Row]) -> None:
    """The budgets as declared, charges and products side by side, accounts then details; a blank cell is nd."""
    for _, declared in groupby(lines, key=lambda row: row["budget_id"]):
        rows = list(declared)
        first = rows[0]
        year = wording.UNKNOWN if first["exercice"] is None else first["exercice"]
        head = (
            f"{BUDGETS[first['nature']]}, exercice {year}, tel que déclaré ({AMOUNT_STATES[first['etat']]}), en euros"
        )
        sides = join(_side(title, [row for row in rows if row["cote"] == side]) for side, title in SIDES.items())
        write(html('<p>{}.</p><div class="cerfa">{}</div>', head, sides))


def _side(title: str, rows: Sequence[Row]) -> Markup:
    return html(
        '<table><caption>{}</caption><thead><tr><th scope="col" class="code">Compte</th>'
        '<th scope="col">Libellé</th><th scope="col" class="droite">Montant</th></tr></thead>'
        "<tbody>{}</tbody></table>",
        title,
        join(_line(row) for row in rows),
    )


def _line(row: Row) -> Markup:
    return html(
        '<tr class="{}"><td class="code">{}</td><th scope="row">{}{}</th><td class="droite">{}</td></tr>',
        row["niveau"],
        row["compte"] if row["niveau"] == "compte" and row["compte"] else "",
        row["libelle"],
        html(" <small>({})</small>", row["famille"]) if row["famille"] else EMPTY,
        wording.euros(row["montant_eur"]),
    )


def contradictions(messages: Iterable[str]) -> None:
    """What contradicts itself in the declarations, both figures said, nothing mended."""
    lead = html("<strong>Ce qui se contredit dans les déclarations</strong> (rien n'est corrigé)")
    write(show.contradiction(lead, messages))


def retained(action: Row) -> str:
    """Which cost the directory, the costs and the totals tell, among all those of the fiche; "" when none is known."""
    if action["situation"] != "connu":
        return ""
    return (
        f"Coût retenu dans l'annuaire, les coûts et les totaux : {wording.cost(action, action['precision_cout'])}. "
        "C'est celui du dernier exercice connu, réalisé plutôt que prévu ; un coût sans année ne compte qu'à défaut."
    )


def money_of(action: Row, cited: Sequence[Row], lines: Sequence[Row], paid: Sequence[Row]) -> None:
    """The cost retained, then amounts, funders and budgets; says so when the fiche gives none."""
    if said := retained(action):
        show.paragraph(said)
    if not (cited or lines or paid):
        show.paragraph("Aucun montant, aucun budget et aucun financeur n'est connu : le coût est nd, il n'est pas nul.")
    if cited:
        amounts(cited)
    if paid:
        funders(paid)
    budget(lines)


def texts(rows: Sequence[Row]) -> None:
    """The free texts, one heading a rubric, line breaks kept."""
    if not rows:
        return
    show.section("Ce que dit la fiche")
    parts = []
    for rubric, passages in groupby(rows, key=lambda row: row["rubrique"]):
        words = join(html("<p>{}</p>", row["texte"]) for row in passages)
        parts.append(html('<section class="texte"><h3>{}</h3>{}</section>', RUBRICS.get(rubric, rubric), words))
    write(join(parts))
