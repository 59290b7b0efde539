// The page of a review. Whatever comes from a plan is set as text, never as markup.
"use strict";
(function () {
  const WORDS = JSON.parse(document.getElementById("words").textContent);
  const token = new URLSearchParams(location.search).get("token") || "";
  const root = document.documentElement;
  const state = { lang: root.lang === "en" ? "en" : "vi", plans: [], file: "", at: 0, plan: null, rows: [], cur: 0, missing: false, mode: null, undo: [] };
  const el = {};

  // --- small helpers ----------------------------------------------------------------------------------------------

  const say = (both) => (both === null || both === undefined ? "" : typeof both === "string" ? both : both[state.lang === "en" ? 1 : 0]);
  const word = (table, key, held) => say(WORDS[table][key]).replace(/\{(\w+)\}/g, (all, name) => (held && name in held ? String(held[name]) : all));
  const share = (n) => { const told = n.toFixed(2); return state.lang === "en" ? told : told.replace(".", ","); };

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat()) if (child !== null && child !== undefined && child !== "") made.append(child);
    return made;
  }

  function tell(text, bad) {
    el.status.textContent = text;
    el.status.classList.toggle("bad", Boolean(bad));
  }

  let queue = Promise.resolve();
  // requests go one after the other, as they were made
  function ask(path, body) {
    const asked = queue.then(() => request(path, body));
    queue = asked.catch(() => undefined);
    return asked;
  }

  async function request(path, body) {
    const options = { headers: { "X-Kehoach-Token": token }, cache: "no-store" };
    if (body !== undefined) {
      options.method = "POST";
      options.headers["Content-Type"] = "application/json";
      options.body = JSON.stringify(body);
    }
    let answer;
    try {
      answer = await fetch(path, options);
    } catch {
      tell(word("told", "lost"), true);
      return null;
    }
    if (path === "/api/export") return answer.ok ? answer.text() : null;
    const type = answer.headers.get("Content-Type") || "";
    const told = type.startsWith("application/json") ? await answer.json() : { refused: "lost" };
    if (answer.ok) return told;
    tell(word("told", told.refused in WORDS.told ? told.refused : "lost", told), true);
    return { refused: told.refused };
  }

  // --- offsets: the plan counts code points, the browser UTF-16 units -------------------------------------------------

  let wide = []; // code points before each letter that takes two units
  function measure(text) {
    wide = [];
    let points = 0;
    for (let i = 0; i < text.length; i++, points++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length) {
        const low = text.charCodeAt(i + 1);
        if (low >= 0xdc00 && low < 0xe000) { wide.push(points); i++; }
      }
    }
  }
  function below(list, value) {
    let low = 0, high = list.length;
    while (low < high) { const mid = (low + high) >> 1; if (list[mid] < value) low = mid + 1; else high = mid; }
    return low;
  }
  const toUnits = (point) => point + below(wide, point);
  function toPoints(unit) {
    let low = 0, high = wide.length;
    while (low < high) { const mid = (low + high) >> 1; if (wide[mid] + mid + 1 < unit) low = mid + 1; else high = mid; }
    return unit - low;
  }

  // --- the text -----------------------------------------------------------------------------------------------------

  let blocks = [], starts = [], source = "";
  function showText(text) {
    source = text;
    measure(text);
    const parts = [];
    for (let at = 0; at < text.length; ) {
      let end = text.indexOf("\n", at + 1500) + 1;
      if (end <= 0 || end > at + 8000) end = Math.min(text.length, at + 4000);
      if (end < text.length && /[\udc00-\udfff]/.test(text[end])) end++;
      parts.push([at, end]);
      at = end;
    }
    blocks = parts.map(([at, end]) => make("div", { class: "block" }, text.slice(at, end)));
    starts = parts.map(([at]) => at);
    el.text.replaceChildren(...blocks);
    folded = null;
  }
  function point(unit) {
    let at = below(starts, unit + 1) - 1;
    if (at < 0) at = 0;
    return [blocks[at].firstChild, Math.min(unit - starts[at], blocks[at].firstChild.length)];
  }
  function rangeOf(span) {
    const range = document.createRange();
    if (!blocks.length) return range;
    range.setStart(...point(toUnits(span[0])));
    // an end at the edge of a block belongs to the block before
    const end = toUnits(span[1]);
    const [node, offset] = point(Math.max(0, end - 1));
    range.setEnd(node, Math.min(node.length, offset + 1));
    return range;
  }
  function unitOf(node, offset) {
    if (node.nodeType === Node.TEXT_NODE) {
      const at = blocks.indexOf(node.parentNode);
      return at < 0 ? null : starts[at] + offset;
    }
    const at = blocks.indexOf(node);
    if (at >= 0) return offset ? starts[at] + node.firstChild.length : starts[at];
    if (node === el.text) return offset < starts.length ? starts[offset] : source.length;
    return null;
  }
  // the words that are selected in the text, without the blanks at their ends; null where there are none
  function selected() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || !el.text.contains(chosen.anchorNode) || !el.text.contains(chosen.focusNode)) return null;
    const range = chosen.getRangeAt(0);
    let [start, end] = [unitOf(range.startContainer, range.startOffset), unitOf(range.endContainer, range.endOffset)];
    if (start === null || end === null) return null;
    while (start < end && /\s/.test(source[start])) start++;
    while (end > start && /\s/.test(source[end - 1])) end--;
    return start < end ? [toPoints(start), toPoints(end)] : null;
  }
  const wordsAt = (span) => source.slice(toUnits(span[0]), toUnits(span[1])).trim().replace(/\s+/g, " ");
  function select(span) {
    const range = rangeOf(span);
    getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }
  function reveal(span) {
    if (!blocks.length) return;
    const range = rangeOf(span);
    const block = range.startContainer.parentNode;
    const still = () => {
      const [box, pane] = [range.getBoundingClientRect(), el.text.getBoundingClientRect()];
      if (box.height && (box.top < pane.top + 24 || box.bottom > pane.bottom - 24)) el.text.scrollTop += box.top - pane.top - pane.height / 3;
    };
    const [box, pane] = [block.getBoundingClientRect(), el.text.getBoundingClientRect()];
    if (box.bottom < pane.top || box.top > pane.bottom) block.scrollIntoView({ block: "nearest" });
    still();
    requestAnimationFrame(still); // blocks that were never drawn get their height now
  }

  const lights = "highlights" in CSS;
  function light(name, spans) {
    if (lights) CSS.highlights.set(name, Object.assign(new Highlight(...spans.map(rangeOf)), { priority: { hit: 4, active: 3, entry: 2, found: 2 }[name] || 1 }));
    else if (name === "active" && spans.length && document.activeElement !== el.text) select(spans[0]);
  }

  // --- rows ---------------------------------------------------------------------------------------------------------

  const saidOf = (row) => state.plan.said[row.id] || null;
  const spansOf = (row) => { const said = saidOf(row); return said && said.span ? [said.span] : row.spans; };
  const reviewed = (row) => { const said = saidOf(row); return Boolean(said && said.said !== "noted"); };
  const visible = (row) => row.state !== "missing" || state.missing || saidOf(row) || (row.group === "header" && !/\[\d+\]/.test(row.id)) || row.group === "form";
  function shownText(row) {
    const said = saidOf(row);
    if (said && said.shown) return say(said.shown);
    // the plan's own words
    return said && said.span && row.kind === "words" ? wordsAt(said.span) : say(row.text);
  }
  const labelOf = (row) => (row.number ? `${row.number} · ` : "") + say(row.label);

  function flatten(plan) {
    const rows = [];
    plan.groups.forEach((group, g) => {
      group.cards.forEach((card, c) => {
        for (const row of card.rows) Object.assign(row, { group: group.name, g, card, number: group.name === "form" || group.name === "header" ? "" : String(c + 1) }), rows.push(row);
      });
    });
    return rows;
  }

  function rowMarkup(row) {
    const said = saidOf(row);
    const text = shownText(row);
    const kind = said ? said.said : row.state;
    const marks = { accepted: "✓", corrected: "✎", removed: "✕", added: "+", noted: "¶", found: "•", inferred: "≈", missing: "○" };
    const told = said ? word("said", said.said) : say(WORDS.states[row.state]);
    const value = make("span", { class: "value", lang: "vi" });
    if (said && said.said === "removed") value.append(make("del", {}, say(row.text)));
    else if (said && row.text && text !== say(row.text)) value.append(make("del", {}, say(row.text)), " ", make("ins", {}, text));
    else value.append(text || word("page", "empty"));
    const sure = row.confidence === null ? "" : ` ${share(row.confidence)}`;
    return [
      make("span", { class: "label" }, say(row.label)),
      value,
      make("span", { class: `state ${kind}` }, make("span", { class: "sign", "aria-hidden": "true" }, marks[kind]), ` ${told}`, make("span", { class: "sure" }, sure)),
      said && said.note ? make("span", { class: "note" }, `¶ ${said.note}`) : null,
      said && said.moved ? make("span", { class: "note" }, word("page", "moved")) : null,
    ];
  }

  function drawRow(row) {
    const cur = state.rows[state.cur] === row;
    row.el.className = `row ${row.state}${reviewed(row) ? " reviewed" : ""}${row.entry ? " entry" : ""}`;
    row.el.replaceChildren(...rowMarkup(row).filter(Boolean));
    row.el.setAttribute("aria-selected", String(cur));
    row.el.tabIndex = cur ? 0 : -1;
    row.el.hidden = !visible(row);
  }

  function drawFields() {
    const list = make("div", { role: "listbox", id: "rows", "aria-label": word("page", "fields") });
    state.plan.groups.forEach((group, g) => {
      const label = say(group.label);
      const box = make("div", { class: `group g-${group.name}`, role: "group", "aria-label": label }, make("h2", { "aria-hidden": "true" }, make("span", { class: "dot" }), label, make("small", {}, group.name === "header" || group.name === "form" ? "" : ` ${group.cards.length}`)));
      group.cards.forEach((card) => {
        const inner = make("div", { class: "card", role: "presentation" });
        if (group.name !== "header") inner.append(make("div", { class: "head", "aria-hidden": "true" }, make("b", {}, say(card.title)), card.place ? ` ${card.place}` : ""));
        for (const row of card.rows) {
          row.el = make("div", { role: "option", class: "row" });
          row.el.row = row;
          inner.append(row.el);
        }
        box.append(inner);
      });
      if (!group.cards.length) box.append(make("p", { class: "none" }, word("page", "nothing")));
      list.append(box);
    });
    el.list.replaceChildren(list);
    for (const row of state.rows) drawRow(row);
    for (const card of list.querySelectorAll(".card")) card.hidden = ![...card.querySelectorAll(".row")].some((one) => !one.hidden);
  }

  function drawSuspect() {
    const some = state.plan.suspect;
    el.suspect.hidden = !some.length;
    el.suspect.replaceChildren();
    if (!some.length) return;
    const list = make("ul");
    some.forEach((one, at) => {
      const row = one.id && state.rows.find((held) => held.id === one.id);
      const value = one.said === "corrected" ? `${one.read || "–"} → ${one.text || one.read || ""}` : `${one.read || ""} (${word("said", one.said)})`;
      list.append(make("li", {},
        make("b", {}, say(one.label)), ` ${word("page", "was")}: `, make("span", { lang: "vi" }, value), make("span", { class: "why" }, ` — ${word("doubts", one.why)}`),
        one.words ? make("q", { lang: "vi" }, one.words.length > 120 ? one.words.slice(0, 119) + "…" : one.words) : "", " ",
        row ? make("button", { type: "button", onclick: () => go(row, true) }, word("page", "goto")) : "",
        make("button", { type: "button", onclick: () => forget(at) }, word("page", "forget"))));
    });
    el.suspect.append(make("details", { open: true }, make("summary", {}, `⚠ ${word("page", "suspect")} (${some.length})`), list));
  }

  function drawDetail() {
    const row = state.rows[state.cur];
    el.detail.replaceChildren();
    if (!row) return;
    const said = saidOf(row);
    const spans = spansOf(row);
    const facts = [row.state === "missing" || !row.why ? say(WORDS.states[row.state]) : `${say(WORDS.states[row.state])}: ${say(row.why)}`];
    if (row.confidence !== null) facts.push(word("page", "confidence", { n: share(row.confidence) }));
    if (said) facts.push(word("said", said.said) + (said.reviewer ? ` (${said.reviewer})` : ""));
    const places = spans.slice(0, 4).map(([start, end, page]) => {
      const words = wordsAt([start, end]);
      return make("li", {}, make("q", { lang: "vi" }, words.length > 160 ? words.slice(0, 159) + "…" : words), page ? ` ${word("page", "page_of", { n: page })}` : "", said && said.span ? ` (${word("page", "new_words")})` : "");
    });
    const head = make("p", { class: "what" }, make("b", {}, labelOf(row)), " ", make("span", { class: "facts" }, facts.join(" · ")));
    const from = make("div", { class: "from" }, make("span", {}, `${word("page", "stands_on")}: `), places.length ? make("ul", {}, ...places) : make("em", {}, word("page", "no_words")));
    const read = said && said.shown && row.text ? make("p", { class: "facts" }, word("page", "was_read", { text: say(row.text) })) : null;
    el.detail.append(head, from);
    if (read) el.detail.append(read);
    if (state.mode && state.mode.kind === "edit") el.detail.append(editor(row));
    else if (state.mode && state.mode.kind === "note") el.detail.append(noteEditor(row));
    else el.detail.append(actions(row));
  }

  function actions(row) {
    const some = [
      ["accept", "a", accept, false], ["edit", "e", edit, !row.editable && row.kind !== "words"], ["span", "s", setSpan, false],
      ["remove", "x", remove, !row.removable], ["note", "n", note, false], ["undo", "u", undo, !state.undo.length],
    ];
    return make("div", { class: "actions" }, ...some.map(([key, letter, act, off]) => make("button", { type: "button", disabled: off, "data-act": key, onclick: () => act() }, word("actions", key), " ", make("kbd", { "aria-hidden": "true" }, letter))));
  }

  function drawBar() {
    const plan = state.plan || { done: 0, values: 0 };
    el.progress.textContent = word("page", "done", { n: plan.done, of: plan.values });
    el.meter.max = Math.max(1, plan.values);
    el.meter.value = plan.done;
    el.file.textContent = word("page", "saved", { file: state.file });
  }

  function lightUp() {
    const byGroup = {};
    for (const row of state.rows) if (visible(row) && row.spans.length) (byGroup[`g-${row.group}`] = byGroup[`g-${row.group}`] || new Map()).set(String(spansOf(row)), spansOf(row));
    for (const group of state.plan.groups) {
      const some = byGroup[`g-${group.name}`];
      light(`g-${group.name}`, some ? [...some.values()].flat() : []);
    }
  }

  function lightActive(scroll) {
    const row = state.rows[state.cur];
    const spans = row ? spansOf(row) : [];
    const head = row && row.card.rows.find((one) => one.entry);
    light("entry", head && head !== row ? spansOf(head) : []);
    light("active", spans);
    if (scroll) {
      const first = spans[0] || (head && spansOf(head)[0]);
      if (first) reveal(first);
    }
  }

  // --- moving -------------------------------------------------------------------------------------------------------

  function go(row, focus) {
    if (!row) return;
    const before = state.rows[state.cur];
    state.mode = null;
    if (!visible(row)) { state.missing = true; redraw(); }
    state.cur = state.rows.indexOf(row);
    if (before && before.el && before !== row) drawRow(before);
    drawRow(row);
    if (before !== row) getSelection().removeAllRanges();
    drawDetail();
    row.el.scrollIntoView({ block: "nearest" }); // what stands below it may have grown
    lightActive(true);
    if (focus !== false) row.el.focus({ preventScroll: true });
  }

  function step(by, meets) {
    for (let at = state.cur + by; at >= 0 && at < state.rows.length; at += Math.sign(by)) {
      const row = state.rows[at];
      if (visible(row) && (!meets || meets(row))) return row;
    }
    return null;
  }
  function jump(count) {
    let row = null;
    const held = state.cur;
    for (let n = 0; n < Math.abs(count); n++) {
      const next = step(Math.sign(count));
      if (!next) break;
      row = next;
      state.cur = state.rows.indexOf(next);
    }
    state.cur = held;
    go(row);
  }
  function toGroup(by) {
    const g = state.rows[state.cur] ? state.rows[state.cur].g : 0;
    const order = by > 0 ? state.rows : [...state.rows].reverse();
    const next = order.find((row) => (by > 0 ? row.g > g : row.g < g) && visible(row));
    if (next) go(by > 0 ? next : state.rows.find((row) => row.g === next.g && visible(row)));
  }
  function nextOpen() {
    const open = (row) => row.state !== "missing" && !reviewed(row);
    const row = step(1, open) || state.rows.find((one) => visible(one) && open(one));
    if (row) go(row);
    else tell(word("told", "all_done"));
  }

  // --- saying -------------------------------------------------------------------------------------------------------

  const current = () => state.rows[state.cur];
  const focusRow = () => { const row = current(); if (row) row.el.focus({ preventScroll: true }); };
  const back = (said) => (said === null ? { said: null } : { said: said.said, text: said.text, span: said.span, note: said.note, exact: true });

  async function put(row, body, key, quiet) {
    const at = state.at;
    const before = saidOf(row);
    const told = await ask(`/api/plan/${at}/say`, { id: row.id, lang: state.lang, ...body });
    if (!told || told.refused) return told;
    if (!quiet) state.undo.push({ at, id: row.id, before, label: row.label });
    if (told.reload) { await load(at, row.id); return told; }
    taken(at, row.id, told);
    if (key) tell(word("told", key, { label: labelOf(row) }));
    return told;
  }

  function taken(at, id, told) {
    if (state.at !== at) return;
    if (told.said) state.plan.said[id] = told.said;
    else delete state.plan.said[id];
    Object.assign(state.plan, { done: told.done, values: told.values });
    if (told.doubts.length !== state.plan.suspect.length) {
      state.plan.suspect = told.doubts;
      drawSuspect();
    }
    for (const row of state.rows) if (row.id === id) drawRow(row);
    drawBar();
    if (!state.mode) drawDetail();
    lightUp();
    lightActive(false);
  }

  async function accept() {
    const row = current();
    if (!row) return;
    // on at once: the next key is for the next field
    go(step(1) || row);
    await put(row, { said: "accepted", note: (saidOf(row) || {}).note }, "accepted");
  }
  async function acceptAll() {
    const row = current();
    if (!row) return;
    const rows = row.card.rows.filter((one) => one.state !== "missing" && !reviewed(one));
    go(step(1, (one) => one.card !== row.card) || row);
    for (const one of rows) await put(one, { said: "accepted", note: (saidOf(one) || {}).note });
    tell(word("told", "accepted", { label: `${row.number || labelOf(row)} (${rows.length})` }));
  }
  async function remove() {
    const row = current();
    if (row && !row.removable) tell(word("told", "no_value"), true);
    else if (row) await put(row, { said: "removed", note: (saidOf(row) || {}).note }, "removed");
    focusRow();
  }
  async function undo() {
    const last = state.undo.pop();
    if (!last) return tell(word("told", "no_undo"));
    if (last.at !== state.at) await load(last.at);
    const told = await ask(`/api/plan/${last.at}/say`, { id: last.id, ...back(last.before) });
    if (!told || told.refused) return undefined;
    if (told.reload) await load(last.at);
    else taken(last.at, last.id, told);
    const row = state.rows.find((one) => one.id === last.id);
    if (row) go(row);
    tell(word("told", "undone", { label: say(last.label) }));
    return undefined;
  }

  function leave() {
    state.mode = null;
    el.text.classList.remove("choosing");
    drawDetail();
    focusRow();
  }

  function edit() {
    const row = current();
    if (!row) return;
    if (row.kind === "words") return setSpan();
    if (!row.editable) return tell(word("told", "no_value"), true);
    state.mode = { kind: "edit", row };
    drawDetail();
    row.el.scrollIntoView({ block: "nearest" });
    const field = el.detail.querySelector(".editor .typed");
    field.focus();
    if (field.select) field.select();
    return undefined;
  }
  function editor(row) {
    const said = saidOf(row);
    const options = state.plan.options[row.name];
    const start = state.mode.typed !== undefined ? state.mode.typed : null;
    let field;
    if (options) {
      const held = start !== null ? start : said && said.text !== null ? said.text : row.read;
      field = make("select", { class: "typed", "aria-label": word("page", "value") }, ...options.map(([code, both]) => make("option", { value: code, selected: code === held }, say(both))));
      if (held === null) field.prepend(make("option", { value: "", selected: true }, word("page", "no_choice")));
    } else {
      field = make("input", { class: "typed", type: "text", lang: "vi", "aria-label": word("page", "value"), autocomplete: "off", spellcheck: "false" });
      field.value = start !== null ? start : shownText(row);
    }
    const save = () => keep(row, field.value);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") { event.preventDefault(); save(); }
      else if (event.key === "Escape") { event.preventDefault(); leave(); }
      event.stopPropagation();
    });
    const hint = word("hints", row.kind);
    return make("div", { class: "editor" }, field, hint ? make("small", {}, hint) : null, make("div", { class: "actions" },
      make("button", { type: "button", class: "main", onclick: save }, word("actions", "save"), " ", make("kbd", {}, "Enter")),
      make("button", { type: "button", onclick: () => choose(row, field.value) }, word("actions", "span")),
      make("button", { type: "button", onclick: leave }, word("actions", "cancel"), " ", make("kbd", {}, "Esc"))));
  }
  async function keep(row, typed, span) {
    const said = saidOf(row);
    const where = span || selected() || (said && said.span ? said.span.slice(0, 2) : null);
    if (!where && !row.spans.length) {
      choose(row, typed);
      return tell(word("told", "needs_span"), true);
    }
    // a choice is a code of the record; what is typed is read in the language of the page
    const exact = Boolean(state.plan.options[row.name]);
    const told = await put(row, { said: "corrected", text: typed, span: where, exact, note: (said || {}).note }, "corrected");
    if (told && !told.refused) { getSelection().removeAllRanges(); leave(); lightActive(true); }
    return undefined;
  }

  function setSpan() {
    const row = current();
    if (!row) return;
    const span = selected();
    if (span) place(row, span);
    else choose(row);
  }
  async function place(row, span, typed) {
    if (typed !== undefined) return keep(row, typed, span);
    const said = saidOf(row);
    if (row.state === "missing" && row.kind !== "words" && (!said || said.text === null)) {
      // the words alone are no value yet
      select(span);
      state.mode = { kind: "edit", row, typed: row.kind === "text" ? wordsAt(span) : "" };
      drawDetail();
      el.detail.querySelector(".editor .typed").focus();
      return undefined;
    }
    const body = { said: "corrected", span, note: (said || {}).note };
    // a value that is its words goes with them
    if (row.kind === "text" && !said && row.spans.length === 1 && wordsAt(row.spans[0]) === row.read) Object.assign(body, { text: wordsAt(span), exact: true });
    if (said && said.text !== null) Object.assign(body, { text: said.text, exact: true });
    const told = await put(row, body, "corrected");
    if (told && !told.refused) { getSelection().removeAllRanges(); leave(); lightActive(true); }
    return undefined;
  }
  // the words are chosen in the text, by mouse or by keys
  function choose(row, typed) {
    state.mode = { kind: "span", row, typed };
    el.text.classList.add("choosing");
    el.text.focus({ preventScroll: true });
    const spans = spansOf(row);
    if (spans.length) { select(spans[0]); reveal(spans[0]); }
    else if (!selected()) caret();
    tell(word("told", "choosing", { label: labelOf(row) }));
  }
  function caret() {
    const chosen = getSelection();
    if (chosen.rangeCount && el.text.contains(chosen.focusNode)) return;
    const row = current();
    const head = row && (spansOf(row)[0] || (row.card.rows.find((one) => one.spans.length) || { spans: [] }).spans[0]);
    const at = head ? toUnits(head[0]) : firstShown();
    if (blocks.length) { const [node, offset] = point(at); chosen.collapse(node, offset); }
  }
  function firstShown() {
    const top = el.text.getBoundingClientRect().top;
    const at = blocks.findIndex((block) => block.getBoundingClientRect().bottom > top + 5);
    return starts[Math.max(0, at)] || 0;
  }

  function note() {
    const row = current();
    if (!row) return;
    state.mode = { kind: "note", row };
    drawDetail();
    el.detail.querySelector(".editor .typed").focus();
  }
  function noteEditor(row) {
    const said = saidOf(row);
    const field = make("textarea", { class: "typed", rows: 2, "aria-label": word("page", "note") });
    field.value = (said && said.note) || "";
    const save = async () => {
      const body = said && said.said !== "noted" ? back(said) : { said: "noted" };
      const told = await put(row, { ...body, said: field.value.trim() || (said && said.said !== "noted") ? body.said : null, note: field.value }, "noted");
      if (told && !told.refused) leave();
    };
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
      else if (event.key === "Escape") { event.preventDefault(); leave(); }
      event.stopPropagation();
    });
    return make("div", { class: "editor" }, field, make("div", { class: "actions" },
      make("button", { type: "button", class: "main", onclick: save }, word("actions", "save"), " ", make("kbd", {}, "Enter")),
      make("button", { type: "button", onclick: leave }, word("actions", "cancel"), " ", make("kbd", {}, "Esc"))));
  }

  function addEntry() {
    const span = selected();
    if (!span) return tell(word("told", "select_first"), true);
    const field = make("select", { class: "typed", "aria-label": word("page", "choose") }, ...state.plan.addable.map(([name, label]) => make("option", { value: name, selected: current() && current().group === name }, say(label))));
    const save = async () => {
      const told = await ask(`/api/plan/${state.at}/add`, { list: field.value, span });
      if (!told || told.refused) return;
      state.undo.push({ at: state.at, id: told.id, before: null, label: word("page", "new_entry") });
      await load(state.at);
      const row = state.rows.find((one) => one.id.startsWith(`${told.id}.`));
      if (row) go(row);
      tell(word("told", "added"));
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); save(); }
      else if (event.key === "Escape") { event.preventDefault(); leave(); }
      event.stopPropagation();
    });
    state.mode = { kind: "add" };
    const words = wordsAt(span);
    el.detail.replaceChildren(make("p", { class: "what" }, make("b", {}, word("page", "new_entry")), " ", make("q", { lang: "vi" }, words)), make("div", { class: "editor" }, field, make("div", { class: "actions" },
      make("button", { type: "button", class: "main", onclick: save }, word("actions", "add"), " ", make("kbd", {}, "Enter")),
      make("button", { type: "button", onclick: leave }, word("actions", "cancel"), " ", make("kbd", {}, "Esc")))));
    field.focus();
    return undefined;
  }

  async function forget(at) {
    const told = await ask(`/api/plan/${state.at}/forget`, { suspect: at });
    if (!told || told.refused) return;
    const row = current();
    await load(state.at, row && row.id);
    tell(word("told", "forgotten"));
  }

  async function exportAll() {
    const text = await ask("/api/export");
    if (text === null) return tell(word("told", "lost"), true);
    const address = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
    const link = make("a", { href: address, download: state.file });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    return tell(word("told", "exported", { file: state.file }));
  }

  // --- finding in the text ------------------------------------------------------------------------------------------

  let folded = null, hits = [], hit = -1;
  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  // the text without marks, and where each of its letters stands
  function fold() {
    if (folded) return folded;
    const places = new Uint32Array(source.length * 3 + 1);
    const parts = [];
    let length = 0;
    for (let at = 0; at < source.length; at++) {
      const letter = source[at] < "\u0080" ? source[at].toLowerCase() : /\s/.test(source[at]) ? " " : bare(source[at]);
      const plain = letter === "\n" || letter === "\r" || letter === "\t" ? " " : letter;
      for (let n = 0; n < plain.length && n < 3; n++) places[length++] = at;
      parts.push(plain.slice(0, 3));
    }
    places[length] = source.length;
    folded = { text: parts.join(""), places };
    return folded;
  }
  function find(typed, by) {
    const asked = typed.trim();
    const { text, places } = fold();
    const plain = bare(asked.replace(/\s+/g, " "));
    hits = [];
    if (plain) {
      const marked = plain !== asked.toLowerCase();
      const exact = asked.toLowerCase().normalize("NFC");
      for (let at = text.indexOf(plain); at >= 0 && hits.length < 5000; at = text.indexOf(plain, at + 1)) {
        const [start, end] = [places[at], places[at + plain.length - 1] + 1];
        let last = end;
        while (last < source.length && /[\u0300-\u036f]/.test(source[last])) last++;
        // letters that were typed with marks must have them
        if (!marked || source.slice(start, last).toLowerCase().normalize("NFC").replace(/\s+/g, " ") === exact.replace(/\s+/g, " ")) hits.push([toPoints(start), toPoints(last)]);
      }
    }
    light("found", hits.slice(0, 1000));
    hit = hits.length ? (by === 0 ? 0 : (hit + by + hits.length) % hits.length) : -1;
    // a selection outside of it would take the keys from the field that is typed in
    light("hit", hit >= 0 ? [hits[hit]] : []);
    if (hit >= 0) reveal(hits[hit]);
    el.count.textContent = !asked ? "" : hits.length ? word("page", "matches", { n: hit + 1, of: hits.length }) : word("page", "no_match");
  }

  // --- keys ---------------------------------------------------------------------------------------------------------

  const ARROWS = { ArrowLeft: ["backward", "character"], ArrowRight: ["forward", "character"], ArrowUp: ["backward", "line"], ArrowDown: ["forward", "line"], Home: ["backward", "lineboundary"], End: ["forward", "lineboundary"] };
  function textKeys(event) {
    const way = ARROWS[event.key];
    if (way && !event.altKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      caret();
      const chosen = getSelection();
      chosen.modify(event.shiftKey ? "extend" : "move", way[0], event.ctrlKey && way[1] === "character" ? "word" : way[1]);
      const node = chosen.focusNode;
      if (node && !el.text.contains(node)) select([0, 0]);
      else if (node) keepShown(node, chosen.focusOffset);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const choosing = state.mode && state.mode.kind === "span";
    if (event.key === "o") {
      const chosen = getSelection();
      if (chosen.rangeCount) chosen.setBaseAndExtent(chosen.focusNode, chosen.focusOffset, chosen.anchorNode, chosen.anchorOffset);
    } else if (event.key === "Enter") {
      const span = selected();
      if (!span) tell(word("told", "select_first"), true);
      else if (choosing) {
        const { row, typed } = state.mode;
        el.text.classList.remove("choosing");
        state.mode = null;
        place(row, span, typed);
      } else setSpan();
    } else if (event.key === "Escape") {
      if (choosing) { getSelection().removeAllRanges(); lightActive(false); }
      tell("");
      leave();
    } else if (choosing && /^[a-z]$/i.test(event.key)) {
      // letters say nothing of the field while its words are chosen
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function keepShown(node, offset) {
    const range = document.createRange();
    range.setStart(node, Math.min(offset, node.length || 0));
    const [box, pane] = [range.getBoundingClientRect(), el.text.getBoundingClientRect()];
    if (box.height && box.top < pane.top + 10) el.text.scrollTop -= pane.top + 40 - box.top;
    if (box.height && box.bottom > pane.bottom - 10) el.text.scrollTop += box.bottom - pane.bottom + 40;
  }

  const KEYS = [
    ["move", ["j", "k", "↓", "↑"]], ["groups", ["J", "K"]], ["next", ["g"]], ["accept", ["a"]], ["accept_all", ["A"]], ["edit", ["e", "Enter"]],
    ["span", ["s"]], ["remove", ["x"]], ["note", ["n"]], ["undo", ["u"]], ["add", ["+"]], ["missing", ["m"]], ["search", ["/"]],
    ["text", ["t"]], ["plans", ["[", "]"]], ["help", ["?"]],
  ];
  const ACTS = {
    j: () => go(step(1)), ArrowDown: () => go(step(1)), k: () => go(step(-1)), ArrowUp: () => go(step(-1)),
    PageDown: () => jump(10), PageUp: () => jump(-10),
    Home: () => go(state.rows.find(visible)), End: () => go([...state.rows].reverse().find(visible)),
    J: () => toGroup(1), K: () => toGroup(-1), g: nextOpen,
    a: accept, A: acceptAll, e: edit, Enter: edit, s: setSpan, x: remove, n: note, u: undo, "+": addEntry,
    m: toggleMissing, "/": () => { el.search.focus(); el.search.select(); }, t: () => { el.text.focus({ preventScroll: true }); caret(); },
    "[": () => other(-1), "]": () => other(1), "?": help,
  };
  function keys(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || el.help.open) return;
    const target = event.target;
    if (target.closest("input, textarea, select")) return;
    // a button is pressed by its own keys
    if (target.closest("button, a, summary") && (event.key === "Enter" || event.key === " ")) return;
    if (el.text.contains(target) && ["PageDown", "PageUp"].includes(event.key)) return;
    const act = ACTS[event.key];
    if (!act || !state.plan) return;
    event.preventDefault();
    act();
  }

  function toggleMissing() {
    const row = current();
    state.missing = !state.missing;
    redraw();
    go(row && visible(row) ? row : state.rows.find(visible));
  }
  function other(by) {
    const at = state.at + by;
    if (at >= 0 && at < state.plans.length) load(at);
  }

  function help() {
    el.help.replaceChildren(make("h2", { id: "help-title" }, word("page", "help")), make("table", {}, ...KEYS.map(([key, letters]) => make("tr", {}, make("td", {}, ...letters.flatMap((one) => [make("kbd", {}, one), " "])), make("td", {}, word("keys", key))))), make("button", { type: "button", onclick: () => el.help.close() }, word("page", "close"), " ", make("kbd", {}, "Esc")));
    el.help.showModal();
  }

  // --- the page -----------------------------------------------------------------------------------------------------

  function redraw() {
    drawFields();
    drawSuspect();
    drawDetail();
    drawBar();
    lightUp();
    lightActive(false);
    el.missing.textContent = word("page", state.missing ? "missing_off" : "missing_on");
    el.missing.setAttribute("aria-pressed", String(state.missing));
  }

  async function load(at, id) {
    const plan = await ask(`/api/plan/${at}`);
    if (!plan || plan.refused) return;
    const text = state.plan && state.at === at && state.plan.text === plan.text;
    state.at = at;
    state.plan = plan;
    state.mode = null;
    state.rows = flatten(plan);
    if (!text) showText(plan.text);
    el.choice.value = String(at);
    state.cur = Math.max(0, state.rows.findIndex((row) => (id ? row.id === id : visible(row))));
    redraw();
    go(state.rows[state.cur]);
  }

  function speak(lang) {
    state.lang = lang;
    root.lang = lang;
    document.title = word("page", "title");
    for (const [one, key] of el.spoken) one.textContent = word("page", key);
    for (const [one, key] of el.labelled) one.setAttribute("aria-label", word("page", key));
    for (const one of el.languages.children) one.setAttribute("aria-pressed", String(one.value === lang));
    el.search.placeholder = `${word("page", "search")}  /`;
    if (state.plan) {
      const row = current();
      redraw();
      if (row) row.el.scrollIntoView({ block: "nearest" });
    }
  }

  function build() {
    el.spoken = [];
    el.labelled = [];
    const spoken = (one, key) => (el.spoken.push([one, key]), one);
    const labelled = (one, key) => (el.labelled.push([one, key]), one);
    el.choice = labelled(make("select", { id: "plans", onchange: () => load(Number(el.choice.value)) }), "plans");
    el.progress = make("span", { class: "done" });
    el.meter = make("meter", { min: 0, "aria-hidden": "true" });
    el.file = make("span", { class: "file" });
    el.languages = labelled(make("div", { class: "languages", role: "group" }, ...[["vi", "Tiếng Việt"], ["en", "English"]].map(([lang, name]) => make("button", { type: "button", value: lang, lang, onclick: () => speak(lang) }, name))), "language");
    el.search = labelled(make("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false" }), "search");
    el.count = make("span", { class: "count", "aria-live": "polite" });
    el.text = labelled(make("div", { id: "text", class: "text", tabindex: 0, lang: "vi", role: "document" }), "text");
    el.missing = make("button", { type: "button", id: "missing", onclick: toggleMissing });
    el.suspect = make("div", { class: "suspect", id: "suspect" });
    el.list = make("div", { class: "list" });
    el.detail = make("div", { class: "detail", id: "detail" });
    el.status = make("p", { class: "status", id: "status", role: "status", "aria-live": "polite" });
    el.help = make("dialog", { id: "keys", "aria-labelledby": "help-title", onclose: focusRow });
    const button = (key, act, letter) => make("button", { type: "button", id: key, onclick: act }, spoken(make("span"), key), letter ? " " : "", letter ? make("kbd", { "aria-hidden": "true" }, letter) : "");
    const skip = spoken(make("a", { class: "skip", href: "#rows", onclick: (event) => { event.preventDefault(); focusRow(); } }), "skip");
    document.body.append(
      skip,
      make("header", { class: "bar" }, spoken(make("h1"), "title"), el.choice, make("span", { class: "far" }, el.meter, el.progress), el.file, make("span", { class: "tools" }, button("export", exportAll), button("help", help, "?"), el.languages)),
      make("main", {},
        make("section", { class: "left" }, make("div", { class: "find" }, el.search, el.count), el.text),
        labelled(make("section", { class: "right" }, make("div", { class: "top" }, spoken(make("h2"), "fields"), el.missing), el.suspect, el.list, el.detail), "fields")),
      el.status, el.help);
    el.languages.children[0].parentNode.id = "languages";

    document.addEventListener("keydown", keys);
    el.text.addEventListener("keydown", textKeys);
    el.list.addEventListener("click", (event) => { const one = event.target.closest(".row"); if (one) go(one.row); });
    el.list.addEventListener("dblclick", (event) => { if (event.target.closest(".row")) edit(); });
    el.text.addEventListener("mouseup", (event) => {
      if (!getSelection().isCollapsed || state.mode) return;
      const at = document.caretPositionFromPoint ? document.caretPositionFromPoint(event.clientX, event.clientY) : null;
      const old = !at && document.caretRangeFromPoint ? document.caretRangeFromPoint(event.clientX, event.clientY) : null;
      const unit = at ? unitOf(at.offsetNode, at.offset) : old ? unitOf(old.startContainer, old.startOffset) : null;
      if (unit !== null && state.plan) pick(toPoints(unit));
    });
    el.search.addEventListener("input", () => find(el.search.value, 0));
    el.search.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") { event.preventDefault(); find(el.search.value, event.shiftKey ? -1 : 1); }
      else if (event.key === "Escape") { event.preventDefault(); leaveSearch(); }
      event.stopPropagation();
    });
  }

  // what was found last stays selected
  function leaveSearch() {
    if (state.mode && state.mode.kind === "span") el.text.focus({ preventScroll: true });
    else focusRow();
    if (hit >= 0 && hits[hit]) select(hits[hit]);
    light("found", []);
    light("hit", []);
  }

  // the field whose words are the narrowest there
  function pick(at) {
    let best = null, least = Infinity;
    for (const row of state.rows) {
      if (!visible(row)) continue;
      for (const [start, end] of spansOf(row)) if (start <= at && at < end && end - start < least) { best = row; least = end - start; }
    }
    if (best) go(best);
  }

  async function start() {
    build();
    speak(state.lang);
    const told = await ask("/api/plans");
    if (!told || told.refused) return;
    state.plans = told.plans;
    state.file = told.file;
    el.choice.replaceChildren(...told.plans.map((plan, at) => make("option", { value: at }, plan.title ? `${plan.name} — ${plan.title.length > 70 ? plan.title.slice(0, 69) + "…" : plan.title}` : plan.name)));
    await load(0);
    root.dataset.ready = "yes";
  }
  start();
})();
