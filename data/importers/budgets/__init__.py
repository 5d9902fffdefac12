"""Cerfa budgets, in the model that people fill in."""
