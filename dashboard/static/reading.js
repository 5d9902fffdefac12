// What helps to read a long or a wide page: its contents, tables that say that they scroll, folded parts that their address opens.
(() => {
  if (window.observatoireLecture) return;
  window.observatoireLecture = true;

  // Contents are worth their line on a page of so many parts, and of so many screens.
  const PARTS = 4;
  const SCREENS = 3;

  const go = (part) => {
    part.tabIndex = -1;
    part.scrollIntoView();
    part.focus({ preventScroll: true });
  };
  const entry = (part) => {
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("button"));
    link.type = "button";
    link.textContent = part.textContent;
    link.addEventListener("click", () => {
      link.closest("details").open = false;
      go(part);
    });
    return item;
  };
  const contents = () => {
    const main = document.querySelector("[data-testid=stMain]");
    const place = main?.querySelector("details.sommaire");
    if (!place) return;
    const parts = [...main.querySelectorAll("h2.section")].filter((part) => part.checkVisibility());
    const long = parts.length >= PARTS && main.scrollHeight > SCREENS * innerHeight;
    const told = long ? parts.map((part) => part.textContent).join("\n") : "";
    if (place.dataset.dit === told) return;
    place.dataset.dit = told;
    place.hidden = !long;
    place.querySelector("ol").replaceChildren(...(long ? parts.map(entry) : []));
  };

  const wide = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      const frame = target.closest(".tableau, .revue");
      frame?.toggleAttribute("data-defile", frame.scrollWidth > frame.clientWidth + 1);
    }
  });
  // A chart enlarged for a wide screen (style.css) keeps its height in the page, which Streamlit measures: room is made under it.
  const enlarged = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      const scale = Number(getComputedStyle(target).getPropertyValue("--grandeur")) || 1;
      target.closest("[data-testid=stElementContainer]").style.marginBottom = `${Math.round(target.offsetHeight * (scale - 1))}px`;
    }
  });
  // Each once: of a table and of its frame, either may change alone.
  const watch = () => {
    document.querySelectorAll(":is(.tableau, .revue), :is(.tableau, .revue) > table").forEach((one) => wide.observe(one));
    document.querySelectorAll(".stPlotlyChart").forEach((chart) => enlarged.observe(chart));
  };

  // Icons are ligatures of a font: where it is refused, their names would run over the words beside them.
  const bare = () => document.documentElement.toggleAttribute("data-sans-icones", true);
  document.fonts.load("20px 'Material Symbols Rounded'", "map").then((found) => found.length || bare(), bare);

  const unfold = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!named?.matches("details")) return;
    named.open = true;
    named.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  addEventListener("click", ({ target }) => {
    const open = document.querySelector("details.sommaire[open]");
    if (open && !open.contains(target)) open.open = false;
  });

  // Soon after the first change, not after the last: a page may change for seconds, while what is drawn covers what follows it.
  let waiting = false;
  const look = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      contents();
      watch();
    }, 100);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  addEventListener("resize", look);
  look();
})();
