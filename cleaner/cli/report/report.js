"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const list = $("list");
  const documents = all(".doc");
  const FILTERS = ["source", "label", "rule", "gone", "day", "text", "why", "words"];
  const NAMES = { gone: "went", day: "date", text: "line", why: "show" };
  const NONE = { source: "none found", label: "shortened", rule: "no rule" };
  const GONE = all(".column[data-by=gone] .below").map((one) => one.textContent);
  const state = {}; // what is chosen, by name; "" is a choice too: documents without a source
  let current = null; // the document that keys work on
  let mark = null; // the line that `n` and `p` stand on

  // Which lines and documents fit

  const rules = new Map(all("#rules tbody tr").map((row) => {
    const [name, label, at] = [...row.cells].map((cell) => cell.dataset.v);
    return [row.dataset.r, { name, label, at }];
  }));
  const ruleOf = (line) => rules.get(line.dataset.r) || {};

  function lineFits(line) {
    const rule = ruleOf(line);
    return (!("label" in state) || rule.label === state.label) && (!("rule" in state) || rule.name === state.rule);
  }
  const textOf = (line) => line.querySelector("span").textContent;

  function fits(one) {
    const { source, gone, day, why } = state;
    if ("source" in state && one.dataset.source !== source) return false;
    if (gone && one.dataset.gone !== gone) return false;
    if (day && !one.dataset.day.startsWith(day)) return false;
    if (why === "flagged" && one.dataset.flagged !== "1") return false;
    if (why === "nothing" && one.dataset.why !== "nothing") return false;
    if (why === "most" && one.dataset.why !== "most") return false;
    if (("label" in state || "rule" in state) && !all("li[class]", one).some(lineFits)) return false;
    if (state.text && !all("li:not([class])", one).some((line) => textOf(line) === state.text)) return false;
    return !state.words || one.textContent.toLocaleLowerCase().includes(state.words.toLocaleLowerCase());
  }

  function apply() {
    const some = "label" in state || "rule" in state;
    let shown = 0;
    for (const one of documents) {
      one.hidden = !fits(one);
      shown += !one.hidden;
      for (const line of all("li[class]", one)) line.hidden = some && !lineFits(line);
    }
    for (const one of all("[data-by]")) one.setAttribute("aria-pressed", String(state[one.dataset.by] === one.value));
    $("by-words").value = state.words || "";
    $("by-why").value = state.why || "";
    $("order").value = state.order || "";
    $("side").checked = Boolean(state.side);
    $("bare").checked = Boolean(state.bare);
    list.classList.toggle("bare", Boolean(state.bare));
    aside();
    chips();
    $("shown").textContent = `${shown} of ${documents.length} shown`;
    $("none").hidden = shown > 0 || !documents.length;
  }

  function chips() {
    const box = $("chips");
    box.replaceChildren();
    for (const name of FILTERS) {
      if (!(name in state) || name === "words" || name === "why") continue;
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "chip";
      const value = name === "gone" ? `${GONE[state.gone] || state.gone} %` : state[name] || NONE[name];
      chip.textContent = `${NAMES[name] || name}: ${value} ×`;
      chip.title = "show all again";
      chip.addEventListener("click", () => set({ [name]: undefined }));
      box.append(chip);
    }
  }

  function order() {
    const by = {
      most: (one) => -one.dataset.share,
      least: (one) => +one.dataset.share,
      read: (one) => +one.dataset.n,
      "": (one) => first.get(one),
    }[state.order || ""] || ((one) => first.get(one));
    const sorted = documents.toSorted ? documents.toSorted((a, b) => by(a) - by(b)) : [...documents].sort((a, b) => by(a) - by(b));
    list.append(...sorted);
  }
  const first = new Map(documents.map((one, at) => [one, at]));

  // Before and after, side by side: made when a document is first looked at that way

  function aside() {
    list.classList.toggle("side", Boolean(state.side));
    for (const one of documents) if (one.open && !one.hidden) beside(one);
  }

  function beside(one) {
    for (const line of all("li", one)) {
      const [before] = all(":scope > span", line);
      let after = line.querySelector(":scope > .after");
      if (state.side && !after && !line.classList.contains("more")) {
        after = before.cloneNode(true);
        after.className = "after";
        for (const gone of all("del", after)) gone.remove();
        if (line.className === "drop" || line.className === "meta") after.textContent = "";
        line.insertBefore(after, before.nextSibling);
      }
      if (after) after.hidden = !state.side;
      if (line.dataset.r) line.title = `${ruleOf(line).label} · ${ruleOf(line).name} · ${ruleOf(line).at}`;
      before.className = state.side ? "before" : "";
      for (const put of all("ins", before)) put.hidden = Boolean(state.side);
    }
  }

  // The address follows what is chosen

  function set(more) {
    Object.assign(state, more);
    for (const name of Object.keys(state)) if (state[name] === undefined) delete state[name];
    remember(new URLSearchParams(state).toString());
    if ("order" in more) order();
    apply();
  }

  function remember(hash) {
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch {
      // a page that is no file and no address keeps its view to itself
    }
  }

  function visit() {
    const hash = location.hash.slice(1);
    if (/^d\d+(-\d+)?$/.test(hash)) {
      const place = $(hash);
      const one = place && place.closest(".doc");
      if (!one) return;
      if (one.hidden) clear();
      one.open = true;
      current = one;
      place.scrollIntoView({ block: hash.includes("-") ? "center" : "start" });
    } else if (hash.includes("=")) {
      const given = new URLSearchParams(location.hash.slice(1));
      for (const name of Object.keys(state)) delete state[name];
      for (const name of [...FILTERS, "order", "side", "bare"]) if (given.has(name)) state[name] = given.get(name);
      order();
      apply();
      $("documents").scrollIntoView();
    }
  }

  function clear() {
    for (const name of FILTERS) delete state[name];
    set({});
  }

  // Tables: sort by any column, long ones show their first rows

  function sortBy(button) {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const at = [...head.parentNode.children].indexOf(head);
    const numbers = head.classList.contains("n");
    const before = head.getAttribute("aria-sort");
    const ascending = before ? before === "descending" : !numbers;
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const value = (row) => row.cells[at].dataset.v;
    const compare = numbers ? (a, b) => value(a) - value(b) : (a, b) => value(a).localeCompare(value(b));
    body.append(...[...body.rows].sort((a, b) => (ascending ? compare(a, b) : -compare(a, b))));
    few(head.closest("table"));
  }

  function few(table) {
    const most = table.dataset.open ? Infinity : +table.dataset.few || Infinity;
    [...table.tBodies[0].rows].forEach((row, at) => { row.hidden = at >= most; });
  }

  for (const table of all("table[data-few]")) {
    const rows = table.tBodies[0].rows.length;
    if (rows <= +table.dataset.few + 2) {
      delete table.dataset.few;
      continue;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet fold";
    const name = () => { button.textContent = table.dataset.open ? "Show fewer" : `Show all ${rows}`; };
    button.addEventListener("click", () => {
      table.dataset.open = table.dataset.open ? "" : "1";
      few(table);
      name();
    });
    name();
    few(table);
    table.parentNode.after(button);
  }

  // Keys

  const visible = () => all(".doc", list).filter((one) => !one.hidden);

  function step(by) {
    const shown = visible();
    if (!shown.length) return;
    const at = shown.indexOf(current);
    current = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    const head = current.querySelector("summary");
    head.focus({ preventScroll: true });
    current.scrollIntoView({ block: "start" });
  }

  function toLine(by) {
    if (!current || current.hidden) step(1);
    if (!current) return;
    current.open = true;
    const lines = all("li[class]:not(.more)", current).filter((line) => !line.hidden);
    if (!lines.length) return;
    const at = lines.indexOf(mark);
    const next = at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(Math.max(at + by, 0), lines.length - 1);
    if (mark) mark.classList.remove("here");
    mark = lines[next];
    mark.classList.add("here");
    mark.scrollIntoView({ block: "center" });
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    o: () => { if (current) current.open = !current.open; },
    n: () => toLine(1),
    p: () => toLine(-1),
    v: () => set({ side: state.side ? undefined : "1" }),
    c: () => set({ bare: state.bare ? undefined : "1" }),
    "/": () => $("by-words").focus(),
    "?": () => $("help").showModal(),
    Escape: () => clear(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    const typing = event.target.matches("input[type=search], select");
    if (typing && event.key !== "Escape") return;
    if (typing) event.target.blur();
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Wiring

  for (const button of all("[data-by]")) {
    button.addEventListener("click", () => {
      const name = button.dataset.by;
      set({ [name]: state[name] === button.value ? undefined : button.value });
      $("documents").scrollIntoView();
    });
  }
  for (const button of all("button.sort")) button.addEventListener("click", () => sortBy(button));
  for (const one of documents) {
    one.addEventListener("toggle", () => { if (one.open) { current = one; beside(one); } });
  }
  $("by-words").addEventListener("input", (event) => set({ words: event.target.value.trim() || undefined }));
  $("by-why").addEventListener("input", (event) => set({ why: event.target.value || undefined }));
  $("order").addEventListener("input", (event) => set({ order: event.target.value || undefined }));
  for (const name of ["side", "bare"]) $(name).addEventListener("input", (event) => set({ [name]: event.target.checked ? "1" : undefined }));
  $("unfold").addEventListener("click", () => {
    const open = visible().some((one) => !one.open);
    for (const one of visible()) one.open = open;
    $("unfold").textContent = open ? "Close all" : "Open all";
  });
  $("keys").addEventListener("click", () => $("help").showModal());
  $("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  window.addEventListener("hashchange", visit);
  $("theme").hidden = false;
  document.querySelector(".filters").hidden = false;
  apply();
  visit();
})();
