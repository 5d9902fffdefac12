"""Need against offer, by public and theme."""
