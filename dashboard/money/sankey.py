"""Flows of money as a Sankey diagram: rows in, nodes and links out, then a Plotly figure.

Each euro passes once through each level chosen, so that every level has the same total; what is not attributed is a
node of its own. A body that gives at one level and receives at another is two nodes: a level is part of a node.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from dashboard.frame import charts, palette, wording
from dashboard.frame.markup import escape, html
from dashboard.frame.row import Row

LEVELS = {
    "famille": "Famille",
    "financeur": "Financeur",
    "dimension": "Dimension",
    "theme": "Thème",
    "bassin": "Bassin de vie",
}
# More nodes than this at one level cannot be read; the smallest become one, which says how many it holds.
MOST = 10
_GATHERED = " autres"
_GREY = "#8A8F98"
_UNKNOWN = ("Famille à préciser", "Dimension non dite", "Thème non dit", "Sans commune connue")


@dataclass(frozen=True)
class Flows:
    """Nodes (level, name) in drawing order with their euros, and links between positions of ``nodes``."""

    nodes: list[tuple[str, str]]
    euros: list[float]
    links: list[tuple[int, int, float]]

    @property
    def total(self) -> float:
        """Euros of one level, hence of each."""
        first = self.nodes[0][0] if self.nodes else ""
        return sum(value for (level, _), value in zip(self.nodes, self.euros, strict=True) if level == first)

    def of(self, level: str) -> list[tuple[str, float]]:
        """(name, euros) of a level, the largest first."""
        pairs = zip(self.nodes, self.euros, strict=True)
        return sorted(((name, value) for (own, name), value in pairs if own == level), key=lambda pair: -pair[1])


def flows(rows: Sequence[Row], levels: Sequence[str]) -> Flows:
    """Flows through two levels or more of the answer to ``flux_financiers``; returns (negative) are left out."""
    given = [row for row in rows if row["montant_eur"] > 0]
    names = {level: _names(given, level) for level in levels}
    sums: dict[tuple[str, str], float] = defaultdict(float)
    between: dict[tuple[tuple[str, str], tuple[str, str]], float] = defaultdict(float)
    for row in given:
        path = [(level, names[level][row[level]]) for level in levels]
        for node in path:
            sums[node] += row["montant_eur"]
        for pair in pairwise(path):
            between[pair] += row["montant_eur"]
    order = {level: rank for rank, level in enumerate(levels)}
    nodes = sorted(sums, key=lambda node: (order[node[0]], _last(node[1]), -sums[node]))
    position = {node: rank for rank, node in enumerate(nodes)}
    links = [(position[source], position[target], euros) for (source, target), euros in between.items()]
    return Flows(nodes, [sums[node] for node in nodes], sorted(links))


def behind(rows: Sequence[Row], ends: Mapping[str, str]) -> dict[str, list[str]]:
    """Level → the names that each of the ``ends`` (level → node) stands for: several where it gathers the smallest."""
    given = [row for row in rows if row["montant_eur"] > 0]
    drawn = {level: _names(given, level) for level in ends}
    return {level: sorted(name for name, node in drawn[level].items() if node == ends[level]) for level in ends}


def gathered(name: str) -> bool:
    """Whether a node is the smallest ones together."""
    return name.endswith(_GATHERED)


def _last(name: str) -> int:
    """Named nodes first, then those gathered, then what is not attributed."""
    return 2 if name in _UNKNOWN else 1 if gathered(name) else 0


def _names(rows: Sequence[Row], level: str) -> dict[str, str]:
    """Each name as drawn: itself, or the node that gathers the smallest ones."""
    sums: dict[str, float] = defaultdict(float)
    for row in rows:
        sums[row[level]] += row["montant_eur"]
    ranked = sorted(sums, key=lambda name: -sums[name])
    if len(ranked) <= MOST:
        return {name: name for name in ranked}
    small = ranked[MOST - 1 :]
    return {name: f"{len(small)}{_GATHERED}" if name in small else name for name in ranked}


def figure(flows: Flows, ink: str, colours: Mapping[str, str]) -> go.Figure:
    """The diagram; nodes and hovers say their euros, colours only tell neighbours apart (bassins keep theirs)."""
    shades = [
        colours.get(name, _GREY) if level == "bassin" else palette.OKABE_ITO[rank % len(palette.OKABE_ITO)]
        for rank, (level, name) in enumerate(flows.nodes)
    ]
    labels = [
        escape(f"{name} · {wording.euros(round(euros))}")
        for (_, name), euros in zip(flows.nodes, flows.euros, strict=True)
    ]
    trace = {
        "type": "sankey",
        "arrangement": "snap",
        "node": {
            "label": labels,
            "color": shades,
            "pad": 14,
            "thickness": 16,
            "line": {"width": 0},
            "hovertemplate": html("%{{label}}<extra></extra>"),
        },
        "link": {
            "source": [link[0] for link in flows.links],
            "target": [link[1] for link in flows.links],
            "value": [round(link[2]) for link in flows.links],
            "color": [f"{shades[link[0]]}55" for link in flows.links],
            "customdata": [wording.euros(round(link[2])) for link in flows.links],
            "hovertemplate": html("%{{source.label}}<br>vers %{{target.label}}<br>%{{customdata}}<extra></extra>"),
        },
        "textfont": {"size": 13, "color": ink, "family": palette.FONT},
    }
    most = max((sum(level == own for own, _ in flows.nodes) for level, _ in flows.nodes), default=1)
    # The last node may be thinner than its own name.
    room = {"margin": {"l": 4, "r": 8, "t": 4, "b": 14}}
    return go.Figure(data=[trace], layout={**charts.calm(max(280, 31 * most)), **room})


def sentence(flows: Flows, levels: Sequence[str]) -> str:
    """« 1 317 622 € accordés. Famille : CAF 31 %, … ; bassin de vie : … »."""
    told = []
    for level in levels:
        named = [(name, euros) for name, euros in flows.of(level) if not name.endswith(_GATHERED)]
        shares = [f"{name} {wording.percent(euros / flows.total)}" for name, euros in named[:3]]
        told.append(f"{LEVELS[level].lower()} : {', '.join(shares)}")
    return f"{wording.euros(round(flows.total))} accordés. En tête, {' ; '.join(told)}."


def table(flows: Flows) -> list[dict[str, Any]]:
    """One row a link, level by level, the largest first: from, to, euros, share of the total; ``bouts``: its nodes."""
    order = list(dict.fromkeys(level for level, _ in flows.nodes))
    return [
        {
            "de": flows.nodes[source][1],
            "vers": flows.nodes[target][1],
            "euros": euros,
            "part": euros / flows.total,
            "bouts": (flows.nodes[source], flows.nodes[target]),
        }
        for source, target, euros in sorted(
            flows.links, key=lambda link: (order.index(flows.nodes[link[0]][0]), -link[2])
        )
    ]
