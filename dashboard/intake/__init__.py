"""Room of the pages that bring facts in."""
