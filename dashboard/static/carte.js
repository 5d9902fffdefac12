// Draws a map as SVG. Outlines are fetched once by URL and drawn once; a later run only changes classes and words.
// What maps.py sends is plain values; text is only ever set as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const MARGIN = 14;
const RADIANS = Math.PI / 180;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FRAME = `
  <svg class="motifs" aria-hidden="true"><defs>
    <pattern id="motif-nd" width="7" height="7" patternUnits="userSpaceOnUse">
      <rect width="7" height="7"/><circle cx="2" cy="2" r="1.1"/><circle cx="5.5" cy="5.5" r="1.1"/></pattern>
    <pattern id="motif-secret" width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6"/><path d="M0 0L6 6M6 0L0 6"/></pattern>
    <pattern id="motif-non-significatif" width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8"/><path d="M0 4H8"/></pattern>
    <pattern id="motif-sans-objet" width="9" height="9" patternUnits="userSpaceOnUse">
      <rect width="9" height="9"/><path d="M-2 2L2 -2M0 9L9 0M7 11L11 7"/></pattern>
  </defs></svg>
  <svg class="fond" role="group" xmlns="http://www.w3.org/2000/svg">
    <g data-couche="territoires"></g><g data-couche="limites"></g><g data-couche="cercles"></g>
    <g data-couche="choix"></g><g data-couche="noms"></g>
  </svg>
  <div class="annees" hidden>
    <button type="button"></button><span></span><input type="range" min="0" step="1"><span></span><output></output>
  </div>
  <div class="bulle" aria-hidden="true" hidden></div>
  <p class="etat" role="status"></p>
`;
const [SLIDER_PX, EDGE_PX] = [100, 16]; // under a map on the first screen, with a slider and without
const [PACE_MS, STILL_MS] = [1000, 200]; // a year, when the map plays; how long it stands still before it is named anew
const MOVED = "carte-annee"; // said by a slider to the other maps of the page
const files = new Map();
const drawn = new WeakMap();

export default async function draw({ data: sent, parentElement, setTriggerValue }, styles, list) {
  await styled(styles);
  const data = unpacked(sent);
  const root = parentElement.querySelector(".carte");
  if (!root.firstChild) root.innerHTML = FRAME;
  let map = drawn.get(root);
  const ground = `${data.outlines} ${data.borders} ${data.frame}`;
  if (map?.ground !== ground) {
    try {
      const [outlines, borders] = await Promise.all([fetched(data.outlines), data.borders && fetched(data.borders)]);
      map = lay(root, outlines, borders, data, ground, list);
    } catch (error) {
      root.querySelector(".etat").textContent = data.words.failed;
      console.error(error);
      return;
    }
    drawn.set(root, map);
  }
  Object.assign(map, { data, send: (code) => setTriggerValue("choix", code) });
  paint(map);
  slide(map);
  fit(map);
}

// A map that begins on the first screen ends there, its slider included.
function fit({ root, data }) {
  const main = root.closest("[data-testid='stMain']");
  if (!main || !data) return;
  const above = root.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop;
  const below = data.steps.length > 1 ? SLIDER_PX : EDGE_PX;
  if (above < 0.62 * innerHeight) root.style.setProperty("--autour", `${Math.round(above + below)}px`);
  else root.style.removeProperty("--autour");
}

// Codes come as one string, what each territory holds as digits of a list: each thing travels once.
function unpacked(data) {
  const listed = (ranks, items) => Array.from(ranks, (rank) => items[parseInt(rank, 36)]);
  const codes = data.codes ? data.codes.split(" ") : [];
  const entries = new RegExp(`-|[0-9a-z]{${data.width}}`, "g");
  const steps = data.steps.map((step) => ({
    ...step,
    fills: listed(step.fills, data.kinds),
    told: listed(step.told.match(entries) ?? [], data.told),
  }));
  return { ...data, codes, steps, zone: listed(data.zone, data.zones) };
}

function styled(url) {
  if (!files.has(url.href)) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url.href });
    files.set(url.href, new Promise((loaded) => (link.onload = link.onerror = loaded)));
    document.head.append(link);
  }
  return files.get(url.href);
}

function fetched(url) {
  if (!files.has(url)) {
    const answer = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.json();
    });
    answer.catch(() => files.delete(url));
    files.set(url, answer);
  }
  return files.get(url);
}

