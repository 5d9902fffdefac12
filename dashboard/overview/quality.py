"""From the answers of questions to the sentences and tables of « Sources et qualité ». Pure functions."""

from collections.abc import Sequence

from dashboard.frame import origin, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data.importers import ENTERED

REFERENCES = "references"
# « montant accordé » lacks in 761 fiches above a table where « montant » lacks in 301: both are true.
NARROWER = (
    "Les champs à collecter sont ceux dont un indicateur a besoin, plus précis que ceux du tableau, et comptés dans "
    "tout le département, toutes années ensemble : « montant accordé » est ce qu'un financeur a accordé, « montant » "
    "n'importe quelle somme que la fiche dit ; de même « budget détaillé » et « budget », « financeur nommé » et "
    "« financeur »."
)
_SHORT = 10  # characters of a SHA-256 that people compare at a glance


def answer(sources: Sequence[Row], n_findings: int) -> tuple[str, str]:
    """Where the facts come from and how far they can be trusted; ``sources`` are the active ones."""
    facts = [source for source in sources if source["format"] != REFERENCES]
    loaded = [source for source in facts if source["format"] != ENTERED]
    if not facts:
        return "Aucun fait n'est encore chargé.", "Seuls le territoire et les tables de libellés sont là."
    read, refused = sum(source["lues"] for source in facts), sum(source["refusees"] for source in facts)
    said = wording.plural(refused, "a été refusée", "ont été refusées") if refused else "aucune n'a été refusée"
    contradictions = (
        wording.plural(n_findings, "contradiction relevée", "contradictions relevées") if n_findings else ""
    )
    findings = f"{contradictions}, rien n'est corrigé" if contradictions else "aucune contradiction relevée"
    licensed = sum(source["licence"] is not None for source in loaded)
    dated = sum(source["publiee_le"] is not None for source in loaded)
    return (
        f"Les faits viennent de {_origins(len(loaded), len(facts) - len(loaded))} : sur "
        f"{wording.plural(read, 'ligne lue', 'lignes lues')}, {said} ; {findings}.",
        f"Licence connue : {wording.share(licensed, len(loaded))}. "
        f"Date de publication connue : {wording.share(dated, len(loaded))}."
        if loaded
        else "",
    )


def _origins(loaded: int, entered: int) -> str:
    """« 8 sources, et de 2 saisies »: what people write in the forms has neither publisher nor licence."""
    parts = [wording.plural(loaded, "source")] if loaded or not entered else []
    return ", et de ".join([*parts, *([wording.plural(entered, "saisie")] if entered else [])])


def sources_table(sources: Sequence[Row], reader: str) -> list[Row]:
    """The active sources, who loaded them and when, a short fingerprint; the facts before the references."""
    ordered = sorted(sources, key=lambda source: (source["format"] == REFERENCES, source["titre"]))
    return [
        {
            **source,
            "chargement": f"{wording.moment(wording.timestamp(source['chargee_le']))} par "
            f"{wording.author(source['chargee_par'], reader)}",
            "empreinte": source["sha256"][:_SHORT],
        }
        for source in ordered
    ]


def coverage_table(fields: Sequence[Row], scope: Scope) -> list[Row]:
    """Fields with their coverage in words: filled and validated, which lead to their fiches, and what is missing."""
    return [
        {
            **field,
            "renseigne": wording.share(field["n_renseignes"], field["n_actions"]),
            "valide": "repris tel quel"
            if field["n_valides"] is None
            else wording.share(field["n_valides"], field["n_actions"]),
            "absent": field["n_actions"] - field["n_renseignes"],
            "origine": origin.href(scope, "champ", key=field["champ"]),
            "origine_valide": None
            if field["n_valides"] is None
            else origin.href(scope, "champ-valide", key=field["champ"]),
        }
        for field in fields
        if field["n_actions"]
    ]


def constant(row: Row) -> str:
    """« partenaires » says the same in every fiche: no information."""
    count = wording.plural(row["n_actions"], "fiche")
    return (
        f"« {row['champ']} » : toujours « {row['valeur']} » ({count} sur {wording.number(row['n_actions'])}). "
        "Une valeur unique n'apprend rien : ce champ n'est montré nulle part comme un résultat."
    )


def findings_table(findings: Sequence[Row], scope: Scope) -> list[Row]:
    """Contradictions, the title of an action leading to its fiche."""
    return [
        {**row, "lien": scope.href("fiche", action=row["sujet_id"]) if row["sujet_type"] == "action" else None}
        for row in findings
    ]


def disagreements(rows: Sequence[Row]) -> str:
    """How many figures on which sources disagree, as a sentence that points to where they stand side by side."""
    if not rows:
        return "Aucun chiffre n'est donné différemment par deux sources."
    verb = "est donné" if len(rows) == 1 else "sont donnés"
    return f"{wording.plural(len(rows), 'chiffre')} {verb} différemment selon les sources : voir la Synthèse."
