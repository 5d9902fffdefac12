"""The values of the indicators, with their truth."""
