"""The bassins side by side: in what they really differ, beyond chance. No ranking."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.bassins import comparison, profile_table
from dashboard.bassins import view as bassins
from dashboard.bassins.comparison import LEVELS, Profile
from dashboard.bassins.view import Compared
from dashboard.dossier import bars
from dashboard.dossier.asked import Asked
from dashboard.dossier.bars import Dot
from dashboard.dossier.content import Beside, Block, Cell, Drawing, Points, Table, Title, Words
from dashboard.frame import cached, wording
from dashboard.frame import compared as divisions
from dashboard.frame.row import Row
from dashboard.indicators import words

_MOST_DRAWN = 9


def chapter(asked: Asked) -> list[Block]:
    """The sentence that answers, the bassins, then the indicators that differ and those that the catalogue chose."""
    head = Title("Bassins de vie", apart=True)
    if said := divisions.alone(asked.whole):
        return [Title("Bassins de vie", 1), Words(said)]
    whole = asked.whole
    years = cached.rows(whole, "annees_territoires", departement=whole.departement, niveau="bassin")
    if not years:
        return [head, Words("Aucun indicateur n'a de valeur par bassin de vie : il n'y a rien à comparer.")]
    known = cached.rows(whole, "bassins", departement=whole.departement)
    compared = Compared(replace(whole), LEVELS["bassin"], years[-1]["annee"], known, asked.scope.bassin)
    profiles = bassins.profiles(compared)
    opening = comparison.answer(profiles, compared.level, compared.where, compared.year)
    blocks: list[Block] = [head, Words(opening, "answer")]
    if details := comparison.details(profiles):
        blocks.append(Words(details))
    if divisions.stand_in(whole):
        blocks.append(
            Words("Ces bassins de vie sont les arrondissements, à défaut de ceux que le comité a définis.", "note")
        )
    blocks.append(_places(compared))
    keys = {row["id"] for row in cached.rows(whole, "indicateurs") if row["carte_bassin"]}
    drawn = [each for each in profiles if each.drawn and (each.different or each.whole["indicateur"] in keys)]
    if drawn:
        blocks += [Title("Là où ils diffèrent, et les chiffres clés", 2), *_profile(compared, drawn[:_MOST_DRAWN])]
    rest = [each for each in profiles if each.known and each not in drawn[:_MOST_DRAWN]]
    if rest:
        points = [f"{each.title} : {comparison.sentence(each)}" for each in rest]
        half = (len(points) + 1) // 2
        # Side by side: in one column a sentence or two went over to a page of their own.
        blocks += [Title("Les autres indicateurs", 2), Beside([Points(points[:half])], [Points(points[half:])])]
    return blocks


def _places(compared: Compared) -> Table:
    told = cached.rows(compared.scope, "territoires_compares", **compared.asked)
    actions = {row["territoire"]: row["n_actions"] for row in told}
    rows = [
        [
            Cell(_named(compared, row)),
            Cell(row["theme"] or wording.UNKNOWN),
            Cell(wording.number(row["population"]), str(row["annee_population"] or "")),
            Cell(wording.number(row["n_communes"])),
            Cell(wording.number(actions.get(row["code_bassin"]))),
        ]
        for row in compared.bassins
    ]
    heads = ["Bassin de vie", "Thème du comité local", "Habitants", "Communes", f"Actions actives en {compared.year}"]
    return Table(f"Les bassins de vie, {compared.where}", heads, rows, [2.4, 3.6, 1.3, 1.1, 1.7], (2, 3, 4))


def _named(compared: Compared, row: Row) -> str:
    chosen = " (ce dossier)" if row["code_bassin"] == compared.chosen else ""
    return f"{row['nom']}{chosen}"


def _profile(compared: Compared, profiles: Sequence[Profile]) -> list[Block]:
    """A table an indicator, under the sentence that says whether its territories differ."""
    ranks = {row["code_bassin"]: rank for rank, row in enumerate(compared.bassins, start=1)}
    said = (
        f"{compared.where}, {compared.year}. La forme pleine est une valeur (creuse : provisoire), la barre son "
        "intervalle à 95 %, le "
        "trait pointillé la valeur du département ; les territoires d'un indicateur ont la même échelle. Deux barres "
        "qui ne se touchent pas ne suffisent pas : la phrase tient compte du nombre de comparaisons. "
        f"{words.WITHOUT_COMMUNE}"
    )
    blocks: list[Block] = [Words(said, "small")]
    for profile in profiles:
        rows = [_line(profile, row, ranks.get(str(row["territoire"]), 1)) for row in profile.places]
        rows.append([Cell(str(profile.whole["nom"])), Cell(_ends(profile)), *_figures(profile, profile.whole)])
        heads = ["Territoire", "Échelle commune", "Valeur", "Intervalle", "n · couverture"]
        table = Table(comparison.sentence(profile), heads, rows, [1.6, 3.3, 1.1, 1.5, 3.0], (2,), together=True)
        blocks += [Title(f"{profile.title} ({profile.unit})", 3), table]
    return blocks


def _line(profile: Profile, row: Row, rank: int) -> list[Cell]:
    low, high = profile_table.scale(profile)

    def at(value: float | None) -> float | None:
        return None if value is None else 0.03 + 0.94 * min(max((value - low) / (high - low), 0), 1)

    dot = Dot(at(row["valeur"]), at(row["bas"]), at(row["haut"]), words.provisional(row), rank)
    svg = bars.track(dot, at(profile.whole["valeur"]))
    alt = (
        f"Place sur l'échelle de l'indicateur « {profile.title} » pour {row['nom']} : {_figures(profile, row)[0].text}."
    )
    return [Cell(str(row["nom"])), Cell("", drawing=Drawing(svg, alt, 53)), *_figures(profile, row)]


def _ends(profile: Profile) -> str:
    low, high = profile_table.scale(profile)
    return f"échelle de {wording.number(low, 2)} à {wording.number(high, 2)}"


def _figures(profile: Profile, row: Row) -> list[Cell]:
    """Value or mark, interval, number and coverage."""
    number = wording.number(row["n"]) if row["n"] is not None else ""
    facts = " · ".join(filter(None, (number, words.covered(row), words.certain(row, "", profile.decimals))))
    if row["valeur"] is None:
        return [Cell(words.mark(row, row["n_min"] or 0)), Cell(""), Cell(row["raison"] or facts)]
    mark = " (p)" if words.provisional(row) else ""
    value = f"{words.bare(row['valeur'], profile.decimals)}{mark}"
    return [Cell(value), Cell(words.interval(row["bas"], row["haut"], profile.decimals)), Cell(facts)]
