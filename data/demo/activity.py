"""One row for each action and each year in which it runs, which quantities and money both hang on."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.actions import Actions
from data.demo.columns import Floats, Ints, first_day, last_day
from data.demo.plan import Plan


@dataclass(frozen=True)
class Activity:
    """Arrays by action and year: the action's position, the year, the share of the year it lasts (0 to 1)."""

    action: Ints
    year: Ints
    share: Floats

    def __len__(self) -> int:
        """Number of action-years."""
        return len(self.action)

    def ids(self, actions: Actions, rows: Ints) -> pa.Array:
        """Identifiers of the actions of these rows."""
        return actions.ids.take(pa.array(self.action[rows]))

    def last_of(self, action: Ints) -> Ints:
        """Row of the last year of each of these actions."""
        return np.searchsorted(self.action, action, side="right") - 1


def spread(plan: Plan, actions: Actions) -> Activity:
    """Every year of every action, within the plan's years."""
    last = np.minimum(actions.last_year, plan.last)
    length = last - actions.first_year + 1
    action = np.repeat(np.arange(len(actions)), length)
    year = actions.first_year[action] + np.arange(len(action)) - np.repeat(np.cumsum(length) - length, length)
    begins = np.maximum(actions.start[action], first_day(year))
    ends = np.minimum(actions.end[action], last_day(year))
    share = ((ends - begins).astype(np.int64) + 1) / 365.25
    return Activity(action, year, np.clip(share, 0.02, 1.0))
