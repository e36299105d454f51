import assert from "node:assert/strict";
import { it } from "node:test";
import type { Request } from "firebase-functions/https";
import { malformedBody, withholdMalformedBody } from "./malformed.ts";

/** What comes of a body of so many bytes, where nothing bounded it before. */
function complaintAbout(bytes: number): string | undefined {
  const rawBody = Buffer.from('{"data":{"pin":"918273"}}'.padEnd(bytes));
  const request = { method: "POST", headers: { "content-type": "application/x-raw-json" }, rawBody } as Request;
  withholdMalformedBody(request);
  return malformedBody(request);
}

it("a body beyond the limit is withheld, even where none was refused before it was read", () => {
  assert.equal(complaintAbout(10_000), undefined);
  assert.equal(complaintAbout(10_001), "is too large");
});
