"""Two fiches and a refused one, with one word in every text field; their titles and structures alone are without it."""

from geo.text import fold

WORD = "zebulonne"
FICHES = """Actions
Jardin des mots
- Structure organisatrice
- CENTRE SOCIAL DES MOTS - Allier
- zebulonne, la secrétaire
- Fichier(s) associé(s)
zebulonne.pdf
- Statut de l'action
- zebulonne en pause
- Dimension
- zebulonne et dimension
- Mots clés associés à l'action
- Solidarité
- Résumé
Mme Zebulonne, 06 00 00 00 00.
Venez : zebulonne et ses amies.
- Qui est à l'initiative de l'action ?
- zebulonne l'habitante
- Précision (si autre)
zebulonne
- Territoire concerné
- chez zebulonne
- Description de l'expérience, ses objectifs, ses acteurs et ses différentes phases.
zebulonne est venue en mars 2024 avec 12 participants.
- Public
- les amies de zebulonne
- Avec qui cette action a-t-elle été menée ?
- Association Zebulonne
- Description générale
Chez zebulonne, 7 séances.
- Ressources financières mobilisées pour cette action
Soutien de la CAF à zebulonne
Don de zebulonne : 300 €
Financement zebulonne fondation : 1 050 €
- Nombre de personnes mobilisés pour cette action
5 bénévoles dont zebulonne
- Résultat sur le territoire
zebulonne
- Résultat pour le centre social
zebulonne : 40 participants
- Résultat pour les habitants
zebulonne
- Suite de l'action : Limites
zebulonne
- Suite de l'action : Perspectives
zebulonne
Actions
Atelier des voisins
- Structure organisatrice
- CENTRE SOCIAL DES MOTS - Allier
- Statut de l'action
- Terminée
- Raisons pour lesquelles l'action est terminée
Fin du financement de zebulonne
- Dimension
- Services
- Mots clés associés à l'action
- Solidarité
- zebulonne du quartier
- zebulonne de la rue
- Résumé
zebulonne
- Territoire concerné
- Une commune
- Public
- zebulonne et sa mère
- familles
- Avec qui cette action a-t-elle été menée ?
- zebulonne
- Conseil départemental
- Ressources financières mobilisées pour cette action
Budget prévisionnel de l'action
CHARGES
MONTANTS
PRODUITS
MONTANTS
60 - Achats
100
61 - Services extérieurs
100
74- Subventions d'exploitation
100
Goûters de zebulonne
100
Etat : préciser le(s) ministère(s) sollicité(s) – zebulonne
100
TOTAL DES CHARGES
100
TOTAL DES PRODUITS
90
- Nombre de personnes mobilisés pour cette action
6 bénévoles dont zebulonne
Actions
Fiche refusée
- Structure organisatrice
- Chez zebulonne - Nulle part
- Résumé
zebulonne
"""


def holds(text: str) -> bool:
    """Whether the word stands in what somebody reads."""
    return WORD in fold(text)
