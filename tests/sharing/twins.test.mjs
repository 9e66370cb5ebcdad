// Two files of the same mandate: node --test tests/sharing
import assert from "node:assert/strict";
import test from "node:test";
import { anew, twins } from "../../hub/web/calculators/page/twins.js";

const here = { id: "a", name: "K. T.", closed: false };
const there = { id: "b", name: "K. T. (autre appareil)", closed: false, beside: "a" };

test("what another device has changed too is a twin while both are there", () => {
  assert.deepEqual(twins([here, there]), [there]);
  assert.deepEqual(twins([there]), []);
  assert.deepEqual(twins([{ ...here, closed: true }, there]), []);
  assert.deepEqual(twins([here, { ...there, beside: "" }]), []);
});

test("a copy for another mandate has no hours of the first one, and no invoice", () => {
  const state = JSON.stringify({ v: 3, raw: { canton: "be", journal: [{ minutes: "1:30" }], invoice_number: "7" } });
  assert.deepEqual(JSON.parse(anew(state)), { v: 3, raw: { canton: "be" } });
  assert.equal(anew("not JSON"), "not JSON");
});
