"""The territory and what is set against it: divisions, official figures, prices, envelopes, targets."""

from datetime import date

from data.importers.tableaux.description import DEPARTEMENT, Begins, Column, Here, Kind, OneOf, Order, Sheet

_BASSIN = Column("Bassin", "bassin", "code_zone", "Code ou nom ; vide : tout le département.", scope="code_departement")
_LATER = "l'année à atteindre suit celles de référence"

CIBLES = Kind(
    "cibles",
    "Cibles",
    "les valeurs à atteindre, fixées avant de regarder",
    (
        Sheet(
            "Cibles",
            "une cible : un indicateur, un territoire, une année",
            "cibles",
            (
                Column(
                    "Indicateur",
                    "code",
                    "indicateur",
                    "Son code dans le catalogue (A1, F5…).",
                    True,
                    pattern=r"\w{1,40}",
                ),
                DEPARTEMENT,
                _BASSIN,
                Column("Valeur de référence", "nombre", "valeur_reference", "D'où l'on part."),
                Column("Année de référence", "annee", "annee_reference", "La première, s'il y en a plusieurs."),
                Column("Dernière année de référence", "annee", "annee_reference_fin", "Vide s'il n'y en a qu'une."),
                Column("Valeur à atteindre", "nombre", "valeur_cible", "Dans l'unité de l'indicateur.", required=True),
                Column("Année à atteindre", "annee", "annee_cible", "Quand.", required=True),
                Column("Fixée le", "jour", "fixee_le", "Le jour où la cible a été votée."),
            ),
            ("indicateur", "code_departement", "code_zone", "annee_cible"),
            (
                ("X1", Here.CODE, None, 12.5, 2022, 2024, 15, 2028, date(2024, 12, 16)),
                ("X2", Here.NAME, Here.BASSIN, None, None, None, 200, 2027, None),
            ),
            rules=(
                Order("annee_reference", "annee_reference_fin", "la référence finit avant de commencer"),
                Order("annee_reference", "annee_cible", _LATER, strict=True),
                Order("annee_reference_fin", "annee_cible", _LATER, strict=True),
                Order("fixee_le", "annee_cible", "la cible a été fixée après l'année à atteindre"),
            ),
        ),
    ),
)

ENVELOPPES = Kind(
    "enveloppes",
    "Enveloppes",
    "ce que le Département vote, engage et paie, par bassin et par année",
    (
        Sheet(
            "Enveloppes",
            "l'enveloppe d'un bassin (ou du département) pour une année",
            "enveloppes",
            (
                DEPARTEMENT,
                _BASSIN,
                Column("Année", "annee", "annee", "L'exercice.", required=True),
                Column("Voté", "montant", "montant_eur", "Vide : inconnu ; 0 : rien n'a été voté."),
                Column("Engagé", "montant", "engage_eur", "Vide : inconnu."),
                Column("Payé", "montant", "paye_eur", "Vide : inconnu."),
            ),
            ("code_departement", "code_zone", "annee"),
            ((Here.CODE, Here.BASSIN, 2024, 1111.11, 1000, 900.5), (Here.NAME, None, 2023, 2222.22, None, None)),
            rules=(OneOf(("montant_eur", "engage_eur", "paye_eur"), "aucun montant : dites au moins l'un des trois"),),
        ),
    ),
)

PRIX = Kind(
    "prix",
    "Indice des prix",
    "l'indice annuel des prix à la consommation, pour dire des euros constants",
    (
        Sheet(
            "Indice des prix",
            "l'indice d'une année",
            "indices_prix",
            (
                Column("Année", "annee", "annee", "Celle de l'indice.", required=True),
                Column("Indice", "nombre", "indice", "La moyenne annuelle, plus grande que 0.", required=True),
                Column("Origine", "texte", "origine", "Qui le publie, quelle série, quelle base.", required=True),
            ),
            ("annee",),
            ((2099, 123.45, "Indice d'exemple"), (2100, 125.67, "Indice d'exemple")),
        ),
    ),
    (
        "Les années livrées avec l'observatoire (2008 à 2024, INSEE, base 2015) sont déjà là : n'ajoutez que les "
        "suivantes, dans la même série et la même base.",
    ),
)

