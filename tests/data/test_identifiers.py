"""Identifiers made from names: readable, the same as ever, and never those of two bodies."""

from data.identifiers import action_id, named_id, structure_id

LONG = "Association intercommunale pour l'animation et le développement social du Pays "


def test_an_identifier_of_a_name_that_fits_is_the_name() -> None:
    assert structure_id("MJC de Vic-en-Bigorre", "65") == "mjc-de-vic-en-bigorre-65"
    assert structure_id("Centre social", None) == "centre-social-nd"
    assert structure_id("a" * 60, "2A") == "a" * 60 + "-2a"
    assert action_id("Café des parents", "centre-social-03") == action_id("CAFE  DES PARENTS", "centre-social-03")


def test_two_long_names_that_begin_alike_are_two_structures() -> None:
    first, second = structure_id(f"{LONG}de Tronçais", "03"), structure_id(f"{LONG}d'Huriel", "03")
    assert first != second
    assert first.startswith("association-intercommunale-pour-l-animation-et-le-d") and first.endswith("-03")
    assert len(first) <= 63
    assert structure_id(f"{LONG.upper()}DE TRONÇAIS", "03") == first


def test_names_of_other_alphabets_are_told_apart() -> None:
    assert structure_id("Дружба", "03") != structure_id("Надежда", "03")


def test_an_identifier_says_what_tells_it_apart() -> None:
    assert named_id("Fête des voisins", "03190", "2024-05-24") == "fete-des-voisins-03190-2024-05-24"
    assert named_id(f"{LONG}de Tronçais", "2024") != named_id(f"{LONG}d'Huriel", "2024")
