"""The words of made-up fiches: titles are put together from these parts, none of them taken from a real fiche."""

from dataclasses import dataclass

KEYWORDS = [
    "Culture",
    "Démocratie & citoyenneté",
    "Emploi, économie",
    "Environnement",
    "Intégration",
    "Mixité sociale",
    "Parentalité",
    "Précarité",
    "Santé",
    "Solidarité",
    "Viellissement",
    "discriminations",
    "développement durable",
    "intergénérationnel",
    "éducation / scolarité",
    # As a person writes it now and then: no list knows it.
    "Lien social",
]
UNLISTED = len(KEYWORDS) - 1
PUBLICS = ["Tous publics", "Petite enfance", "Enfance", "Adultes", "Seniors", "familles"]
# Ages (from, to) that a fiche may give for each of these publics; 99 leaves the upper age open.
AGES = [(0, 99), (0, 5), (6, 11), (18, 64), (60, 99), (0, 99)]
DIMENSIONS = ["Accompagnement de projets", "Citoyenneté", "Services"]
INITIATORS = [
    "Le centre social",
    "Un habitant",
    "Un groupe d'habitants",
    "Un ou plusieurs partenaire(s)",
    "Autre",
]
REACHES = ["Un quartier", "Plusieurs quartiers", "Une commune", "Plusieurs communes", "Autre"]
PARTNERS = [
    "Conseil départemental",
    "CAF",
    "MSA",
    "Mairie",
    "Communauté de communes",
    "CCAS",
    "École",
    "Collège",
    "Mission locale",
    "Médiathèque",
    "Maison départementale de la solidarité",
    "Bailleur social",
    "EHPAD",
    "Club sportif",
    "Association d'entraide",
    "Association culturelle",
    "France Travail",
    "Union départementale des associations familiales",
    "Maison France services",
    "Amicale d'habitants",
]


@dataclass(frozen=True)
class Theme:
    """A family of actions: how it is named, what it is tagged with, whom it is for (positions in the lists above)."""

    weight: float
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    keywords: tuple[int, ...]
    publics: tuple[int, ...]
    dimension: int
    what: str


THEMES = [
    Theme(
        1.2,
        ("Jardin partagé", "Jardin nourricier", "Verger collectif", "Potager de quartier"),
        ("des Tilleuls", "du Pré-Haut", "de la Passerelle", "au fil des saisons", "des quatre vents"),
        (3, 12, 5, 13),
        (0, 5),
        0,
        "cultiver ensemble une parcelle",
    ),
    Theme(
        1.1,
        ("Cuisine du monde", "Atelier cuisine", "Table d'hôtes", "Repas à partager"),
        ("entre voisins", "anti-gaspillage", "des saveurs d'ici et d'ailleurs", "du mercredi", "à quatre mains"),
        (5, 8, 9, 4),
        (0, 3, 5),
        1,
        "préparer et partager un repas",
    ),
    Theme(
        1.0,
        ("Aide aux leçons", "Club de lecture", "Coup de pouce scolaire", "Atelier des curieux"),
        ("après l'école", "du collège", "des apprentis lecteurs", "en famille", "des vacances"),
        (14, 6, 5),
        (2, 5),
        2,
        "accompagner les enfants dans leurs apprentissages",
    ),
    Theme(
        1.0,
        ("Café numérique", "Permanence informatique", "Atelier tablette", "Clic solidaire"),
        ("pour débuter", "de passage", "des aînés", "et démarches en ligne", "au village"),
        (7, 9, 10, 2),
        (3, 4, 0),
        2,
        "apprivoiser les démarches en ligne",
    ),
    Theme(
        1.3,
        ("Café des parents", "Matinée d'éveil", "Groupe de parole", "Ludothèque"),
        ("et des tout-petits", "à l'air libre", "du samedi", "du mardi", "de la Rotonde"),
        (6, 14, 9),
        (1, 5),
        2,
        "échanger entre parents",
    ),
    Theme(
        1.2,
        ("Visites de courtoisie", "Thé dansant", "Atelier mémoire", "Goûter des générations"),
        ("de quartier", "du jeudi", "des anciens et des enfants", "à la résidence", "du bourg"),
        (10, 13, 8, 9),
        (4, 0),
        2,
        "rompre l'isolement des personnes âgées",
    ),
    Theme(
        1.1,
        ("Chorale", "Troupe de théâtre", "Fanfare", "Atelier d'écriture", "Ciné-rencontre"),
        ("des mille voix", "de la vallée", "hors les murs", "en plein air", "du canal"),
        (0, 5, 13),
        (0, 3),
        1,
        "créer ensemble un spectacle",
    ),
    Theme(
        0.8,
        ("Mémoire du pays", "Balade contée", "Veillée", "Collecte de récits"),
        ("des mines et des forges", "du bocage", "au bord de l'eau", "des métiers d'autrefois", "de nos places"),
        (0, 13, 3),
        (0, 4, 2),
        1,
        "recueillir l'histoire du lieu",
    ),
    Theme(
        0.9,
        ("Atelier de français", "Papothèque", "Parrainage", "Accueil des nouveaux venus"),
        ("pour tous", "au quotidien", "entre habitants", "du lundi", "solidaire"),
        (4, 5, 11, 14),
        (3, 0),
        2,
        "apprendre le français et se repérer",
    ),
    Theme(
        0.9,
        ("Tremplin vers l'emploi", "Coopérative éphémère", "Garage solidaire", "Permanence emploi"),
        ("des jeunes adultes", "du bassin", "mobile", "au féminin", "et mobilité"),
        (2, 7, 9),
        (3,),
        0,
        "reprendre confiance et chercher un emploi",
    ),
    Theme(
        1.0,
        ("Conseil d'habitants", "Forum citoyen", "Budget participatif", "Marche exploratoire"),
        ("des Coteaux", "du quartier nord", "de la place", "sur le cadre de vie", "pour tous"),
        (1, 5, 9),
        (0, 3),
        1,
        "décider ensemble du cadre de vie",
    ),
    Theme(
        0.9,
        ("Marche santé", "Gym douce", "Sport pour tous", "Bien vieillir"),
        ("en forêt", "au parc", "à petits pas", "du matin", "et équilibre"),
        (8, 10, 5),
        (4, 3, 0),
        2,
        "bouger ensemble à son rythme",
    ),
    Theme(
        0.9,
        ("Vestiaire solidaire", "Épicerie sociale", "Ressourcerie", "Atelier réparation"),
        ("du faubourg", "et coup de main", "des deux rives", "de saison", "au coin de la rue"),
        (7, 9, 12),
        (0, 3, 5),
        2,
        "s'entraider et réemployer",
    ),
    Theme(
        0.6,
        ("Débat de société", "Exposition itinérante", "Théâtre-forum", "Atelier du regard"),
        ("contre les préjugés", "sur l'égalité", "et dialogue", "des droits", "à hauteur d'enfant"),
        (11, 1, 14),
        (0, 2, 3),
        1,
        "parler des préjugés et de l'égalité",
    ),
]
RHYTHMS = ["chaque semaine", "deux fois par mois", "une fois par mois", "pendant les vacances", "de mars à octobre"]
HELPERS = ["des bénévoles", "une animatrice", "deux habitants", "un partenaire", "l'équipe de la structure"]

