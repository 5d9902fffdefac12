"""The fields that people correct: where each stands in the contract, and how its value is told as texts."""

from collections.abc import Collection, Mapping
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


def said_sql(*, counts: bool, of: Collection[tuple[str, str]] | None = None, among: str = "") -> str:
    """SELECT of every field of every subject: sujet_type, sujet_id, champ, valeurs VARCHAR[] (empty: unknown).

    ``counts``: with the counts of people of lists, which are not for everybody's eyes. ``of``: of these fields alone
    (kind of subject, name); ``among``: SQL of the identifiers of the only subjects that are looked at.
    Where several sources describe a subject, the first one by name that fills a field tells it, as pages do.
    """
    parts = [
        "SELECT NULL::VARCHAR AS sujet_type, NULL AS sujet_id, NULL AS champ, []::VARCHAR[] AS valeurs WHERE false"
    ]
    for sujet_type, kind in KINDS.items():
        those = f"{kind.key} IN ({among})" if among else "true"
        for name in kind.scalars:
            if of is None or (sujet_type, name) in of:
                parts.append(_scalar_sql(sujet_type, kind, name, those))
        for name, field in kind.lists.items():
            if of is None or (sujet_type, name) in of:
                parts.append(
                    _list_sql(sujet_type, kind, name, field.said if counts else field.named or field.said, those)
                )
    return "\nUNION ALL\n".join(parts)


def _scalar_sql(sujet_type: str, kind: Kind, name: str, those: str) -> str:
    told = f"any_value({name}::VARCHAR ORDER BY source)"
    return (
        f"SELECT '{sujet_type}', {kind.key}, '{name}', CASE WHEN {told} IS NULL THEN []::VARCHAR[] ELSE [{told}] END "
        f"FROM {kind.table} WHERE {those} GROUP BY {kind.key}"
    )


def _list_sql(sujet_type: str, kind: Kind, name: str, said: str, those: str) -> str:
    field = kind.lists[name]
    listed = f"list({said} ORDER BY {field.order})" if field.order else f"list(DISTINCT {said} ORDER BY {said})"
    rows = f"FROM {field.table} WHERE {field.only} AND {those} GROUP BY ALL"
    return (
        f"SELECT '{sujet_type}', {kind.key}, '{name}', any_value(coalesce(dites, [])) FROM {kind.table} "
        f"LEFT JOIN (SELECT {field.key}, coalesce({listed}, []) AS dites {rows}) USING ({kind.key}) "
        f"WHERE {those} GROUP BY {kind.key}"
    )
