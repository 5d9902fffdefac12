"""A Cerfa 12156 budget as declared, and what does not add up in it. Nothing is corrected."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from data import french
from data.reading.codes import plain


@dataclass
class BudgetLine:
    """One line of the budget as declared; ``niveau``: compte, detail or total; amounts in euros, None: left empty."""

    ligne: int
    cote: str
    compte: str | None
    niveau: str
    libelle: str
    montant: Decimal | None = None
    financeur: str | None = None


@dataclass
class Budget:
    """A budget read: its lines in order, the year and nature it says, and the file lines that it takes up."""

    debut: int
    fin: int
    exercice: int | None
    nature: str
    lignes: list[BudgetLine] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)

    def total(self, cote: str, *, general: bool) -> Decimal | None:
        """The total declared for one side (``general``: voluntary contributions included), None when there is none."""
        found = [line for line in self.lignes if line.niveau == "total" and line.cote == cote]
        return next((line.montant for line in found if is_general(line) == general), None)

    def accounts(self, cote: str) -> list[BudgetLine]:
        """The account lines of one side that carry an amount."""
        return [
            line for line in self.lignes if line.niveau == "compte" and line.cote == cote and line.montant is not None
        ]


def is_general(line: BudgetLine) -> bool:
    """Whether a total line is the general one: « TOTAL », not « TOTAL DES CHARGES »."""
    return plain(line.libelle) in ("total", "total general")


@dataclass(frozen=True)
class Finding:
    """A contradiction in what is declared: both figures in euros (years for the exercice), and the French sentence."""

    code: str
    message: str
    declare: Decimal
    calcule: Decimal


def findings(budget: Budget, annee_action: int | None) -> list[Finding]:
    """What does not add up in a budget; nothing is corrected."""
    found = [*_headings(budget), *_twice(budget), *_totals(budget), *_sides(budget), *_general(budget)]
    if budget.exercice and annee_action and budget.exercice != annee_action:
        found.append(
            Finding(
                "exercice_du_budget",
                f"Le budget porte sur l'exercice {budget.exercice}, l'action s'est tenue en {annee_action}.",
                Decimal(budget.exercice),
                Decimal(annee_action),
            )
        )
    return found


def _headings(budget: Budget) -> Iterator[Finding]:
    for cote in ("charge", "produit"):
        for account in budget.accounts(cote):
            details = [
                line.montant
                for line in budget.lignes
                if line.niveau == "detail" and line.compte == account.compte and line.montant is not None
            ]
            if details and sum(details) != account.montant:
                yield _finding(
                    f"compte_{account.compte}",
                    f"Compte {account.compte} : {{}} déclarés, ses lignes font {{}}",
                    account.montant,
                    sum(details, Decimal(0)),
                )


def _details(budget: Budget, cote: str) -> Decimal:
    return sum(
        (
            line.montant or Decimal(0)
            for line in budget.lignes
            if line.niveau == "detail" and line.cote == cote and line.compte not in ("86", "87")
        ),
        Decimal(0),
    )


def _twice(budget: Budget) -> Iterator[Finding]:
    """A total that counts the headings and their details."""
    for cote in ("charge", "produit"):
        declared, details = budget.total(cote, general=False), _details(budget, cote)
        accounts = sum(
            (line.montant or Decimal(0) for line in budget.accounts(cote) if line.compte not in ("86", "87")),
            Decimal(0),
        )
        if declared is not None and details and accounts and declared == accounts + details:
            yield _finding(
                f"double_compte_{cote}s",
                f"Total des {cote}s : {{}} déclarés, les comptes font {{}}",
                declared,
                accounts,
                " ; les lignes de détail y sont comptées une seconde fois, avec leur compte",
            )


def _totals(budget: Budget) -> Iterator[Finding]:
    for cote, name in (("charge", "charges"), ("produit", "produits")):
        declared = budget.total(cote, general=False)
        accounts = [line for line in budget.accounts(cote) if line.compte not in ("86", "87")]
        total = sum((line.montant or Decimal(0) for line in accounts), Decimal(0))
        if declared is None or not accounts or declared in (total, total + _details(budget, cote)):
            continue
        left_out = [line.compte for line in accounts if total - (line.montant or 0) == declared]
        why = f" ; c'est le montant du compte {left_out[0]}, resté hors du total" if len(left_out) == 1 else ""
        yield _finding(
            f"total_{name}", f"Total des {name} : {{}} déclarés, les comptes font {{}}", declared, total, why
        )


def _sides(budget: Budget) -> Iterator[Finding]:
    charges, produits = (budget.total(cote, general=False) for cote in ("charge", "produit"))
    if charges is not None and produits is not None and charges != produits:
        yield _finding("equilibre", "Total des charges : {}, total des produits : {}", charges, produits)
    gifts = {line.compte: line.montant for cote in ("charge", "produit") for line in budget.accounts(cote)}
    used, given = gifts.get("86"), gifts.get("87")
    if used is not None and given is not None and used != given:
        yield _finding("contributions", "Compte 86 : {}, compte 87 : {}", used, given)


def _general(budget: Budget) -> Iterator[Finding]:
    for cote, gift in (("charge", "86"), ("produit", "87")):
        general, plain_total = budget.total(cote, general=True), budget.total(cote, general=False)
        gifts = sum((line.montant or Decimal(0) for line in budget.accounts(cote) if line.compte == gift), Decimal(0))
        if general is not None and plain_total is not None and plain_total + gifts != general:
            yield _finding(
                f"total_general_{cote}s",
                f"Total général des {cote}s : {{}} déclarés, total et compte {gift} font {{}}",
                general,
                plain_total + gifts,
            )


def _finding(code: str, message: str, declared: Decimal | None, computed: Decimal, why: str = "") -> Finding:
    declared = declared or Decimal(0)
    gap = french.euros(abs(declared - computed))
    return Finding(
        code,
        f"{message.format(french.euros(declared), french.euros(computed))}, écart {gap}{why}.",
        declared,
        computed,
    )
