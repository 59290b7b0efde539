// A grid of any number of rows, of which only those in sight are in the page. One stop of the Tab key; arrows move within.
"use strict";
var kehoach = window.kehoach || {};

kehoach.Grid = class {
  // box: the scrolling element, which keeps the focus. told: {
  //   height   of a row in pixels
  //   label()  the grid's name
  //   heads()  cells of the heading: [{element, sort: "ascending" | "descending" | null}]
  //   above()  an element over the heading, or null
  //   columns(), printed() values of grid-template-columns, on a screen and on paper
  //   least()  the width under which it is scrolled
  //   rows()   how many
  //   cells(i) elements of row i; each has its words or an aria-label
  //   open(i, c), pick(i, c), order(c)  what Enter, a change of the active cell, and Enter on the heading do }
  constructor(box, told) {
    this.box = box;
    this.told = told;
    this.made = new Map();
    this.active = { row: 0, column: 0 };
    this.whole = false;
    box.setAttribute("role", "grid");
    this.head = kehoach.make("div", { class: "head", role: "rowgroup" });
    this.body = kehoach.make("div", { class: "body", role: "rowgroup" });
    box.append(this.head, this.body);
    let asked = false;
    box.addEventListener("scroll", () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        this.render();
      });
    });
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("click", (event) => this.click(event));
    box.addEventListener("dblclick", (event) => this.click(event, true));
    window.addEventListener("resize", () => this.render());
    window.addEventListener("beforeprint", () => this.print(true));
    window.addEventListener("afterprint", () => this.print(false));
  }

  // everything anew: rows, their order or the language have changed
  refresh() {
    const { told, box } = this;
    this.made.clear();
    this.body.replaceChildren();
    this.heads = told.heads();
    box.style.setProperty("--columns", told.columns());
    box.style.setProperty("--printed", told.printed());
    box.style.setProperty("--least", told.least());
    box.style.setProperty("--row", told.height + "px");
    const line = kehoach.make("div", { class: "row heads", role: "row", "aria-rowindex": 1 });
    this.heads.forEach((one, c) => {
      one.element.setAttribute("role", "columnheader");
      one.element.setAttribute("aria-colindex", c + 1);
      if (one.sort) one.element.setAttribute("aria-sort", one.sort);
      one.element.id = `${box.id}-h-${c}`;
      line.append(one.element);
    });
    const above = told.above ? told.above() : null;
    this.head.replaceChildren(...(above ? [above, line] : [line]));
    box.setAttribute("aria-label", told.label());
    box.setAttribute("aria-rowcount", told.rows() + 1);
    box.setAttribute("aria-colcount", this.heads.length);
    this.body.style.height = told.rows() * told.height + "px";
    this.active.row = Math.min(this.active.row, told.rows() - 1);
    this.active.column = Math.min(this.active.column, this.heads.length - 1);
    this.render();
  }

  render() {
    const { box, told } = this;
    const count = told.rows();
    let first = 0;
    let last = count;
    if (!this.whole) {
      first = Math.max(0, Math.floor(box.scrollTop / told.height) - 6);
      last = Math.min(count, Math.ceil((box.scrollTop + box.clientHeight) / told.height) + 6);
    }
    for (const [at, row] of this.made) {
      if (at < first || at >= last) {
        row.remove();
        this.made.delete(at);
      }
    }
    for (let at = first; at < last; at++) {
      if (!this.made.has(at)) this.body.append(this.row(at));
    }
    this.mark();
  }

  row(at) {
    const row = kehoach.make("div", { class: at % 2 ? "row odd" : "row", role: "row", "aria-rowindex": at + 2 });
    row.style.top = at * this.told.height + "px";
    this.told.cells(at).forEach((cell, c) => {
      cell.setAttribute("role", c ? "gridcell" : "rowheader");
      cell.setAttribute("aria-colindex", c + 1);
      cell.id = `${this.box.id}-${at}-${c}`;
      row.append(cell);
    });
    this.made.set(at, row);
    return row;
  }

  mark() {
    for (const one of this.box.querySelectorAll(".active")) one.classList.remove("active");
    const { row, column } = this.active;
    const id = row < 0 ? `${this.box.id}-h-${column}` : `${this.box.id}-${row}-${column}`;
    const cell = document.getElementById(id);
    if (cell) {
      cell.classList.add("active");
      this.box.setAttribute("aria-activedescendant", id);
    } else {
      this.box.removeAttribute("aria-activedescendant");
    }
  }

  // make a cell the active one and bring it into sight; row -1 is the heading
  go(row, column) {
    const { box, told } = this;
    row = Math.max(-1, Math.min(told.rows() - 1, row));
    column = Math.max(0, Math.min(this.heads.length - 1, column));
    this.active = { row, column };
    if (row >= 0) {
      const top = row * told.height;
      const room = box.clientHeight - this.head.offsetHeight;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (top + told.height > box.scrollTop + room) box.scrollTop = top + told.height - room;
    }
    const head = this.heads[column].element;
    const fixed = this.heads[0].element.offsetWidth;
    if (column > 0 && getComputedStyle(this.heads[0].element).position === "sticky") {
      if (head.offsetLeft - fixed < box.scrollLeft) box.scrollLeft = head.offsetLeft - fixed;
      else if (head.offsetLeft + head.offsetWidth > box.scrollLeft + box.clientWidth) {
        box.scrollLeft = head.offsetLeft + head.offsetWidth - box.clientWidth;
      }
    } else if (column === 0) box.scrollLeft = 0;
    this.render();
    told.pick(row, column);
  }

  key(event) {
    if (event.altKey || event.metaKey) return;
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor((this.box.clientHeight - this.head.offsetHeight) / this.told.height) - 1);
    const last = this.told.rows() - 1;
    const ways = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [Math.max(0, row - page), column],
      PageDown: [row + page, column],
      Home: event.ctrlKey ? [0, 0] : [row, 0],
      End: event.ctrlKey ? [last, this.heads.length - 1] : [row, this.heads.length - 1],
    };
    if (event.key in ways) this.go(...ways[event.key]);
    else if (event.key === "Enter" && row < 0) this.told.order(column);
    else if (event.key === "Enter" && last >= 0) this.told.open(row, column);
    else return;
    event.preventDefault();
  }

  click(event, twice) {
    const cell = event.target.closest("[aria-colindex]");
    if (!cell || event.target.closest("a")) return;
    const column = Number(cell.getAttribute("aria-colindex")) - 1;
    const row = Number(cell.parentElement.getAttribute("aria-rowindex")) - 2;
    if (row < 0) {
      if (!twice) {
        this.active = { row: -1, column };
        this.told.order(column);
      }
    } else if (twice) this.told.open(row, column);
    else this.go(row, column);
  }

  print(whole) {
    this.whole = whole;
    this.render();
  }
};
