"""Articles and elision, against what a French reader would write."""

import pytest

from geo.communes import territory
from queries import articles

# Every département with « de »: written by hand, by the institutions' own usage.
OF = """de l'Ain;de l'Aisne;de l'Allier;des Alpes-de-Haute-Provence;des Hautes-Alpes;des Alpes-Maritimes;de l'Ardèche;
des Ardennes;de l'Ariège;de l'Aube;de l'Aude;de l'Aveyron;des Bouches-du-Rhône;du Calvados;du Cantal;de la Charente;
de la Charente-Maritime;du Cher;de la Corrèze;de la Corse-du-Sud;de la Haute-Corse;de la Côte-d'Or;des Côtes-d'Armor;
de la Creuse;de la Dordogne;du Doubs;de la Drôme;de l'Eure;d'Eure-et-Loir;du Finistère;du Gard;de la Haute-Garonne;
du Gers;de la Gironde;de l'Hérault;d'Ille-et-Vilaine;de l'Indre;d'Indre-et-Loire;de l'Isère;du Jura;des Landes;
de Loir-et-Cher;de la Loire;de la Haute-Loire;de la Loire-Atlantique;du Loiret;du Lot;de Lot-et-Garonne;de la Lozère;
de Maine-et-Loire;de la Manche;de la Marne;de la Haute-Marne;de la Mayenne;de Meurthe-et-Moselle;de la Meuse;
du Morbihan;de la Moselle;de la Nièvre;du Nord;de l'Oise;de l'Orne;du Pas-de-Calais;du Puy-de-Dôme;
des Pyrénées-Atlantiques;des Hautes-Pyrénées;des Pyrénées-Orientales;du Bas-Rhin;du Haut-Rhin;du Rhône;
de la Haute-Saône;de Saône-et-Loire;de la Sarthe;de la Savoie;de la Haute-Savoie;de Paris;de la Seine-Maritime;
de Seine-et-Marne;des Yvelines;des Deux-Sèvres;de la Somme;du Tarn;de Tarn-et-Garonne;du Var;de Vaucluse;
de la Vendée;de la Vienne;de la Haute-Vienne;des Vosges;de l'Yonne;du Territoire de Belfort;de l'Essonne;
des Hauts-de-Seine;de la Seine-Saint-Denis;du Val-de-Marne;du Val-d'Oise;de la Guadeloupe;de la Martinique;
de la Guyane;de La Réunion;de Mayotte"""


def test_the_101_departements() -> None:
    codes = [f"{n:02}" for n in range(1, 96) if n != 20] + ["2A", "2B", "971", "972", "973", "974", "976"]
    said = {articles.of(str(territory().departement_name(code)), "departement") for code in codes}
    assert len(codes) == 101
    assert said == set(OF.replace("\n", "").split(";"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Vichy", "de Vichy"),
        ("Ajaccio", "d'Ajaccio"),
        ("Évreux", "d'Évreux"),
        ("Œuilly", "d'Œuilly"),
        ("Yzeure", "d'Yzeure"),
        ("Hérisson", "d'Hérisson"),
        ("Haguenau", "de Haguenau"),
        ("Haute-Rivoire", "de Haute-Rivoire"),
        ("Le Puy-en-Velay", "du Puy-en-Velay"),
        ("Les Sables-d'Olonne", "des Sables-d'Olonne"),
        ("La Rochelle", "de La Rochelle"),
        ("Le Mans", "du Mans"),
        ("Les Abymes", "des Abymes"),
        ("Hyères", "d'Hyères"),
        ("L'Isle-Jourdain", "de L'Isle-Jourdain"),
        ("Lepuix", "de Lepuix"),
    ],
)
def test_of_a_commune_and_of_its_bassin(name: str, said: str) -> None:
    assert articles.of(name) == said
    assert articles.the(name, "bassin") == f"le bassin {said}"
    assert articles.of(name, "bassin") == f"du bassin {said}"


@pytest.mark.parametrize(
    ("name", "level", "said"),
    [
        ("Allier", "departement", "dans l'Allier"),
        ("Haute-Savoie", "departement", "en Haute-Savoie"),
        ("Ardèche", "departement", "en Ardèche"),
        ("Sarthe", "departement", "dans la Sarthe"),
        ("Hérault", "departement", "dans l'Hérault"),
        ("Vaucluse", "departement", "en Vaucluse"),
        ("Landes", "departement", "dans les Landes"),
        ("Saône-et-Loire", "departement", "en Saône-et-Loire"),
        ("Paris", "departement", "à Paris"),
        ("La Réunion", "departement", "à La Réunion"),
        ("Guyane", "departement", "en Guyane"),
        ("Ajaccio", "bassin", "dans le bassin d'Ajaccio"),
        ("CC du Pays de Lapalisse", "epci", "dans la CC du Pays de Lapalisse"),
        ("Le Havre", "commune", "au Havre"),
        ("Le Mans", "commune", "au Mans"),
        ("Les Abymes", "commune", "aux Abymes"),
        ("La Roche-sur-Yon", "commune", "à La Roche-sur-Yon"),
        ("L'Haÿ-les-Roses", "commune", "à L'Haÿ-les-Roses"),
        ("Le Mans", "bassin", "dans le bassin du Mans"),
        ("Vichy", "commune", "à Vichy"),
    ],
)
def test_within(name: str, level: str, said: str) -> None:
    assert articles.within(name, level) == said


@pytest.mark.parametrize(
    ("family", "said"), [("CAF", "la CAF"), ("État", "l'État"), ("Usagers", "les usagers"), ("Lions", "« Lions »")]
)
def test_funders(family: str, said: str) -> None:
    assert articles.funder(family) == said


@pytest.mark.parametrize(
    ("title", "said", "plural"),
    [
        ("Initiative habitante", "l'initiative habitante", False),
        ("Habitants au comité", "les habitants au comité", True),
        ("Part des bénévoles", "la part des bénévoles", False),
        ("Poids du premier financeur", "le poids du premier financeur", False),
        ("Vivre ici", "l'indicateur « Vivre ici »", False),
    ],
)
def test_the_title_of_an_indicator_as_a_subject(title: str, said: str, plural: bool) -> None:
    assert articles.subject(title) == (said, plural)
