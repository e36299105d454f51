import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { z } from "zod";
import { PhoneNumberId, PinDigits } from "../contract/primitives.ts";
import { keepBodiesRaw } from "../raw-bodies.ts";
import { serveFunction, type FunctionServer } from "../testing/function-server.ts";
import { callable } from "./callable.ts";

process.env["ENFORCE_APP_CHECK"] = "false";
keepBodiesRaw({ FUNCTION_TARGET: "registerPhoneNumber" });

const run: unknown[] = [];
const probe = callable({
  name: "probe",
  options: {},
  guard: async () => ({ uid: "operator" }),
  input: async () => z.strictObject({ pin: PinDigits, phoneNumberId: PhoneNumberId.optional() }),
  run: async (request) => {
    run.push(request);
    return "done";
  },
});

type RequestBody = NonNullable<RequestInit["body"]>;

const JSON_HEADER = { "content-type": "application/json" };
const GOOD = '{"data":{"pin":"918273"}}';

let server: FunctionServer;
before(async () => {
  server = await serveFunction(probe);
});
after(() => server.close());
beforeEach(() => {
  run.length = 0;
});

async function send(
  body: RequestBody,
  headers: Record<string, string> = JSON_HEADER,
  query = "",
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.url}/${query}`, { method: "POST", headers, body });
  return { status: response.status, text: await response.text() };
}

describe("a request that means one thing", () => {
  for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]) {
    it(`is taken as ${type}`, async () => {
      assert.deepEqual(await send(GOOD, { "content-type": type }), { status: 200, text: '{"result":"done"}' });
      assert.deepEqual(run, [{ pin: "918273" }]);
    });
  }

  it("is not changed by what stands in the address", async () => {
    const query = "?pin=111111&data=%7B%22pin%22%3A%22111111%22%7D&data[pin]=111111&phoneNumberId=550000000000002";
    assert.equal((await send(GOOD, JSON_HEADER, query)).status, 200);
    assert.deepEqual(run, [{ pin: "918273" }]);
  });

  it("counts a field that stands twice once, as JSON does: the last one", async () => {
    assert.equal((await send('{"data":{"pin":"111111"},"data":{"pin":"222222","pin":"918273"}}')).status, 200);
    assert.deepEqual(run, [{ pin: "918273" }]);
  });

  it("may have ten thousand bytes", async () => {
    assert.equal((await send(GOOD.padEnd(10_000))).status, 200);
    assert.deepEqual(run, [{ pin: "918273" }]);
  });
});

const form = new FormData();
form.set("data[pin]", "918273");

const REFUSED: readonly (readonly [what: string, body: RequestBody, headers?: Record<string, string>])[] = [
  ["another type of JSON", GOOD, { "content-type": "application/vnd.api+json" }],
  ["our own word for raw JSON", GOOD, { "content-type": "application/x-raw-json" }],
  ["two types", GOOD, { "content-type": "application/json, text/plain" }],
  ["a form in parts", form, {}],
  ["UTF-16", Buffer.from(GOOD, "utf16le"), { "content-type": "application/json; charset=utf-16" }],
  [
    "bytes that are not UTF-8",
    Buffer.concat([Buffer.from('{"data":{"pin":"91827'), Buffer.from([0xff]), Buffer.from('"}}')]),
  ],
  ["a list of PINs", '{"data":{"pin":["918273","111111"]}}'],
  ["a PIN in an object", '{"data":{"pin":{"$eq":"918273"}}}'],
  ["a constructor", '{"data":{"pin":"918273","constructor":{"prototype":{"polluted":true}}}}'],
  ["two JSON texts", `${GOOD}${GOOD}`],
];

// What is malformed is the matter of callable.test.ts; these could be understood, in one way or another.
describe("a request that could mean something else", () => {
  for (const [what, body, headers] of REFUSED) {
    it(`${what}: is refused, and not repeated`, async () => {
      const { status, text } = await send(body, headers);
      assert.equal(status, 400, text);
      assert.match(text, /"status":"INVALID_ARGUMENT"/);
      assert.match(text, /"issues":\[\{/);
      assert.doesNotMatch(text, /918273/);
      assert.deepEqual(run, []);
      assert.equal("polluted" in {}, false);
    });
  }
});
