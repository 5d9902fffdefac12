"""From one fiche to rows of the contract: fields as written, and proposals for what its texts say in figures."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data import french
from data.batch import Row
from data.identifiers import fold
from data.importers.budgets import cerfa
from data.importers.fiches.budget import read_budget
from data.importers.fiches.dates import Period, read_period
from data.importers.fiches.form import SCALARS, TEXTS, Form, Line, Section, free_text, list_answers, unbulleted
from data.importers.fiches.structure_line import seat, structure_type
from data.reading.amounts import find_amounts
from data.reading.codes import financeurs, motif_fin_code
from data.reading.funders import find_funders
from data.reading.quantities import Context, find_quantities

_LIST_TABLES = {
    "mots_cles": ("actions_mots_cles", "mot_cle"),
    "publics": ("actions_publics", "public"),
    "initiateurs": ("actions_initiateurs", "initiateur"),
    "partenaires": ("actions_partenaires", "partenaire"),
}
# Limits and perspectives say what is missing or hoped for: their figures are no facts of the action.
_QUANTITY_CONTEXTS: dict[str, Context] = {
    "resume": "recit",
    "experience": "recit",
    "description": "recit",
    "personnes_mobilisees": "mobilisees",
    "resultat_territoire": "resultats",
    "resultat_centre": "resultats",
    "resultat_habitants": "resultats",
}
_AMOUNT_SECTIONS = (
    "resume",
    "experience",
    "description",
    "resultat_territoire",
    "resultat_centre",
    "resultat_habitants",
)
# The search for figures grows with the square of a line; no paragraph that a person wrote comes near this.
LONGEST_SEARCHED = 8_000
_DATED_SECTIONS = ("motif_fin", "resume", "experience", "description")

Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Fiche:
    """A fiche that can be kept: its form, its identifiers, and the digest of its content."""

    form: Form
    fichier: str
    action_id: str
    structure_id: str
    structure: str
    code_departement: str
    empreinte: str


@dataclass
class _Writer:
    """Rows of one fiche, each with the file and the line it comes from."""

    fiche: Fiche
    rows: Rows
    warnings: list[str]

    def add(self, table: str, ligne: int, **values: object) -> None:
        """One row of a table."""
        self.rows[table].append({**values, "fichier": self.fiche.fichier, "ligne": ligne})

    def about(self, table: str, ligne: int, **values: object) -> None:
        """One row of a table whose subject is the action."""
        self.add(table, ligne, sujet_type="action", sujet_id=self.fiche.action_id, **values)


def rows_of(fiche: Fiche) -> tuple[Rows, list[str]]:
    """(rows by table, French warnings) of one fiche."""
    writer = _Writer(fiche, defaultdict(list), [])
    texts = {rubrique: list(_texts(fiche.form, rubrique)) for rubrique in TEXTS}
    others: list[Line] = _extra_structure(fiche.form)
    scalars = {rubrique: _scalar(writer, rubrique, others) for rubrique in SCALARS}
    for rubrique, (table, column) in _LIST_TABLES.items():
        _add_list(writer, rubrique, table, column, others)
    period = read_period(_joined(lines) for rubrique in _DATED_SECTIONS for lines in texts[rubrique])
    _add_action(writer, scalars, texts, period)
    _add_places(writer)
    _add_texts(writer, texts, others)
    searched = {rubrique: [_searchable(writer, lines) for lines in found] for rubrique, found in texts.items()}
    _add_quantities(writer, searched, period)
    _add_money(writer, searched, period)
    return dict(writer.rows), writer.warnings


def fingerprint(form: Form) -> str:
    """SHA-256 of what a fiche says, whatever its file, its line numbers, its blanks and the order of its sections."""
    sections = sorted(
        (section.rubrique, position, [" ".join(line.texte.split()) for line in free_text(section.lignes)])
        for position, section in _numbered(form)
    )
    content = [
        " ".join(form.titre.split()),
        [(rubrique, [line for line in lines if line]) for rubrique, _, lines in sections],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _numbered(form: Form) -> Iterator[tuple[int, Section]]:
    """Each section with its place among those of the same heading."""
    count: dict[str, int] = defaultdict(int)
    for section in form.sections:
        count[section.rubrique] += 1
        yield count[section.rubrique], section


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.texte for line in lines)


def _texts(form: Form, rubrique: str) -> Iterator[list[Line]]:
    """The texts under one heading; a section repeated word for word is one, its figures are not counted twice."""
    seen: set[str] = set()
    for section in form.of(rubrique):
        lines = free_text(section.lignes)
        if lines and _joined(lines) not in seen:
            seen.add(_joined(lines))
            yield lines


def _extra_structure(form: Form) -> list[Line]:
    """What stands under « Structure organisatrice » after the structure."""
    lines = [line for section in form.of("structure") for line in section.lignes if unbulleted(line.texte)]
    first = unbulleted(lines[0].texte) if lines else ""
    return [line for line in lines[1:] if unbulleted(line.texte) != first]


def _scalar(writer: _Writer, rubrique: str, others: list[Line]) -> str | None:
    """The one answer to a heading; a second one that differs is kept as text and said."""
    value: str | None = None
    for section in writer.fiche.form.of(rubrique):
        answers, rest = list_answers(section)
        others.extend(rest)
        for answer in answers:
            if value is None:
                value = answer.texte
            elif answer.texte != value:
                others.append(answer)
                writer.warnings.append(
                    f"ligne {answer.numero} : deux réponses à « {rubrique} », « {value} » puis « {answer.texte} » ; "
                    "la première est gardée, l'autre reste dans les textes."
                )
    return value


def _add_list(writer: _Writer, rubrique: str, table: str, column: str, others: list[Line]) -> None:
    seen: set[str] = set()
    for section in writer.fiche.form.of(rubrique):
        answers, rest = list_answers(section)
        others.extend(rest)
        for answer in answers:
            if answer.texte not in seen:
                seen.add(answer.texte)
                writer.add(table, answer.numero, action_id=writer.fiche.action_id, **{column: answer.texte})


def _add_action(
    writer: _Writer, scalars: dict[str, str | None], texts: dict[str, list[list[Line]]], period: Period
) -> None:
    fiche = writer.fiche
    name = fiche.structure
    found = seat(name, fiche.code_departement)
    writer.add(
        "structures",
        fiche.form.ligne,
        structure_id=fiche.structure_id,
        nom=name,
        type=structure_type(name),
        code_departement=fiche.code_departement,
        code_commune=found.code_commune if found else None,
        siret=None,
        rna=None,
    )
    reason = "\n".join(map(_joined, texts["motif_fin"])) or None
    writer.add(
        "actions",
        fiche.form.ligne,
        action_id=fiche.action_id,
        titre=fiche.form.titre,
        structure_id=fiche.structure_id,
        structure=name,
        code_departement=fiche.code_departement,
        **scalars,
        motif_fin=reason,
        motif_fin_code=motif_fin_code(reason) if reason else None,
        date_debut=period.debut,
        date_debut_precision=period.debut_precision,
        date_fin=period.fin,
        date_fin_precision=period.fin_precision,
        resume="\n".join(map(_joined, texts["resume"])) or None,
        empreinte=fiche.empreinte,
    )


def _add_places(writer: _Writer) -> None:
    """The action's place is known by its département only; the seat of its structure is another thing."""
    fiche = writer.fiche
    line = next((section.ligne for section in fiche.form.of("structure")), fiche.form.ligne)
    place: Row = {"action_id": fiche.action_id, "code_departement": fiche.code_departement}
    writer.add(
        "actions_lieux", line, **place, role="lieu", code_commune=None, precision="departement_seul", texte_source=None
    )
    if found := seat(fiche.structure, fiche.code_departement):
        writer.add(
            "actions_lieux",
            line,
            **place,
            role="siege",
            code_commune=found.code_commune,
            precision="deduite",
            texte_source=fiche.structure,
        )


