/** Owns the words of the page: texts by key, plural forms, and numbers and dates as the reader's language writes them. */

let words = {};
let language = "vi";
let numbers = new Intl.NumberFormat("vi-VN");

/** Takes the catalogue of the page: key to text, or to its plural forms [one, many]. */
export function setTexts(texts, locale) {
  words = texts;
  language = locale;
  numbers = new Intl.NumberFormat(locale === "en" ? "en-GB" : "vi-VN", { maximumFractionDigits: 6 });
}

export function locale() {
  return language;
}

/** Writes a number, such as 1.234,5; `decimals` fixes the digits after the separator. */
export function formatNumber(value, decimals) {
  if (decimals === undefined) return numbers.format(value);
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(language === "en" ? "en-GB" : "vi-VN", options).format(value);
}

/** Returns the text of a key with its {placeholders} filled; `n` chooses the plural form. */
export function t(key, facts = {}) {
  let text = words[key] ?? key;
  if (Array.isArray(text)) text = facts.n === 1 ? text[0] : text.at(-1);
  return text.replace(/\{([a-z_]+)\}/g, (whole, name) => {
    if (!(name in facts)) return whole;
    return typeof facts[name] === "number" ? formatNumber(facts[name]) : facts[name];
  });
}

export function hasText(key) {
  return key in words;
}
