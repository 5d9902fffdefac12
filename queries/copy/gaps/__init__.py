"""Gaps between territories: which of them differ for sure."""
