"""The places that examples of a model name: those of the département for which it is made."""

from collections.abc import Mapping, Sequence

from data.importers.tableaux.description import Here
from data.importers.tableaux.links import Zone
from geo.communes import territory

_TOWNS = 3


def places(code_departement: str, bassins: Sequence[Zone], epci: Sequence[Zone]) -> Mapping[Here, str]:
    """What stands for each ``Here``; nothing for what the département does not have, or where none has that code.

    ``bassins`` and ``epci``: (code, name, département) of those that cells may name.
    """
    name = territory().departement_name(code_departement)
    towns = territory().largest(code_departement, _TOWNS)
    if name is None or not towns:
        return {}
    # Of a single commune (Paris), all examples speak.
    first, second, third = [*towns, *towns[-1:] * _TOWNS][:_TOWNS]
    own = [code for code, _, departement in bassins if departement == code_departement]
    around = [code for code, _, departement in epci if departement == code_departement]
    found = {
        Here.CODE: code_departement,
        Here.NAME: name,
        Here.COMMUNE: first.code,
        Here.TOWN: second.nom,
        Here.COMMUNES: f"{first.code} ; {third.nom}" if third != first else first.code,
        # W, the préfecture or sous-préfecture, then the rank of the association: none has the rank zero.
        Here.RNA: f"W{code_departement.ljust(3, '1')}000000",
    }
    found |= {Here.BASSIN: own[0], Here.OTHER_BASSIN: own[-1]} if own else {}
    return found | ({Here.EPCI: around[0]} if around else {})
