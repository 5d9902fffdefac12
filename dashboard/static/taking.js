// What a reader takes away without the server: the address of a view, the code that shows it elsewhere, images of charts and maps.
(() => {
  if (window.observatoireEmporter) return;
  window.observatoireEmporter = true;

  const here = document.currentScript?.src ?? document.baseURI;
  const ALONE = ["vue", "sobre"];
  // Fetched when an image is asked for; its own version comes after the sign # of this script's address.
  const script = new URL(`image.js?v=${new URL(here).hash.slice(1)}`, here).href;

  // The address is the truth of what is shown; a picture alone has two words more, which a whole page does without.
  const address = () => {
    const url = new URL(location.href);
    for (const key of ALONE) if (url.searchParams.has("sobre")) url.searchParams.delete(key);
    return url;
  };
  const alone = (view) => {
    const url = new URL(location.href);
    url.searchParams.set("vue", view);
    url.searchParams.set("sobre", "1");
    url.hash = "";
    return url;
  };
  const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  const frame = ({ vue, titre }) =>
    `<iframe src="${quoted(alone(vue).href)}" title="${quoted(titre)}" width="100%" height="640" style="border:0" loading="lazy"></iframe>`;

  const says = (button) => {
    const place = button.closest(".emporter, .lien-vue");
    return place.querySelector("[role=status]");
  };
  const tell = (button, words) => (says(button).textContent = words);

  // Where the browser refuses to copy (another site's page, no https), the words stand there, selected, to be copied by hand.
  const byHand = (button, text) => {
    const place = says(button).parentElement;
    const field = place.querySelector("textarea") ?? place.appendChild(document.createElement("textarea"));
    Object.assign(field, { value: text, readOnly: true, rows: 3, hidden: false, ariaLabel: "À copier" });
    field.focus();
    field.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch {
      done = false;
    }
    return done;
  };
  const copy = async (button, text, done) => {
    try {
      await navigator.clipboard.writeText(text);
      button.parentElement.querySelector("textarea")?.remove();
      tell(button, done);
    } catch {
      tell(button, byHand(button, text) ? done : "Le navigateur refuse de copier\u00a0: le texte est choisi ci-dessous, faites Ctrl+C.");
    }
  };

  const save = (blob, name) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  const image = async (button, kind) => {
    const menu = button.closest("[data-dessin]");
    tell(button, "Dessin en cours…");
    try {
      const { drawn } = await import(script);
      const { blob, name } = await drawn(JSON.parse(menu.dataset.dessin), menu.querySelector(".legende"), kind);
      save(blob, name);
      tell(button, `Enregistré\u00a0: ${name}`);
    } catch (error) {
      console.error(error);
      tell(button, error.french ?? `L’image n’a pas pu être faite par ce navigateur.${kind === "png" ? " Essayez « Dessin SVG »." : ""}`);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copie], [data-emporte]");
    if (!button) return;
    if (button.dataset.emporte) image(button, button.dataset.emporte);
    else if (button.dataset.copie === "lien") copy(button, address().href, "Lien copié.");
    else copy(button, frame(JSON.parse(button.closest("[data-dessin]").dataset.dessin)), "Code d’intégration copié.");
  });
  // The way out of a picture alone leads to the very page it stands on.
  document.addEventListener("pointerdown", (event) => whole(event.target));
  document.addEventListener("focusin", (event) => whole(event.target));
  const whole = (target) => {
    const link = target.closest?.("a[data-entiere]");
    if (link) link.href = address().href;
  };
})();
