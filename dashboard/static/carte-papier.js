// What a map says on paper, where nobody points at it and turns the pages of its table: all its values by name.

const PAGE_ROWS = 25; // of the table beside, which shows more rows page by page

// `told` gives the words of a territory: its figure first, after the title of the measure.
export function list(map, told) {
  const { data, root, areas, step } = map;
  if (!data.words.listed || data.codes.length <= PAGE_ROWS) return;
  // After the legend, which stays beside its map; those of two maps in their order.
  const place = Object.assign(document.createElement("div"), { className: "liste papier" });
  place.dataset.rang = [...document.querySelectorAll(".carte")].indexOf(root);
  const room = root.closest(".st-key-une-carte, .st-key-deux-cartes") ?? root.closest("[data-testid=stHorizontalBlock]") ?? root;
  const next = [...room.querySelectorAll(":scope > .liste")].find((other) => Number(other.dataset.rang) > Number(place.dataset.rang));
  room.insertBefore(place, next ?? null);
  addEventListener("afterprint", () => place.remove(), { once: true });
  const named = (code) => data.names[code] ?? areas.get(code)?.name ?? code;
  const valued = data.codes.flatMap((code, index) => {
    const entry = step.told[index];
    if ((entry?.[0] ?? null) === null) return [];
    const [figure] = told(map, entry, step.fills[index]);
    return [[named(code), figure.slice(figure.lastIndexOf(" : ") + 3)]];
  });
  const title = document.createElement("strong");
  title.textContent = [data.words.title, step.label].filter(Boolean).join(", ");
  const items = valued.sort(([one], [other]) => one.localeCompare(other, "fr")).map(([name, figure]) => {
    const item = document.createElement("span");
    item.textContent = `${name}\u00a0: ${figure}`;
    return item;
  });
  place.append(title, ...items);
}
