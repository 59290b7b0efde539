// Who cites what: the list of cited documents, and for the one that is chosen a graph in three layers and its plans.
"use strict";
(function () {
  const k = kehoach;
  const { works, plans, roles } = k.citations;
  const [KEY, NAME, TITLE, DAY, HELD, LINKS] = Array(6).keys();
  const [ID, LABEL, YEAR, LEVEL, ABOUT] = Array(5).keys();
  const byId = (id) => document.getElementById(id);
  const state = { q: "", which: "", one: "" };
  const plain = works.map((work) => [work[NAME], work[TITLE], work[HELD] >= 0 ? plans[work[HELD]][LABEL] : ""].join(" ").normalize("NFC").toLowerCase());
  const folded = plain.map(k.folded);
  const times = works.map((work) => work[LINKS].length / 4);
  const most = Math.max(1, ...times);
  // for each plan what it cites
  const cites = plans.map(() => []);
  works.forEach((work, at) => { for (let i = 0; i < work[LINKS].length; i += 4) cites[work[LINKS][i]].push([at, work[LINKS][i + 1]]); });
  let shown = [];
  let grid = null;

  const name = (work) => (work[HELD] >= 0 ? `${work[NAME]} · ${plans[work[HELD]][LABEL]}` : work[NAME]);
  const role = (at) => k.say(k.words.roles[roles[at]]);
  const address = (plan, hash) => k.address(`plan/${plans[plan][ID]}.html`, hash);
  const roleOf = (work, wanted) => { for (let i = 1; i < work[LINKS].length; i += 4) if (roles[work[LINKS][i]] === wanted) return true; return false; };

  function filter() {
    const finds = k.finder(state.q);
    shown = [];
    works.forEach((work, at) => {
      if (state.which === "archive" && work[HELD] < 0) return;
      if (state.which && state.which !== "archive" && !roleOf(work, state.which)) return;
      if (!state.q || finds(plain[at], folded[at])) shown.push(at);
    });
  }

  function cells(row) {
    const at = shown[row];
    const work = works[at];
    const bar = k.make("span", { class: "stick cite" });
    bar.style.width = `${(100 * times[at]) / most}%`;
    const told = k.make("div", { class: "fact of-plan" }, k.make("b", {}, work[NAME]));
    if (work[HELD] >= 0) told.append(" ", k.make("small", { class: "held" }, k.word("in_archive")));
    return [
      told,
      k.make("div", { class: "fact", title: work[TITLE] }, work[TITLE]),
      k.make("div", { class: "fact", "aria-label": k.word("in_plans", k.count(times[at])) }, k.make("span", { class: "track" }, bar, k.make("b", {}, k.count(times[at])))),
    ];
  }

  // --- the one that is chosen ---------------------------------------------------------------------------------------

  const cut = (text, n) => (text.length <= n ? text : text.slice(0, n - 1).trimEnd() + "…");

  // three layers: what it cites, itself, who cites it; of each as many as one can read
  function graph(at) {
    const work = works[at];
    const left = work[HELD] >= 0 ? cites[work[HELD]].map(([other, how]) => ({ name: works[other][NAME], more: works[other][TITLE], how, weight: times[other] })) : [];
    const right = [];
    for (let i = 0; i < work[LINKS].length; i += 4) {
      const plan = plans[work[LINKS][i]];
      right.push({ name: cut(plan[LABEL], left.length ? 24 : 42) + (plan[YEAR] ? ` ${plan[YEAR]}` : ""), more: `${plan[LABEL]}\n${plan[ABOUT]}`, how: work[LINKS][i + 1], weight: 0, href: address(work[LINKS][i], `s${work[LINKS][i + 2]}-${work[LINKS][i + 3]}`) });
    }
    left.sort((a, b) => b.weight - a.weight);
    right.sort((a, b) => a.how - b.how);
    const MOST = 14;
    const rest = [left, right].map((some) => Math.max(0, some.length - MOST));
    const rows = Math.max(1, Math.min(left.length, MOST) + Boolean(rest[0]), Math.min(right.length, MOST) + Boolean(rest[1]));
    const [line, width] = [26, 720];
    const height = rows * line + 34;
    const middle = 24 + (rows * line) / 2;
    const label = left.length ? `${k.word("cites")} ${left.length} · ${k.word("cited_by")} ${right.length}` : `${k.word("cited_by")} ${right.length}`;
    const made = k.draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "graph", role: "img", "aria-label": `${name(work)}: ${label}` });
    const [inner, outer] = left.length ? [285, 435] : [150, 330];
    const column = (some, extra, side) => {
      const list = some.slice(0, MOST);
      const top = middle - ((list.length + Boolean(extra)) * line) / 2 + line / 2;
      const x = side < 0 ? 215 : outer + 70;
      made.append(k.draw("text", { x, y: 14, class: "over", "text-anchor": side < 0 ? "end" : "start" }, k.word(side < 0 ? "cites" : "cited_by")));
      list.forEach((one, i) => {
        const y = top + i * line;
        const from = side < 0 ? inner : outer;
        const to = x - side * 8;
        made.append(k.draw("path", { d: `M${from} ${middle} C${(from + to) / 2} ${middle} ${(from + to) / 2} ${y} ${to} ${y}`, class: `edge ${roles[one.how]}` }));
        const text = k.draw("text", { x, y: y + 4, "text-anchor": side < 0 ? "end" : "start", class: "node" }, side < 0 ? cut(one.name, 30) : one.name, k.draw("title", {}, `${one.name} · ${role(one.how)}\n${one.more}`));
        if (one.href) {
          const link = k.draw("a", { href: one.href });
          link.append(text);
          made.append(link);
        } else made.append(text);
      });
      if (extra) made.append(k.draw("text", { x, y: top + list.length * line + 4, class: "over", "text-anchor": side < 0 ? "end" : "start" }, k.word("more", k.count(extra))));
    };
    if (left.length) column(left, rest[0], -1);
    column(right, rest[1], 1);
    const box = { x: left.length ? inner : 4, width: left.length ? outer - inner : outer - 4 };
    made.append(k.draw("rect", { x: box.x, y: middle - 17, width: box.width, height: 34, rx: 6, class: "self" }));
    made.append(k.draw("text", { x: box.x + box.width / 2, y: middle + 5, "text-anchor": "middle", class: "self" }, cut(work[NAME], left.length ? 18 : 38)));
    return made;
  }

  function one() {
    const box = byId("one");
    const at = works.findIndex((work) => work[KEY] === state.one);
    if (at < 0) return box.replaceChildren();
    const work = works[at];
    const head = k.make("h2", { lang: "vi" }, work[NAME]);
    const about = k.make("p", { lang: "vi" }, [work[TITLE], work[DAY]].filter(Boolean).join(" · "));
    if (work[HELD] >= 0) about.append(work[TITLE] || work[DAY] ? " · " : "", k.make("a", { href: address(work[HELD], "") }, plans[work[HELD]][LABEL]));
    const legend = k.make("p", { class: "note" }, ...roles.flatMap((key) => {
      const sample = k.draw("svg", { width: 30, height: 8, "aria-hidden": "true" }, k.draw("path", { d: "M1 4 H29", class: `edge ${key}` }));
      return [sample, ` ${k.say(k.words.roles[key])}  `];
    }));
    const body = k.make("tbody", {});
    const links = [];
    for (let i = 0; i < work[LINKS].length; i += 4) links.push(work[LINKS].slice(i, i + 4));
    links.sort((a, b) => a[1] - b[1] || plans[a[0]][YEAR] - plans[b[0]][YEAR]);
    for (const [plan, how, start, end] of links) {
      const told = plans[plan];
      body.append(k.make("tr", {},
        k.make("td", { lang: "vi" }, k.make("a", { href: address(plan, `s${start}-${end}`) }, told[LABEL]), k.make("br"), k.make("small", {}, cut(told[ABOUT], 110))),
        k.make("td", {}, told[YEAR] ? String(told[YEAR]) : ""),
        k.make("td", {}, told[LEVEL] ? k.say(k.words.levels[told[LEVEL]] || told[LEVEL]) : ""),
        k.make("td", {}, role(how))));
    }
    const heads = k.make("tr", {}, ...["plan", "year", "level", "role"].map((key) => k.make("th", { scope: "col", class: `of-${key}` }, k.word(key))));
    return box.replaceChildren(head, about, graph(at), legend, k.make("table", {}, k.make("caption", { class: "note" }, `${k.word("cited_by")} ${k.count(links.length)}`), k.make("thead", {}, heads), body));
  }

  function pick(row) {
    if (row < 0 || !works[shown[row]]) return;
    state.one = works[shown[row]][KEY];
    one();
    try {
      history.replaceState(null, "", "#" + encodeURIComponent(state.one));
    } catch {
      // a browser that does not allow this for a page on a disk
    }
  }

  function update() {
    filter();
    grid.refresh();
    byId("count").textContent = `${k.count(shown.length)} / ${k.count(works.length)}`;
    byId("count").dataset.n = shown.length;
    byId("list").classList.toggle("none", shown.length === 0);
    byId("list").dataset.none = k.word(works.length ? "no_rows" : "nobody");
  }

  function begin() {
    grid = new k.Grid(byId("list"), {
      height: 30, label: () => k.word("list"), above: () => null, cells,
      heads: () => ["document", "title", "cited_by"].map((key) => ({ element: k.make("div", { class: "fact" }, k.word(key)), sort: null })),
      rows: () => shown.length, columns: () => "minmax(9rem, 3fr) minmax(8rem, 4fr) minmax(6rem, 2fr)", least: () => "23rem",
      printed: () => "3fr 5fr 2fr",
      pick, order: () => {},
      open: (row) => { const work = works[shown[row]]; if (work[HELD] >= 0) location.href = address(work[HELD], ""); else pick(row); },
    });
    state.one = k.place() || (works[0] || [""])[0];
    const form = byId("filters");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => { Object.assign(state, { q: "", which: "" }); update(); });
    byId("q").addEventListener("input", () => { state.q = byId("q").value; byId("list").scrollTop = 0; update(); });
    byId("which").addEventListener("change", () => { state.which = byId("which").value; byId("list").scrollTop = 0; update(); });
    document.addEventListener("spoken", () => {
      byId("which").replaceChildren(...[["", "all"], ["archive", "archive_only"], ["legal_basis", "bases_only"], ["implements", "implemented_only"]].map(([value, key]) => k.make("option", { value }, k.word(key))));
      byId("which").value = state.which;
      update();
      one();
    });
    document.querySelector("a.skip").addEventListener("click", () => byId("list").focus());
    k.start();
    k.page = { state, shown: () => shown, grid };
  }
  document.addEventListener("DOMContentLoaded", begin);
})();
