"""Files with a known truth in every notation, through every reader, until so many amounts are kept.

``python -m tests.tools.amounts [--kept 20000] [--seed 0]`` prints what each reader kept, refused and kept wrong, with
both sums; it ends with 1 when a single amount is wrong.
"""

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from data.batch import RefusedError
from tests.small.notations import LONG, NOTATIONS, PROVEN, READERS, column

_SHOWN = 5


@dataclass
class Count:
    """What one reader made of the amounts given to it; ``wrong``: (cell, truth, kept)."""

    kept: int = 0
    refused: int = 0
    right_sum: Decimal = Decimal(0)
    kept_sum: Decimal = Decimal(0)
    wrong: list[tuple[str, Decimal, Decimal]] = field(default_factory=list)


def run(name: str, wanted: int, seed: int) -> Count:
    """Files of one notation, then of several, short and long, until ``wanted`` amounts are kept."""
    chance = random.Random(f"{name} {seed}")
    count = Count()
    while count.kept < wanted:
        alone = chance.random() < 0.5
        notations = chance.sample(list(NOTATIONS.values()), 1 if alone else chance.randint(2, 5))
        truth, cells = column(chance, chance.choice([1, 2, 3, 5, 20, 60, LONG]), notations)
        with tempfile.TemporaryDirectory() as folder:
            try:
                kept = READERS[name](Path(folder), cells, truth, chance)
            except RefusedError:
                kept = {}
        count.kept += len(kept)
        count.refused += len(cells) - len(kept)
        count.right_sum += sum((truth[rank] for rank in kept), Decimal(0))
        count.kept_sum += sum(kept.values(), Decimal(0))
        count.wrong += [(cells[rank], truth[rank], value) for rank, value in kept.items() if value != truth[rank]]
    return count


def main() -> int:
    """The exit code: 1 when an amount is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", type=int, default=20_000, help="amounts kept over all readers")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    each = -(-asked.kept // len(READERS))
    print(f"graine {asked.seed}, {len(NOTATIONS)} notations, {len(PROVEN)} d'entre elles lues entières")
    print(f"{'lecteur':18} {'gardés':>8} {'refusés':>8} {'faux':>5} {'somme juste':>18} {'somme gardée':>18}")
    total = Count()
    for name in READERS:
        found = run(name, each, asked.seed)
        print(
            f"{name:18} {found.kept:8} {found.refused:8} {len(found.wrong):5} {found.right_sum:18} {found.kept_sum:18}"
        )
        for cell, right, kept in found.wrong[:_SHOWN]:
            print(f"  « {cell} » : {right} attendu, {kept} gardé")
        total.kept += found.kept
        total.refused += found.refused
        total.wrong += found.wrong
    print(f"{'total':18} {total.kept:8} {total.refused:8} {len(total.wrong):5}")
    return 1 if total.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
