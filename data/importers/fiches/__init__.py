"""Fiches actions, in the text form of the directory of centres sociaux."""
