"""Readers of French files, numbers, dates, quantities and amounts: they refuse rather than guess."""
