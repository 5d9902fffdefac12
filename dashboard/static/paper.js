// What a sheet of paper needs and a style sheet cannot do: charts drawn again at its width, controls told in words, a wait for what is still being drawn.
(() => {
  if (window.observatoirePapier) return;
  window.observatoirePapier = true;

  // A4 at 96 pixels an inch, less margins of 1 cm; a row of small charts has three at most, and a gap between them.
  const SHEET = 718;
  const ACROSS = 3;
  // Narrower than that, years lean and the names of a flow run into each other: drawn so wide, then made smaller.
  const NARROWEST = { sankey: 960, chart: 310 };
  const GAP = 16;
  const PATIENCE_MS = 10_000;
  const CONTROLS = ["Selectbox", "MultiSelect", "TextInput", "TextArea", "NumberInput", "DateInput", "Radio", "ButtonGroup", "Checkbox"]
    .map((name) => `[data-testid=stMain] [data-testid=st${name}]`).join();

  const text = (element) => element?.textContent.trim() ?? "";
  const chosen = (control) => {
    const box = control.querySelector("input[type=checkbox]");
    if (box) return box.checked ? "oui" : "non";
    const picked = [...control.querySelectorAll("[aria-checked=true], input:checked")].map((one) => text(one.closest("label") ?? one));
    const tags = [...control.querySelectorAll("[data-testid=stMultiSelectTagsContainer] > :not(input)")].map(text);
    const typed = [...control.querySelectorAll("input:not([type=radio]), textarea")].map((field) => field.value);
    return [...picked, ...tags, ...typed].filter(Boolean).join(", ");
  };
  const tell = (control) => {
    const value = chosen(control);
    const label = text(control.querySelector("[data-testid=stWidgetLabel]"));
    if (value && !control.querySelector(":disabled")) control.dataset.papier = label ? `${label}\u00a0: ${value}` : value;
    else delete control.dataset.papier;
  };

  // Drawn anew, still: some charts move to their new width, and a sheet does not wait for them.
  const room = (chart, data) => {
    const beside = chart.closest("[data-testid=stHorizontalBlock]")?.children.length ?? 1;
    const across = Math.min(beside, ACROSS);
    return Math.max(Math.floor((SHEET - GAP * (across - 1)) / across), NARROWEST[data[0]?.type] ?? NARROWEST.chart);
  };
  const draw = (chart) => {
    const { data, layout } = chart.querySelector(".js-plotly-plot");
    const sheet = document.createElement("div");
    sheet.className = "sur-papier";
    chart.append(sheet);
    const width = room(chart, data);
    window.Plotly.newPlot(sheet, data, { ...layout, width }, { staticPlot: true, locale: "fr" });
    // Another sheet than A4 is filled too.
    for (const drawing of sheet.querySelectorAll("svg.main-svg")) drawing.setAttribute("viewBox", `0 0 ${width} ${layout.height}`);
    sheet.style.setProperty("--rapport", `${width} / ${layout.height}`);
  };
  const drawn = (chart) => chart.querySelector("svg.main-svg") !== null;
  const charts = () => [...document.querySelectorAll(".stPlotlyChart")];

  addEventListener("beforeprint", () => {
    document.querySelectorAll(CONTROLS).forEach(tell);
    charts().filter(drawn).forEach(draw);
  });
  addEventListener("afterprint", () => document.querySelectorAll(".sur-papier").forEach((sheet) => sheet.remove()));

  // A browser prints what stands there: asked from the keyboard, it waits for charts and maps.
  const drawing = () =>
    document.querySelector("[data-testid=stApp][data-test-script-state=running], [data-testid=stMain] [data-testid=stSkeleton]") !== null ||
    !charts().every(drawn) ||
    [...document.querySelectorAll(".carte")].some((map) => !map.querySelector("path[class], .etat:not(:empty)"));
  addEventListener("keydown", async (event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || !drawing()) return;
    event.preventDefault();
    const end = Date.now() + PATIENCE_MS;
    while (drawing() && Date.now() < end) await new Promise((later) => setTimeout(later, 50));
    window.print();
  });
})();
