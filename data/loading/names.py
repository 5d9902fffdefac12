"""What a load says of itself, what its files and its source are called: shown to people, refused where it cannot be."""

from collections.abc import Sequence
from pathlib import Path
from unicodedata import category

from data.batch import Batch, RefusedError
from data.loading.sources import Known
from data.whole_text import is_whole, printable

# The years of facts: what a load says of itself is one (``contract.sql``).
EARLIEST, LATEST = 1900, 2100


def refuse_provenance(batch: Batch) -> None:
    """What a load says of itself is shown to people: a day that can be, an address that opens a page, plain words."""
    if batch.publiee_le is not None and not EARLIEST <= batch.publiee_le.year <= LATEST:
        raise RefusedError(
            f"publiee_le = {batch.publiee_le.isoformat()} : une date de publication est de {EARLIEST} à {LATEST}."
        )
    if batch.url and not batch.url.startswith(("https://", "http://")):
        raise RefusedError(f"url = « {batch.url[:80]} » : une adresse commence par https:// ou http://.")
    for said in (batch.titre, batch.editeur, batch.licence, batch.url):
        if said and not (is_whole(said) and not any(category(sign) == "Cc" for sign in said)):
            raise RefusedError(f"« {printable(said)[:80]} » : des caractères invisibles à retirer.")


def refuse_files(files: Sequence[Path]) -> None:
    """Every line read is known by its file's name, which can be written and is that of one file of the load."""
    names = [file.name for file in files]
    if odd := next((name for name in names if not is_whole(name)), None):
        raise RefusedError(f"Le nom du fichier « {printable(odd)} » n'est pas de l'UTF-8 : renommez-le.")
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise RefusedError(f"Deux fichiers du même chargement s'appellent « {twins[0]} » : renommez l'un d'eux.")


def stem(format_name: str, files: Sequence[Path]) -> str:
    """What a source is called after: its first file, or its folder for facts, which come as a folder."""
    if format_name == "references":
        return "territoire-et-libelles"
    return files[0].resolve().parent.name if format_name == "faits" else files[0].stem


def free(sources: Sequence[Known], wanted: str) -> str:
    """``wanted``, or with a number when an undone source bore that name."""
    taken = {known.source for known in sources}
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
