// A session on a projector: arrows lead from a screen to the next, Échap leaves; the focus stays on the way that was taken. Installed once a browser tab.
(() => {
  if (window.observatoireProjection) return;
  window.observatoireProjection = true;

  const bar = () => document.querySelector("nav.projection");
  const WAYS = { ArrowLeft: "avant", ArrowRight: "suite", Escape: "sortie" };
  // What uses these keys itself keeps them.
  const FIELDS = "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=slider], [role=radiogroup], [role=tablist], [role=menu], .js-plotly-plot, canvas";
  // The list of « Chercher » is always there, hidden.
  const open = () => [...document.querySelectorAll("[data-testid=stPopoverBody], [role=dialog], [role=listbox]")].some((each) => each.checkVisibility());
  const scrolls = (element) => { const table = element.closest(".tableau"); return table && table.scrollWidth > table.clientWidth; };
  let taken = null;

  document.addEventListener("keydown", (event) => {
    const nav = bar(), way = WAYS[event.key], at = event.target;
    if (!nav || !way || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || open()) return;
    if (at.closest?.(FIELDS)) {
      if (way === "sortie") at.blur();
      return;
    }
    if (way !== "sortie" && at.closest && scrolls(at)) return;
    const link = nav.querySelector(`a[data-sens=${way}]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("nav.projection a[data-sens]");
    taken = link && link.dataset.sens !== "sortie" ? { way: link.dataset.sens, from: bar().dataset.ecran } : null;
  }, true);
  new MutationObserver(() => {
    const nav = taken && bar();
    if (!nav || nav.dataset.ecran === taken.from) return;
    const link = nav.querySelector(`a[data-sens=${taken.way}]`) ?? nav.querySelector("a[data-sens]");
    taken = null;
    link.focus({ preventScroll: true });
  }).observe(document.body, { subtree: true, childList: true });
})();
