"""Déclaration d'accessibilité."""

from dashboard import show

show.title("Déclaration d'accessibilité")