// Lambert's conformal conic of France (parallels 44 and 49), upright on `meridian`; Mercator in the tropics.
function projection(meridian, tropical) {
  const tangent = (degrees) => Math.tan(Math.PI / 4 + (degrees * RADIANS) / 2);
  if (tropical) return ([lon, lat]) => [lon * RADIANS, -Math.log(tangent(lat))];
  const cosine = (degrees) => Math.cos(degrees * RADIANS);
  const n = Math.log(cosine(44) / cosine(49)) / Math.log(tangent(49) / tangent(44));
  const f = (cosine(44) * tangent(44) ** n) / n;
  return ([lon, lat]) => {
    const rho = f / tangent(lat) ** n;
    const angle = n * (lon - meridian) * RADIANS;
    return [rho * Math.sin(angle), rho * Math.cos(angle)];
  };
}

const rings = ({ type, coordinates }) => (type === "Polygon" ? coordinates : coordinates.flat());

function box(points) {
  const extent = [Infinity, Infinity, -Infinity, -Infinity];
  for (const point of points) {
    for (const axis of [0, 1]) {
      extent[axis] = Math.min(extent[axis], point[axis]);
      extent[axis + 2] = Math.max(extent[axis + 2], point[axis]);
    }
  }
  return extent;
}

function lay(root, outlines, borders, data, ground, list) {
  const inside = new Set(data.codes);
  const framed = outlines.features.filter((feature) => inside.has(feature.id));
  const seen = framed.length ? framed : outlines.features;
  const [west, south, east, north] = box(seen.flatMap((feature) => rings(feature.geometry).flat()));
  const project = projection((west + east) / 2, Math.abs(south + north) / 2 < 30);
  const extent = box(seen.flatMap((feature) => rings(feature.geometry).flat().map(project)));
  const scale = (WIDTH - 2 * MARGIN) / (extent[2] - extent[0]);
  const place = (point) => {
    const [x, y] = project(point);
    return [(x - extent[0]) * scale + MARGIN, (y - extent[1]) * scale + MARGIN];
  };
  const path = (geometry) =>
    rings(geometry).map((ring) => `M${ring.map((point) => place(point).map((c) => c.toFixed(1))).join("L")}Z`).join("");

  const height = (extent[3] - extent[1]) * scale + 2 * MARGIN;
  const svg = root.querySelector("svg.fond");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${Math.round(height)}`);
  root.style.setProperty("--rapport", (WIDTH / height).toFixed(4));
  const layers = Object.fromEntries([...svg.querySelectorAll("g")].map((g) => [g.dataset.couche, g]));
  for (const layer of Object.values(layers)) layer.replaceChildren();
  const areas = new Map();
  for (const feature of outlines.features) {
    const area = add(layers.territoires, "path", { d: path(feature.geometry) });
    const [x0, y0, x1, y1] = box(rings(feature.geometry)[0].map(place));
    areas.set(feature.id, { area, name: feature.properties.nom, centre: [(x0 + x1) / 2, (y0 + y1) / 2] });
    area.dataset.code = feature.id;
  }
  for (const feature of borders?.features ?? []) add(layers.limites, "path", { d: path(feature.geometry) });
  const chosen = add(layers.choix, "path", {});
  const map = { root, svg, layers, areas, chosen, place, ground };
  root.querySelector(".etat").textContent = "";
  listen(map);
  map.resized?.disconnect();
  addEventListener("beforeprint", () => root.isConnected && [size(map), list(map, told)]);
  map.resized = new ResizeObserver(() => [fit, size].forEach((change) => change(map)));
  for (const part of [svg, root.closest("[data-testid='stMainBlockContainer']")]) if (part) map.resized.observe(part);
  return map;
}

function add(parent, name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return parent.appendChild(element);
}

// All that does not change from one year to the next, then the year to begin with.
function paint(map) {
  const { data, areas, layers, svg } = map;
  svg.setAttribute("aria-label", data.words.alt);
  map.format = new Intl.NumberFormat("fr-FR", { minimumFractionDigits: data.words.decimals, maximumFractionDigits: data.words.decimals });
  map.rank = new Map(data.codes.map((code, index) => [code, index]));
  for (const [code, { area }] of areas) {
    map.rank.has(code) ? area.setAttribute("role", "button") : area.removeAttribute("role");
    area.setAttribute("tabindex", "-1");
  }
  map.chosen.setAttribute("d", areas.get(data.chosen)?.area.getAttribute("d") ?? "");
  layers.cercles.replaceChildren();
  map.circles = data.spots.map(([index]) => [index, add(layers.cercles, "circle", {})]);
  map.spots = data.spots.map(([, lon, lat], order) => [map.circles[order][1], lon, lat]);
  layers.noms.replaceChildren();
  for (const [text, lon, lat, colour] of data.labels) {
    const label = add(layers.noms, "text", data.small ? { class: "petit" } : { dy: -8 });
    if (colour) add(label, "tspan", { fill: colour }).textContent = "■ ";
    label.append(text);
    map.spots.push([label, lon, lat]);
  }
  // The server does not know where the slider was left: a later run of the page stays there.
  const left = data.steps.findIndex((step) => step.label === map.root.dataset.annee);
  show(map, left < 0 ? data.start : left);
  const first = data.codes.find((_, index) => map.step.told[index]);
  const stop = areas.get(data.chosen) ?? areas.get(first) ?? areas.get(data.codes[0]);
  stop?.area.setAttribute("tabindex", "0");
  size(map);
}

// One step: only colours, circles and words change.
function show(map, at) {
  const { data, areas } = map;
  const [top, largest, smallest] = data.sizes;
  map.at = at;
  map.step = data.steps[at];
  map.root.dataset.montre = map.step.label; // what an image of the map is dated by
  for (const [code, { area }] of areas) {
    const rank = map.rank.get(code);
    const fill = rank === undefined ? "hors" : map.step.fills[rank];
    if (area.getAttribute("class") !== fill) area.setAttribute("class", fill);
  }
  for (const [index, circle] of map.circles) {
    const value = valued(map.step.told[index]);
    circle.setAttribute("class", value < 0 ? "creux" : "");
    circle.setAttribute("r", value === null ? 0 : Math.max(smallest, largest * Math.sqrt(Math.abs(value) / top)) / 2);
  }
  // The sentence that opens the page is that of the year shown.
  const opening = map.root.closest("[data-testid='stMainBlockContainer']")?.querySelector(".reponse .phrase");
  if (opening && data.answers?.length) opening.textContent = data.answers[at];
  clearTimeout(map.naming);
  map.naming = setTimeout(() => name(map), STILL_MS);
}

// What each territory says to a screen reader, once the map stands still.
function name(map) {
  for (const [code, { area }] of map.areas) area.setAttribute("aria-label", map.rank.has(code) ? lines(map, code).join(", ") : "");
}

// What a figure is worth: it is a number, or words with theirs; null where a mark stands in its place.
const valued = (entry) => (Array.isArray(entry?.[0]) ? entry[0][1] : (entry?.[0] ?? null));

// Circles and names keep their size in pixels, whatever the width of the map, and stand in their places before it has one.
function size(map) {
  if (!map.spots) return;
  map.width = map.svg.getBoundingClientRect().width || map.width;
  const unit = WIDTH / (map.width || WIDTH);
  for (const [element, lon, lat] of map.spots) {
    const [middle, y] = map.place([lon, lat]);
    // A name near an edge is moved inwards rather than cut.
    const half = element.localName === "text" ? Math.min((element.getComputedTextLength() * unit) / 2 + MARGIN, WIDTH / 2) : 0;
    const x = Math.min(Math.max(middle, half), WIDTH - half);
    element.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${unit.toFixed(4)})`);
  }
}

