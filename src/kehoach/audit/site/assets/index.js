// The heat map: which documents fit the filters, in which order, and what the charts count of them.
"use strict";
(function () {
  const k = kehoach;
  const [ID, LABEL, TITLE, NUMBER, PATH, PROVINCE, NOW, LEVEL, YEAR, PLAN, CELLS, VALUES, FINDINGS] = Array(13).keys();
  const STATES = k.words.states.map(([key, sign, name, meaning], at) => ({
    key, sign, name, meaning, letter: String.fromCharCode(97 + at), verdict: at > 5,
  }));
  const OF = Object.fromEntries(STATES.map((one) => [one.letter, one]));
  const LETTER = Object.fromEntries(STATES.map((one) => [one.key, one.letter]));
  // a value that could be compared is shown by its verdict, and has a value all the same
  const VALUED = STATES.filter((one) => one.verdict || one.key === "quantified").map((one) => one.letter).join("");
  // in charts and for sorting: what is best first
  const ORDER = ["exceeds", "meets", "quantified", "not_comparable", "qualitative", "mentioned", "needs_review", "below",
    "absent", "not_applicable"].map((key) => LETTER[key]);
  const RANK = Object.fromEntries([" ", ...[...ORDER].reverse()].map((letter, at) => [letter, at]));
  const LEVELS = Object.keys(k.words.levels);
  const FACTS = ["plan", "province", "level", "year", "absent_count", "below_count"];
  const data = k.archive;
  const frames = data.frameworks.map(([id, title, goals, columns]) => ({
    id, title, goals,
    columns: columns.map(([item, goal, vi, en, row], at) => ({ item, goal, name: [vi, en], row, at })),
  }));
  const plain = data.plans.map((p) =>
    [p[LABEL], p[TITLE], p[NUMBER], p[PATH], data.provinces[p[PROVINCE]], data.provinces[p[NOW]]]
      .join(" ").normalize("NFC").toLowerCase());
  const folded = plain.map(k.folded);
  const compare = new Intl.Collator("vi").compare;
  const names = ["framework", "goal", "status", "province", "level", "year", "kind", "finding"];
  const byId = (id) => document.getElementById(id);
  const state = { q: "", sort: "", framework: "0", goal: "", status: "", province: "", level: "", year: "", kind: "", finding: "" };
  state.kind = data.plans.some((p) => p[PLAN]) ? "plan" : "";
  const first = { ...state };
  const narrow = matchMedia("screen and (max-width: 44rem)");
  let shown = [];
  let columns = [];
  let counts = []; // of each column: letter -> how many
  let grid = null;

  const frame = () => frames[Number(state.framework)] || frames[0] || { goals: [], columns: [], title: "" };
  const which = () => (frames[Number(state.framework)] ? Number(state.framework) : 0);
  const cell = (plan, column) => (plan[CELLS][which()] || "")[column.at] || " ";
  const province = (plan) => data.provinces[plan[PROVINCE]] || data.provinces[plan[NOW]] || "";
  const level = (plan) => (plan[LEVEL] ? k.say(k.words.levels[plan[LEVEL]] || plan[LEVEL]) : "");

  // for each plan the place of its name, province and level in their order, so that sorting compares numbers
  function ranks(of) {
    const names = [...new Set(data.plans.map(of))].sort(compare);
    const place = new Map(names.map((name, at) => [name, at]));
    return data.plans.map((plan) => place.get(of(plan)));
  }
  const labels = ranks((plan) => plan[LABEL]);
  const places = ranks((plan) => province(plan) || "\uffff");
  const levels = data.plans.map((plan) => (LEVELS.includes(plan[LEVEL]) ? LEVELS.indexOf(plan[LEVEL]) : LEVELS.length));

  function inColumns() {
    const all = frame().columns;
    const [kind, at] = [state.goal[0], Number(state.goal.slice(2))];
    if (kind === "g") return all.filter((one) => one.goal === at);
    if (kind === "t") return all.filter((one) => one.at === at);
    if (kind === "m") return all.filter((one) => one.goal === -2);
    return all.filter((one) => one.goal !== -2);
  }

  // whether a letter has a status or verdict
  const has = (letter, key) => (key === "quantified" ? VALUED.includes(letter) : letter === LETTER[key]) && letter !== " ";

  function filter() {
    columns = inColumns();
    const finds = k.finder(state.q);
    const place = state.province === "" ? null : Number(state.province);
    const code = state.finding === "" ? null : Number(state.finding);
    shown = [];
    data.plans.forEach((plan, at) => {
      if (state.kind && (state.kind === "plan") !== Boolean(plan[PLAN])) return;
      if (place !== null && (place < 0 ? plan[PROVINCE] >= 0 || plan[NOW] >= 0 : plan[PROVINCE] !== place && plan[NOW] !== place)) return;
      if (state.level && (state.level === "?" ? plan[LEVEL] : plan[LEVEL] !== state.level)) return;
      if (state.year && Number(state.year) !== plan[YEAR]) return;
      if (code !== null && !plan[FINDINGS].some((one, i) => i % 2 === 0 && one === code)) return;
      if (state.q && !finds(plain[at], folded[at])) return;
      if (state.status && !columns.some((column) => has(cell(plan, column), state.status))) return;
      shown.push(at);
    });
    counts = columns.map((column) => {
      const found = {};
      for (const at of shown) {
        const letter = cell(data.plans[at], column);
        if (letter !== " ") found[letter] = (found[letter] || 0) + 1;
      }
      return found;
    });
    sort();
  }

  const tally = (plan, key) => columns.reduce((sum, column) => sum + (cell(plan, column) === LETTER[key]), 0);

  // by what it is sorted, and whether `up` or `down`
  const order = () => [state.sort.slice(0, Math.max(0, state.sort.lastIndexOf(" "))), state.sort.slice(state.sort.lastIndexOf(" ") + 1)];

  function sort() {
    const [key, way] = order();
    const counted = (name) => {
      const found = new Map(shown.map((at) => [at, tally(data.plans[at], name)]));
      return (a, b) => found.get(b) - found.get(a);
    };
    const by = {
      plan: () => (a, b) => labels[a] - labels[b],
      province: () => (a, b) => places[a] - places[b],
      level: () => (a, b) => levels[a] - levels[b],
      year: () => (a, b) => data.plans[a][YEAR] - data.plans[b][YEAR],
      absent_count: () => counted("absent"),
      below_count: () => counted("below"),
    };
    const column = columns.find((one) => one.item === key);
    const ranked = (at) => RANK[cell(data.plans[at], column)];
    const own = Object.hasOwn(by, key) ? by[key]() : column ? (a, b) => ranked(b) - ranked(a) : null;
    const sign = way === "down" ? -1 : 1;
    shown.sort((a, b) =>
      (own ? sign * own(a, b) : 0) || levels[a] - levels[b] || places[a] - places[b] || labels[a] - labels[b] ||
      data.plans[b][YEAR] - data.plans[a][YEAR] || a - b);
  }

  function total(some) {
    const sum = {};
    for (const one of some) for (const [letter, n] of Object.entries(one)) sum[letter] = (sum[letter] || 0) + n;
    return sum;
  }

  // --- the grid -----------------------------------------------------------------------------------------------------

  const keyOf = (c) => (c < FACTS.length ? FACTS[c] : columns[c - FACTS.length].item);
  const sorted = (key) => {
    const [now, way] = order();
    return now === key ? (way === "down" ? "descending" : "ascending") : null;
  };

  function heads() {
    const arrow = (key) => ({ ascending: " ↑", descending: " ↓" })[sorted(key)] || "";
    const made = FACTS.map((key) => {
      const short = { absent_count: "×", below_count: "▼" }[key];
      const told = k.word(key);
      const element = k.make("div", { class: `fact of-${key}`, title: told }, (short || told) + arrow(key));
      if (short) element.setAttribute("aria-label", told);
      return { element, sort: sorted(key) };
    });
    columns.forEach((column, at) => {
      const name = `${column.item} ${k.say(column.name)}`;
      const element = k.make("div", { class: "target", title: name, "aria-label": name },
        bar(counts[at], true), k.make("span", {}, column.item + arrow(column.item)));
      made.push({ element, sort: sorted(column.item) });
    });
    return made;
  }

  function above() {
    const line = k.make("div", { class: "row groups", role: "row", "aria-hidden": "true" });
    line.append(k.make("div", { class: "fact of-plan" }, ""));
    const lead = k.make("div", { class: "lead" });
    lead.style.gridColumn = `2 / ${FACTS.length + 1}`;
    line.append(lead);
    let from = 0;
    columns.forEach((column, at) => {
      if (at + 1 < columns.length && columns[at + 1].goal === column.goal) return;
      const goal = frame().goals[column.goal];
      const name = goal ? `${goal[0]}. ${k.say([goal[1], goal[2]])}` : column.goal === -2 ? k.word("measures") : "";
      const group = k.make("div", { class: "group", title: name }, name);
      group.style.gridColumn = `${from + FACTS.length + 1} / ${at + FACTS.length + 2}`;
      line.append(group);
      from = at + 1;
    });
    return line;
  }

  // values of a cell: what the plan states and what the framework asks
  function values(plan, column) {
    const list = plan[VALUES][which()] || [];
    for (let i = 0; i < list.length; i += 3) {
      if (list[i] === column.at) return [k.say(data.strings[list[i + 1]]), k.say(data.strings[list[i + 2]])];
    }
    return ["", ""];
  }

  function described(plan, column) {
    const one = OF[cell(plan, column)];
    const [stated, asked] = values(plan, column);
    const parts = [`${column.item} ${k.say(column.name)}`, one ? k.say(one.name) : "–"];
    if (stated) parts.push(`${k.word("states_plan")}: ${stated}`);
    if (asked) parts.push(`${k.word("asks")}: ${asked}`);
    return parts.join(" · ");
  }

  function cells(row) {
    const plan = data.plans[shown[row]];
    const link = k.make("a", { href: address(plan), tabindex: -1, title: [plan[LABEL], plan[TITLE], plan[PATH]].join("\n") }, plan[LABEL]);
    const made = [
      k.make("div", { class: plan[PLAN] ? "fact of-plan" : "fact of-plan other" }, link, k.make("small", {}, plan[TITLE])),
      k.make("div", { class: "fact" }, province(plan)),
      k.make("div", { class: "fact" }, level(plan)),
      k.make("div", { class: "fact number" }, plan[YEAR] ? String(plan[YEAR]) : ""),
      k.make("div", { class: "fact number few" }, String(tally(plan, "absent") || "")),
      k.make("div", { class: "fact number few" }, String(tally(plan, "below") || "")),
    ];
    for (const column of columns) {
      const one = OF[cell(plan, column)];
      const told = described(plan, column);
      made.push(k.make("div", { class: one ? `k ${one.key}` : "k", title: told, "aria-label": told }, one ? one.sign : ""));
    }
    return made;
  }

  const address = (plan, column) => k.address(`plan/${plan[ID]}.html`, column ? `r${column.row}` : "");

  function pick(row, c) {
    const box = byId("chosen");
    const plan = data.plans[shown[row]];
    if (!plan) return box.replaceChildren(k.make("p", { class: "note" }, row < 0 ? "" : k.word("choose")));
    const column = columns[c - FACTS.length];
    const line = k.make("p", { lang: "vi" }, k.make("b", {}, plan[LABEL]), ` ${plan[TITLE]} `);
    const told = k.make("p", {});
    if (column) {
      const one = OF[cell(plan, column)];
      const [stated, asked] = values(plan, column);
      told.append(k.make("b", {}, column.item), ` ${k.say(column.name)} `);
      if (one) told.append(chip(one), ` ${k.say(one.meaning)}`);
      if (stated) told.append(` · ${k.word("states_plan")}: `, k.make("b", {}, stated));
      if (asked) told.append(` · ${k.word("asks")}: `, k.make("b", {}, asked));
    }
    told.append(" ", k.make("a", { href: address(plan, column) }, k.word("open")));
    return box.replaceChildren(line, told);
  }

  function chip(one, n) {
    const made = k.make("span", { class: `k ${one.key}` }, k.make("span", { "aria-hidden": "true" }, one.sign), " ");
    if (n !== undefined) made.append(k.make("b", {}, k.count(n)), " ");
    made.append(k.say(one.name));
    return made;
  }

  // --- what stands around it ----------------------------------------------------------------------------------------

  // a bar in parts: across with figures, or upright and small
  function bar(found, upright) {
    const told = ORDER.filter((letter) => found[letter]).map((letter) => `${k.say(OF[letter].name)} ${k.count(found[letter])}`).join(", ");
    const made = k.make("div", upright ? { class: "parts upright", "aria-hidden": "true" } : { class: "parts", role: "img", "aria-label": told, title: told });
    const sum = Object.values(found).reduce((a, b) => a + b, 0);
    for (const letter of ORDER) {
      const n = found[letter];
      if (!n) continue;
      const part = k.make("span", { class: `k ${OF[letter].key}` });
      if (!upright && n / sum > 0.04) part.append(n / sum > 0.1 ? `${OF[letter].sign} ${k.count(n)}` : OF[letter].sign);
      part.style.flexGrow = n;
      made.append(part);
    }
    return made;
  }

  function tiles() {
    const sum = total(counts);
    const n = (...keys) => keys.reduce((all, key) => all + (sum[LETTER[key]] || 0), 0);
    const asked = Object.values(sum).reduce((a, b) => a + b, 0) - n("not_applicable");
    const part = (value) => (asked ? ` ${k.count(Math.round((100 * value) / asked))} %` : "");
    const told = [
      ["plans", shown.length, k.word("tile_plans", k.count(data.plans.length)), ""],
      ["asked", asked, k.word("tile_asked"), ""],
      ["meets", n("meets", "exceeds"), k.word("tile_met"), part],
      ["below", n("below"), k.word("tile_below"), part],
      ["absent", n("absent"), k.word("tile_absent"), part],
      ["needs_review", n("needs_review"), k.word("tile_review"), part],
    ];
    byId("tiles").replaceChildren(...told.map(([key, value, name, share]) =>
      k.make("div", { class: `tile ${key}`, "data-n": value }, k.make("b", {}, k.count(value)), k.make("span", {}, name + (share ? share(value) : "")))));
  }

  function legend() {
    const sum = total(counts);
    const valued = [...VALUED].reduce((all, letter) => all + (sum[letter] || 0), 0);
    const group = (some, label) => k.make("div", { role: "group", "aria-label": label }, k.make("span", { class: "note" }, label), ...some.map((one) => {
      const n = one.key === "quantified" ? valued : sum[one.letter] || 0;
      const button = k.make("button", { type: "button", title: k.say(one.meaning), "aria-pressed": String(state.status === one.key), "data-key": one.key, "data-n": n }, chip(one, n));
      button.addEventListener("click", () => set("status", state.status === one.key ? "" : one.key, `#legend [data-key="${one.key}"]`));
      return button;
    }));
    byId("legend").replaceChildren(
      group(STATES.filter((one) => !one.verdict), k.word("statuses")), group(STATES.filter((one) => one.verdict), k.word("verdicts")));
  }

  function goals() {
    const open = new Set([...document.querySelectorAll("#goals details[open]")].map((one) => one.dataset.goal));
    const groups = new Map();
    columns.forEach((column, at) => {
      if (!groups.has(column.goal)) groups.set(column.goal, []);
      groups.get(column.goal).push(at);
    });
    byId("goals").replaceChildren(...[...groups].map(([goal, some]) => {
      const named = frame().goals[goal];
      const name = named ? [named[0], k.say([named[1], named[2]])] : ["", k.word(goal === -2 ? "measures" : "targets_only")];
      const made = k.make("details", { "data-goal": goal },
        k.make("summary", {}, k.make("span", { class: "name", title: name[1] }, k.make("b", {}, name[0]), ` ${name[1]}`), bar(total(some.map((at) => counts[at])))));
      made.open = open.has(String(goal));
      for (const at of some) {
        made.append(k.make("div", { class: "line" }, k.make("span", { class: "name", title: k.say(columns[at].name) }, k.make("b", {}, columns[at].item), ` ${k.say(columns[at].name)}`), bar(counts[at])));
      }
      return made;
    }));
  }

  const SIGNS = { error: "‼", warning: "!", info: "i" };

  function codes() {
    const sums = data.findings.map(() => [0, 0]);
    for (const at of shown) {
      const list = data.plans[at][FINDINGS];
      for (let i = 0; i < list.length; i += 2) {
        sums[list[i]][0] += list[i + 1];
        sums[list[i]][1] += 1;
      }
    }
    const listed = sums.map((sum, at) => [at, ...sum]).filter((one) => one[1]).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const most = listed.length ? listed[0][1] : 1;
    const box = byId("codes");
    box.replaceChildren(...listed.map(([at, n, plans]) => {
      const [code, severity, vi, en] = data.findings[at];
      const line = k.make("span", { class: `stick ${severity}` });
      line.style.width = `${(100 * n) / most}%`;
      const button = k.make("button", { type: "button", class: "line", "data-code": code, "data-n": n, "aria-pressed": String(state.finding === String(at)) },
        k.make("span", { class: `severity ${severity}`, title: k.say(k.words.roles[severity]) }, SIGNS[severity] || ""),
        k.make("span", { class: "name" }, k.say([vi, en])),
        k.make("span", { class: "track" }, line, k.make("b", {}, k.count(n)), k.make("small", {}, k.word("in_plans", k.count(plans)))));
      button.addEventListener("click", () => set("finding", state.finding === String(at) ? "" : String(at), `#codes [data-code="${code}"]`));
      return button;
    }));
    if (!listed.length) box.append(k.make("p", { class: "note" }, k.word("no_findings")));
  }

  // --- filters ------------------------------------------------------------------------------------------------------

  function options(id, some) {
    const select = byId(id);
    const option = ([value, name]) => k.make("option", { value }, name);
    select.replaceChildren(...some.map((one) => (one.length === 3
      ? (() => { const group = k.make("optgroup", { label: one[1] }); group.append(...one[2].map(option)); return group; })()
      : option(one))));
    select.value = state[id];
    if (select.selectedIndex < 0) {
      state[id] = first[id];
      select.value = state[id];
    }
  }

  function choices() {
    const all = ["", k.word("all")];
    options("framework", frames.map((one, at) => [String(at), one.id]));
    document.querySelector(".of-framework").hidden = frames.length < 2;
    const goals = frame().goals.map(([id, vi, en], at) => ["", `${id}. ${k.say([vi, en])}`,
      [[`g:${at}`, k.word("whole_goal", id)], ...frame().columns.filter((one) => one.goal === at).map((one) => [`t:${one.at}`, `${one.item} ${k.say(one.name)}`])]]);
    const loose = frame().columns.filter((one) => one.goal === -1).map((one) => [`t:${one.at}`, `${one.item} ${k.say(one.name)}`]);
    options("goal", [["", k.word("all_targets")], ...goals, ...loose, ["m:", k.word("measures")]]);
    const named = (verdict) => STATES.filter((one) => one.verdict === verdict).map((one) => [one.key, `${one.sign} ${k.say(one.name)}`]);
    options("status", [all, ["", k.word("statuses"), named(false)], ["", k.word("verdicts"), named(true)]]);
    const provinces = data.provinces.map((name, at) => [String(at), name]).sort((a, b) => compare(a[1], b[1]));
    options("province", [all, ...provinces, ["-1", k.word("unknown")]]);
    const known = LEVELS.filter((key) => data.plans.some((plan) => plan[LEVEL] === key)).map((key) => [key, k.say(k.words.levels[key])]);
    options("level", [all, ...known, ...(data.plans.some((plan) => !plan[LEVEL]) ? [["?", k.word("unknown")]] : [])]);
    const years = [...new Set(data.plans.map((plan) => plan[YEAR]).filter(Boolean))].sort().map((year) => [String(year), String(year)]);
    options("year", [all, ...years]);
    options("kind", [all, ["plan", k.word("plans_only")], ["other", k.word("others_only")]]);
    options("finding", [all, ...data.findings.map(([, , vi, en], at) => [String(at), k.say([vi, en])]).sort((a, b) => compare(a[1], b[1]))]);
    byId("q").value = state.q;
    byId("q").placeholder = k.word("find_hint");
  }

  // what is asked for stands in the address, so that it is there again when one comes back
  const keep = k.later(250, () => {
    const told = new URLSearchParams(Object.entries(state).filter(([key, value]) => value !== first[key]));
    try {
      history.replaceState(null, "", "#" + told);
    } catch {
      // a browser that does not allow this for a page on a disk
    }
  });

  function recall() {
    for (const [key, value] of new URLSearchParams(location.hash.slice(1))) if (Object.hasOwn(state, key)) state[key] = value;
  }

  // the element that is made anew keeps the focus
  function set(key, value, focus) {
    state[key] = value;
    update();
    if (byId(key)) byId(key).value = value;
    if (focus && document.querySelector(focus)) document.querySelector(focus).focus();
  }

  function update() {
    filter();
    grid.refresh();
    byId("map").classList.toggle("none", shown.length === 0);
    byId("map").dataset.none = k.word("no_rows");
    tiles();
    legend();
    goals();
    codes();
    keep();
  }

  function begin() {
    recall();
    grid = new k.Grid(byId("map"), {
      height: 28, label: () => k.word("grid"), heads, above, cells, pick,
      rows: () => shown.length,
      // on a phone the plan's name and its cells
      columns: () => `${narrow.matches ? "9rem repeat(5, 0)" : "minmax(15rem, 7fr) 7.2rem 5.6rem 3.6rem 2.4rem 2.4rem"} repeat(${columns.length}, minmax(1.75rem, ${columns.length < 12 ? 3 : 1}fr))`,
      least: () => `${(narrow.matches ? 9 : 36.2) + 1.75 * columns.length}rem`,
      printed: () => `minmax(0, 6fr) minmax(0, 3fr) minmax(0, 2fr) minmax(0, 1.5fr) repeat(${columns.length + 2}, minmax(0, 1fr))`,
      open: (row, c) => { location.href = address(data.plans[shown[row]], columns[c - FACTS.length]); },
      order: (c) => {
        const key = keyOf(c);
        const now = sorted(key);
        state.sort = now === null ? `${key} up` : now === "ascending" ? `${key} down` : "";
        update();
        grid.go(-1, c);
      },
    });
    narrow.addEventListener("change", update);
    const form = byId("filters");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      Object.assign(state, first, { framework: state.framework });
      choices();
      update();
    });
    byId("q").addEventListener("input", () => { state.q = byId("q").value; byId("map").scrollTop = 0; update(); });
    for (const id of names) {
      byId(id).addEventListener("change", () => {
        state[id] = byId(id).value;
        if (id === "framework") { state.goal = ""; state.sort = ""; choices(); }
        byId("map").scrollTop = 0;
        update();
      });
    }
    document.addEventListener("spoken", () => {
      choices();
      update();
      pick(0, -1);
    });
    document.querySelector("a.skip").addEventListener("click", () => byId("map").focus());
    k.start();
    k.page = { state, shown: () => shown, counts: () => total(counts), grid };
  }
  document.addEventListener("DOMContentLoaded", begin);
})();
