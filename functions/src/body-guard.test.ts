import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestOptions } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { LARGEST_CALL_BYTES, LARGEST_DELIVERY_BYTES } from "./body-limits.ts";
import { inProduction, type ProductionProcess } from "./testing/in-production.ts";
import { upload } from "./testing/upload.ts";

const MIB = 1024 * 1024;
/** Just below what Google's front end lets through. */
const HUGE = 31 * MIB;
const JSON_HEADER = { "content-type": "application/json" };

const stated = (bytes: number, headers: object = JSON_HEADER): RequestOptions => ({
  headers: { ...headers, "content-length": bytes },
});
const chunked = (headers: object = JSON_HEADER): RequestOptions => ({
  headers: { ...headers, "transfer-encoding": "chunked" },
});

const HUGE_ONES: Readonly<Record<string, RequestOptions>> = {
  "with its length stated": stated(HUGE),
  chunked: chunked(),
  "chunked, said to be compressed": chunked({ ...JSON_HEADER, "content-encoding": "gzip" }),
  "chunked, of no type": chunked({}),
  "of another type": stated(HUGE, { "content-type": "text/plain" }),
  "chunked, a form": chunked({ "content-type": "application/x-www-form-urlencoded" }),
  "by a caller who asks first": stated(HUGE, { ...JSON_HEADER, expect: "100-continue" }),
  "by PUT": { ...chunked(), method: "PUT" },
  "for a path that the framework answers itself": { ...stated(HUGE), path: "/favicon.ico" },
};

for (const [name, limit] of [
  ["registerPhoneNumber", LARGEST_CALL_BYTES],
  ["metaWebhook", LARGEST_DELIVERY_BYTES],
] as const) {
  describe(`a body for ${name}`, () => {
    let production: ProductionProcess;
    let url = "";
    before(async () => {
      production = await inProduction(name, { ENFORCE_APP_CHECK: "false" });
      assert.ok(production.url !== null, production.output());
      ({ url } = production);
    });
    after(() => production.stop());

    describe("of 31 MiB", { concurrency: true }, () => {
      for (const [what, options] of Object.entries(HUGE_ONES)) {
        it(`${what}: is refused before it has come, and the connection closed`, async () => {
          const { status, body, sentBytes, closed } = await upload(url, HUGE, options);
          assert.equal(status, 413);
          assert.match(body, /"INVALID_ARGUMENT"/);
          assert.ok(sentBytes < limit + 16 * MIB, `${sentBytes} bytes were taken`);
          assert.ok(closed, "the connection is open still");
        });
      }
    });

    it("is taken up to the limit, whether its length is stated or not", async () => {
      for (const options of [stated(limit), chunked()]) assert.equal((await upload(url, limit, options)).status, 401);
    });

    it("is refused for one byte too many, whether its length is stated or not", async () => {
      for (const options of [stated(limit + 1), chunked()])
        assert.equal((await upload(url, limit + 1, options)).status, 413);
    });

    it("that is refused leaves a line in the log, and no error", () => {
      assert.match(production.output(), /"reason":"(?:body-too-large|too large)"/);
      assert.doesNotMatch(production.output(), /"severity":"ERROR"|^\s+at /m);
    });
  });
}

describe("a function that is not ours", () => {
  it("gets its requests as they came, though this package is loaded beside it", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "neighbour-"));
    const file = path.join(folder, "neighbour.mjs");
    const index = JSON.stringify(new URL("index.ts", import.meta.url).href);
    const answer = `(request, response) => response.send(\`\${request.get("content-type")} \${request.rawBody.length}\`)`;
    await writeFile(file, `export * from ${index};\nexport const neighbour = ${answer};\n`);
    const production = await inProduction("neighbour", {}, pathToFileURL(file).href);
    try {
      assert.ok(production.url !== null, production.output());
      const text = { "content-type": "text/plain" };
      const { status, body } = await upload(production.url, 5 * MIB, stated(5 * MIB, text));
      assert.deepEqual([status, body], [200, `text/plain ${5 * MIB}`]);
    } finally {
      await production.stop();
      await rm(folder, { recursive: true });
    }
  });
});
