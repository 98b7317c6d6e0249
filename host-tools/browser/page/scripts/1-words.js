// What the page says, in five languages. `WORDS` is put here when the page is made.
"use strict";

const WORDS = {{words}};
const LANGUAGES = { en: "English", de: "Deutsch", es: "Español", sv: "Svenska", id: "Bahasa Indonesia" };
let language = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2)).find((tag) => WORDS[tag]) ?? "en";

const $ = (id) => document.getElementById(id);

// The words of a key. `{n}` is a value, numbers as they are written here; `{n?play:plays}` chooses by a number.
function say(key, values = {}) {
  const form = new Intl.PluralRules(language);
  return (WORDS[language][key] ?? WORDS.en[key] ?? key)
    .replace(/\{(\w+)\?([^:{}]*):([^{}]*)\}/g, (_, name, one, more) => (form.select(values[name]) === "one" ? one : more))
    .replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? count(values[name]) : values[name] ?? ""));
}

const count = (number, options) => number.toLocaleString(language, options);
const megabytes = (bytes) => `${count(bytes / 1e6, { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
const size = (bytes) => (bytes < 1e6 ? `${count(Math.ceil(bytes / 1000))} KB` : megabytes(bytes));
const list = (things) => new Intl.ListFormat(language, { type: "conjunction" }).format(things);
const country = (code) => new Intl.DisplayNames(language, { type: "region" }).of(code);
const city = (zone) => zone.split("/").pop().replaceAll("_", " ");
const hour = (at) => new Date(2001, 0, 1, at % 24).toLocaleTimeString(language, language === "en" ? { hour: "numeric" } : { hour: "2-digit", minute: "2-digit" });
const month = (date) => new Date(`${date}T12:00`).toLocaleDateString(language, { month: "long", year: "numeric" });

// Puts words into an element; what stands between two pairs of stars is bold.
function fill(element, key, values) {
  const parts = say(key, values).split("**");
  element.replaceChildren(...parts.map((part, at) => (at % 2 ? make("b", { text: part }) : part)));
  return element;
}

// Makes an element.
function make(tag, { text, key, values, ...rest } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(rest)) {
    // The policy lets no style stand in the page, but a script may set one.
    if (name === "style") element.style.cssText = value ?? "";
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  if (text !== undefined) element.textContent = text;
  if (key) fill(element, key, values);
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const button = (key, look, onclick, values) => make("button", { type: "button", class: `b ${look}`, key, values, onclick });

// Everything that stands in the page by itself, in the language.
function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-w]")) fill(element, element.dataset.w);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
}
