"""How indicators are made, in plain French, from the catalogue and its thresholds: nothing is typed twice."""

from collections.abc import Sequence

from dashboard.frame import terms, wording
from dashboard.frame.row import Row
from dashboard.indicators import words
from queries.copy.indicators.catalogue import Thresholds
from queries.copy.indicators.entry import FIRST
from queries.copy.progress.aptitude import CONTEXT, MEASURES, NOT_YET
from queries.copy.progress.changes import FALSE_ALARMS
from queries.copy.progress.verdicts import BLIND, DECLINE, NO_CHANGE, NO_OBJECT, PROGRESS, TOO_LITTLE
from queries.copy.secrecy.disclosure import Rules

# What records cannot say, and the questions that could be asked of people (proposal, reported as « répondants » only).
NOT_MEASURED = ("la confiance", "le sentiment d'appartenance", "la solitude")
ASKED = (
    "« En général, diriez-vous que l'on peut faire confiance aux gens de votre quartier ou de votre village ? »",
    "« Vous sentez-vous ici chez vous, à votre place ? »",
    "« Au cours du dernier mois, vous êtes-vous senti seul : jamais, parfois, souvent ? »",
)

_INTERVALS = {
    "poisson": "intervalle à 95 % d'un comptage (exact en dessous de 10, de Byar à partir de 10)",
    "wilson": "intervalle à 95 % de Wilson",
    "greenwood": "intervalle à 95 % (variance de Greenwood)",
    "aucun": "aucun intervalle : le hasard d'une année à l'autre ne se calcule pas pour ce chiffre",
}


def answer(catalogue: Sequence[Row], limits: Thresholds) -> tuple[str, str]:
    """The page's sentence and its second one."""
    aimed = sum(words.aimed(row) for row in catalogue)
    rest = f" et {wording.number(len(catalogue) - aimed)} sans" if aimed < len(catalogue) else ""
    return (
        f"{wording.plural(len(catalogue), 'indicateur')}, dont {wording.number(aimed)} avec un sens de progrès{rest} : "
        "chacun a sa formule, sa règle d'affichage et ses limites, écrites avant de regarder les chiffres.",
        "Tout ce qui suit vient du catalogue et de ses seuils : ce que cette page dit est ce que le calcul fait.",
    )


def not_measured() -> str:
    """What records cannot say, and what is proposed."""
    return (
        f"Par construction, {wording.join(list(NOT_MEASURED))} ne sont pas mesurés : des fiches disent ce qui a été "
        "fait, non ce qui est ressenti. Proposition au comité : trois questions toujours les mêmes dans les "
        "questionnaires des événements, dont les réponses ne vaudraient que pour les répondants :"
    )


def sheet(indicator: Row) -> list[tuple[str, str]]:
    """The definition of one indicator: (term, words)."""
    return [
        ("Formule", indicator["formule"]),
        ("Unité", indicator["unite"]),
        ("Sens", words.direction(indicator)),
        ("Niveaux", words.levels(indicator)),
        ("Champs nécessaires", wording.join(indicator["champs"] or []) or "aucun en particulier"),
        ("Règle d'affichage", display(indicator)),
        ("Intervalle", _INTERVALS[indicator["intervalle"]]),
        ("Limites", indicator["limites"]),
        ("Cadre", indicator["cadre"]),
        ("Version", version(indicator)),
    ]


def version(indicator: Row) -> str:
    """« 1, depuis le 24/11/2026 »."""
    since = wording.timestamp(indicator["depuis"])
    return f"{indicator['version']}, depuis le {wording.day(since.date() if since else None)}"


def display(indicator: Row) -> str:
    """When its value is shown, in one or two sentences."""
    conditions = []
    if indicator["couverture_min"]:
        conditions.append(f"au moins {wording.number(indicator['couverture_min'])} % de ce qu'il faut est renseigné")
    if indicator["n_min"] and indicator["regle"] != "K2":
        conditions.append(f"il y a au moins {wording.number(indicator['n_min'])} {indicator['n_compte']}")
    shown = f"Montré quand {wording.join(conditions)}, sinon ns" if conditions else "Toujours montré"
    return f"{shown}.{_particular(indicator)}"


