"""Importer of the directory's fiches: one file holds one or many, each becomes one action and its facts.

A fiche without title, without structure or with an unknown département is refused with what to do, the others are
kept. What the texts say in figures becomes proposals (``proposee``), never totals.
"""

from collections.abc import Sequence
from pathlib import Path

from data import french
from data.batch import Batch, RefusedError, Reject, Row
from data.identifiers import action_id, structure_id
from data.importers.fiches.form import Form, heading, read_forms, unbulleted
from data.importers.fiches.rows import Fiche, fingerprint, rows_of
from data.importers.fiches.structure_line import split_structure
from data.reading.files import read_told
from data.reading.look import CERTAIN, PROBABLE, Claim, Look

_TABLES = (
    "structures", "actions", "actions_lieux", "actions_mots_cles", "actions_publics", "actions_initiateurs",
    "actions_partenaires", "actions_textes", "mesures", "montants", "financements", "budgets", "lignes_budget",
    "constats",
)  # fmt: skip


def read(paths: Sequence[Path]) -> Batch:
    """The fiches of ``paths`` as rows of the contract; ``read`` counts fiches.

    RefusedError (French) for a file that is no text or holds no fiche; one Reject for each fiche refused.
    """
    if not paths:
        raise RefusedError("Aucun fichier donné : indiquez au moins un fichier de fiches.")
    rows: dict[str, list[Row]] = {table: [] for table in _TABLES}
    batch = Batch("fiches", _title(paths), rows, 0, 0, counted=("actions",))
    seen: dict[str, tuple[str, str, int]] = {}
    for path in paths:
        decoded = read_told(path)
        batch.warnings += [f"{path.name} : {remark}" for remark in decoded.remarks]
        forms, outside = read_forms(decoded.text, lambda line: split_structure(line) is not None)
        if not forms:
            raise RefusedError(
                f"« {path.name} » ne contient aucune fiche : ni ligne « Actions » suivie d'un titre, ni rubrique "
                "« - Structure organisatrice ». Exportez les fiches de l'annuaire en texte."
            )
        if outside:
            told = french.plural(len(outside), "ligne non lue", "lignes non lues")
            batch.warnings.append(f"{path.name}, ligne {outside[0].numero} : {told}, avant la première fiche.")
        for form in forms:
            batch.read += 1
            batch.kept += _add(batch, rows, form, path.name, seen)
    return batch


def claim(look: Look) -> Claim | None:
    """Certain when a text holds the form's headings with a structure and its département."""
    if look.container != "texte" or not any(heading(line.strip()) for line in look.text.split("\n")):
        return None
    forms, _ = read_forms(look.text, lambda line: split_structure(line) is not None)
    named = sum(split_structure(_structure(form)[1]) is not None for form in forms)
    if not forms:
        return None
    count = f"{french.plural(len(forms), 'fiche')} de l'annuaire des centres sociaux"
    if named:
        return Claim("fiches", CERTAIN, f"{count}, avec leur structure organisatrice et son département.")
    return Claim("fiches", PROBABLE, f"{count}, mais aucune ne dit le département de sa structure.")


def _title(paths: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in paths[:3])
    return f"Fiches actions ({names}{'…' if len(paths) > 3 else ''})"


def _add(
    batch: Batch, rows: dict[str, list[Row]], form: Form, file: str, seen: dict[str, tuple[str, str, int]]
) -> bool:
    """Add one fiche to the batch; False when it is refused."""
    fiche = _fiche(form, file, batch.rejects)
    if fiche is None:
        return False
    known = seen.get(fiche.action_id)
    if known:
        batch.rejects.append(_twice(fiche, known))
        return False
    seen[fiche.action_id] = (fiche.empreinte, file, form.ligne)
    added, warnings = rows_of(fiche)
    known_structures = {row["structure_id"] for row in rows["structures"]}
    if fiche.structure_id in known_structures:
        del added["structures"]
    for table, new in added.items():
        rows[table].extend(new)
    batch.warnings.extend(f"{file}, « {form.titre} » : {warning}" for warning in warnings)
    return True


def _twice(fiche: Fiche, known: tuple[str, str, int]) -> Reject:
    fingerprint_known, file, line = known
    reason = (
        f"fiche déjà lue, identique, dans {file} ligne {line} : elle n'est pas chargée deux fois"
        if fingerprint_known == fiche.empreinte
        else f"même titre et même structure que dans {file} ligne {line}, mais un contenu différent : "
        "gardez une seule version, ou donnez un autre titre"
    )
    return Reject(fiche.fichier, fiche.form.ligne, "titre", fiche.form.titre, reason)


def _fiche(form: Form, file: str, rejects: list[Reject]) -> Fiche | None:
    """A fiche whose title, structure and département are known, or None and the reasons in ``rejects``."""
    found: list[Reject] = []
    if not form.titre:
        found.append(
            Reject(file, form.ligne, "titre", None, "fiche sans titre : écrivez-le sur la ligne qui suit « Actions »")
        )
    elif form.doute_titre:
        reason = "ligne « Actions » absente, le titre n'est pas sûr : ajoutez-la juste au-dessus du titre"
        found.append(Reject(file, form.ligne, "titre", form.titre, reason))
    line, answer = _structure(form)
    name, code = split_structure(answer) or (answer, None)
    column = "Structure organisatrice"
    if not name or not any(letter.isalnum() for letter in name):
        reason = "fiche sans structure : écrivez « - NOM - Département » sous « - Structure organisatrice »"
        found.append(Reject(file, line, column, answer or None, reason))
    elif code is None:
        reason = (
            "département inconnu : la ligne doit finir par « - » et le nom exact d'un département, "
            "après celui de la structure"
        )
        found.append(Reject(file, line, column, answer, reason))
    rejects.extend(found)
    if found or code is None:
        return None
    structure = structure_id(name, code)
    return Fiche(form, file, action_id(form.titre, structure), structure, name, code, fingerprint(form))


def _structure(form: Form) -> tuple[int, str]:
    """(line, words) of the first answer to « Structure organisatrice »; empty words when there is none."""
    line = form.ligne
    for section in form.of("structure"):
        line = section.ligne
        for answer in section.lignes:
            if unbulleted(answer.texte) and not heading(answer.texte):
                return answer.numero, unbulleted(answer.texte)
    return line, ""
