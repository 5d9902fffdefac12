"""What runs on the reference day, what is over and what is to come, whatever the form said of itself."""

from pathlib import Path

from queries.copy import reading
from tests.small.facts import Rows, answer, filled
from tests.small.money import action, placed


def test_the_state_of_an_action_is_that_of_the_last_day_known(reference_store: Path, tmp_path: Path) -> None:
    dates = {
        "close": ("En cours", "2020-01-01", "2022-06-30"),  # said « En cours », ended since
        "longue": ("En cours", "2020-01-01", "2023-12-31"),  # its last day is the day of observation
        "finie": ("Terminée", "2021-01-01", "2021-12-31"),
        "muette": ("En cours", "2020-01-01", ""),  # nothing says it after its first year
    }
    actions = [
        action(ref, statut=status, date_debut=first, date_fin=last,
               date_fin_precision="annee" if last else "inconnue")
        for ref, (status, first, last) in dates.items()
    ]  # fmt: skip
    facts: Rows = {**placed(**dict.fromkeys(dates, "03190")), "actions": actions}
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        (day,) = answer(root, "jour_observation")
        assert str(day["jour"]) == "2023-12-31"
        states = {row["titre"]: row["etat"] for row in answer(root, "actions")}
        assert states == {"Close": "finie", "Longue": "en_cours", "Finie": "finie", "Muette": None}
        (key,) = answer(root, "chiffres_cles")
        assert (key["n_actions_en_cours"], key["n_actions_sans_etat"]) == (1, 1)
        everything = next(row for row in answer(root, "offre_matrice", departement="03") if row["besoin"] == "ensemble")
        assert everything["n_actives"] == key["n_actions_en_cours"]


def test_a_store_without_any_fact_has_no_last_day_known(reference_store: Path) -> None:
    with reading.reader(reference_store) as root:
        assert [(row["jour"], row["derniere_annee"]) for row in answer(root, "jour_observation")] == [(None, None)]
        assert [row["jour"] for row in answer(root, "offre_couverture", departement="63")] == [None]
