"""From the answers of questions to the sentences and tables of « Sources et qualité ». Pure functions."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import wording
from dashboard.scope import Scope

REFERENCES = "references"
_SHORT = 10  # characters of a SHA-256 that people compare at a glance


def answer(sources: pd.DataFrame, n_findings: int) -> tuple[str, str]:
    """Where the facts come from and how far they can be trusted; ``sources`` are the active ones."""
    facts = sources[sources["format"] != REFERENCES]
    if facts.empty:
        return "Aucun fait n'est encore chargé.", "Seuls le territoire et les tables de libellés sont là."
    refused = int(facts["refusees"].sum())
    said = "aucune n'a été refusée" if refused == 0 else f"{wording.number(refused)} ont été refusées"
    findings = (
        "aucune contradiction n'y est relevée"
        if n_findings == 0
        else f"{wording.plural(n_findings, 'contradiction')} y sont signalées, jamais corrigées"
        if n_findings > 1
        else "une contradiction y est signalée, jamais corrigée"
    )
    licensed = wording.share(int(facts["licence"].notna().sum()), len(facts))
    dated = wording.share(int(facts["publiee_le"].notna().sum()), len(facts))
    return (
        f"Les faits viennent de {wording.plural(len(facts), 'source')} : sur "
        f"{wording.plural(int(facts['lues'].sum()), 'ligne lue', 'lignes lues')}, {said} ; {findings}.",
        f"Licence connue : {licensed}. Date de publication connue : {dated}.",
    )


def sources_table(sources: pd.DataFrame) -> pd.DataFrame:
    """The active sources, who loaded them and when, a short fingerprint; the facts before the references."""
    loads = [
        f"{wording.moment(when)} par {who}"
        for when, who in zip(sources["chargee_le"], sources["chargee_par"], strict=True)
    ]
    table = sources.assign(
        chargement=loads, empreinte=sources["sha256"].str[:_SHORT], reference=sources["format"] == REFERENCES
    )
    return table.sort_values(["reference", "titre"])


def coverage_table(fields: pd.DataFrame) -> pd.DataFrame:
    """Fields with their coverage in words: filled, validated, and what is missing."""
    rows = fields[fields["n_actions"] > 0]
    words = [
        "repris tel quel" if pd.isna(valid) else wording.share(int(valid), int(whole))
        for valid, whole in zip(rows["n_valides"], rows["n_actions"], strict=True)
    ]
    told = [wording.share(int(n), int(whole)) for n, whole in zip(rows["n_renseignes"], rows["n_actions"], strict=True)]
    return rows.assign(renseigne=told, valide=words, absent=rows["n_actions"] - rows["n_renseignes"])


def constant(row: Mapping[str, Any]) -> str:
    """« partenaires » says the same in every fiche: no information."""
    count = wording.plural(row["n_actions"], "fiche")
    return (
        f"« {row['champ']} » : toujours « {row['valeur']} » ({count} sur {wording.number(row['n_actions'])}). "
        "Une valeur unique n'apprend rien : ce champ n'est montré nulle part comme un résultat."
    )


def findings_table(findings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Contradictions, the title of an action leading to its fiche."""
    links = [
        scope.href("fiche", action=subject) if kind == "action" else None
        for kind, subject in zip(findings["sujet_type"], findings["sujet_id"], strict=True)
    ]
    return findings.assign(lien=pd.Series(links, index=findings.index, dtype=object))


def disagreements(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many figures on which sources disagree, as a sentence that points to where they stand side by side."""
    if not rows:
        return "Aucun chiffre n'est donné différemment par deux sources."
    verb = "est donné" if len(rows) == 1 else "sont donnés"
    return f"{wording.plural(len(rows), 'chiffre')} {verb} différemment selon les sources : voir la Synthèse."
