// The page of a plan: whatever leads to a place in the text moves there and lets it flash.
"use strict";
(function () {
  function flash(id, atOnce) {
    const place = /^(s\d+-\d+|[rf]\d+)$/.test(id) ? document.getElementById(id) : null;
    if (!place) return [];
    const span = /^s(\d+)-(\d+)$/.exec(id);
    let lit = [];
    if (span) {
      const [start, end] = [Number(span[1]), Number(span[2])];
      lit = [...document.querySelectorAll("#text [data-a]")].filter((one) => Number(one.dataset.a) >= start && Number(one.dataset.a) < end);
    }
    if (!lit.length) lit = [place];
    for (const one of document.querySelectorAll(".flash")) one.classList.remove("flash");
    void document.body.offsetWidth; // a flash that is there already begins anew
    for (const one of lit) one.classList.add("flash");
    const still = atOnce || matchMedia("(prefers-reduced-motion: reduce)").matches;
    lit[0].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    return lit;
  }

  // a row that one came to from the map: beside it the text shows its first evidence
  function beside(row) {
    const link = row.querySelector('a[href^="#s"]');
    const place = link && document.getElementById(link.getAttribute("href").slice(1));
    const text = document.getElementById("text");
    if (!place || text.scrollHeight <= text.clientHeight) return;
    text.scrollTop += place.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#s"], a[href^="#r"], a[href^="#f"]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const id = link.getAttribute("href").slice(1);
      if (flash(id).length) {
        event.preventDefault();
        location.hash = id;
        flash(id);
      }
    });
    kehoach.start();
    if (location.hash.length > 1) {
      requestAnimationFrame(() => {
        const [place] = flash(kehoach.place(), true);
        if (place && place.tagName === "TR") beside(place);
      });
    }
  });
})();