LIMITS = [
    "La salle est trop petite dès que le groupe dépasse quinze personnes.",
    "Les horaires ne conviennent pas à ceux qui travaillent.",
    "Peu de jeunes adultes sont venus.",
    "Sans voiture, venir des hameaux reste difficile.",
    "L'action repose sur trois bénévoles, ce qui est fragile.",
    "Le financement annuel ne permet pas de prévoir au-delà de l'été.",
    "Les pères restent peu nombreux.",
    "La communication n'a pas atteint les nouveaux arrivants.",
    "Le bilan a été fait trop tard pour préparer l'année suivante.",
    "Le matériel prêté n'est pas toujours disponible.",
    "Le groupe s'est refermé sur ses habitués.",
    "Les effectifs n'ont pas été relevés à chaque séance.",
]
OUTLOOKS = [
    "Ouvrir un second créneau en soirée.",
    "Confier l'animation à un groupe d'habitants.",
    "Proposer l'action dans une commune voisine.",
    "Chercher un cofinancement sur trois ans.",
    "Inviter les écoles à la prochaine saison.",
    "Former deux bénévoles de plus.",
]
RESULTS = [
    "Des voisins qui ne se connaissaient pas se retrouvent désormais.",
    "Plusieurs participants sont devenus bénévoles.",
    "Des familles osent pousser la porte.",
    "Les participants disent sortir davantage.",
    "Un petit groupe continue de se voir sans animateur.",
]
ENDINGS = [
    ("fin_de_projet", 0.46, ("Fin du projet", "Objectifs atteints", "Action ponctuelle")),
    ("financement", 0.22, ("Arrêt des financements", "Manque de budget", "Subvention non reconduite")),
    ("moyens_humains", 0.17, ("Départ de l'animatrice", "Manque de bénévoles")),
    ("public", 0.10, ("Pas assez de participants", "Baisse de fréquentation")),
    ("autre", 0.05, ("Changement de locaux", "Travaux dans la salle")),
]
CENTRES = ["Les Peupliers", "La Rotonde", "Le Trait d'union", "L'Escale", "Les Quatre Saisons", "La Passerelle"]
EVS = ["Le Fil rouge", "La Grange commune", "Les Voisinades", "L'Établi", "La Courte Échelle", "Le Préau"]
ASSOCIATIONS = ["Mieux ensemble", "Les Mains vertes", "Coup de main", "Cultures croisées", "Horizons", "Le Pas de côté"]
AXES = [
    "Accueillir et informer tous les habitants",
    "Soutenir les familles et les parents",
    "Rompre l'isolement, à tout âge",
    "Encourager les initiatives des habitants",
    "Faire vivre le territoire par la culture",
    "Accompagner l'accès aux droits et au numérique",
]
