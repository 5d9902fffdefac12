"""How these figures are made, what is withheld, where they come from, what the marks mean."""

from datetime import datetime
from functools import partial

from dashboard.dossier.asked import Asked
from dashboard.dossier.content import Block, Cell, Points, Table, Terms, Title, Words
from dashboard.frame import cached, closed, reference, terms, wording
from dashboard.frame.row import Row
from dashboard.indicators import method
from dashboard.overview import filling
from queries.copy.indicators.catalogue import Thresholds
from queries.copy.secrecy import disclosure

_REVISED = ("r", "Révisé", "Le chiffre a été changé par qui le publie, après une première publication.")


def chapter(asked: Asked) -> list[Block]:
    """Method, secrecy, sources, then the glossary of marks."""
    scope = asked.scope
    catalogue = cached.rows(scope, "indicateurs")
    limits = Thresholds(**cached.rows(scope, "regles")[0])
    secrecy = cached.kept(scope, "secret", (), partial(disclosure.rules, closed.thresholds(scope)))
    return [
        Title("Méthode, sources et secret", anew=True),
        Words(method.answer(catalogue, limits)[0], "answer"),
        Words(reference.counted(asked.day)),
        Title("Comment un progrès est dit", 2),
        Terms(method.progress(limits, catalogue)),
        Title("Secret statistique", 2),
        Points(method.secrecy(secrecy)),
        Title("Ce que l'on sait de ces faits", 2),
        _known(asked),
        Title("Sources", 2),
        _sources(asked),
        Title("Ce que veulent dire les marques", 2),
        glossary(),
    ]


def _known(asked: Asked) -> Table:
    scope = asked.scope
    answers = {name: cached.rows(scope, name, **scope.filters) for name in filling.QUESTIONS}
    rows = [
        [Cell(figure.label), Cell(f"{figure.value} {figure.unit}".strip()), Cell(figure.coverage or figure.n)]
        for figure in filling.rates(answers, scope)
    ]
    return Table("", ["Fait", "Part", "D'après"], rows, [3, 1.4, 5], (1,))


def _sources(asked: Asked) -> Table:
    scope = asked.scope
    rows = [_source(row) for row in cached.rows(scope, "sources_du_perimetre", **scope.filters)]
    caption = (
        f"Sources des faits de ce dossier, instantané {scope.snapshot}. Contours : IGN, ADMIN EXPRESS COG ; "
        "populations : INSEE (Licence Ouverte 2.0)"
    )
    return Table(caption, ["Source", "Éditeur", "Publiée", "Chargée", "Licence"], rows, [4, 2.6, 1.3, 1.3, 1.8])


def _source(row: Row) -> list[Cell]:
    published = row["publiee_le"] and datetime.fromisoformat(row["publiee_le"]).date()
    return [
        Cell(row["titre"]),
        Cell(row["editeur"] or wording.UNKNOWN),
        Cell(wording.day(published)),
        Cell(wording.local_day(wording.timestamp(row["chargee_le"]))),
        Cell(row["licence"] or wording.UNKNOWN),
    ]


def glossary() -> Table:
    """nd, s, ns, ///, p and r, each with what it means."""
    told = [(term.mark, term.name, term.meaning) for term in terms.MARKS]
    rows = [[Cell(mark), Cell(name), Cell(meaning)] for mark, name, meaning in (*told, _REVISED)]
    caption = "Zéro, inconnu, secret et sans objet sont quatre choses différentes"
    return Table(caption, ["Marque", "Se lit", "Veut dire"], rows, [1, 2, 7])
