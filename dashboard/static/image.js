// An image of a chart, of a map or of a figure made of boxes, with its title, its sources and what its marks mean inside. Light colours whatever
// the theme; letters that every machine has. Words are only ever set as text.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 800; // pixels: on a sheet of A4, letters are nine points
const EDGE = 24;
const INSIDE = WIDTH - 2 * EDGE;
const TALLEST = 780;
const NARROWEST = { sankey: 960 }; // narrower, the names of a flow run into each other: drawn so wide, then made smaller
const MAP_UNITS = 1000; // of carte.js
const SHARPNESS = 2; // pixels of a PNG for each of the drawing
const OFFICE = 1200; // pixels of the window in which a figure of boxes is laid out: nothing of it is that of a phone
const BASELINE = 0.81; // of the height of a line of letters: 0.77 in Helvetica, 0.80 in DejaVu, 0.81 in Arial and Liberation
const FONT = 'Arial, Helvetica, "Liberation Sans", "DejaVu Sans", sans-serif';
const INK = "#1B2430";
const MUTED = "#55606E";
// The inks of the dark theme (palette.py), each in that of the light one.
const LIGHT = new Map([["#e8eaed", INK], ["#a9b2bd", MUTED], ["#3a444f", "#D9DEE4"], ["#141a21", "#FFFFFF"]]);
const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "opacity", "font-size", "font-weight", "text-anchor", "letter-spacing",
  "paint-order", "stroke-linejoin", "vector-effect"];

