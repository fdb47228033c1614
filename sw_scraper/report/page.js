"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = (id) => JSON.parse(byId(id).textContent);
  const words = data("words");
  const PAGE = 25;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const number = new Intl.NumberFormat(document.documentElement.lang);

  /* The list. Rows come as gzip in base64: [title, url, date, authors, tags (indices), first seen, is listed]. */
  const unpack = async () => {
    const bytes = Uint8Array.from(atob(byId("rows").textContent.trim()), (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let rows = [];
  let found = [];
  let tags = [];
  const state = { query: "", tag: "", period: null, column: "date", down: true, page: 0 };

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const lineOf = (row) => {
    const line = document.createElement("tr");
    line.append(element("td", row.date || words.none));
    const cell = document.createElement("td");
    const link = element("a", row.title || words.untitled, { href: row.url, rel: "noreferrer noopener", dir: "auto" });
    if (!row.listed) {
      link.className = "is-gone";
      link.append(element("span", ` (${words.gone})`, { class: "sr" }));
    }
    cell.append(link);
    line.append(cell, element("td", row.authors, { dir: "auto" }), element("td", row.tags), element("td", row.seen));
    return line;
  };
  const show = () => {
    const body = byId("list").tBodies[0];
    const last = Math.max(0, Math.ceil(found.length / PAGE) - 1);
    state.page = Math.min(state.page, last);
    const lines = found.slice(state.page * PAGE, (state.page + 1) * PAGE).map(lineOf);
    if (!lines.length) {
      const line = document.createElement("tr");
      line.append(element("td", words.no_match, { colspan: "5" }));
      lines.push(line);
    }
    body.replaceChildren(...lines);
    byId("count").textContent = fill(words.n_of_m, { n: number.format(found.length), m: number.format(rows.length) });
    byId("where").textContent = fill(words.page, { n: number.format(state.page + 1), m: number.format(last + 1) });
    byId("previous").disabled = state.page === 0;
    byId("next").disabled = state.page === last;
  };
  const compare = new Intl.Collator(document.documentElement.lang, { sensitivity: "base", numeric: true }).compare;
  const choose = () => {
    const asked = plain(state.query).split(/\s+/).filter(Boolean);
    const { period, tag, column, down } = state;
    found = rows.filter(
      (row) =>
        (tag === "" || row.tagIds.includes(Number(tag))) &&
        (!period || (row.date.length >= 7 && row.date.slice(0, 7) >= period[0] && row.date.slice(0, 7) <= period[1])) &&
        asked.every((word) => row.text.includes(word)),
    );
    const isText = column === "title" || column === "authors" || column === "tags";
    const order = isText ? compare : (one, other) => (one < other ? -1 : one > other ? 1 : 0);
    found.sort((one, other) => {
      if (!one[column] !== !other[column]) return one[column] ? -1 : 1; // what is not known stands last either way
      return (down ? -1 : 1) * order(one[column], other[column]) || one.n - other.n;
    });
    state.page = 0;
    show();
  };
  const setPeriod = (period) => {
    state.period = period;
    byId("period-shown").hidden = !period;
    if (period) byId("period-shown").firstElementChild.textContent = fill(words.period, { first: period[0], last: period[1] });
    choose();
  };
  const listen = () => {
    byId("filter").addEventListener("submit", (event) => event.preventDefault());
    let waiting = 0;
    byId("query").addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { state.query = event.target.value; choose(); }, 80);
    });
    byId("only").addEventListener("change", (event) => { state.tag = event.target.value; choose(); });
    byId("previous").addEventListener("click", () => { state.page -= 1; show(); });
    byId("next").addEventListener("click", () => { state.page += 1; show(); });
    for (const button of document.querySelectorAll("#list thead button")) {
      button.addEventListener("click", () => {
        const { column } = button.dataset;
        state.down = state.column === column ? !state.down : column === "date" || column === "seen";
        state.column = column;
        for (const head of document.querySelectorAll("#list thead th")) head.removeAttribute("aria-sort");
        button.closest("th").setAttribute("aria-sort", state.down ? "descending" : "ascending");
        choose();
      });
    }
  };
  const list = async () => {
    const packed = await unpack();
    ({ tags } = packed);
    rows = packed.rows.map(([title, url, date, authors, tagIds, seen, listed], n) => {
      const names = tagIds.map((one) => tags[one]).join(", ");
      const text = plain(`${title} ${authors} ${names}`);
      return { n, title, url, date, authors, tagIds, tags: names, seen, listed, text };
    });
    tags.forEach((name, n) => byId("only").append(element("option", name, { value: n })));
    listen();
    choose();
  };

  /* The charts, in the colours of the page; drawn anew when the reader turns the lights on or off. */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const config = () => {
    const style = getComputedStyle(document.documentElement);
    const [ink, faint, line, mark] = ["--ink", "--faint", "--line", "--mark"].map((name) => style.getPropertyValue(name).trim());
    const text = { labelColor: faint, titleColor: faint, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
    return {
      background: "transparent",
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: "transparent" },
      axis: { ...text, gridColor: line, domainColor: line, tickColor: line },
      legend: { ...text, labelColor: ink },
      range: { heatmap: { scheme: dark.matches ? "darkblue" : "blues" } },
      selection: { interval: { mark: { fill: mark, fillOpacity: 0.12, stroke: mark } } },
    };
  };
  const months = (value) => {
    const range = value && Object.values(value).find((one) => Array.isArray(one) && one.length > 1);
    if (!range) return null;
    const text = (time) => `${new Date(time).getFullYear()}-${String(new Date(time).getMonth() + 1).padStart(2, "0")}`;
    const [first, last] = [Math.min(...range), Math.max(...range)];
    return [text(first), text(last)];
  };
  let views = [];
  const draw = async () => {
    views.forEach((one) => one.finalize());
    views = [];
    for (const [name, spec] of Object.entries(data("charts"))) {
      const place = byId(`chart-${name}`);
      const legend = spec.encoding.color.legend;
      if (legend && legend.columns) legend.columns = Math.max(1, Math.min(legend.columns, Math.floor(place.clientWidth / 170)));
      const made = await vegaEmbed(place, spec, {
        ast: true, // the policy of this page forbids making code from texts
        actions: false,
        defaultStyle: false,
        renderer: "svg",
        tooltip: { disableDefaultStyle: true },
        config: config(),
      });
      views.push(made);
      const picture = place.querySelector("svg");
      picture.firstElementChild.setAttribute("aria-hidden", "true"); // a picture with a description; its numbers stand in tables
      for (const [key, value] of [["role", "img"], ["aria-label", spec.description]]) picture.setAttribute(key, value);
      if (name === "months") {
        made.view.addSignalListener("period", (_, value) => setPeriod(months(value)));
        byId("clear").onclick = () => { setPeriod(null); draw(); };
      }
    }
  };
  dark.addEventListener("change", draw);

  list().then(draw).then(() => { document.documentElement.dataset.ready = "yes"; });
})();