DIVISIONS = Kind(
    "divisions",
    "Découpages du territoire",
    "un autre découpage : ses zones et les communes de chacune",
    (
        Sheet(
            "Zones",
            "une zone d'un découpage",
            "zones",
            (
                Column(
                    "Découpage",
                    "code",
                    "division",
                    "Un mot en minuscules (canton, paysage), autre que epci ou arrondissement.",
                    required=True,
                    pattern=r"(?!(?:epci|arrondissement)$)[a-z][a-z0-9_]*",
                ),
                Column("Code de la zone", "code", "code_zone", "Du texte : un zéro du début y reste.", required=True),
                Column("Nom de la zone", "texte", "nom", "Le nom de la zone.", required=True),
                Column("Département", "departement", "code_departement", "S'il n'y en a qu'un."),
                Column("Thème", "texte", "theme", "Le thème que la zone suit."),
                Column("Origine", "texte", "origine", "D'où vient ce découpage.", required=True),
            ),
            ("division", "code_zone"),
            (
                ("exemple", "X01", "Zone de l'Exemple", Here.CODE, None, "table d'exemple"),
                ("exemple", "X02", "Zone des Modèles", Here.NAME, "Fraternité (exemple)", "table d'exemple"),
            ),
            defines="zone",
            rules=(
                Begins(
                    "division",
                    "bassin",
                    "code_zone",
                    "code_departement",
                    "le code d'un bassin commence par celui de son département, que la ligne dit aussi : un code ne "
                    "désigne qu'un bassin en France",
                ),
            ),
        ),
        Sheet(
            "Communes des zones",
            "une commune d'une zone",
            "zones_communes",
            (
                Column("Découpage", "code", "division", "Comme dans la feuille « Zones ».", required=True),
                Column(
                    "Code de la zone",
                    "code",
                    "code_zone",
                    "Comme dans la feuille « Zones ».",
                    required=True,
                    target="zone",
                    among="division",
                ),
                Column("Commune", "commune", "code_commune", "Code INSEE ou nom.", required=True),
                Column("Depuis le", "jour", "debut", "Vide : depuis toujours."),
                Column("Jusqu'au", "jour", "fin", "Vide : encore aujourd'hui."),
            ),
            ("division", "code_zone", "code_commune"),
            (("exemple", "X01", Here.COMMUNE, None, None), ("exemple", "X02", Here.TOWN, date(2020, 1, 1), None)),
            rules=(Order("debut", "fin", "la fin est avant le début"),),
        ),
    ),
    (
        "Les bassins de vie de votre comité : écrivez « bassin » comme découpage. Ils remplacent ceux que le "
        "territoire de référence donne à votre département ; une commune peut être sans bassin, ou dans plusieurs.",
        "Les découpages epci et arrondissement sont ceux du territoire de référence : donnez un autre nom au vôtre.",
    ),
)

CONTEXTE = Kind(
    "contexte",
    "Chiffres officiels par commune",
    "un chiffre d'une commune et d'une année par ligne, et ce que chaque variable veut dire",
    (
        Sheet(
            "Variables",
            "une variable",
            "contexte_variables",
            (
                Column(
                    "Variable", "code", "variable", "Un nom court, sans espace.", required=True, pattern=r"\S{1,60}"
                ),
                Column("Titre", "texte", "titre", "Ce qu'elle compte.", required=True),
                Column("Unité", "texte", "unite", "habitants, €, %…"),
                Column("Éditeur", "texte", "editeur", "Qui la publie."),
            ),
            ("variable",),
            (
                ("exemple_pop", "Population de l'exemple", "habitants", "INSEE"),
                ("exemple_taux", "Taux de l'exemple", "%", None),
            ),
            defines="variable",
        ),
        Sheet(
            "Chiffres",
            "un chiffre",
            "contexte_communes",
            (
                Column("Commune", "commune", "code_commune", "Code INSEE ou nom.", required=True),
                Column("Année", "annee", "annee", "Celle du chiffre.", required=True),
                Column("Variable", "lien", "variable", "Comme dans « Variables ».", required=True, target="variable"),
                Column("Valeur", "nombre", "valeur", "Le chiffre ; vide si une marque le remplace."),
                Column(
                    "Marque",
                    "liste",
                    "marque",
                    "Pourquoi il n'y a pas de valeur, ou ce qu'elle vaut.",
                    choices={mark: mark for mark in ("nd", "s", "ns", "///", "p", "r")},
                ),
            ),
            ("code_commune", "annee", "variable"),
            ((Here.COMMUNE, 2022, "exemple_pop", 19000, None), (Here.TOWN, 2022, "exemple_taux", None, "s")),
            rules=(OneOf(("valeur", "marque"), "dites une valeur, ou la marque qui dit pourquoi il n'y en a pas"),),
        ),
    ),
    (
        "Un fichier de l'INSEE ou de la CAF n'a pas besoin de ce modèle : le format « contexte » le lit tel qu'il est "
        "publié.",
    ),
)  # fmt: skip
