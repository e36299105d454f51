import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Pin } from "../domain/pin.ts";
import { PROPERTY_RUNS } from "../testing/property-runs.ts";
import { redact } from "./redact.ts";

const PIN = "739182";
const TOKEN = "EAAinventedSystemUserToken000001";
const PROOF = "0123456789abcdef".repeat(4);

const shown = (value: unknown): string => JSON.stringify(redact(value));

describe("redaction", () => {
  const secrets: Readonly<Record<string, unknown>> = {
    "a PIN by its name": { pin: PIN },
    "a PIN by its name in another case": { PIN },
    "a PIN that is a number": { pin: Number(PIN) },
    "a PIN in an object by its name": { pin: { digits: PIN } },
    "a PIN deep down": { a: [{ b: { pin: PIN } }] },
    "a verification code": { code: PIN },
    "a header": { headers: { Authorization: `Bearer ${PIN}` } },
    "a bearer token in a text": `sent with Bearer ${PIN} to Meta`,
    "a parameter of a URL": `https://graph.facebook.com/x?pin=${PIN}&a=1`,
    "JSON in a text": `data: {"messaging_product":"whatsapp","pin":"${PIN}"}`,
    "JSON in a text, escaped": JSON.stringify(JSON.stringify({ pin: PIN })),
    "the webhook's word by its name": { verifyToken: PIN, verify_token: PIN },
    "the webhook's word in a URL": `https://hooks.example.com/?hub.mode=subscribe&hub.verify_token=${PIN}`,
    "an object as Node prints it": `{ messaging_product: 'whatsapp', pin: '${PIN}' }`,
    "an error's message": new Error(`failed for pin=${PIN}`),
    "an error that carries more": Object.assign(new Error("failed"), {
      config: { data: PIN },
      response: { body: PIN },
    }),
    "an error's cause": new Error("failed", { cause: new Error(PIN) }),
    "a PIN that hides itself": { anything: new Pin(PIN), list: [new Pin(PIN)] },
  };
  for (const [what, value] of Object.entries(secrets)) {
    it(`hides ${what}`, () => assert.ok(!shown(value).includes(PIN), shown(value)));
  }

  for (const [what, text] of Object.entries({
    "a token in a text": `the token ${TOKEN}.`,
    "a token in a URL": `/debug_token?input_token=${TOKEN}`,
    "a token in JSON": `{"access_token":"${TOKEN}"}`,
    "a proof in a URL": `?appsecret_proof=${PROOF}`,
  })) {
    it(`hides ${what}`, () => {
      assert.ok(!shown({ text }).includes(TOKEN) && !shown({ text }).includes(PROOF), shown({ text }));
      const { stack, ...rest } = redact(new TypeError(text)) as { stack: string };
      assert.ok(!`${stack}${JSON.stringify(rest)}`.includes(TOKEN), "nor in an error's stack");
    });
  }

  it("leaves what explains: words, numbers, Graph's code, an error's name, code and message", () => {
    const facts = {
      phoneNumberId: "550000000000001",
      graphError: { code: 133_005, message: "(#133005) PIN Mismatch" },
      spent: true,
      none: null,
    };
    assert.deepEqual(redact(facts), facts);
    const error = redact(Object.assign(new RangeError("out of range"), { code: 14 })) as Record<string, unknown>;
    assert.deepEqual([error["name"], error["message"], error["code"]], ["RangeError", "out of range", 14]);
    assert.match(String(error["stack"]), /redact\.test/);
  });

  it("ends where things are deep or circular", () => {
    const circle: Record<string, unknown> = {};
    circle["again"] = circle;
    assert.match(shown(circle), /\[deep\]/);
  });

  it("throws at nothing, and shows nothing that stands under a secret's name", () => {
    const key = fc.oneof(fc.string(), fc.constantFrom("pin", "__proto__", "code"));
    const canary = "k7Qcanary";
    fc.assert(
      fc.property(fc.object({ key }), (value) => {
        const around = { ...value, pin: canary, inner: { ...value, pin: [canary], token: canary, code: canary } };
        assert.ok(!shown(around).includes(canary), shown(around));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
