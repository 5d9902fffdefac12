"""Bassins de vie compared, beyond chance."""