/** @returns {Promise<{blob: Blob, name: string}>} the file, `kind` being svg or png; an error's `french` is for people. */
export async function drawn(told, legend, kind) {
  const view = CSS.escape(told.vue);
  const target = document.querySelector(`.st-key-${view}, .st-key-graphique_${view}, [data-vue="${view}"]`);
  const map = target?.querySelector(".carte");
  const chart = target?.querySelector(".js-plotly-plot");
  const boxes = target?.matches("[data-vue]") && target.firstElementChild;
  if (!map && !chart && !boxes) throw refusal("Le dessin n’est pas sur la page\u00a0: attendez qu’il soit affiché, puis recommencez.");
  const sheet = lit(map, legend);
  try {
    const body = map ? ofMap(sheet) : chart ? await ofChart(chart) : await ofBoxes(boxes);
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

// A figure made of boxes and words: laid out once more in a window of its own, then each box, line of words and drawing where it stands there.
async function ofBoxes(figure) {
  const window = await office();
  try {
    const page = window.contentDocument;
    const place = page.body.appendChild(Object.assign(page.createElement("div"), { className: "stHtml" }));
    place.dataset.testid = "stHtml";
    place.append(page.importNode(figure, true));
    place.querySelector(":scope > * > :is(figcaption, caption), :scope > :is(.tableau, .revue) caption")?.remove(); // it is the title of the image
    for (const node of place.querySelectorAll("*")) for (const side of ["before", "after"]) realised(node, side);
    // What is wider than the image is drawn as wide as it is, then made smaller.
    const width = Math.max(INSIDE, ...[place, ...place.children].map((one) => one.scrollWidth));
    page.body.style.setProperty("width", `${width}px`, "important");
    const height = Math.ceil(place.getBoundingClientRect().height);
    const made = element("svg", { viewBox: `0 0 ${width} ${height}`, width: INSIDE, height: (height * INSIDE) / width });
    const defs = made.appendChild(element("defs", {}));
    walked(place, { made, defs, shown: 1 });
    return made;
  } finally {
    window.remove();
  }
}

// An empty page with the styles of this one, as wide as on a desk, on the light theme, in the letters of the image.
async function office() {
  const window = document.createElement("iframe");
  window.style.cssText = `position: absolute; left: -9999px; top: 0; width: ${OFFICE}px; height: 600px; border: 0`;
  window.setAttribute("aria-hidden", "true");
  window.srcdoc = "<!doctype html><html lang=fr><head></head><body></body></html>";
  await new Promise((done) => {
    window.onload = done;
    document.body.append(window);
  });
  const page = window.contentDocument;
  const ours = [...document.styleSheets].filter((sheet) => !sheet.href || sheet.href.startsWith(location.origin));
  const rules = ours.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
  const own = `:root { color-scheme: light !important; font-size: 16px !important } * { font-family: ${FONT} !important; transition: none !important }
    body { width: ${INSIDE}px !important; margin: 0 !important; font-size: 16px; line-height: 1.5; color: ${INK} !important }
    [data-before]::before, [data-after]::after { content: none !important } .petite-carte img { max-height: none }
    .suivre { display: none } .coup .chiffre > .dessin { grid-column: 1 / -1; grid-row: auto; justify-self: start } .coup .unite { display: block }
    .revue { container-type: normal !important } .argent ul > li { grid-template-columns: 9rem minmax(0, 1fr) 14rem }`;
  page.head.append(Object.assign(page.createElement("style"), { textContent: [...rules, own].join("\n") }));
  return window;
}

// What a style writes before or after a node is in no tree: the same box, as a node.
function realised(node, side) {
  const styles = node.ownerDocument.defaultView.getComputedStyle(node, `::${side}`);
  if (!styles.content.startsWith('"')) return;
  const box = node.ownerDocument.createElement("span");
  for (const name of styles) box.style.setProperty(name, styles.getPropertyValue(name));
  box.textContent = JSON.parse(styles.content);
  if (side === "before") node.prepend(box);
  else node.append(box);
  node.dataset[side] = "";
}

function walked(node, { made, defs, shown }) {
  const styles = node.ownerDocument.defaultView.getComputedStyle(node);
  const opacity = shown * Number(styles.opacity);
  // What is only heard is clipped.
  if (styles.visibility !== "visible" || styles.clipPath !== "none" || opacity === 0) return;
  const rects = [...node.getClientRects()];
  if (node.localName === "svg" || node.localName === "img") {
    if (rects.length) made.append(drawing(node, rects[0]));
    return;
  }
  const pointed = styles.display !== "inline" && node.clientWidth === 0 && node.clientHeight === 0 && node.offsetWidth > 0;
  for (const rect of rects) (pointed ? shaped : boxed)(styles, rect, { made, defs, opacity });
  for (const child of node.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE) walked(child, { made, defs, shown: opacity });
    if (child.nodeType !== Node.TEXT_NODE) continue;
    // What is indented out of a box that cuts is only heard.
    const seen = written(child).filter(({ rect }) => styles.overflowX !== "hidden" || !rects[0] || rect.left < rects[0].right);
    for (const line of seen) made.append(letters(line, styles, opacity));
  }
}

// A drawing of the figure: of its own, or in the address of a picture.
function drawing(node, { x, y, width, height }) {
  const text = node.localName === "img" ? decodeURIComponent(node.src.slice(node.src.indexOf(",") + 1)) : new XMLSerializer().serializeToString(node);
  const made = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  if (made.localName !== "svg") throw new Error("a picture of the figure is not SVG");
  for (const [name, value] of Object.entries({ x, y, width, height })) made.setAttribute(name, value.toFixed(1));
  if (node.alt) made.prepend(element("title", {}, node.alt));
  return made;
}

const SIDES = ["Top", "Right", "Bottom", "Left"];

function boxed(styles, rect, { made, defs, opacity }) {
  const { x, y, width, height } = rect;
  if (!width || !height) return;
  const sides = SIDES.map((side) => ({
    thick: parseFloat(styles[`border${side}Width`]), line: styles[`border${side}Style`], ink: inked(styles[`border${side}Color`], opacity),
  }));
  const seen = sides.filter(({ thick, line, ink }) => thick && line !== "none" && line !== "hidden" && ink.opacity);
  const round = styles.borderTopLeftRadius;
  const radius = Math.min(round.endsWith("%") ? (parseFloat(round) / 100) * width : parseFloat(round), width / 2, height / 2);
  const whole = seen.length === 4 && seen.every(({ thick, line }) => thick === seen[0].thick && line === seen[0].line);
  const edge = whole ? seen[0].thick / 2 : 0;
  const place = { x: x + edge, y: y + edge, width: Math.max(0, width - 2 * edge), height: Math.max(0, height - 2 * edge), rx: radius };
  const fills = [inked(styles.backgroundColor, opacity), hatched(styles.backgroundImage, defs, opacity)].filter((fill) => fill?.opacity);
  for (const fill of fills) made.append(rectangle(place, { fill: fill.colour, "fill-opacity": fill.opacity }));
  if (whole) made.append(rectangle(place, { fill: "none", ...stroked(seen[0]) }));
  else for (const side of seen) made.append(edged(rect, SIDES[sides.indexOf(side)], side));
}

// A sign that borders alone make: a square, a disc, a diamond (a square that is turned), a triangle.
function shaped(styles, { x, y, width, height, right, bottom }, { made, opacity }) {
  const sides = SIDES.map((side) => ({ thick: parseFloat(styles[`border${side}Width`]), ink: inked(styles[`border${side}Color`], opacity) }));
  const seen = sides.filter(({ thick, ink }) => thick && ink.opacity);
  if (!seen.length) return;
  const fill = { fill: seen[0].ink.colour, "fill-opacity": seen[0].ink.opacity };
  const polygon = (...points) => made.append(element("polygon", { points: points.map((ends) => ends.map((end) => end.toFixed(1)).join()).join(" "), ...fill }));
  if (styles.rotate === "45deg") polygon([x + width / 2, y], [right, y + height / 2], [x + width / 2, bottom], [x, y + height / 2]);
  else if (seen.length === 4) made.append(rectangle({ x, y, width, height, rx: styles.borderTopLeftRadius === "50%" ? width / 2 : 0 }, fill));
  else {
    const tip = [x + sides[3].thick, y + sides[0].thick];
    const ends = [[[x, y], [right, y]], [[right, y], [right, bottom]], [[right, bottom], [x, bottom]], [[x, bottom], [x, y]]];
    for (const side of seen) polygon(...ends[sides.indexOf(side)], tip);
  }
}

const rectangle = (place, more) => element("rect", { ...Object.fromEntries(Object.entries(place).map(([name, value]) => [name, value.toFixed(1)])), ...more });

const stroked = ({ thick, line, ink }) => ({
  stroke: ink.colour, "stroke-opacity": ink.opacity, "stroke-width": thick, ...(line === "dashed" && { "stroke-dasharray": `${2 * thick} ${2 * thick}` }),
});

function edged({ left, top, right, bottom }, name, side) {
  const inner = side.thick / 2;
  const across = { Top: top + inner, Bottom: bottom - inner }[name];
  const down = { Left: left + inner, Right: right - inner }[name];
  const [x1, y1, x2, y2] = (across === undefined ? [down, top, down, bottom] : [left, across, right, across]).map((end) => end.toFixed(1));
  return element("line", { x1, y1, x2, y2, ...stroked(side) });
}

// A colour as every program reads it: browsers compute « rgb(…) », or « color(srgb …) » for one that is mixed.
function inked(value, shown) {
  const [red, green, blue, alpha = 1] = (value.match(/-?[\d.]+(e-?\d+)?/g) ?? [0, 0, 0, 0]).map(Number);
  const scale = value.startsWith("color(") ? 255 : 1;
  const colour = `#${[red, green, blue].map((part) => Math.round(Math.min(255, part * scale)).toString(16).padStart(2, "0")).join("")}`;
  return { colour, opacity: Number((alpha * shown).toFixed(3)) };
}

// Hatching, the one picture that our boxes have as a ground: its angle, its ink, how wide a stroke is and how far the next one.
function hatched(image, defs, shown) {
  const found = image.match(/^repeating-linear-gradient\((-?[\d.]+)deg, ((?:rgb|color)[^)]*\))/);
  if (!found) return null;
  const places = [...image.matchAll(/([\d.]+)px/g)].map(([, pixels]) => Number(pixels));
  const stroke = places.find((pixels) => pixels > 0);
  const step = places.at(-1);
  const ink = inked(found[2], shown);
  const id = `raye${defs.childElementCount}`;
  const turned = { id, width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${Number(found[1]) - 90})` };
  defs.appendChild(element("pattern", turned)).append(element("rect", { width: stroke, height: step, fill: ink.colour, "fill-opacity": ink.opacity }));
  return { colour: `url(#${id})`, opacity: 1 };
}

// The lines of a text, as they were broken: letter by letter, since a long name is cut anywhere.
function written(text) {
  const range = text.ownerDocument.createRange();
  const found = [];
  let offset = 0;
  for (const letter of text.data) {
    range.setStart(text, offset);
    range.setEnd(text, (offset += letter.length));
    const [rect] = range.getClientRects();
    const line = found.at(-1);
    if (!rect?.width || (!line && letter === " ")) continue; // a space that begins a text would not be drawn
    if (line && Math.abs(line.rect.top - rect.top) < 3 && rect.left >= line.rect.left) line.words += letter;
    else found.push({ words: letter, rect });
  }
  return found.filter(({ words }) => words.trim());
}

function letters({ words, rect }, styles, opacity) {
  const ink = inked(styles.color, opacity);
  const told = styles.textTransform === "uppercase" ? words.toUpperCase() : words;
  const look = { "font-size": parseFloat(styles.fontSize), "font-weight": styles.fontWeight, fill: ink.colour, "fill-opacity": ink.opacity };
  const place = { x: rect.left.toFixed(1), y: (rect.top + BASELINE * rect.height).toFixed(1) };
  return element("text", { ...place, ...look }, told.replace(/[ \n\t]+/g, " ").trimEnd());
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
