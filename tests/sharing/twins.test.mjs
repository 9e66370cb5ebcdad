// Two files of the same mandate: node --test tests/sharing
import assert from "node:assert/strict";
import test from "node:test";
import { anew, firstOf, originalOf, twins } from "../../hub/web/calculators/page/twins.js";

const cases = { coaching: {} };
const here = { id: "a", name: "K. T.", closed: false, cases };
const there = { id: "b", name: "K. T. (autre appareil)", closed: false, beside: "a", cases };

test("a copy that a conflict has made is a twin until somebody says what it is, whatever both are called or closed", () => {
  assert.deepEqual(twins([here, there]), [there]);
  const renamed = { ...there, name: "K. T. (tél.)" };
  assert.deepEqual(twins([here, renamed]), [renamed]);
  assert.deepEqual(twins([{ ...here, closed: true }, there]), [there]);
  assert.equal(originalOf(there, [here, there]), here);
  assert.deepEqual(twins([here, { ...there, beside: "" }]), []);
});

test("the last one that is left is no copy any more", () => {
  assert.deepEqual(twins([there]), []);
  const third = { ...there, id: "c", beside: firstOf(there) };
  assert.deepEqual(twins([here, there, third]), [there, third]);
  assert.deepEqual(twins([there, third]), [there, third], "without the first one they are copies of each other");
  assert.deepEqual(twins([third]), []);
});

test("files without hours on one side are no twins", () => {
  assert.deepEqual(twins([{ ...here, cases: {} }, there]), []);
  assert.deepEqual(twins([here, { ...there, cases: { capital_aid: {} } }]), []);
});

test("a copy for another mandate has no hours of the first one, and no invoice", () => {
  const state = JSON.stringify({ v: 3, raw: { canton: "be", journal: [{ minutes: "1:30" }], invoice_number: "7" } });
  assert.deepEqual(JSON.parse(anew(state)), { v: 3, raw: { canton: "be" } });
  assert.equal(anew("not JSON"), "not JSON");
});