def _add_texts(writer: _Writer, texts: dict[str, list[list[Line]]], others: list[Line]) -> None:
    for rubrique, occurrences in [*texts.items(), ("autre", [[line] for line in others])]:
        for rank, lines in enumerate(occurrences, start=1):
            writer.add(
                "actions_textes",
                lines[0].numero,
                action_id=writer.fiche.action_id,
                rubrique=rubrique,
                rang=rank,
                texte=_joined(lines),
            )


def _searchable(writer: _Writer, lines: list[Line]) -> list[Line]:
    """The lines whose figures are looked for; the text of the others is kept all the same."""
    for line in lines:
        if len(line.texte) > LONGEST_SEARCHED:
            writer.warnings.append(
                f"ligne {line.numero} : {french.number(len(line.texte))} caractères, ses chiffres ne sont pas lus"
            )
    return [Line(line.numero, "") if len(line.texte) > LONGEST_SEARCHED else line for line in lines]


def _add_quantities(writer: _Writer, texts: dict[str, list[list[Line]]], period: Period) -> None:
    for rubrique, context in _QUANTITY_CONTEXTS.items():
        for lines in texts[rubrique]:
            for found in find_quantities(_joined(lines), context):
                writer.about(
                    "mesures",
                    lines[found.ligne].numero,
                    grandeur=found.grandeur,
                    annee=period.annee,
                    valeur=found.valeur,
                    borne_basse=found.borne_basse,
                    borne_haute=found.borne_haute,
                    precision=found.precision,
                    etat="proposee",
                    texte_source=found.texte_source,
                )


