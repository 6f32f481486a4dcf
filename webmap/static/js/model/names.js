/** Owns the keys of Vietnamese names, the twin of geo/text/names.py: exact, tone, fold and the sorting key. */

const TONES = { "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6" };
const SHAPES = { "\u0306": "1", "\u0302": "2", "\u031b": "3" };
const AFTER_SLASH = "{";
const AFTER_DIGIT = "|";
const codes = new Map();

/** Returns the NFC text in lower case with single spaces. */
export function exactKey(text) {
  return text.replaceAll("\0", "").toWellFormed().normalize("NFC").toLowerCase().normalize("NFC").trim().replace(/\s+/g, " ");
}

/** Returns the exact key with each syllable's tone as a digit behind it: hoà and hòa are both hoa2. */
export function toneKey(text) {
  return exactKey(text).replace(/\p{L}+/gu, toned);
}

/** Returns the name as people type it in a hurry: lower case, no marks, đ as d, single spaces. */
export function foldKey(text) {
  return exactKey(text).normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");
}

/** Returns a text that sorts by code point in Vietnamese order, syllable by syllable, numbers by value. */
export function collationKey(text) {
  let key = "";
  for (const word of text.split(/\s+/)) key += wordCode(word);
  return key;
}

/** Words come again and again in names: each is coded once. */
function wordCode(word) {
  let code = codes.get(word);
  if (code === undefined) {
    code = spellWord(exactKey(word));
    codes.set(word, code);
  }
  return code;
}

function spellWord(word) {
  let key = "";
  let end = -1;
  let afterNumber = false;
  for (const match of word.matchAll(/\d+|\p{L}+/gu)) {
    const token = match[0];
    const isNumber = /\d/.test(token[0]);
    if (afterNumber && match.index === end && !isNumber) key += AFTER_DIGIT;
    else if (afterNumber && word.slice(end, match.index) === "/") key += AFTER_SLASH;
    key += isNumber ? numberCode(token) : syllableCode(token);
    end = match.index + token.length;
    afterNumber = isNumber;
  }
  return key;
}

/** Returns the positions of the names in Vietnamese order. */
export function sortedPositions(names) {
  const keys = names.map((name, position) => `${collationKey(name)}\0${String(position).padStart(7, "0")}`);
  return Uint32Array.from(keys.sort(), (key) => Number(key.slice(-7)));
}

function numberCode(digits) {
  const plain = digits.replace(/^0+(?=.)/, "");
  return `0${String(Math.min(plain.length, 99)).padStart(2, "0")}${plain}`;
}

function syllableCode(syllable) {
  const letters = [];
  let tone = "1";
  for (const letter of syllable.normalize("NFD")) {
    if (letter in TONES) tone = TONES[letter];
    else if (letter in SHAPES && letters.length) letters.push(letters.pop()[0] + SHAPES[letter]);
    else if (letter === "đ") letters.push("d1");
    else if (!/[\u0300-\u036f]/.test(letter)) letters.push(codeOf(letter));
  }
  return letters.join("") + tone;
}

function codeOf(letter) {
  const point = letter.codePointAt(0);
  return point < 128 ? `${letter}0` : `~${point.toString(16).padStart(6, "0")}`;
}

function toned(syllable) {
  const letters = [...syllable.normalize("NFD")];
  const tone = letters.find((letter) => letter in TONES);
  const bare = letters.filter((letter) => !(letter in TONES)).join("").normalize("NFC");
  return bare + (tone ? TONES[tone] : "");
}
