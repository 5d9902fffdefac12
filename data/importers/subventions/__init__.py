"""Grant files: the French standard and the real files around it."""
