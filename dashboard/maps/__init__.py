"""Maps of communes and départements."""