def _add_money(writer: _Writer, texts: dict[str, list[list[Line]]], period: Period) -> None:
    named: set[str] = set()
    for rubrique in ("ressources", *_AMOUNT_SECTIONS):
        for rank, lines in enumerate(texts[rubrique], start=1):
            resources = rubrique == "ressources"
            budget = read_budget(lines) if resources else None
            rest = lines
            if budget:
                _add_budget(writer, budget, rank, period)
                rest = [Line(line.numero, "") if budget.debut <= line.numero <= budget.fin else line for line in lines]
            funded = _add_amounts(writer, rest, resources, period)
            if resources:
                _add_funders(writer, rest, funded, named)


def _add_amounts(writer: _Writer, lines: list[Line], resources: bool, period: Period) -> set[str]:
    """Proposals for the amounts of one text; returns the identifiers of the funders that have one."""
    read = find_amounts(_joined(lines), resources=resources)
    writer.warnings.extend(read.doubts)
    funded = set()
    for found in read.proposals:
        known = financeurs().get(fold(found.financeur)) if found.financeur else None
        if known and found.role == "produit":
            funded.add(known.financeur_id)
        writer.about(
            "montants",
            lines[found.ligne].numero,
            role=found.role,
            montant_eur=found.montant_eur,
            borne_basse_eur=found.borne_basse_eur,
            borne_haute_eur=found.borne_haute_eur,
            precision=found.precision,
            periodicite=found.periodicite,
            annee=period.annee,
            financeur=found.financeur,
            etat="proposee",
            texte_source=found.texte_source,
        )
    return funded


def _add_funders(writer: _Writer, lines: list[Line], funded: set[str], named: set[str]) -> None:
    """Funders named without an amount, once each; one whose amount is proposed is there already."""
    for found in find_funders(_joined(lines)):
        identifier = found.financeur.financeur_id
        if identifier in funded or identifier in named:
            continue
        named.add(identifier)
        writer.about(
            "financements",
            lines[found.ligne].numero,
            financement_id=f"{writer.fiche.action_id}-{identifier}",
            financeur=identifier,
            dispositif=None,
            exercice=None,
            demande_eur=None,
            accorde_eur=None,
            verse_eur=None,
            nature=found.nature,
            convention_debut=None,
            convention_fin=None,
            etat="proposee",
            texte_source=found.texte_source,
        )


def _add_budget(writer: _Writer, budget: cerfa.Budget, rank: int, period: Period) -> None:
    identifier = f"{writer.fiche.action_id}-budget-{rank}"
    writer.warnings.extend(budget.avertissements)
    writer.about(
        "budgets",
        budget.debut,
        budget_id=identifier,
        exercice=budget.exercice,
        nature=budget.nature,
        total_charges_eur=budget.total("charge", general=False),
        total_produits_eur=budget.total("produit", general=False),
        total_general_charges_eur=budget.total("charge", general=True),
        total_general_produits_eur=budget.total("produit", general=True),
        etat="proposee",
    )
    for position, line in enumerate(budget.lignes, start=1):
        writer.add(
            "lignes_budget",
            line.ligne,
            budget_id=identifier,
            rang=position,
            cote=line.cote,
            compte=line.compte,
            niveau=line.niveau,
            libelle=line.libelle,
            montant_eur=line.montant,
            financeur=line.financeur,
        )
    year = period.annee or (period.debut.year if period.debut else None)
    for found in cerfa.findings(budget, year):
        writer.about(
            "constats",
            budget.debut,
            domaine="argent",
            code=found.code,
            message=found.message,
            valeur_declaree=float(found.declare),
            valeur_calculee=float(found.calcule),
            ecart=float(found.declare - found.calcule),
        )
