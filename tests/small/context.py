"""Small files of official figures by commune, and what the importer makes of them.

They have the shape of INSEE's: Filosofi (« ; », decimal comma, s and nd) and tables of divisions (« , », quoted decimal
comma, « 2915.0 »). Figures of the Allier's communes are those that INSEE publishes for 2021.
"""

from pathlib import Path

import pandas as pd
import pytest

from data.batch import Batch, RefusedError
from data.importers.contexte.reader import read
from queries.tables import records

FILOSOFI = """CODGEO;NBPERSMENFISC21;MED21;TP6021
03001;2710;23170;12,0
03002;s;20970;s
03095;12410;20110;5,0
03999;10;20000;s
"""
ZONES = """CODGEO,LIBGEO,EPCI,ZE2020,BV2022,LIB_ZE2020,LIB_BV2022,AAV2020,MED21,TP6021,qpv2024,pop_deco2026
03001,Abrest,200071363,8432,03310,Vichy,Vichy,110,23170,"12,0",,2915.0
03002,Agonges,200071496,8424,03190,Moulins,Moulins,000,20970,s,,300.0
03190,Moulins,200071140,8424,03190,Moulins,Moulins,122,18950,"24,0","QN00304M, QN00305M",19600.0
"""
PLAIN = """titre = "Essai"
[commune]
colonne = "CODGEO"
[annee]
valeur = 2021
[[variables]]
colonne = "TAUX"
variable = "taux"
titre = "Taux d'essai"
unite = "% des personnes"
"""
ZONE = '[[divisions]]\ncolonne = "{}"\ndivision = "{}"\norigine = "Essai"\n'
COUNT = PLAIN.replace('unite = "% des personnes"', 'unite = "personnes"\nsomme = true\nentier = true')


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def taken(folder: Path, text: str, mapping: str | None = None, encoding: str = "utf-8") -> Batch:
    files = [written(folder, "chiffres.csv", text, encoding)]
    if mapping is not None:
        files.append(written(folder, "correspondance.toml", mapping))
    return read(files)


def refused(folder: Path, text: str, mapping: str | None = None) -> str:
    with pytest.raises(RefusedError) as caught:
        taken(folder, text, mapping)
    return str(caught.value)


def figures(batch: Batch) -> dict[tuple[str, int, str], tuple[float | None, str | None, str | None]]:
    rows = batch.rows["contexte_communes"]
    assert isinstance(rows, pd.DataFrame)
    return {
        (row["code_commune"], row["annee"], row["variable"]): (row["valeur"], row["marque"], row["censure"])
        for row in records(rows)
    }


def reasons(batch: Batch) -> dict[int | None, str]:
    return {reject.ligne: f"{reject.colonne} « {reject.valeur} » : {reject.raison}" for reject in batch.rejects}
