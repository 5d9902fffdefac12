"""« Campagne »: ask structures for what lacks, follow who answered, give a page back."""
