import assert from "node:assert/strict";
import { test } from "node:test";
import { asNumber, metaJson } from "./meta-json.ts";
import { bodyOf } from "./webhooks/post.ts";

test("slashes and everything outside ASCII are escaped, and the value stays the same", () => {
  const value = { url: "https://example.com/a", name: "Größe 😀 \u007F" };
  const text = metaJson(value);
  assert.equal(text, String.raw`{"url":"https:\/\/example.com\/a","name":"Gr\u00f6\u00dfe \ud83d\ude00 \u007f"}`);
  assert.deepEqual(JSON.parse(text), value);
});

test("a delivery's bytes are written so", () => {
  const event = { wabaId: "777000000000001", time: null, field: "messages", value: { text: "Grüße/" } };
  assert.ok(bodyOf([event]).includes(String.raw`Gr\u00fc\u00dfe\/`));
});

test("digits that are to be a number are printed as one, to the last", () => {
  const text = metaJson({ id: asNumber("55600000000000091"), other: "55600000000000091" });
  assert.equal(text, '{"id":55600000000000091,"other":"55600000000000091"}');
});
