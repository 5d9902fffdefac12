"""Déclaration d'accessibilité: not audited, hence said « non conforme »."""

from dashboard.frame import show

show.title("Déclaration d'accessibilité", "Ce site est-il accessible à tous ?")
show.answer(
    "Accessibilité : non conforme.",
    "Aucun audit n'a encore été fait selon le référentiel général d'amélioration de l'accessibilité (RGAA 4.1) : "
    "rien ne permet donc d'affirmer une conformité, même partielle.",
)
show.section("Ce qui est fait")
show.points(
    [
        "Chaque carte et chaque graphique est accompagné d'une phrase et d'un tableau qui disent la même chose.",
        "Aucune information n'est donnée par la seule couleur ; les couleurs restent distinctes pour les daltoniens.",
        "Les pages se parcourent au clavier : un lien mène au contenu, et l'élément actif est entouré.",
        "Les textes sont en français, avec un thème clair et un thème sombre.",
    ]
)
show.section("Ce qui ne l'est pas, à notre connaissance")
show.points(
    [
        "Certains éléments viennent d'une bibliothèque tierce, dont des libellés lus par les lecteurs d'écran "
        "peuvent rester en anglais.",
        "La carte se parcourt au clavier (tabulation, flèches, Entrée), mais n'a pas été essayée avec un lecteur "
        "d'écran ; la liste et le tableau disent la même chose.",
        "Les listes déroulantes n'ont pas été essayées avec tous les lecteurs d'écran.",
    ]
)
show.section("Signaler une difficulté")
show.paragraph(
    "Écrivez au service qui vous a donné l'adresse de ce site, en disant la page et ce qui ne fonctionne pas : "
    "il doit vous donner l'information autrement. Sans réponse, vous pouvez saisir le Défenseur des droits."
)
