// Who sits where: node --test tests/course
import assert from "node:assert/strict";
import test from "node:test";
import { placeOf, seated } from "../../hub/web/calculators/page/place.js";

const lea = { seed: "automne", seat: "3", name: "Léa" };

test("another seat or seed is another person, unless the name was typed anew", () => {
  assert.equal(seated({ ...lea, seat: "4" }, lea).name, "");
  assert.equal(seated({ ...lea, seed: "hiver" }, lea).name, "");
  assert.equal(seated({ ...lea, seat: "4", name: "Marc" }, lea).name, "Marc");
});

test("the same place, however it is typed, keeps its name", () => {
  assert.equal(seated({ ...lea, seed: " Automne " }, lea).name, "Léa");
  assert.equal(seated({ ...lea, seat: "03" }, lea).name, "Léa");
  assert.deepEqual(placeOf({ seed: "", seat: "" }), ["libre", 1]);
});
