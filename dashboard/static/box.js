// « Chercher » in the sidebar: suggestions of the server while one types, chosen by keys or pointer (pattern « combobox » of ARIA, selection automatic).
(() => {
  if (window.observatoireBoite) return;
  window.observatoireBoite = true;

  // A pause in typing, after which the server is asked; as many letters as it answers to.
  const PAUSE_MS = 120;
  const SHORTEST = 2;
  const KEPT = ["departement", "bassin", "de", "a", "jeu", "seance"];
  const FAILED = "La recherche ne répond pas. Réessayez dans un instant ; les pages du menu restent ouvertes.";
  const NARROW = matchMedia("(max-width: 768px)");

  const input = () => document.getElementById("boite");
  const parts = () => {
    const box = input()?.closest(".boite");
    return box && { box, field: input(), panel: box.querySelector(".boite-volet"), list: box.querySelector("[role=listbox]"), status: box.querySelector("[role=status]") };
  };
  const options = () => [...(parts()?.list.querySelectorAll("[role=option]") ?? [])];
  const element = (tag, values, ...children) => {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...children);
    return made;
  };

  let active = -1;
  const choose = (rank) => {
    const all = options();
    active = all.length ? (rank + all.length) % all.length : -1;
    all.forEach((one, place) => one.setAttribute("aria-selected", place === active));
    const field = input();
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  };

  // The list stands above everything, wider than the sidebar where there is room.
  const place = () => {
    const { field, panel } = parts();
    const { left, bottom } = field.getBoundingClientRect();
    panel.style.left = `${Math.round(left)}px`;
    panel.style.top = `${Math.round(bottom) + 4}px`;
    panel.style.maxHeight = `${Math.max(160, Math.round(innerHeight - bottom) - 16)}px`;
  };
  const open = () => {
    const { field, panel } = parts();
    panel.popover = "manual";
    if (!panel.matches(":popover-open")) panel.showPopover();
    field.setAttribute("aria-expanded", options().length > 0);
    place();
  };
  const close = () => {
    const found = parts();
    if (!found) return;
    clearTimeout(waiting);
    asking?.abort();
    if (found.panel.popover && found.panel.matches(":popover-open")) found.panel.hidePopover();
    found.list.replaceChildren();
    found.status.textContent = "";
    found.field.setAttribute("aria-expanded", "false");
    choose(-1);
  };

  const option = ({ nom, detail, href }, rank) => {
    const link = element("a", { id: `boite-${rank}`, href, tabIndex: -1, role: "option" },
      element("span", { className: "nom", textContent: nom }), element("span", { className: "detail", textContent: detail }));
    link.setAttribute("aria-selected", "false");
    link.dataset.interne = "";
    return link;
  };
  const show = ({ groupes, dit }) => {
    const found = parts();
    if (!found) return;
    let rank = 0;
    found.list.replaceChildren(...groupes.map(({ titre, choix }, place) => {
      const heading = element("span", { id: `boite-genre-${place}`, className: "genre", textContent: titre });
      heading.setAttribute("role", "presentation");
      const group = element("div", { role: "group" }, heading, ...choix.map((one) => option(one, rank++)));
      group.setAttribute("aria-labelledby", heading.id);
      return group;
    }));
    found.list.hidden = rank === 0;
    found.status.textContent = dit || `${rank} suggestion${rank > 1 ? "s" : ""}`;
    found.status.classList.toggle("lecteur", !dit);
    open();
    choose(rank ? 0 : -1);
  };

  let waiting;
  let asking;
  const ask = async (text) => {
    asking?.abort();
    asking = new AbortController();
    const here = new URLSearchParams(location.search);
    const query = new URLSearchParams({ q: text });
    KEPT.filter((key) => here.get(key)).forEach((key) => query.set(key, here.get(key)));
    try {
      const answer = await fetch(`chercher?${query}`, { signal: asking.signal });
      show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") show({ groupes: [], dit: FAILED });
    }
  };
  const typed = (pause) => {
    clearTimeout(waiting);
    const text = input().value.trim();
    if (text.length < SHORTEST) close();
    else waiting = setTimeout(() => ask(text), pause);
  };

  // On a narrow screen the sidebar covers the page: what was asked for is under it.
  const leave = () => {
    input().value = "";
    close();
    input().blur();
    if (NARROW.matches) document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  };

  const reach = async () => {
    document.querySelector("[data-testid=stExpandSidebarButton]")?.click();
    // The sidebar slides in: what is not seen takes no focus.
    const end = Date.now() + 3000;
    while (!input()?.checkVisibility({ visibilityProperty: true }) && Date.now() < end) await new Promise((later) => setTimeout(later, 30));
    input()?.focus();
    input()?.select();
  };

  const KEYS = {
    ArrowDown: () => (options().length ? choose(active + 1) : typed(0)),
    ArrowUp: () => choose(active - 1),
    Enter: () => options()[active]?.click(),
    Escape: () => {
      if (!parts().panel.matches(":popover-open")) input().value = "";
      close();
    },
  };
  addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (target.id === "boite") {
      // Letters that are still being composed are not answers.
      if (!KEYS[key] || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      KEYS[key]();
    } else if (key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      reach();
    }
  }, true);
  addEventListener("input", ({ target }) => { if (target.id === "boite") typed(PAUSE_MS); });
  addEventListener("focusin", ({ target }) => { if (target.id === "boite" && target.value) typed(0); });
  addEventListener("focusout", ({ target }) => { if (target.id === "boite") close(); });
  // The list takes no focus, which would close it before the click is one.
  addEventListener("mousedown", (event) => { if (event.target.closest?.(".boite-volet")) event.preventDefault(); });
  addEventListener("click", (event) => {
    if (event.target.closest?.(".boite-ouvrir")) reach();
    else if (event.target.closest?.(".boite-volet [role=option]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) leave();
  });
  addEventListener("resize", () => { if (parts()?.panel.matches(":popover-open")) place(); });

  // Where the sidebar is closed, the box is one press away.
  document.body.append(element("button", { type: "button", className: "boite-ouvrir", textContent: "Chercher" }));
})();