def _particular(indicator: Row) -> str:
    match indicator["regle"]:
        case "K2" if indicator["calcul"] == "proportion":
            count = f"{wording.number(indicator['n_min'])} {indicator['n_compte']}"
            return f" En dessous de {count} : « k sur n », sans pourcentage."
        case "K4" if indicator["intervalle"] != "poisson":
            return " À la commune et à l'intercommunalité, ce taux ne se compare pas : on vient par groupes."
        case "K4" if "commune" in (indicator["niveaux"] or []):
            return " À la commune et à l'intercommunalité, le taux lissé seul se compare."
        case _:
            return ""


def rules(limits: Thresholds) -> list[tuple[str, str]]:
    """The display rules, each with its threshold."""
    coverage, money = wording.number(limits.couverture_min), wording.number(limits.couverture_min_montants)
    return [
        (
            "Partout, sauf seuil propre à l'indicateur",
            f"Un chiffre est tu (ns) quand moins de {coverage} % de ce qu'il faut est renseigné.",
        ),
        ("Comptages", "Le nombre brut, avec l'intervalle que le seul hasard d'une année à l'autre peut produire."),
        (
            "Proportions",
            f"En dessous de {limits.proportion_n_min} : « 3 sur 7 », jamais de pourcentage. Au-delà : le pourcentage "
            "et son intervalle.",
        ),
        (
            "Montants",
            f"Montrés à partir de {limits.montants_actions_min} actions et de {money} % de montants connus.",
        ),
        (
            "Par habitant",
            "À la commune et à l'intercommunalité, un taux d'actions est lissé vers la moyenne du département, "
            "d'autant plus que la population est petite : une seule action dans un village de 150 habitants donnerait "
            f"un taux énorme (lissage bayésien empirique, Marshall 1991). {words.WITHOUT_COMMUNE}",
        ),
        (
            "Tendances",
            f"Aucune tendance avec moins de {limits.tendance_annees_min} années : même quatre années toujours en "
            "hausse arrivent trop souvent par hasard.",
        ),
    ]


def progress(limits: Thresholds, catalogue: Sequence[Row] = ()) -> list[tuple[str, str]]:
    """How progress is stated, for residents; ``catalogue`` names what the committee looks at first."""
    said = wording.sentence(", ".join((PROGRESS, DECLINE, NO_CHANGE, BLIND, TOO_LITTLE)))
    first = wording.join([f"« {row['titre']} »" for row in catalogue if row["priorite"] == FIRST])
    plausible = wording.number(limits.changement_plausible)
    return [
        (
            "La référence",
            f"Les {limits.reference_annees} premières années prises ensemble, fixées avant de regarder la suite. Avec "
            "une seule année, elle est dite provisoire.",
        ),
        ("La cible", "Une valeur et une année, votées d'avance par le comité. Sans vote, pas de cible."),
        (
            "Le test",
            f"Une seule comparaison : les {limits.reference_annees} dernières années moins la référence. Elle voit "
            "une hausse régulière comme une marche. Son intervalle est celui du test : un changement est annoncé "
            "quand il exclut zéro, et seulement alors. Les foules viennent par groupes : une affluence n'a ni "
            "intervalle ni test.",
        ),
        (
            "Ce que le test compte",
            "Ce qu'une fiche dit une fois pour toutes (qui est à l'initiative, si les limites sont dites) compte une "
            "fois, l'année où l'action commence ; le hasard y compte les habitudes de chaque structure. Le reste se "
            "lit sur la valeur de chaque année ; le hasard est ce qui la fait bouger d'une année à l'autre, son plus "
            "grand saut mis à part, qui peut être un vrai changement.",
        ),
        (
            "Cinq verdicts",
            f"{said}. « {wording.sentence(NO_CHANGE)} » : le test aurait vu un changement plausible, et n'en a pas vu. "
            f"« {wording.sentence(BLIND)} » : il aurait fallu un changement plus grand que ce qu'on peut espérer "
            f"({plausible} points d'un pourcentage, {plausible} % de la référence pour le reste, sauf choix propre à "
            "l'indicateur) ; ce n'est pas dire que rien ne change. Le dernier dit ce qu'il faut collecter.",
        ),
        (
            wording.sentence(NO_OBJECT),
            "Rien à juger ici : l'indicateur n'a pas de sens de progrès (ni la hausse ni la baisse n'est un progrès en "
            "soi), ou il en a un, mais ne se teste pas dans ce territoire.",
        ),
        (
            "Les fausses alertes",
            "À force de regarder des dizaines de chiffres, l'un d'eux finit par bouger sans raison. Le seuil tient "
            "donc compte du nombre de tests du département (méthode de Holm) : si rien ne changeait nulle part, le "
            f"risque d'annoncer ne serait-ce qu'un changement serait de {wording.percent(FALSE_ALARMS)} au plus. "
            + _priorities(first, limits)
            + "Un changement annoncé laisse sa part aux autres ; un test qui ne pouvait rien annoncer, faute d'années "
            "ou de faits, n'en a pas. C'est pourquoi l'intervalle d'un écart est plus large qu'à 95 %.",
        ),
        (
            "Le plus petit changement détectable",
            "Celui que les données enregistrées feraient voir huit fois sur dix. Un progrès plus petit "
            "passerait souvent inaperçu : une cible plus proche que cela ne se vérifie guère.",
        ),
    ]


