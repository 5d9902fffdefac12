"""The committee's three questions on money, from the answers of questions: who pays, what lacks, what will stop."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.frame import reference, wording
from dashboard.frame.row import Row
from queries import articles

QUESTIONS = {"qui": "Qui paie ?", "manque": "Que manque-t-il ?", "arret": "Qu'est-ce qui va s'arrêter ?"}
# Distance bands of « far from any funded action », in kilometres.
FAR_KM = 10.0
SOON = (3, 6, 12)
CUTS = {"1": "part entièrement", "0.5": "baisse de 50 %", "0.25": "baisse de 25 %", "0.1": "baisse de 10 %"}


def euros(value: float | None) -> str:
    """Whole euros: amounts shared between communes have no cents to tell."""
    return wording.UNKNOWN if value is None else wording.euros(round(value))


def whole(value: float | None) -> float | None:
    """The same without cents; what is not known stays so."""
    return None if value is None else round(value)


def total(rows: Sequence[Row], column: str) -> float | None:
    """Sum of the known amounts; None when none is."""
    known = [row[column] for row in rows if row[column] is not None]
    return sum(known) if known else None


# What « plan » counts, where the coverage of plans stands beside that of F5 and F6.
PLANS = (
    "Un plan de financement : une action, un événement ou une structure, dans un exercice dont un budget ou une aide "
    "est connu. Les indicateurs F5 et F6 comptent aussi les actions sans aucun plan : leur couverture est plus basse."
)


def known(part: int, whole: int) -> str:
    """« 412 sur 480 plans de financement »."""
    if not whole:
        return "aucun plan de financement"
    return f"{wording.number(part)} sur {wording.plural(whole, 'plan de financement', 'plans de financement')}"


def who_pays(flows: Sequence[Row], rows: Sequence[Row]) -> str:
    """The sentence of the first question; ``rows`` are those of the whole territory."""
    granted = total(flows, "montant_eur")
    if not granted:
        return "Qui paie ? On ne le sait pas : aucun montant accordé n'est renseigné."
    families: dict[str, float] = defaultdict(float)
    for row in flows:
        families[row["famille"]] += row["montant_eur"]
    first = sorted(families.items(), key=lambda pair: -pair[1])[:3]
    told = wording.join([f"{articles.funder(name)} ({wording.percent(value / granted)})" for name, value in first])
    plans = sum(row["n_plans"] for row in rows)
    counted = known(sum(row["n_accordes"] for row in rows), plans)
    return f"Qui paie ? D'abord {told}, sur {euros(granted)} accordés, d'après {counted}."


def what_lacks(rows: Sequence[Row], shares: Sequence[Row], exercices: str, chosen: str | None = None) -> str:
    """The sentence of the second question: cost less resources, then the bassins under their share.

    ``chosen``: the code of the bassin that the page is about, told first.
    """
    short, n_known = total(rows, "manque_eur"), sum(row["n_manques"] for row in rows)
    plans = sum(row["n_plans"] for row in rows)
    if short is None:
        head = "Que manque-t-il ? On ne le sait pas : aucun plan ne donne à la fois le coût et l'accordé."
    elif short > 0:
        said = known(n_known, plans)
        head = f"Que manque-t-il ? {euros(short)} aux plans qui ne couvrent pas leur coût, d'après {said}."
    else:
        head = f"Que manque-t-il ? Rien, d'après {known(n_known, plans)}."
    return f"{head} {fair_shares(shares, exercices, chosen, one='Un seul bassin de vie')}".strip()


def fair_shares(
    shares: Sequence[Row], exercices: str, chosen: str | None = None, one: str = "Un seul territoire"
) -> str:
    """Which territories get less than their fair share over ``exercices``, whatever the weights; "" when none is told.

    That of the ``chosen`` territory comes first; the others are then said to be of the whole département. ``one`` names
    a territory that is alone in its division. The indicator of the same name tells one year at a time: the period is
    always said.
    """
    told = [row for row in shares if row["ecart"] is not None]
    if not told:
        return ""
    if len(shares) == 1:
        return f"{one} : il reçoit tout, il n'y a pas de part équitable à comparer à ce découpage."
    said = _under(told, exercices)
    if own := next((row for row in told if row["territoire"] == chosen), None):
        its_gap = f"{own['nom']}, {exercices} : {gap(own['ecart'])}, {conclusion(own)}"
        return f"{its_gap}. Dans tout le département : {said}"
    return wording.sentence(said)


def _under(told: Sequence[Row], exercices: str) -> str:
    """« Vichy (−37 %) reçoit moins que sa part (exercice 2024). »."""
    holding = [row for row in told if row["conclusif"] is not False]
    less = [f"{row['nom']} ({gap(row['ecart'])})" for row in holding if row["ecart"] < -0.05]
    if less:
        told_less = "reçoit moins que sa part" if len(less) == 1 else "reçoivent moins que leur part"
        return f"{wording.join(less)} {told_less} ({exercices})."
    return f"aucun territoire ne reçoit nettement moins que sa part ({exercices})."


def gap(fraction: float | None) -> str:
    """« −37 % », « +14 % »."""
    if fraction is None:
        return wording.UNKNOWN
    sign = "+" if fraction > 0 else "−" if fraction < 0 else ""
    return f"{sign}{wording.percent(abs(fraction))}"


def what_stops(months: Sequence[Row], day: date | None) -> str:
    """The third question: conventions by month after ``day``."""
    n = sum(row["n"] for row in months)
    if not n:
        head = "Qu'est-ce qui va s'arrêter ? Aucune convention connue ne finit dans les douze mois"
        return f"{head} {reference.after(day)}."
    near = [f"{wording.number(within(months, limit))} sous {limit} mois" for limit in SOON]
    what = wording.plural(n, "convention finit", "conventions finissent")
    when = f"dans les douze mois {reference.after(day)} ({', '.join(near)})"
    n_known = sum(row["n_montants"] for row in months)
    amount = f"{euros(total(months, 'accorde_eur'))} accordés" if n_known else "des montants inconnus"
    partly = f" (montant connu pour {wording.number(n_known)} sur {wording.number(n)})" if 0 < n_known < n else ""
    return f"Qu'est-ce qui va s'arrêter ? {what} {when}, soit {amount}{partly}."


def within(months: Sequence[Row], limit: int) -> int:
    """Conventions that end within as many months."""
    n: int = sum(row["n"] for row in months if row["mois"] <= limit)
    return n


def what_stopped(ended: Row, years: str) -> str:
    """What already ended for lack of funds in ``years``, where an action says so."""
    stopped = wording.plural(ended["n_arrets"], "action s'est arrêtée", "actions se sont arrêtées")
    reasons = wording.share(ended["n_arrets"], ended["n_avec_motif"])
    return f"{stopped} faute de financement ({years}) : {reasons} des actions terminées dont le motif est dit."


def share_table(shares: Sequence[Row]) -> list[dict[str, Any]]:
    """The gap to the fair share with its range over all weights, and what it concludes."""
    return [
        {**row, "ecart_dit": gap(row["ecart"]), "tous_poids": _range(row), "conclusion": conclusion(row)}
        for row in shares
    ]


def _range(row: Row) -> str:
    if row["ecart_min"] is None:
        return wording.UNKNOWN
    if row["sans_objet"]:
        return wording.POINTLESS
    return wording.span(gap(row["ecart_min"]), gap(row["ecart_max"]))


def conclusion(row: Row) -> str:
    """What a gap says, and whether it holds whatever the weight of the need."""
    if row["ecart"] is None:
        return "besoin inconnu" if row["indice"] is None else wording.UNKNOWN
    if row["conclusif"] is False:
        return "non conclusif : le signe change avec les poids"
    side = "au-dessus de sa part" if row["ecart"] > 0 else "en dessous de sa part" if row["ecart"] < 0 else "à sa part"
    return f"{side} ({row['sans_objet']})" if row["sans_objet"] else f"{side}, quel que soit le poids"


def received(row: Row) -> str:
    """« 3 236 579 € pour une part de 5 101 765 € »; the range over all weights where it is written otherwise."""
    got = euros(row["accorde_eur"]) if row["n_plans"] else "rien d'enregistré"
    ends = "" if row["ecart_min"] is None else wording.span(gap(row["ecart_min"]), gap(row["ecart_max"]))
    weighed = f" ; de {ends}" if " à " in ends else ""
    doubt = ", le signe change" if row["conclusif"] is False else ""
    return f"{got} pour une part de {euros(row['cible_eur'])}{weighed}{doubt}"


def per_head(row: Row) -> str:
    """« à 4,44 € ; connu pour 76 plans sur 89 », what goes with the known euros per inhabitant of an exercice."""
    counted = f"connu pour {known(row['n_accordes'], row['n_plans'])}"
    low, high = cents(row["euros_hab"]), cents(row["euros_hab_haut"])
    return counted if low == high else f"à {high} ; {counted}"


def cents(value: float | None) -> str:
    """Euros of one inhabitant, to the cent."""
    return wording.UNKNOWN if value is None else wording.euros(round(value, 2))


def envelopes_said_otherwise(rows: Sequence[Row]) -> str:
    """Which envelopes have several rows because sources contradict each other; "" when none has."""
    said = dict.fromkeys(f"{row['nom']} ({row['annee']})" for row in rows if row["contredite"])
    if not said:
        return ""
    return f"Des sources disent autrement la même enveloppe : {wording.join([*said])}. Aucune n'est choisie."


def last_year(rows: Sequence[Row]) -> int | None:
    """The latest exercice with a granted amount in constant euros, else with a granted amount."""
    granted = [row for row in rows if row["accorde_eur"] is not None]
    priced = [row["annee"] for row in granted if row["accorde_constant_eur"] is not None]
    return max(priced or [row["annee"] for row in granted], default=None)


def far_sentence(communes: Sequence[Row], limit: float = FAR_KM) -> str:
    """How many people live far from any funded action, as the crow flies."""
    counted = [row for row in communes if row["population"] is not None]
    if all(row["distance_km"] is None for row in counted):
        return "La distance à une action financée n'est pas connue : aucune n'est placée dans une commune proche."
    far = [row for row in counted if is_far(row, limit)]
    people, everyone = sum(row["population"] for row in far), sum(row["population"] for row in counted)
    if not far:
        near = f"dans les {wording.number(len(counted))} communes"
        return f"Aucun habitant, {near}, ne vit à plus de {wording.number(limit)} km d'une action financée."
    where = wording.plural(len(far), "commune", "communes")
    return (
        f"{wording.plural(people, 'habitant')} ({wording.percent(people / everyone, 1)}), dans {where} sur "
        f"{wording.number(len(counted))}, vivent à plus de {wording.number(limit)} km d'une commune où une action est "
        "financée."
    )


def is_far(commune: Row, limit: float = FAR_KM) -> bool:
    """Whether a commune is further than ``limit`` from any funded action; no distance means none within reach."""
    return commune["distance_km"] is None or commune["distance_km"] > limit


def participants(loss: Row) -> str:
    """Those of the actions of a row of « simulation_bilan », as surely as they are known; « nd » when none is."""
    return wording.total(
        loss["participants"], loss["participants_bas"], loss["participants_haut"], loss["n_approches"] > 0
    )


def _participants(loss: Row) -> str:
    """« 40 participants », « au moins 60 participants », « entre 8 et 10 participants »."""
    return f"{participants(loss)} participant{'s' if loss['participants'] >= 2 else ''}"


def whom(kind: str, name: str) -> str:
    """« la CAF » of a « famille », « « Fondation X » » of a « financeur »: the subject of a singular verb."""
    said = articles.funder(name) if kind == "famille" else f"« {name} »"
    return f"la famille « {name} »" if said.startswith("les ") else said


def loss_sentence(who: str, cut: str, loss: Row | None, everyone: int) -> str:
    """« Si la CAF part entièrement : 54 actions sur 305, couvertes par leur dernier plan, ne le seraient plus… »."""
    if loss is None:
        return f"Si {who} {CUTS[cut]}, aucune action dont le plan est connu ne perd d'aide."
    lost = f"{euros(loss['perte_eur'])} retirés à {wording.plural(loss['n_touchees'], 'action')}"
    head = f"Si {who} {CUTS[cut]} ({lost})"
    n = loss["n_bascules"]
    if not n:
        return f"{head}, aucune action couverte par son dernier plan connu ne passerait sous son coût."
    people = "un nombre inconnu de participants"
    if loss["n_connus"]:
        people = f"{_participants(loss)} (connus pour {wording.share(loss['n_connus'], n)})"
    tipped = "actions couvertes par leur dernier plan connu passeraient sous leur coût"
    if n == 1:
        tipped = "action couverte par son dernier plan connu passerait sous son coût"
    return (
        f"{head}, {wording.number(n)} {tipped}, sur {wording.number(everyone)} dont le plan est "
        f"connu : {people}, dans {wording.plural(loss['n_communes'], 'commune')}."
    )