function lines(map, code) {
  const { data, rank, areas, step } = map;
  const index = rank.get(code);
  const { words } = data;
  const zone = data.zone[index];
  const name = data.names[code] ?? areas.get(code).name;
  const place = zone && zone !== name ? [words.zone.replace("%z", zone)] : [];
  return [`${name} (${code})`, ...place, ...told(map, step.told[index], step.fills[index])];
}

// Figure with its unit and its year, or the mark that stands in its place; then what is known of it.
function told({ data, format, step }, entry, fill) {
  const { title, marks, units } = data.words;
  const head = step.label ? `${title}, ${step.label}` : title;
  const [figure, ...rest] = entry ?? [null];
  const plain = (value) => `${format.format(value)}${units[Math.abs(value) < 2 ? 0 : 1]}`;
  const said = figure === null ? marks[fill] : typeof figure === "number" ? plain(figure) : figure[0];
  return [`${head} : ${said}`, ...rest.filter((line) => line >= 0).map((line) => data.lines[line])];
}

// The slider and its button: every year is here already, so that a step asks the server nothing.
function slide(map) {
  const { data, root } = map;
  const bar = root.querySelector(".annees");
  const [button, first, range, end, output] = bar.children;
  const last = data.steps.length - 1;
  bar.hidden = last < 1 || data.follows;
  document.removeEventListener(MOVED, map.follow);
  clearInterval(map.playing);
  if (last < 1) return;
  const tell = (playing) => {
    range.value = map.at;
    range.setAttribute("aria-valuetext", map.step.said);
    const year = document.createElement("strong");
    year.textContent = map.step.label;
    output.replaceChildren(year, map.step.said.slice(map.step.label.length));
    output.setAttribute("aria-live", playing ? "off" : "polite");
    button.textContent = playing ? `❚❚ ${data.words.stop}` : `▶ ${data.words.play}`;
  };
  const go = (at, playing = false) => {
    show(map, at);
    tell(playing);
    root.dataset.annee = map.step.label;
    keep(map.step.label);
    document.dispatchEvent(new CustomEvent(MOVED, { detail: map.step.label }));
  };
  const halt = () => {
    clearInterval(map.playing);
    map.playing = 0;
    tell(false);
  };
  map.follow = ({ detail }) => {
    const at = data.steps.findIndex((step) => step.label === detail);
    if (!root.isConnected) document.removeEventListener(MOVED, map.follow);
    else if (data.follows && at >= 0) {
      root.dataset.annee = detail;
      show(map, at);
    }
  };
  document.addEventListener(MOVED, map.follow);
  Object.assign(range, { max: last, ariaLabel: data.words.year });
  [first.textContent, end.textContent] = [data.steps[0].label, data.steps[last].label];
  range.oninput = () => {
    const at = Number(range.value);
    halt();
    go(at);
  };
  const next = () => {
    if (!root.isConnected || map.at === last) halt();
    else go(map.at + 1, true);
  };
  button.onclick = () => {
    if (map.playing) halt();
    else map.playing = setInterval(next, PACE_MS);
    if (map.playing) go(map.at === last ? 0 : map.at + 1, true);
  };
  map.playing = 0;
  tell(false);
  if (root.dataset.annee && !data.follows) keep(map.step.label);
}

