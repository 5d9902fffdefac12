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
  // As tall as the picture is in a column of text; the script that follows keeps it so whatever the width. A site that takes no script has the first height.
  const COLUMN = 700;
  const [TALL, PATIENCE_MS] = [1000, 4000];
  const GROWS = `<script>addEventListener("message",e=>{for(const f of document.querySelectorAll("iframe[data-observatoire]"))
if(f.contentWindow===e.source&&e.data.observatoire>0)f.height=e.data.observatoire})</script>`;
  const frame = ({ vue, titre }, height) =>
    `<iframe src="${quoted(alone(vue).href)}" title="${quoted(titre)}" width="100%" height="${height}" style="border:0" loading="lazy" data-observatoire></iframe>\n${GROWS}`;
  const height = ({ vue }) => new Promise((done) => {
    const window = Object.assign(document.createElement("iframe"), { src: alone(vue).href, ariaHidden: "true", tabIndex: -1 });
    window.style.cssText = `position: absolute; left: -9999px; top: 0; width: ${COLUMN}px; height: 600px; border: 0`;
    let told = TALL;
    let later;
    const end = () => {
      removeEventListener("message", heard);
      window.remove();
      done(told);
    };
    const heard = ({ source, data }) => {
      if (source !== window.contentWindow || !(data?.observatoire > 0)) return;
      told = data.observatoire;
      clearTimeout(later);
      later = setTimeout(end, 500); // no other height for so long: it is drawn
    };
    addEventListener("message", heard);
    setTimeout(end, PATIENCE_MS);
    document.body.append(window);
  });
  // A picture alone says how tall it is to the page that it stands in: a number, nothing that it shows.
  const grows = () => {
    const sized = new ResizeObserver(([{ target }]) => {
      const above = document.querySelector("[data-testid=stMain]").scrollTop;
      const tall = Math.ceil(target.getBoundingClientRect().bottom + above) + 14;
      if (target.isConnected) parent.postMessage({ observatoire: tall }, "*");
    });
    let watched;
    new MutationObserver(() => {
      const found = document.querySelector(".st-key-vue-seule");
      if (!found || found === watched) return;
      sized.disconnect();
      sized.observe((watched = found));
    }).observe(document.body, { subtree: true, childList: true });
  };
  if (parent !== window && new URL(location.href).searchParams.has("sobre")) grows();

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
    else integrate(button);
  });
  const integrate = async (button) => {
    const told = JSON.parse(button.closest("[data-dessin]").dataset.dessin);
    tell(button, "Mesure de la hauteur…");
    copy(button, frame(told, await height(told)), "Code d’intégration copié.");
  };
  // The way out of a picture alone leads to the very page it stands on.
  document.addEventListener("pointerdown", (event) => whole(event.target));
  document.addEventListener("focusin", (event) => whole(event.target));
  const whole = (target) => {
    const link = target.closest?.("a[data-entiere]");
    if (link) link.href = address().href;
  };
})();
