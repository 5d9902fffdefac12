"""The fields that people correct: where each stands in the contract, and how its value is told as texts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ListField:
    """A field of several values, one row each of ``table``: those that bear ``key``, where ``only``.

    ``said``: SQL of one value as people read it and as two lists are compared (``data.entering.rows`` writes the same);
    ``named``: the same without the counts of people, which secrecy may withhold. ``order``: the column by which values
    follow each other, where their order says something (paragraphs).
    """

    table: str
    key: str
    said: str
    only: str = "true"
    named: str | None = None
    order: str | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of subject: its table and key, the fields of one value (columns of that table), those of several."""

    table: str
    key: str
    scalars: tuple[str, ...]
    lists: Mapping[str, ListField]


# The sections of a fiche that people correct: paragraphs, under the name that the form of the directory gives each.
SECTIONS = (
    "experience", "description", "ressources", "personnes_mobilisees", "resultat_territoire", "resultat_centre",
    "resultat_habitants", "limites", "perspectives",
)  # fmt: skip
_PLACE = "coalesce(code_commune, 'département ' || code_departement) || ' · ' || precision"
_AGES = "coalesce(' · ' || coalesce(age_min::VARCHAR, '') || '–' || coalesce(age_max::VARCHAR, '') || ' ans', '')"
_COLLEGE = "college || ' · ' || coalesce(code_zone, 'sans bassin')"
_PRESENCE = (
    "concat_ws(' · ', college, coalesce(code_zone, 'sans bassin'), "
    "coalesce(presents::VARCHAR, '?') || ' présents sur ' || coalesce(convoques::VARCHAR, '?'), precision)"
)
KINDS: Mapping[str, Kind] = {
    "action": Kind(
        "actions",
        "action_id",
        (
            "titre", "structure_id", "structure", "code_departement", "statut", "motif_fin", "motif_fin_code",
            "dimension", "portee", "date_debut", "date_debut_precision", "date_fin", "date_fin_precision", "resume",
        ),
        {
            "lieux": ListField("actions_lieux", "action_id", _PLACE, "role = 'lieu'"),
            "mots_cles": ListField("actions_mots_cles", "action_id", "mot_cle"),
            "publics": ListField(
                "actions_publics",
                "action_id",
                f"public || CASE WHEN age_min IS NULL AND age_max IS NULL THEN '' ELSE {_AGES} END",
            ),
            "initiateurs": ListField("actions_initiateurs", "action_id", "initiateur"),
            "partenaires": ListField("actions_partenaires", "action_id", "partenaire"),
            **{
                name: ListField("actions_textes", "action_id", "texte", f"rubrique = '{name}'", order="rang")
                for name in SECTIONS
            },
        },
    ),
    "evenement": Kind(
        "evenements",
        "evenement_id",
        (
            "nom", "code_departement", "serie", "edition", "tenu_le", "precision", "organisateur", "code_commune",
            "code_zone", "theme",
        ),
        {},
    ),
    "seance": Kind(
        "seances",
        "seance_id",
        ("tenue_le", "precision", "objet", "code_commune"),
        {"presences": ListField("presences", "seance_id", _PRESENCE, named=_COLLEGE)},
    ),
    "structure": Kind(
        "structures", "structure_id", ("nom", "code_departement", "type", "code_commune", "siret", "rna"), {}
    ),
}  # fmt: skip


def said_sql(*, counts: bool) -> str:
    """SELECT of every field of every subject: sujet_type, sujet_id, champ, valeurs VARCHAR[] (empty: unknown).

    ``counts``: with the counts of people of lists, which are not for everybody's eyes.
    Where several sources describe a subject, the first one by name that fills a field tells it, as pages do.
    """
    parts = []
    for sujet_type, kind in KINDS.items():
        for name in kind.scalars:
            told = f"any_value({name}::VARCHAR ORDER BY source)"
            parts.append(
                f"SELECT '{sujet_type}' AS sujet_type, {kind.key} AS sujet_id, '{name}' AS champ, "
                f"CASE WHEN {told} IS NULL THEN []::VARCHAR[] ELSE [{told}] END AS valeurs "
                f"FROM {kind.table} GROUP BY {kind.key}"
            )
        for name, field in kind.lists.items():
            said = field.said if counts else field.named or field.said
            listed = f"list({said} ORDER BY {field.order})" if field.order else f"list(DISTINCT {said} ORDER BY {said})"
            told = f"coalesce({listed}, [])"
            parts.append(
                f"SELECT '{sujet_type}', {kind.key}, '{name}', any_value(coalesce(dites, [])) FROM {kind.table} "
                f"LEFT JOIN (SELECT {field.key}, {told} AS dites FROM {field.table} WHERE {field.only} GROUP BY ALL) "
                f"USING ({kind.key}) GROUP BY {kind.key}"
            )
    return "\nUNION ALL\n".join(parts)
