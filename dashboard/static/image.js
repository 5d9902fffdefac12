// An image of a chart or of a map, with its title, its sources and what its marks mean inside. Light colours whatever the theme; letters that
// every machine has. Words are only ever set as text.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 800; // pixels: on a sheet of A4, letters are nine points
const EDGE = 24;
const INSIDE = WIDTH - 2 * EDGE;
const TALLEST = 780;
const NARROWEST = { sankey: 960 }; // narrower, the names of a flow run into each other: drawn so wide, then made smaller
const MAP_UNITS = 1000; // of carte.js
const SHARPNESS = 2; // pixels of a PNG for each of the drawing
const FONT = 'Arial, Helvetica, "Liberation Sans", "DejaVu Sans", sans-serif';
const INK = "#1B2430";
const MUTED = "#55606E";
// The inks of the dark theme (palette.py), each in that of the light one.
const LIGHT = new Map([["#e8eaed", INK], ["#a9b2bd", MUTED], ["#3a444f", "#D9DEE4"], ["#141a21", "#FFFFFF"], ["#56b4e9", "#0072B2"]]);
const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "opacity", "font-size", "font-weight", "text-anchor", "letter-spacing",
  "paint-order", "stroke-linejoin", "vector-effect"];

/** @returns {Promise<{blob: Blob, name: string}>} the file, `kind` being svg or png; an error's `french` is for people. */
export async function drawn(told, legend, kind) {
  const target = document.querySelector(`.st-key-${CSS.escape(told.vue)}, .st-key-graphique_${CSS.escape(told.vue)}`);
  const map = target?.querySelector(".carte");
  const chart = target?.querySelector(".js-plotly-plot");
  if (!map && !chart) throw refusal("Le dessin n’est pas sur la page\u00a0: attendez qu’il soit affiché, puis recommencez.");
  const sheet = lit(map, legend);
  try {
    const body = map ? ofMap(sheet) : await ofChart(chart);
    const year = map?.dataset.montre ?? "";
    const svg = composed({ ...told, annee: year }, body, sheet.querySelector(".legende"));
    const name = `${told.nom}${year ? `-${year}` : ""}.${kind}`;
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
    const file = new Blob([text], { type: "image/svg+xml" });
    return { name, blob: kind === "svg" ? file : await painted(file, svg) };
  } finally {
    sheet.remove();
  }
}

const refusal = (french) => Object.assign(new Error(french), { french });

