"""Amounts in euros in free text, as proposals with their role and the words they come from.

What an amount is, under « Ressources financières mobilisées », in this order:
- a unit price (« 40€/personne », « tarif de base 12 € », and the lines of the list that such a tariff opens) is a
  ``prix_unitaire`` and never a budget; a family's share under 100 € is one too;
- the result of a multiplication (« 1 salarié x 4h x 36 semaines = 2500€ ») is a ``charge``, ``calculee``;
- words of a whole (« budget de », « total », « s'élève à ») make a ``total``;
- a funder beside it makes a ``produit`` of that funder;
- an amount that opens the section, or stands there alone, is what was mobilised: ``total``, unless the words before
  it name an expense; what remains is one expense of a list: ``charge``.
Elsewhere an amount is a ``total`` only when « budget » says so.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from data.reading.columns import Numbers, numbers
from data.reading.figures import AFTER, QUALIFIER, WORDS, Figure, Precision, interval, qualify
from data.reading.funders import find_labels
from data.reading.numbers import parse_words
from data.reading.text import flatten, fragment

Role = Literal["total", "charge", "produit", "prix_unitaire"]


@dataclass(frozen=True)
class Amount:
    """One proposal, in euros; ``financeur`` is the label as written; ``ligne`` counts from 0 in the text read."""

    role: Role
    montant_eur: Decimal | None
    borne_basse_eur: Decimal | None
    borne_haute_eur: Decimal | None
    precision: Precision
    periodicite: str | None
    financeur: str | None
    texte_source: str
    ligne: int


@dataclass(frozen=True)
class _Money:
    """An amount in one line; ``before`` and ``after`` are its flattened words, up to the next amount."""

    figure: Figure
    line: str
    ligne: int
    start: int
    end: int
    before: str
    after: str
    first: bool = True
    listed_price: bool = False
    side: Role | None = None


@dataclass
class AmountsRead:
    """The proposals, and the amounts that have two readings and are left to the text (French sentences)."""

    proposals: list[Amount]
    doubts: list[str]


MAX_EUROS = 10**9
# How far from an amount, in characters of its line, its meaning is looked for.
_WINDOW = 300
_DIGITS = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:'[0-9]{3})+|[0-9]+)(?:[.,][0-9]+)*"
_UNIT = r"(?:k ?€|keuros?|€(?:uros?)?|euros?|eur)(?!\w)"
# Beside the digits of a number, a sign that parts nothing else: what follows is its tail.
_GLUED = r"[^\s\w(/:;=+*×–-]"
_MONEY = re.compile(
    rf"(?<![\w.,])(?<![0-9]{_GLUED})(?<![0-9]e[-+])(?:(?P<before>{QUALIFIER}) ?(?:d[e'] ?)?)?(?P<between>entre )?"
    rf"(?P<first>{_DIGITS}|{WORDS})(?: ?(?P<unit1>{_UNIT})?(?P<sep> ?(?:a|et) | ?[-–/] ?)(?P<second>{_DIGITS}))?"
    rf" ?(?P<unit>{_UNIT}|€(?=[0-9]{{2}}(?!\w)))"
    r"(?P<cents> ?[0-9]{2}(?= ?(?:$|[.,;:)/]|par |la |l'|le )))?"
    rf"(?: ?\(?(?P<after>{AFTER})\)?(?! ?[0-9]))?"
)
# A minus beside the figures, after a sign that a bullet does not follow; or the whole answer between parentheses.
_MINUS = re.compile(r"[:=(] ?[-−] ?\+?(?:€ ?)?$")
_PARENTHESIS = re.compile(r"[:=] ?\((?:€ ?)?$")
_PERIODS = {
    "annuelle": r"par an(?!\w)|/ ?an(?!\w)|l'annee|annuel(?:le)?s?(?!\w)|chaque annee",
    "trimestrielle": r"par trimestre|/ ?trimestre|trimestriel",
    "mensuelle": r"par mois|/ ?mois|mensuel",
    "hebdomadaire": r"par semaine|/ ?semaine|hebdomadaire",
}
_UNITS = {
    "par_personne": r"(?:personne|pers|participante?|enfant|adulte|jeune|habitante?|adherente?|eleve|tete)s?(?!\w)",
    "par_seance": r"(?:seance|session|atelier|cours|intervention|soiree|sortie)s?(?!\w)",
    "par_unite": r"(?:famille|foyer|heure|h|jour|journee|repas|panier|unite|kg|kilo|piece|place|entree)s?(?!\w)",
}
_EACH = r"^ ?(?:/|par|chaque) ?"
_THE_UNIT = re.compile(
    r"^ ?(?:de )?(?:l'|le |la )(?:heure|unite|repas|seance|panier|place|entree|kilo|piece|jour|journee)(?!\w)"
)
_TARIFF = re.compile(r"(?<!\w)(?:tarifs?|prix|cotisation|adhesion|entree|ticket)(?!\w)[^.;\n]{0,50}$")
_SHARE = re.compile(
    r"participations? (?:d[eu]s? |de la |par |aux? )?(?:famille|habitant|usager|adherent|parent|participant)s?"
)
SMALL_SHARE = 100
_TIMES_BEFORE = re.compile(r"[0-9a-z] ?[x×*] ?$")
_TIMES_EACH = re.compile(
    r"[0-9] (?:\w+ ){0,2}(?:seance|session|atelier|intervention|heure|repas|panier|place|entree|billet)s? (?:a|de) ?$"
)
_TIMES_AFTER = re.compile(r"^ ?[x×*] ?[0-9]")
_PRODUCT = re.compile(r"[0-9][^=]*(?: [x×*] |[0-9€h][x×*] ?[0-9])[^=]*(?:=|soit) ?$")
_WHOLE_WORD = (
    r"(?:global|total|totaux|previsionnel|annuel|general|estime|alloue|de l'action|du projet|pour l'action|l'action"
    r"|pour le projet|de fonctionnement|trimestriel|mensuel|consacre|a cette action|est|etait|sera|a ete|s'eleve"
    r"|s'elevait|a|de|d'|du|:|=|-)"
)
_BUDGET = re.compile(rf"(?<!\w)budget(?:[ '](?:{_WHOLE_WORD}))*[ :=]*$")
_TOTAL = re.compile(
    rf"(?<!\w)(?:(?:cout|montant)s?(?: (?:{_WHOLE_WORD}))*|total(?: (?:general|de|d'|du|des charges|des depenses"
    rf"|budget|charges|depenses|produits|recettes))*|s'eleve(?:nt)? a|s'elevait a)[ :=]*(?:d[e'] ?)?$"
)
_BUDGET_AFTER = re.compile(
    r"^ ?(?::|de|du|pour|-|->)? ?(?:le |la |un )?budget(?!\w)(?! (?:de )?fonctionnement)|^ ?(?:au total|en tout)"
)
_PART = re.compile(r"(?:dont|comprenant|incluant)\s*:?\s*(?:environ )?$")
# « 400 € + etp des professionnels »: the staff's time is added and not counted, so the amount is not the whole.
_PLUS_STAFF = re.compile(
    r"\+ ?(?:(?:les?|la|du|des|l') ?)?(?:etp|temps|salaire|masse salariale|mise a disposition|benevol)"
)
_FUNDING = re.compile(
    r"(?<!\w)(?:co-?)?(?:financ\w+|subvention\w*|aides?|participation|dotation|prise en charge|prestation de service"
    r"|dons?|mecenat|fonds|autofinancement|bourse|prix)(?!\w)"
)
_FUNDED_BY = re.compile(
    r"(?:financements?|subventions?|aides?|dotation) (?:de la |du |de l'|des |de |d')?"
    r"(?P<nom>[^:;.,0-9€()]{3,60}?) ?[:=-] ?$"
)
_INCOME = re.compile(r"(?<!\w)(?:recettes?|ventes?|collecte|recolte|buvette)(?!\w)")
_EXPENSE = re.compile(
    r"(?<!\w)(?:frais|achats?|couts?|charges?|salaires?|remunerations?|locations?|prestations?|interventions?|honoraires"
    r"|depenses?|materiel|alimentation|transports?|deplacements?|fournitures?|communication|assurances?|loyer)(?!\w)"
)
_SIDES: dict[Role, re.Pattern[str]] = {
    "charge": re.compile(r"[-–•* ]*(?:charges|depenses)[ :]*"),
    "produit": re.compile(r"[-–•* ]*(?:produits|recettes|financements|subventions|financeurs)[ :]*"),
}
_BULLETED = re.compile(r" ?[-–—•*·]")
_SEPARATOR = re.compile(r"[,;+/(]")
_GIVEN_BY = re.compile(r"[\s:(-]*(?:de la|du|de l'|d[e']|des|par la|par le|par l'|par|la|le)? ?")
_LISTED = re.compile(r"[ \-–—•*·),;+/&]*(?:et )?(?:la |le |l')?")
_OPENING = re.compile(r"[ \-–—•*·]*$")
_INTRODUCES = re.compile(r" ?(?:$|:|\(|dont|->)")


def find_amounts(text: str, *, resources: bool) -> AmountsRead:
    """Every amount written with its unit (€, euros, EUR, k€); ``resources``: the text is the resources section."""
    found, doubts = _collect(text)
    free = [money for money in found if _unit_price(money) is None and not _is_product(money)]
    proposals = []
    for money in found:
        role, funder = _role(money, free, resources)
        period = _unit_price(money) if role == "prix_unitaire" else _period(money)
        figure = replace(money.figure, precision="calculee") if _is_product(money) else money.figure
        words = fragment(money.line, money.start, money.end)
        proposals.append(
            Amount(
                role,
                figure.valeur,
                figure.borne_basse,
                figure.borne_haute,
                figure.precision,
                period,
                funder,
                words,
                money.ligne,
            )
        )
    return AmountsRead(proposals, doubts)


def _collect(text: str) -> tuple[list[_Money], list[str]]:
    found: list[_Money] = []
    doubts: list[str] = []
    tariff_list = False
    side: Role | None = None
    label = ""
    notation = _notation(text)
    for number, line in enumerate(text.split("\n")):
        flat = flatten(line)
        if not flat.strip():
            continue
        side = next((role for role, title in _SIDES.items() if title.fullmatch(flat)), side)
        whole = _MONEY.fullmatch(flat.strip(" -–•*.:"))
        joined = f"{label} {line.strip()}" if whole and label else line
        tariff_list = tariff_list and bool(_BULLETED.match(flat))
        read = _in_line(joined, number, tariff_list, side, notation, doubts)
        found += read
        tariff_list = tariff_list or (
            bool(read) and bool(_TARIFF.search(read[0].before)) and flat.rstrip().endswith(":")
        )
        label = line.strip() if not read and 0 < len(line.strip()) <= 80 and not flat.rstrip().endswith(".") else ""
    return found, doubts


def _notation(text: str) -> Numbers:
    """How the amounts of a text are written: « 12,500 € » beside « 1,234.50 € » is in thousands."""
    matches = [match for line in text.split("\n") for match in _MONEY.finditer(flatten(line))]
    written = [f"{match[part]} {match['unit']}" for match in matches for part in ("first", "second") if match[part]]
    return numbers(written, decimals=2)


def _in_line(
    line: str, number: int, listed: bool, side: Role | None, notation: Numbers, doubts: list[str]
) -> list[_Money]:
    flat = flatten(line)
    matches = list(_MONEY.finditer(flat))
    found = []
    for index, match in enumerate(matches):
        try:
            figure = _figure(match, notation)
            if _is_negative(flat, match):
                raise ValueError(f"« {match[0]} » : précédé d'un moins ou seul entre parenthèses, est-il négatif ?")
        except ValueError as error:
            doubts.append(f"{error} ; laissé au texte")
            continue
        if figure is None:
            continue
        begin = matches[index - 1].end() if index else 0
        end = matches[index + 1].start() if index + 1 < len(matches) else len(flat)
        before, after = flat[max(begin, match.start() - _WINDOW) : match.start()], flat[match.end() : end][:_WINDOW]
        found.append(_Money(figure, line, number, match.start(), match.end(), before, after, index == 0, listed, side))
    return found


def _is_negative(flat: str, match: re.Match[str]) -> bool:
    before, after = flat[: match.start()], flat[match.end() :].lstrip()
    return bool(_MINUS.search(before) or (_PARENTHESIS.search(before) and after.startswith(")")))


def _figure(match: re.Match[str], notation: Numbers) -> Figure | None:
    """The figure of one match, None when its words are no number; ValueError (French) when it has two readings."""
    value = _euros(match["first"], match["unit1"] or match["unit"], notation)
    if value is None:
        return None
    if match["cents"]:  # « 12 € 50 ».
        if match["second"] or value % 1 or match["unit"].startswith("k"):
            raise ValueError(f"« {match[0].strip()} » : des centimes, de quel montant ?")
        value += Decimal(match["cents"].strip()) / 100
    if match["second"] is None:
        return None if match["between"] else qualify(value, match["before"] or match["after"])
    high = _euros(match["second"], match["unit"], notation)
    return interval(value, high) if high is not None else None


def _euros(number: str, unit: str, notation: Numbers) -> Decimal | None:
    thousand = "k€" if unit.startswith("k") else "€"
    if number[0].isdigit():
        amount = notation.amount(f"{number} {thousand}")
        if amount is not None and amount >= MAX_EUROS:
            raise ValueError(f"« {number} {unit} » : hors de toute mesure pour une action")
        if amount is not None and amount != round(amount, 2):
            raise ValueError(f"« {number} {unit} » : plus de deux décimales")
        return None if amount is None else round(amount, 2)
    try:
        return Decimal(parse_words(number) or 0) * (1000 if thousand == "k€" else 1)
    except ValueError:
        return None


def _unit_price(money: _Money) -> str | None:
    """The unit that the amount is the price of, None when it is no unit price."""
    for period, pattern in _UNITS.items():
        if re.search(_EACH + pattern, money.after) or re.search(rf"(?:par|/) ?{pattern} ?[:=]? ?$", money.before):
            return period
    if _THE_UNIT.match(money.after) or money.listed_price or _TIMES_AFTER.match(money.after):
        return "par_unite"
    if _TIMES_BEFORE.search(money.before) and not _PRODUCT.search(money.before):
        return "par_unite"
    if _TIMES_EACH.search(money.before):
        return "par_unite"
    if _TARIFF.search(money.before) and "total" not in money.before:
        return "par_unite"
    value = money.figure.valeur or money.figure.borne_haute
    small = value is not None and value < SMALL_SHARE
    return "par_unite" if small and _SHARE.search(money.before) else None


def _period(money: _Money) -> str | None:
    around = (money.after[:40].split(",")[0], money.before[-60:])
    return next((name for name, words in _PERIODS.items() if any(re.search(words, text) for text in around)), None)


def _is_product(money: _Money) -> bool:
    return bool(_PRODUCT.search(flatten(money.line[max(money.start - _WINDOW, 0) : money.start])))


def _role(money: _Money, free: list[_Money], resources: bool) -> tuple[Role, str | None]:
    if _is_product(money):
        return "charge", None
    if _unit_price(money):
        return "prix_unitaire", None
    if _BUDGET.search(money.before) or (
        resources and (_TOTAL.search(money.before) or _BUDGET_AFTER.match(money.after))
    ):
        return "total", None
    funder = _funder(money, resources)
    if funder or _SHARE.search(money.before) or money.side == "produit" or _INCOME.search(money.before[-40:]):
        return "produit", funder
    if resources and money.side is None and _stands_for_all(money, free):
        return "total", None
    return "charge", None


def _stands_for_all(money: _Money, free: list[_Money]) -> bool:
    """Whether an amount is what the section says was mobilised."""
    if _PART.search(money.before) or _PLUS_STAFF.search(money.after):
        return False
    opens = money is free[0] and bool(_OPENING.fullmatch(money.before))
    if len(free) == 1:
        return opens or not _EXPENSE.search(money.before)
    return opens and bool(_INTRODUCES.match(money.after))


def _funder(money: _Money, resources: bool) -> str | None:
    """The label, as written, of who gives the amount: a known one beside it, or the X of « Financement X : »."""
    offset = money.start - len(money.before)
    around = money.line[offset : money.start], money.line[money.end : money.end + len(money.after)]
    before, after = find_labels(around[0]), find_labels(around[1])
    gap = money.before[before[-1].end :] if before else ""
    said = around[0][before[-1].start : before[-1].end] if before else ""
    if before and not gap.strip(" :=-") and (money.first or _SEPARATOR.search(money.before[: before[-1].start])):
        return said
    if after and _GIVEN_BY.fullmatch(money.after[: after[0].start]):
        return around[1][after[0].start : after[0].end]
    funded = before and (_FUNDING.search(money.before) or _LISTED.fullmatch(money.before[: before[0].start]))
    if funded and resources and re.fullmatch(r"[^.;]{0,40}", gap):
        return said
    named = _FUNDED_BY.search(money.before)
    return around[0][named.start("nom") : named.end("nom")].strip() if named and resources else None
