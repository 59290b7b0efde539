// What all pages share: the language, and small helpers. Whatever comes from a plan is set as text, never as markup.
"use strict";
var kehoach = window.kehoach || {};

kehoach.make = function (tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  for (const child of children) if (child !== null && child !== undefined) made.append(child);
  return made;
};

kehoach.draw = function (tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

// letters without their marks, so that "ke hoach" finds "kế hoạch"
kehoach.folded = function (text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
};

// every word must stand in the text; a word with marks is looked for with them
kehoach.finder = function (typed) {
  const asked = typed.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  return (plain, folded) =>
    asked.every((word) => (kehoach.folded(word) === word ? folded.includes(word) : plain.includes(word)));
};

kehoach.language = function () {
  return document.documentElement.lang === "en" ? "en" : "vi";
};

// one of two: [Vietnamese, English]
kehoach.say = function (both) {
  if (both === undefined || both === null) return "";
  return typeof both === "string" ? both : both[kehoach.language() === "en" ? 1 : 0];
};

kehoach.word = function (key, n) {
  const told = kehoach.say(kehoach.words.words[key]);
  return n === undefined ? told : told.replace(/\{\w+\}/, n);
};

kehoach.count = function (n) {
  return n.toLocaleString(kehoach.language() === "en" ? "en-GB" : "vi-VN");
};

// an address within these pages, in the language that is shown
kehoach.address = function (place, hash) {
  return place + "?lang=" + kehoach.language() + (hash ? "#" + hash : "");
};

// what stands behind the # of the page's address
kehoach.place = function () {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
};

kehoach.speak = function (language) {
  const root = document.documentElement;
  root.lang = language;
  document.title = root.dataset[language] || document.title;
  for (const button of document.querySelectorAll("button[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === language));
  }
  for (const one of document.querySelectorAll("[data-label-vi]")) {
    one.setAttribute("aria-label", language === "en" ? one.dataset.labelEn : one.dataset.labelVi);
  }
  for (const link of document.querySelectorAll("a[href]")) {
    const [place, hash] = link.getAttribute("href").split("#");
    if (place) link.setAttribute("href", kehoach.address(place.split("?")[0], hash));
  }
  document.dispatchEvent(new CustomEvent("spoken"));
};

kehoach.later = function (wait, act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
};

kehoach.start = function () {
  for (const button of document.querySelectorAll("button[data-lang]")) {
    button.addEventListener("click", () => kehoach.speak(button.dataset.lang));
  }
  const asked = new URLSearchParams(location.search).get("lang");
  kehoach.speak(asked === "vi" || asked === "en" ? asked : kehoach.language());
};