def _priorities(first: str, limits: Thresholds) -> str:
    if not first:
        return ""
    share = wording.number(limits.part_prioritaire)
    return f"De ce risque, {share} % sont réservés à ce que le comité regarde d'abord, choisi d'avance : {first}. "


def able(limits: Thresholds) -> list[tuple[str, str]]:
    """The three aptitudes."""
    coverage = wording.number(limits.couverture_min)
    return [
        (
            wording.sentence(MEASURES),
            f"Un sens est fixé, au moins {coverage} % des champs sont renseignés (sauf seuil propre), les années "
            "suffisent, et un progrès plausible se verrait.",
        ),
        (
            wording.sentence(CONTEXT),
            "Le chiffre se lit, mais il n'a pas de sens de progrès, ou il est trop imprécis pour un test.",
        ),
        (wording.sentence(NOT_YET), "Il manque un champ, ou des années ; le champ et le nombre de fiches sont dits."),
    ]


def secrecy(rules: Rules) -> list[str]:
    """What is withheld from counts of people."""
    zeros = " Leurs zéros sont masqués aussi, quand ils apprennent quelque chose." if rules.sensitive_zeros else ""
    return [
        f"Un nombre de personnes de 1 à {rules.common - 1} n'est jamais publié.",
        f"Pour une action qui touche à la vie privée (santé, ressources, origine, situation familiale), un nombre "
        f"inférieur à {rules.sensitive} n'est pas publié.{zeros}",
        "Quand un nombre est masqué, d'autres le sont avec lui, pour qu'aucune soustraction entre communes, bassins et "
        "département ne le rende.",
        "La règle s'applique une fois, avant tout calcul : écrans, exports, recherches et adresses obéissent tous.",
    ]


def populations(rows: Sequence[Row]) -> str:
    """Which municipal populations are known, and which are estimated."""
    legal = [str(row["annee"]) for row in rows if row["origine"] == "legale"]
    between = [str(row["annee"]) for row in rows if row["origine"] != "legale"]
    if not rows:
        return "Aucune population municipale n'est connue ici : rien ne peut être rapporté aux habitants."
    told = f"Populations municipales publiées par l'INSEE pour {wording.join(legal)}"
    told += f" ; {wording.join(between)} : estimée entre deux années publiées" if between else ""
    return f"{told}. Une autre année prend la plus proche, et le chiffre est alors provisoire : rien n'est prolongé."


def marks() -> list[tuple[str, str]]:
    """What stands in the place of a value, or beside it."""
    return [(term.mark, f"{term.name}. {term.meaning}") for term in terms.MARKS]


def vocabulary() -> list[tuple[str, str]]:
    """The words that are explained wherever they stand."""
    return [(term.name, term.meaning) for term in terms.WORDS]


def families(catalogue: Sequence[Row]) -> dict[str, list[Row]]:
    """Title of each family, with its letter → its indicators, in order."""
    by_family: dict[str, list[Row]] = {}
    for row in catalogue:
        by_family.setdefault(f"{row['famille']}. {row['famille_titre']}", []).append(row)
    return by_family
