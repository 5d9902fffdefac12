// The frame of the page: its language, links that do not reload, and the few words that Streamlit writes in English. Installed once a browser tab; it asks nothing of anyone.
(() => {
  if (window.observatoireCadre) return;
  window.observatoireCadre = true;

  const FRENCH = new Map(Object.entries({
    "Open sidebar": "Pages et filtres", "Close sidebar": "Fermer le volet",
    "Expand sidebar": "Pages et filtres", "Collapse sidebar": "Fermer le volet",
    "Clear value": "Effacer", "Clear all": "Tout effacer", "Clear": "Effacer", "Select all": "Tout choisir",
    "Choose an option": "Choisir", "Choose options": "Choisir", "No results": "Aucun résultat",
    "No options to select": "Rien à choisir", "No options to select.": "Rien à choisir", "Open": "Ouvrir",
    "Press Enter to apply": "Entrée pour valider", "Show help": "Aide", "Help": "Aide", "Close": "Fermer",
    "Fullscreen": "Plein écran", "Exit fullscreen": "Quitter le plein écran", "Close fullscreen": "Quitter le plein écran",
    "View fullscreen": "Plein écran", "Show data": "Voir les données", "Search": "Chercher",
    "Download": "Télécharger", "Download as CSV": "Télécharger en CSV", "Show/hide columns": "Choisir les colonnes",
    "Running...": "Calcul en cours…", "Running…": "Calcul en cours…", "Stop": "Arrêter",
    "Connecting": "Connexion…", "Connecting...": "Connexion…", "Connection error": "Connexion perdue",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "Le serveur ne répond plus. Rechargez la page dans un instant ou prévenez l'administrateur.",
    "Sidebar": "Volet", "Dismiss": "Fermer", "Skip to main content": "Aller au contenu", "App pages": "Pages",
    "Selected values": "Choix retenus", "Notifications": "Avis", "Clear entry": "Effacer", "Cancel": "Annuler",
    "Connection timed out.": "Le serveur ne répond pas.", "Download failed": "Le téléchargement a échoué",
    "Streamlit server is not responding. Are you connected to the internet?": "Le serveur ne répond pas.",
    "Script execution error": "Erreur", "Press Enter to submit form": "Entrée pour valider",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "Cette adresse ne mène à aucune page ; voici la Synthèse.",
    "This app has encountered an error. The original error message is redacted to prevent data leaks. Full error details have been recorded in the logs (if you're on Streamlit Cloud, click on 'Manage app' in the lower right of your app).":
      "Cette page a rencontré une erreur. Le détail est dans le journal du serveur : prévenez l'administrateur.",
    "Page not found": "Page introuvable", "Main menu": "Menu", "Loading...": "Chargement…",
    "Loading…": "Chargement…", "Upload": "Parcourir…", "Add files": "Ajouter des fichiers",
    "Drag and drop files here": "Déposez les fichiers ici", "Drag and drop a file here": "Déposez le fichier ici",
    "Copy to clipboard": "Copier", "Copied": "Copié",
    // The parts of a day that nobody said yet.
    "dd": "jj", "yyyy": "aaaa",
  }));
  const BEGINNINGS = [["Remove ", "Retirer "], ["Add: ", "Ajouter : "], ["Help for ", "Aide : "]];
  // What the drop zone alone says, with figures in it.
  const UPLOADER = [
    [/^(\d+)MB per file.*$/, "$1 Mo par fichier"], [/^(?:Error: )?File must be ([\d.]+)MB or smaller\.?$/, "Trop gros : $1 Mo au plus."],
    [/^([\d.]+)KB$/, "$1 Ko"], [/^([\d.]+)MB$/, "$1 Mo"], [/^([\d.]+)B$/, "$1 octets"], [/^Error:\s*/, "Erreur : "],
    [/^file upload$/, "Choisir les fichiers"],
  ];
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "data-title"];
  const english = (text, owner) => {
    const words = text.trim();
    const told = owner?.closest?.("[data-testid=stFileUploader]") && UPLOADER.find(([said]) => said.test(words));
    if (told) return words.replace(...told);
    const begun = BEGINNINGS.find(([start]) => words.startsWith(start));
    return FRENCH.get(words) ?? (begun ? words.replace(...begun) : undefined);
  };

  const translateElement = (element) => {
    // Streamlit says that its drop zone is nothing but presentation, and names it: a named part is a group.
    if (element.matches("section[data-testid=stFileUploaderDropzone][role=presentation]")) element.setAttribute("role", "group");
    for (const name of ATTRIBUTES) {
      const french = element.hasAttribute(name) && english(element.getAttribute(name), element);
      if (french) element.setAttribute(name, french);
    }
  };
  const translate = (root) => {
    if (root.nodeType === Node.TEXT_NODE) {
      const french = english(root.data, root.parentElement);
      if (french) root.data = french;
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE || root.matches("script, style, canvas")) return;
    translateElement(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) {
        const french = english(node.data, node.parentElement);
        if (french) node.data = french;
      } else translateElement(node);
    }
  };
  // What has just been done, or refused, is told at the top of a page, whose button is at its bottom: who pressed it is led there, once.
  let announced = "";
  const lead = (root) => {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const told = root.matches("[data-annonce]") ? root : root.querySelector("[data-annonce]");
    if (!told || told.textContent === announced) return;
    announced = told.textContent;
    told.focus();
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach((node) => { translate(node); lead(node); });
      else translate(change.target);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  translate(document.body);

  document.documentElement.lang = "fr";

  // Streamlit follows the browser's history: a link to another page of the product need not load everything again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-interne]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const target = new URL(link.href);
    // A block that the years do not change leaves them out of its links, so that the browser can keep it.
    for (const key of link.dataset.interne === "annees" ? ["de", "a"] : []) {
      const year = new URLSearchParams(location.search).get(key);
      if (year) target.searchParams.set(key, year);
    }
    history.pushState({}, "", target);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  });
})();