// The map and the legend once more, out of sight, on the light theme: what they are styled with is read there.
function lit(map, legend) {
  const sheet = document.createElement("div");
  sheet.style.cssText = "color-scheme: light; position: absolute; left: -9999px; top: 0; width: 760px";
  sheet.setAttribute("aria-hidden", "true");
  if (map) sheet.append(map.cloneNode(true));
  if (legend) sheet.append(legend.cloneNode(true));
  document.body.append(sheet);
  return sheet;
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function styled(node) {
  const styles = getComputedStyle(node);
  for (const name of STYLES) {
    const value = styles.getPropertyValue(name);
    if (value) node.setAttribute(name, value.replace(/url\(["']?[^#"']*(#[^"')]+)["']?\)/, "url($1)"));
  }
  if (styles.textTransform === "uppercase") for (const part of node.childNodes) if (part.nodeType === Node.TEXT_NODE) part.data = part.data.toUpperCase();
}

function ofMap(sheet) {
  const svg = sheet.querySelector("svg.fond");
  const [, , , height] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  if (!height) throw refusal("La carte n’est pas encore dessinée\u00a0: recommencez dans un instant.");
  const scale = Math.min(INSIDE / MAP_UNITS, TALLEST / height);
  const unit = 1 / scale;
  const defs = sheet.querySelector(".motifs defs");
  for (const node of [...defs.querySelectorAll("*"), ...svg.querySelectorAll("path, circle, text, tspan")]) styled(node);
  for (const node of svg.querySelectorAll("path, circle, text")) {
    const moved = node.getAttribute("transform");
    if (moved) node.setAttribute("transform", moved.replace(/scale\([^)]*\)/, `scale(${unit.toFixed(4)})`));
    if (node.matches("path:not([d])") || node.getAttribute("d") === "" || node.getAttribute("r") === "0") node.remove();
    const said = node.getAttribute("aria-label");
    if (said) node.append(element("title", {}, said));
  }
  for (const node of svg.querySelectorAll("*")) for (const name of ["class", "role", "tabindex", "aria-label", "data-code", "data-couche"]) node.removeAttribute(name);
  const made = element("svg", { viewBox: `0 0 ${MAP_UNITS} ${height}`, width: MAP_UNITS * scale, height: height * scale });
  made.append(defs, ...svg.childNodes);
  return made;
}

// A copy where each colour of the dark theme is that of the light one; arrays of numbers are left as they are.
function relit(value) {
  if (typeof value === "string") return LIGHT.get(value.toLowerCase()) ?? value.replace(/Public Sans[^"]*/, FONT);
  if (Array.isArray(value)) return value.map(relit);
  if (value && Object.getPrototypeOf(value) === Object.prototype) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, relit(one)]));
  return value;
}

async function ofChart(plot) {
  if (!window.Plotly?.toImage) throw refusal("Ce navigateur n’a pas encore le graphique\u00a0: recommencez dans un instant.");
  const { data, layout } = relit({ data: plot.data, layout: plot.layout });
  const height = Math.round(layout.height ?? plot.clientHeight);
  const width = NARROWEST[data[0]?.type] ?? INSIDE;
  const figure = { data, layout: { ...layout, autosize: false, width, height, paper_bgcolor: "#FFFFFF" }, config: { locale: "fr" } };
  const address = await window.Plotly.toImage(figure, { format: "svg", width, height });
  const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (parsed.querySelector("parsererror")) throw new Error("the chart's SVG cannot be read");
  const made = document.importNode(parsed, true);
  const shown = { viewBox: `0 0 ${width} ${height}`, width: INSIDE, height: (height * INSIDE) / width };
  for (const [name, value] of Object.entries(shown)) made.setAttribute(name, value);
  return made;
}

// Words broken over lines that fit, as the letters of the image measure.
function lines(text, size, weight, width) {
  const pen = document.createElement("canvas").getContext("2d");
  if (pen) pen.font = `${weight} ${size}px ${FONT}`;
  const long = (words) => (pen ? pen.measureText(words).width * 1.04 : words.length * size * 0.56);
  const found = [""];
  for (const word of text.split(/[ \n]+/)) {
    const longer = found.at(-1) ? `${found.at(-1)} ${word}` : word;
    if (found.at(-1) && long(longer) > width) found.push(word);
    else found[found.length - 1] = longer;
  }
  return found;
}

function composed(told, body, legend) {
  const svg = element("svg", { xmlns: SVG, "font-family": FONT, fill: INK, role: "img", "aria-labelledby": "titre dit" });
  svg.append(element("title", { id: "titre" }, told.titre), element("desc", { id: "dit" }, [told.dit, told.ou, told.sources].filter(Boolean).join(" ")));
  const ground = svg.appendChild(element("rect", { width: WIDTH, fill: "#FFFFFF" }));
  let y = EDGE;
  const write = (text, { size = 13, weight = 400, fill = INK, x = EDGE, width = INSIDE, after = 6 } = {}) => {
    for (const line of text ? lines(text, size, weight, width) : []) {
      y += size * 1.32;
      svg.append(element("text", { x, y: y.toFixed(1), "font-size": size, "font-weight": weight, fill }, line));
    }
    if (text) y += after;
  };
  write(told.fictif && `${told.fictif}\u00a0: rien de ce qui suit n’a eu lieu.`, { size: 13, weight: 700, fill: "#9A3412" });
  write(told.titre, { size: 21, weight: 700 });
  write([told.ou, told.annee && `année affichée\u00a0: ${told.annee}`].filter(Boolean).join("\u00a0; "), { size: 14, fill: MUTED, after: 10 });
  const [width, height] = ["width", "height"].map((name) => parseFloat(body.getAttribute(name)));
  body.setAttribute("x", (EDGE + (INSIDE - width) / 2).toFixed(1));
  body.setAttribute("y", y.toFixed(1));
  svg.append(body);
  if (told.fictif) svg.append(mark(told.fictif, y + height / 2));
  y += height + 8;
  for (const part of legend?.querySelectorAll(":scope > p, :scope > .nb, li:not(.vide-ici)") ?? []) entry(part);
  if (legend) y += 6;
  write(told.dit, { size: 14, after: 8 });
  write(told.sources, { size: 11.5, fill: MUTED, after: 2 });
  write(told.pied, { size: 11.5, fill: MUTED });
  const whole = Math.ceil(y + EDGE / 2);
  for (const [name, value] of Object.entries({ width: WIDTH, height: whole, viewBox: `0 0 ${WIDTH} ${whole}` })) svg.setAttribute(name, value);
  ground.setAttribute("height", whole);
  return svg;

  // A line of the legend, after its swatch or its circle.
  function entry(part) {
    const swatch = part.querySelector?.(".puce");
    const round = part.querySelector?.(".rond");
    const text = part.textContent.replace(/\s*\n\s*/g, " ").trim();
    const left = EDGE + (round ? Math.max(parseFloat(round.style.width), 34) + 8 : swatch ? 36 : 0);
    const start = y;
    if (round) y += Math.max(0, parseFloat(round.style.height) - 20) / 2;
    write(text, { size: 13, weight: part.matches("p") ? 700 : 400, x: left, width: WIDTH - EDGE - left, after: 3 });
    if (swatch) svg.append(element("rect", { x: EDGE, y: (start + 4).toFixed(1), width: 28, height: 15, fill: filled(swatch), stroke: "#6B7683" }));
    if (round) {
      const radius = parseFloat(round.style.width) / 2;
      y = Math.max(y, start + 2 * radius + 4);
      svg.append(element("circle", { cx: EDGE + Math.max(radius, 17), cy: ((start + y) / 2).toFixed(1), r: radius, fill: "#215F93", "fill-opacity": 0.8 }));
    }
  }
}

// What a swatch of the legend is filled with on the map: a colour, or the pattern of a mark.
const filled = (swatch) => getComputedStyle(swatch).fill.replace(/url\(["']?[^#"']*(#[^"')]+)["']?\)/, "url($1)");

// A made-up figure must not pass for a real one, even cut out of its image.
function mark(words, middle) {
  return element("text", {
    x: WIDTH / 2, y: middle.toFixed(1), "text-anchor": "middle", "font-size": 64, "font-weight": 700, fill: "#B35900", "fill-opacity": 0.2,
    transform: `rotate(-24 ${WIDTH / 2} ${middle.toFixed(1)})`,
  }, words);
}

async function painted(file, svg) {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    await new Promise((done, failed) => Object.assign(picture, { onload: done, onerror: failed, src: address }));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)) * SHARPNESS);
    const pen = canvas.getContext("2d");
    if (!pen) throw refusal("Ce navigateur interdit de dessiner une image\u00a0: prenez « Dessin SVG ».");
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    if (!blob) throw refusal("Ce navigateur interdit de lire l’image\u00a0: prenez « Dessin SVG ».");
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
