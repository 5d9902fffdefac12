"""Collection campaigns from the command line: ``campaign open``, ``campaign workbooks``, ``campaign returns``.

``campaign open annee=2024 [departement=03] [bassin=032] [structure=ID,ID]`` opens one and prints its identifier;
``campaign workbooks ID FILE.zip`` writes a pre-filled workbook a structure, ``campaign returns ID FILE.zip`` the page
that each gets back.
"""

from collections.abc import Sequence
from pathlib import Path

from data import days, french, whole_file
from data.actors import Actor
from data.campaign.record import open_campaign
from data.entering.forms import Save
from data.store import Connection
from queries import QuestionError, ask_records, question
from queries.campaign import making, sheet
from queries.copy import reading

COMMAND = "campaign"
_QUESTION = "structures_a_solliciter"
_ACTIONS = ("open", "workbooks", "returns")
_OPTIONS = ("annee", "departement", "bassin", "structure", "fonction", "motif")


def run(path: Path, words: Sequence[str], actor: Actor) -> str:
    """What was done, in French; QuestionError for words that are not understood, RefusedError for what cannot be."""
    action, *rest = words or [""]
    if action not in _ACTIONS:
        raise QuestionError(f"Écrivez : python -m queries {COMMAND} {' | '.join(_ACTIONS)}.")
    if action == "open":
        return _opened(path, rest, actor)
    if len(rest) != 2:
        raise QuestionError(f"Écrivez : python -m queries {COMMAND} {action} CAMPAGNE FICHIER.zip.")
    campaign, file = rest[0], Path(rest[1])
    if action == "workbooks":
        content = making.workbooks(path, campaign, actor)
    else:
        content = sheet.returns(path, campaign, actor, days.today())
    whole_file.write(file, content)
    return f"Écrit : {file}"


def _opened(path: Path, words: Sequence[str], actor: Actor) -> str:
    said = dict(word.split("=", 1) for word in words if "=" in word)
    if strange := [word for word in words if word.partition("=")[0] not in _OPTIONS]:
        raise QuestionError(f"« {strange[0]} » : attendu l'un de {', '.join(f'{name}=' for name in _OPTIONS)}.")
    parameters = question(_QUESTION).parameters
    if "annee" not in said:
        raise QuestionError("Quelle année ? Ajoutez annee=2024.")
    year = parameters["annee"].parse(said["annee"])
    named = [name for name in said.get("structure", "").split(",") if name]

    def asked(root: Connection) -> list[str]:
        with root.cursor() as cursor:
            place = {name: said.get(name) for name in ("departement", "bassin")}
            return [row["structure_id"] for row in ask_records(cursor, _QUESTION, annee=year, **place)]

    structures = named or reading.asked(path, None, asked, actor)
    save = Save(said.get("fonction") or "équipe de l'observatoire", said.get("motif") or None)
    found = open_campaign(actor, path, year, structures, save)
    return f"Campagne {found.campaign_id} ouverte pour {french.plural(len(found.structures), 'structure')}."
