"""A synthetic département: made-up facts on the real territory, the same for the same seed, with planted truths."""

from data.demo.build import Demonstration, build, tables
from data.demo.plan import SCALES, ArgumentError, Plan, parse_scale, parse_years

__all__ = ["SCALES", "ArgumentError", "Demonstration", "Plan", "build", "parse_scale", "parse_years", "tables"]
