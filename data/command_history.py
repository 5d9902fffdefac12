"""``history`` and ``undo --dry-run`` from the command line."""

import argparse
import json
from dataclasses import asdict

from data import french
from data.actors import at_keyboard
from data.consequences import Consequences
from data.consequences import consequences as consequences_of
from data.loading.journal import KINDS, Line, journal


def history(options: argparse.Namespace) -> int:
    """Print the journal, one line a snapshot."""
    lines = journal(options.store, at_keyboard())
    if options.json:
        print(json.dumps([_record(line) for line in lines], ensure_ascii=False))
    else:
        print("\n".join(map(_written, lines)))
    return 0


def consequences(options: argparse.Namespace) -> int:
    """Print what undoing a source would take away, and what was built on it."""
    told = consequences_of(options.store, options.source)
    print(json.dumps(asdict(told), ensure_ascii=False) if options.json else "\n".join(said(told)))
    return 0


def said(told: Consequences) -> list[str]:
    """The same for people: what is taken away, then what was built on it."""
    lines = [f"Annuler « {told.source} » ({told.title}) retirerait : {_rows(told.rows)}."]
    lines += [f"- « {each.source} » ({each.title}) s'appuie dessus : {_rows(each.rows)}." for each in told.dependents]
    lines += [f"- « {name} » la complète et continuerait de compter." for name in told.completed_by]
    lines += [
        f"- « {name} », qu'elle a remplacée, resterait dehors : rétablissez-la ensuite." for name in told.replaced
    ]
    lines += [
        f"- « {name} » s'appuie dessus ({french.plural(count, 'ligne')} « déjà là, non reprises ») : rechargez ensuite "
        "son fichier pour les rendre."
        for name, count in told.leaning.items()
    ]
    if told.frozen_by:
        lines.append(
            f"- ses chiffres sont gardés par {french.plural(len(told.frozen_by), 'séance close', 'séances closes')} "
            f"({', '.join(told.frozen_by)}), et le resteront."
        )
    if len(lines) == 1:
        lines.append("Rien d'autre ne s'appuie dessus.")
    return [*lines, "Rien n'est écrit. Une annulation se défait : python -m data restore SOURCE."]


def _rows(rows: dict[str, int]) -> str:
    return ", ".join(f"{count} {'ligne' if count < 2 else 'lignes'} de {table}" for table, count in rows.items())


def _record(line: Line) -> dict[str, object]:
    return {
        "instantane": line.snapshot,
        "date": line.moment.isoformat(timespec="seconds"),
        "auteur": line.author,
        "role": line.role,
        "fonction": line.function,
        "geste": line.kind,
        "message": line.message,
        "source": line.source,
        "lignes": line.rows,
        "motif": line.reason,
        "etat": line.state,
        "remplacee_par": line.successor,
    }


def _written(line: Line) -> str:
    moment = line.moment.strftime("%d/%m/%Y %H:%M UTC")
    who = f"{line.author or '—'} ({line.role})" if line.role else line.author or "—"
    facts = [
        KINDS.get(line.kind or "", "écriture"),
        "" if line.rows is None else french.plural(line.rows, "ligne"),
        line.state if line.state not in (None, "active") else "",
        f"motif : {line.reason}" if line.reason else "",
    ]
    return f"{line.snapshot:>5}  {moment}  {who} : {line.message} [{' ; '.join(filter(None, facts))}]"
