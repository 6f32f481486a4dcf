/**
 * Owns search as people type it, the twin of geo/text/search.py: the tokens of a query and the rank of a hit.
 * The terms they are looked for in are the words of the names and those that the feed adds, made by the Python side.
 */

import { exactKey, foldKey, toneKey } from "diaban/model/names";

const MAX_TOKENS = 12;
const GLUED = /^(p|f|q|kp|tdp|h|hem|ngo|kiet|phuong|quan)(\d[\p{L}\p{N}]*)$/u;
const UNITS = {
  p: "p", f: "p", phuong: "p", q: "q", quan: "q", kp: "kp", "khu pho": "kp", tdp: "tdp", "to dan pho": "tdp",
};
const NOISE = new Set(["duong", "d", "so", "khu", "vuc"]);
const TYPES = new Set(
  ("hẻm hem ngõ ngách kiệt cầu cau phường phuong xã quận quan huyện huyen tỉnh thị trấn thành thanh phố pho đường duong " +
    "khu dân cư vực tổ ấp thôn chợ kênh kenh rạch rach sông bến trường công viên chung dạ chân").split(" "),
);
const PLAIN_NUMBERS = { hai: 2, ba: 3, tu: 4, nam: 5, tam: 8 };
const ONES = { ...PLAIN_NUMBERS, mot: 1, bon: 4, sau: 6, bay: 7, chin: 9, muoi: 10, lam: 5 };
const NUMBER_SPELLING = new Set("một hai ba bốn tư năm sáu bảy bẩy tám chín mười".split(" "));

/** Returns the tokens that must all be found in the search terms, each after a space; a token may end in a space. */
export function queryTokens(query) {
  const words = split(query);
  const tokens = [];
  for (let position = 0; position < words.folded.length; ) {
    const [token, used] = unitToken(words, position);
    tokens.push(token);
    position += used;
  }
  const kept = tokens.filter((token) => !NOISE.has(token));
  return [...new Set(kept.length ? kept : tokens)].slice(0, MAX_TOKENS);
}

/** Tells whether tokens of a query find these search terms; no token finds everything. */
export function hasTokens(tokens, terms) {
  return tokens.every((token) => terms.includes(` ${token}`));
}

/** Returns how well a found name answers the query: 0 exact, 1 tone, 2 fold, 3 abbreviation, 4 other marks. */
export function matchRank(query, name) {
  return rankWords(split(query), split(name));
}

/** Returns the search terms of named things, made when they are first asked for. */
export function searchTerms(things) {
  things.terms ??= things.name.map((name, row) => ` ${split(name).folded.join(" ")} ${things.also[row]} `);
  return things.terms;
}

/** Returns the rows of named things that answer the query, best first: by rank, then in the order of `rows`. */
export function findRows(query, rows, things) {
  const tokens = queryTokens(query);
  if (!tokens.length) return [];
  const terms = searchTerms(things);
  const asked = split(query);
  const hits = [];
  for (const row of rows) {
    if (hasTokens(tokens, terms[row])) hits.push({ row, rank: rankWords(asked, split(things.name[row])) });
  }
  return hits.sort((a, b) => a.rank - b.rank);
}

function rankWords(asked, named) {
  let pairs = asked.exact.map((exact, i) => [exact, asked.folded[i]]);
  const telling = pairs.filter(([, folded]) => !NOISE.has(folded));
  if (telling.length) pairs = telling;
  return pairs.reduce((worst, [exact, folded]) => Math.max(worst, wordRank(exact, folded, named)), 0);
}

function wordRank(exact, folded, named) {
  if (named.exact.some((word) => word.startsWith(exact))) return 0;
  const toned = toneKey(exact);
  if (named.exact.some((word) => toneKey(word).startsWith(toned))) return 1;
  if (named.folded.some((word) => word.startsWith(folded))) return exact === folded ? 2 : 4;
  return 3;
}

/** Returns the words, exact and folded side by side, with P12 taken apart and the misspelling hẽm put right. */
function split(text) {
  const exact = [];
  for (const word of exactKey(text).match(/[\p{L}\p{N}]+/gu) ?? []) {
    const glued = GLUED.exec(foldKey(word));
    if (glued) exact.push(glued[1], glued[2]);
    else exact.push(word === "hẽm" ? "hẻm" : word);
  }
  return { exact, folded: exact.map(foldKey) };
}

function unitAt(words, position) {
  for (const length of [3, 2, 1]) {
    const unit = UNITS[words.slice(position, position + length).join(" ")];
    if (unit && position + length <= words.length) return [unit, length];
  }
  return ["", 0];
}

function unitToken(words, position) {
  const [unit, used] = unitAt(words.folded, position);
  if (unit) {
    const [number, digits] = numberAt(words, position + used);
    if (number !== null) return [`${unit}${number} `, used + digits];
  }
  const word = words.folded[position];
  const next = words.folded[position + 1];
  return [word === "h" && next && isDecimal(next[0]) ? "hem" : word, 1];
}

function numberAt(words, position) {
  const rest = words.folded.slice(position, position + 3);
  if (!rest.length) return [null, 0];
  if (isDecimal(rest[0])) return [rest[0].replace(/^0+(?=.)/, ""), 1];
  const [number, used] = spelled(rest);
  const after = words.exact[position + used];
  if (number === null || (after && !TYPES.has(after) && !isDecimal(after[0]))) return [null, 0];
  const typed = words.exact[position];
  const isAmbiguous = used === 1 && rest[0] in PLAIN_NUMBERS;
  const unitHasMarks = words.exact[position - 1] !== words.folded[position - 1];
  const isWrittenOut = NUMBER_SPELLING.has(typed) && (typed !== rest[0] || unitHasMarks);
  return isAmbiguous && !isWrittenOut ? [null, 0] : [String(number), used];
}

function spelled(words) {
  const [first, second, third] = words.map((word) => ONES[word]);
  const isOne = (value) => value >= 1 && value <= 9;
  if (words[1] === "muoi" && first >= 2 && first <= 9) {
    return isOne(third) ? [first * 10 + third, 3] : [first * 10, 2];
  }
  if (words[0] === "muoi" && isOne(second)) return [10 + second, 2];
  return first ? [first, 1] : [null, 0];
}

function isDecimal(text) {
  return /^\p{Nd}+$/u.test(text);
}
