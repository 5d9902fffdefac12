"""Facts of one source, as they count now, out of the store: a folder of ``data/facts/`` that any store loads."""
