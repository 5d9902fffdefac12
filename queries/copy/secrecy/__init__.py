"""Statistical secrecy: which counts of people are published."""