// The address bears the year, for links, without a question to the server.
function keep(year) {
  const url = new URL(location.href);
  url.searchParams.set("annee", year);
  history.replaceState(history.state, "", url);
}

function listen(map) {
  const { svg, root } = map;
  const bubble = root.querySelector(".bulle");
  const target = ({ target: { dataset } }) => (map.rank?.has(dataset?.code) ? dataset.code : undefined);
  const hide = () => (bubble.hidden = true);
  const say = (code, x, y) => {
    const [name, ...rest] = lines(map, code);
    const title = Object.assign(document.createElement("strong"), { textContent: name });
    const hint = Object.assign(document.createElement("em"), { textContent: map.data.words.hint });
    const rows = [title, ...rest, hint].map((line) => {
      const row = document.createElement("span");
      row.append(line);
      return row;
    });
    bubble.replaceChildren(...rows);
    bubble.hidden = false;
    const frame = root.getBoundingClientRect();
    const left = Math.min(Math.max(x - frame.left + 14, 4), Math.max(frame.width - bubble.offsetWidth - 4, 4));
    const below = y - frame.top + 16;
    const top = below + bubble.offsetHeight > frame.height ? y - frame.top - bubble.offsetHeight - 12 : below;
    bubble.style.transform = `translate(${left}px, ${Math.max(top, 0)}px)`;
  };
  svg.onpointermove = (event) => {
    const code = event.pointerType === "touch" ? undefined : target(event);
    code ? say(code, event.clientX, event.clientY) : hide();
  };
  svg.onpointerleave = svg.onfocusout = hide;
  svg.onclick = (event) => target(event) && map.send(target(event));
  svg.onfocusin = (event) => {
    const code = target(event);
    if (!code || !event.target.matches(":focus-visible")) return;
    event.target.setAttribute("aria-label", lines(map, code).join(", "));
    const frame = event.target.getBoundingClientRect();
    say(code, frame.right, frame.bottom);
  };
  svg.onkeydown = (event) => {
    const code = target(event);
    if (!code) return;
    if (event.key === "Enter" || event.key === " ") map.send(code);
    else if (ARROWS[event.key]) neighbour(map, code, ARROWS[event.key]);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
  };
}

// The nearest territory towards an arrow: one stop of the Tab key for the whole map, arrows inside.
function neighbour(map, code, [dx, dy]) {
  const from = map.areas.get(code).centre;
  let best = null;
  let least = Infinity;
  for (const [other, { centre, area }] of map.areas) {
    const [x, y] = [centre[0] - from[0], centre[1] - from[1]];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    const cost = along + 2 * aside;
    if (other !== code && map.rank.has(other) && along > 0.5 && aside < 2 * along && cost < least) [best, least] = [area, cost];
  }
  if (!best) return;
  map.areas.get(code).area.setAttribute("tabindex", "-1");
  best.setAttribute("tabindex", "0");
  best.focus();
}
