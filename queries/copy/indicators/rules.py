"""From what the SQL of an indicator counted to a value that may be shown: status, value, interval, smoothing.

Everything works on arrays, one place a row. Rules, in this order: secret, unknown, without object, incoherent, too
little filled in, too few; what passes them all is shown, provisional when its year is not over, or its population
or its price index that of another year.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from queries import statistics
from queries.copy.indicators import entry
from queries.copy.indicators.catalogue import Indicator
from queries.french import NOT_SIGNIFICANT, POINTLESS, PROVISIONAL, SECRET, UNKNOWN

Floats = NDArray[np.float64]
Rows = Mapping[str, NDArray[Any]]
# Why a row is what it is → its status; the sentences are written with the values.
KNOWN = "ok"
STATUSES = {
    "": KNOWN,
    "provisoire": PROVISIONAL,
    "seul": POINTLESS,
    "secret": SECRET,
    "rien": UNKNOWN,
    "vide": UNKNOWN,
    "sans_valeur": UNKNOWN,
    "denominateur": UNKNOWN,
    "incoherent": UNKNOWN,
    "nul": POINTLESS,
    "couverture_inconnue": NOT_SIGNIFICANT,
    "couverture": NOT_SIGNIFICANT,
    "petit": NOT_SIGNIFICANT,
}
SHOWN = (KNOWN, PROVISIONAL)
_FIGURES = ("valeur", "bas", "haut", "lisse", "au_moins", "au_plus")
_Z = float(stats.norm.ppf(0.975))


def judge(rows: Rows, indicators: Sequence[Indicator]) -> dict[str, NDArray[Any]]:
    """Columns ``valeur, bas, haut, lisse, au_moins, au_plus`` (NaN where there is none), ``motif``, ``statut``.

    ``rows`` holds one array a column: ``rang`` (the indicator's); ``numerateur``, ``denominateur``, ``n``,
    ``n_renseignes``, ``n_total``, ``reference``, ``variance`` (NaN when unknown); ``au_moins``, ``au_plus``: bounds of
    the quotient that quantities said by bounds leave possible (NaN where exact); ``secret``, ``annee_en_cours``,
    ``reportee`` (its population or its price index is that of another year), ``territoire_entier`` (neither a structure
    nor an action), ``seul`` (a gap with others, where there is none): booleans; ``lissage``: the group to
    smooth within, -1 for none.
    """
    by_rank = {indicator.rang: indicator for indicator in indicators}
    motif = np.full(len(rows["rang"]), "", dtype="<U20")
    figures = {name: np.full(len(motif), np.nan) for name in _FIGURES}
    for rank in np.unique(rows["rang"]):
        chosen = np.flatnonzero(rows["rang"] == rank)
        one = {name: column[chosen] for name, column in rows.items()}
        motif[chosen] = _motif(one, by_rank[rank])
        shown = np.isin(motif[chosen], ("", "provisoire"))
        with np.errstate(divide="ignore", invalid="ignore"):
            for name, column in _figures(one, by_rank[rank], shown).items():
                figures[name][chosen] = np.where(shown, column, np.nan)
    words, places = np.unique(motif, return_inverse=True)
    statut = np.array([STATUSES[str(word)] for word in words], dtype="<U3")[places]
    return {**figures, "motif": motif, "statut": statut}


def _motif(rows: Rows, indicator: Indicator) -> NDArray[np.str_]:
    """Why each row is not shown, or « provisoire », or nothing."""
    num, den, total = rows["numerateur"], rows["denominateur"], rows["n_total"]
    filled = np.nan_to_num(rows["n_renseignes"])
    divided = indicator.calcul not in ("compte", "valeur")
    unknown = np.isnan(den) | (np.isnan(rows["reference"]) & (indicator.calcul == "ecart_points"))
    # An amount of one structure is its own account: the number of actions limits those of territories.
    least = indicator.n_min if indicator.regle != "K3" else np.where(rows["territoire_entier"], indicator.n_min, 0)
    conditions = {
        "seul": rows["seul"],
        "secret": rows["secret"],
        "rien": np.isnan(rows["n_renseignes"]) & np.isnan(total) | (total == 0),
        "vide": filled == 0,
        "sans_valeur": np.isnan(num),
        "denominateur": unknown & divided,
        "nul": (den == 0) & divided,
        "incoherent": (num > den * (1 + 1e-9)) & (indicator.calcul == "proportion"),
        "couverture_inconnue": np.isnan(total),
        "couverture": 100 * filled < indicator.couverture_min * total,
        "petit": np.nan_to_num(rows["n"]) < least,
        "provisoire": rows["annee_en_cours"] | rows["reportee"],
    }
    return np.select(list(conditions.values()), list(conditions), "")


def _figures(rows: Rows, indicator: Indicator, shown: NDArray[np.bool_]) -> dict[str, Floats]:
    low, high = _interval(rows, indicator)
    figures = {"valeur": _value(rows, indicator), "bas": low, "haut": high}
    if indicator.regle == "K4" and indicator.intervalle == "poisson":  # Crowds are no Poisson counts.
        figures["lisse"] = _smoothed(rows, indicator, shown)
    return figures | _bounds(rows, indicator)


def _bounds(rows: Rows, indicator: Indicator) -> dict[str, Floats]:
    """What is certain of a value: whatever those who kept silent think, or quantities said by bounds are."""
    match indicator.bornes:
        case entry.SILENT:
            least, most = statistics.non_response_bounds(rows["numerateur"], rows["n_renseignes"], rows["n_total"])
            return {"au_moins": 100 * least, "au_plus": 100 * most}
        case entry.STATED:
            times = 100 if indicator.calcul == "proportion" else indicator.facteur
            return {name: np.asarray(times * rows[name]) for name in ("au_moins", "au_plus")}
    return {}


def _value(rows: Rows, indicator: Indicator) -> Floats:
    num, den = rows["numerateur"], rows["denominateur"]
    match indicator.calcul:
        case "proportion":
            return np.asarray(100 * num / den)
        case "taux" | "rapport":
            return np.asarray(indicator.facteur * num / den)
        case "ecart_relatif":
            return np.asarray(100 * (num - den) / den)
        case "ecart_points":
            return np.asarray(100 * num / den - rows["reference"])
    return np.asarray(num)


def _interval(rows: Rows, indicator: Indicator) -> tuple[Floats, Floats]:
    num, den = rows["numerateur"], rows["denominateur"]
    match indicator.intervalle:
        case "poisson" if indicator.calcul == "compte":
            return statistics.poisson_interval(num)
        case "poisson":
            return statistics.rate_interval(num, den, indicator.facteur)
        case "wilson":
            # A count of a whole (communes without action, of all communes) has the limits of its share.
            scale = den if indicator.calcul == "compte" else 100.0
            base = rows["reference"] if indicator.calcul == "ecart_points" else 0.0
            low, high = statistics.wilson_interval(num, den)
            return scale * low - base, scale * high - base
        case "greenwood":
            return _greenwood(num / den, rows["variance"] / 100**2)
    return np.full(num.shape, np.nan), np.full(num.shape, np.nan)


def _greenwood(share: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Limits of a survival in %, S^exp(±z·se(log(−log S))), NaN at 0 and 1: Kalbfleisch and Prentice, 1980."""
    inside = np.where((share > 0) & (share < 1), share, np.nan)
    spread = np.exp(_Z * np.sqrt(variance) / (inside * np.log(inside)))
    return 100 * inside ** (1 / spread), 100 * inside**spread


def _smoothed(rows: Rows, indicator: Indicator, shown: NDArray[np.bool_]) -> Floats:
    """Rates of small territories drawn towards that of their département, year by year."""
    smoothed = np.full(len(shown), np.nan)
    order = np.argsort(rows["lissage"], kind="stable")
    order = order[shown[order] & (rows["lissage"][order] >= 0)]
    groups = rows["lissage"][order]
    for places in np.split(order, np.flatnonzero(np.diff(groups)) + 1) if len(order) else []:
        rates = statistics.smoothed_rates(rows["numerateur"][places], rows["denominateur"][places])
        smoothed[places] = indicator.facteur * rates
    return smoothed
