/** Search and sorting in the browser answer as geo.text does: the vectors are made by the Python side. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { collationKey, exactKey, foldKey, sortedPositions, toneKey } from "diaban/model/names";
import { findRows, hasTokens, matchRank, queryTokens, searchTerms } from "diaban/search";

const vectors = JSON.parse(readFileSync(new URL("../data/search_vectors.json", import.meta.url), "utf-8"));

const asSets = (terms) => terms.map((text) => new Set(text.split(" ")));

for (const { query, tokens, names, terms, also, hits } of vectors) {
  test(`search “${query}”`, () => {
    const things = { name: names, also };
    assert.deepEqual(queryTokens(query), tokens);
    assert.deepEqual(asSets(searchTerms(things)), asSets(terms));
    const found = names.filter((_, row) => hasTokens(tokens, searchTerms(things)[row]));
    assert.deepEqual([...found].sort(), [...hits].sort());
    const ranked = findRows(query, sortedPositions(names), things).map(({ row }) => names[row]);
    if (tokens.length) assert.deepEqual(ranked, hits);
  });
}

test("keys: exact, tone and fold", () => {
  assert.equal(exactKey("  HẺM   1678 "), "hẻm 1678");
  assert.equal(toneKey("hoà"), toneKey("hòa"));
  assert.equal(toneKey("Thuỷ"), "thuy3");
  assert.equal(foldKey("Đường Phạm Thế Hiển".normalize("NFD")), "duong pham the hien");
});

test("rank: exact before tone before fold; other marks come last", () => {
  assert.equal(matchRank("Bình Đông", "Phường Bình Đông"), 0);
  assert.equal(matchRank("Bình Đông".normalize("NFD"), "Phường Bình Đông"), 0);
  assert.equal(matchRank("hoà", "Hòa Bình"), 1);
  assert.equal(matchRank("binh dong", "Phường Bình Đông"), 2);
  assert.equal(matchRank("pth", "Hẻm 1678 Phạm Thế Hiển"), 3);
  assert.equal(matchRank("bính đong", "Phường Bình Đông"), 4);
});

test("names sort the Vietnamese way", () => {
  const sorted = [
    "Cầu Hiệp Ân", "Hẻm 126 Hoài Thanh", "Hẻm 690 Nguyễn Duy", "Hẻm 690/12 Nguyễn Duy", "Hẻm 690A", "Hẻm 1678 Phạm Thế Hiển",
    "ma", "mà", "mả", "mã", "má", "mạ", "man", "Nguyên An", "Nguyên Hồng", "Nguyễn An", "Phường 1", "Phường 2", "Phường 10",
    "Phường Ân", "Phường Đông",
  ];
  const shuffled = [...sorted].reverse();
  assert.deepEqual([...sortedPositions(shuffled)].map((position) => shuffled[position]), sorted);
  assert.ok(collationKey("Đông") > collationKey("Dương"));
});
