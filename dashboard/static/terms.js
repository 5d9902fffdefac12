// Marks (nd, s, ns, ///) and words (couverture, intervalle…) explain themselves where they stand: on hover, at the focus, on a tap. Their meanings are those of terms.py.
(() => {
  if (window.observatoireExplications) return;
  window.observatoireExplications = true;

  const TERMS = window.observatoireTermes;
  const HOVER_MS = 200;
  const KEEP_MS = 250;
  // Where a word is a way somewhere already, a title, or its own definition.
  const LEFT_OUT = "a, button, summary, label, h1, h2, h3, kbd, svg, script, style, [role=button], .boite, .methode dt, .fiche-methode, details.sommaire, .demonstration, .pied, [aria-hidden=true]";
  // A mark stands alone there.
  const PLACES = "td, th, dd, strong, .valeur";

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll(" ", "[ \\u00a0]");
  const byWord = new Map(TERMS.flatMap((term, rank) => term.dit.map((said) => [said, rank])));
  const byMark = new Map(TERMS.map((term, rank) => [term.marque, rank]).filter(([mark]) => mark));
  const longest = [...byWord.keys()].sort((one, other) => other.length - one.length).map(escaped).join("|");
  const WORD = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${longest})(?![\\p{L}\\p{N}_-])`, "giu");

  // Read out with the word that has the focus, and seen by nobody.
  const meanings = document.createElement("div");
  meanings.hidden = true;
  TERMS.forEach(({ nom, sens }, rank) => {
    const meaning = document.createElement("p");
    meaning.id = `terme-${rank}`;
    meaning.textContent = `${nom}. ${sens}`;
    meanings.append(meaning);
  });
  const bubble = document.createElement("div");
  bubble.className = "explication";
  bubble.popover = "manual";
  bubble.setAttribute("aria-hidden", "true");
  document.body.append(meanings, bubble);

  const word = (text, rank, told) => {
    const made = document.createElement("span");
    made.className = "terme";
    made.textContent = text;
    made.dataset.terme = rank;
    // Once in a block for the keyboard: a table of a hundred « nd » is not a hundred stops.
    if (!told.has(rank)) {
      made.tabIndex = 0;
      made.setAttribute("role", "button");
      made.setAttribute("aria-describedby", `terme-${rank}`);
    }
    told.add(rank);
    return made;
  };
  const markOf = (node) => (node.parentElement.matches(PLACES) ? byMark.get(node.data.trim()) : undefined);
  const explain = (node, told) => {
    const mark = markOf(node);
    if (mark !== undefined) {
      node.replaceWith(word(node.data.trim(), mark, told), " ".repeat(node.data.endsWith(" ")));
      return;
    }
    const found = [...node.data.matchAll(WORD)].filter(([said]) => byMark.has(said) || !told.has(byWord.get(said.toLowerCase().replaceAll("\u00a0", " "))));
    let rest = 0;
    const pieces = [];
    for (const { 0: said, index } of found) {
      const rank = byWord.get(said.toLowerCase().replaceAll("\u00a0", " "));
      if (told.has(rank) && !byMark.has(said)) continue;
      pieces.push(node.data.slice(rest, index), word(said, rank, told));
      rest = index + said.length;
    }
    if (pieces.length) node.replaceWith(...pieces, node.data.slice(rest));
  };
  const read = (block, told) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
      node.nodeType === Node.TEXT_NODE ? NodeFilter.FILTER_ACCEPT : node.matches(LEFT_OUT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    nodes.forEach((node) => explain(node, told));
  };
  // What a run draws again is another element: each is read once.
  const seen = new WeakSet();
  const readAll = () => {
    for (const block of document.querySelectorAll("[data-testid=stMain] .stHtml")) {
      const told = new Set();
      for (const part of block.children) {
        if (seen.has(part) || part.matches(LEFT_OUT)) continue;
        seen.add(part);
        read(part, told);
      }
    }
  };

  let shown;
  let waiting;
  const hide = () => {
    clearTimeout(waiting);
    shown?.removeAttribute("aria-expanded");
    shown = undefined;
    if (bubble.matches(":popover-open")) bubble.hidePopover();
  };
  const place = () => {
    const at = shown.getClientRects()[0];
    if (!at || at.bottom < 0 || at.top > innerHeight) return hide();
    const { width, height } = bubble.getBoundingClientRect();
    const below = at.bottom + 6 + height < innerHeight;
    bubble.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    bubble.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
  };
  const show = (target) => {
    hide();
    const { nom, sens } = TERMS[target.dataset.terme];
    bubble.replaceChildren(Object.assign(document.createElement("strong"), { textContent: `${nom}.` }), ` ${sens}`);
    bubble.showPopover();
    shown = target;
    if (target.tabIndex === 0) target.setAttribute("aria-expanded", "true");
    place();
  };
  const later = (act, pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(act, pause);
  };
  const term = ({ target }) => target.closest?.(".terme");
  addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const target = term(event);
    if (target && target !== shown) later(() => show(target), HOVER_MS);
    // The pointer may go and read it.
    else if (target || event.target === bubble) clearTimeout(waiting);
    else if (shown && shown !== document.activeElement) later(hide, KEEP_MS);
    else if (!shown) clearTimeout(waiting);
  });
  addEventListener("focusin", (event) => { if (term(event)?.matches(":focus-visible")) show(term(event)); });
  addEventListener("focusout", (event) => { if (term(event)) hide(); });
  addEventListener("click", (event) => {
    const target = term(event);
    if (!target) {
      if (event.target !== bubble) hide();
    } else if (target === shown && event.pointerType === "touch") hide();
    else show(target);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) hide();
    else if (term(event) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      if (term(event) === shown) hide();
      else show(term(event));
    }
  });
  // A focus that scrolls the page keeps its explanation beside it.
  addEventListener("scroll", () => { if (shown) place(); }, true);

  // A page comes part by part: what is there is read now and then, without waiting for its end.
  let reading = false;
  const look = () => {
    if (reading) return;
    reading = true;
    setTimeout(() => {
      reading = false;
      readAll();
    }, 150);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  look();
})();
