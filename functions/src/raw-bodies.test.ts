import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { inProduction, type ProductionProcess } from "./testing/in-production.ts";

const JSON_HEADER = { "content-type": "application/json" };

/** Bodies and headers that the parsers of Express quote when they cannot use them. */
const BROKEN: readonly (readonly [
  what: string,
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string>,
])[] = [
  ["JSON that breaks off", '{"data":{"pin":"918273"', JSON_HEADER],
  ["a PIN alone", "918273", JSON_HEADER],
  ["JSON with a word that is none", '{"data":{"pin":918273x}}', JSON_HEADER],
  ["JSON in another charset", '{"data":{"pin":"918273"}}', { "content-type": "application/json; charset=x918273" }],
  ["a form in another charset", "pin=918273", { "content-type": "application/x-www-form-urlencoded; charset=x918273" }],
  ["an encoding that is none", '{"data":{"pin":"918273"}}', { ...JSON_HEADER, "content-encoding": "x918273" }],
  ["broken JSON, compressed", gzipSync('{"data":{"pin":"918273"'), { ...JSON_HEADER, "content-encoding": "gzip" }],
  ["an event's type", '{"pin":"918273"', { "content-type": "application/cloudevents+json" }],
];

/** Production's NODE_ENV, under which Express keeps errors to itself, and the other, under which it answers with them. */
for (const environment of ["production", "development"]) {
  describe(`a body that cannot be parsed, with NODE_ENV=${environment}`, () => {
    let process: ProductionProcess;
    before(async () => {
      process = await inProduction("registerPhoneNumber", { NODE_ENV: environment, ENFORCE_APP_CHECK: "false" });
    });
    after(() => process.stop());

    for (const [what, body, headers] of BROKEN) {
      it(`${what}: is answered like every other, and shown to nobody`, async () => {
        assert.ok(process.url !== null, process.output());
        const response = await fetch(process.url, { method: "POST", headers, body });
        const answer = await response.text();
        assert.equal(response.status, 401, answer);
        assert.match(answer, /"UNAUTHENTICATED"/);
        assert.doesNotMatch(`${answer}${process.output()}`, /918273/);
      });
    }

    it("is not logged as an error at all", () => {
      assert.match(process.output(), /call_refused/);
      assert.doesNotMatch(process.output(), /SyntaxError|Unsupported|"severity":"ERROR"/);
    });
  });
}
