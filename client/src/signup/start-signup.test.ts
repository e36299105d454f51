import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import { fakeWindow, MESSAGE_ORIGIN, type FakeWindow } from "../testing/fake-window.ts";
import type { SignupResult } from "./result.ts";
import { signUp, type SignupOptions } from "./start-signup.ts";

const OPTIONS: SignupOptions = { appId: "888000000000001", configId: "444000000000001" };
const CODE = { authResponse: { code: "AQinvented" } };
const NO_CODE = { authResponse: null };
const IDS = { phone_number_id: "550000000000001", waba_id: "777000000000001", business_id: "666000000000001" };

const message = (event: string, data: object = IDS): string =>
  JSON.stringify({ type: "WA_EMBEDDED_SIGNUP", event, data });

/** Starts a signup, and waits until its dialog is open. */
async function opened(window: FakeWindow, options: Partial<SignupOptions> = {}): Promise<Promise<SignupResult>[]> {
  const result = signUp(window.host, { ...OPTIONS, ...options });
  await settled();
  return [result];
}

/** Lets everything happen that waits for no timer. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

const FINISHED = {
  status: "finished",
  code: "AQinvented",
  wabaId: "777000000000001",
  phoneNumberId: "550000000000001",
  coexistence: false,
  event: "FINISH",
};

describe("a signup", () => {
  test("takes message and code in either order", async () => {
    for (const codeFirst of [true, false]) {
      const window = fakeWindow();
      const [result] = await opened(window);
      if (codeFirst) window.callBack(CODE);
      window.post(message("FINISH"));
      if (!codeFirst) window.callBack(CODE);
      assert.deepEqual(await result, FINISHED);
      assert.equal(window.listeners(), 0, "nothing goes on listening");
    }
  });

  test("loads Meta's script once, tells it what Meta's guide says, and hands on what the dialog is filled in with", async () => {
    const window = fakeWindow();
    assert.deepEqual(window.scripts, []);
    for (const options of [{}, { coexistence: true, setup: { business: { name: "Invented Shop" } } }]) {
      const [result] = await opened(window, options);
      window.callBack(NO_CODE);
      window.post(message("CANCEL", { current_step: "PERMISSIONS" }));
      assert.deepEqual(await result, { status: "cancelled", step: "PERMISSIONS" });
    }
    assert.deepEqual(window.scripts, ["https://connect.facebook.net/en_US/sdk.js"]);
    const init = { appId: OPTIONS.appId, autoLogAppEvents: true, xfbml: true, version: "v25.0" };
    assert.deepEqual(window.inits, [init]);
    const always = { config_id: OPTIONS.configId, response_type: "code", override_default_response_type: true };
    assert.deepEqual(window.logins, [
      { ...always, extras: { setup: {} } },
      {
        ...always,
        extras: {
          setup: { business: { name: "Invented Shop" } },
          featureType: "whatsapp_business_app_onboarding",
          sessionInfoVersion: "3",
        },
      },
    ]);
  });

  test("hears Meta alone", async () => {
    const window = fakeWindow();
    const [result] = await opened(window);
    for (const origin of [
      "https://evilfacebook.com",
      "https://facebook.com.evil.example",
      "https://facebook.com:8443",
      "http://www.facebook.com",
      "https://app.example.com",
      "http://127.0.0.1:4010",
      "null",
      "",
    ]) {
      window.post(message("FINISH", { ...IDS, waba_id: "777000000000666" }), origin);
    }
    for (const noise of [
      "cb=f0&domain=app.example.com",
      "",
      "null",
      '"FINISH"',
      7,
      null,
      { type: "WA_EMBEDDED_SIGNUP" },
    ])
      window.post(noise);
    window.post(JSON.stringify({ type: "SOMETHING_ELSE", event: "FINISH", data: { waba_id: "777000000000666" } }));
    window.callBack(CODE);
    window.post(message("FINISH"), "https://web.facebook.com");
    assert.deepEqual(await result, FINISHED);
  });

  test("takes the simulator's messages only where it plays Meta, and then nobody else's", async () => {
    const window = fakeWindow();
    const [result] = await opened(window, { emulators: { simulator: "127.0.0.1:4010" } });
    assert.deepEqual(window.scripts, ["http://127.0.0.1:4010/en_US/sdk.js"]);
    window.post(message("FINISH", { ...IDS, waba_id: "777000000000666" }), MESSAGE_ORIGIN);
    window.post(message("FINISH", { ...IDS, waba_id: "777000000000666" }), "http://127.0.0.1:4011");
    window.post(message("FINISH"), "http://127.0.0.1:4010");
    window.callBack(CODE);
    assert.deepEqual(await result, FINISHED);
  });

  test("tells the ends of the flow apart", async () => {
    const ends: readonly (readonly [event: string, data: object, expected: object])[] = [
      ["FINISH", { waba_id: IDS.waba_id }, { coexistence: false }],
      ["FINISH_ONLY_WABA", IDS, { coexistence: false }],
      ["FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", { waba_id: IDS.waba_id }, { coexistence: true }],
      ["FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", IDS, { coexistence: true, phoneNumberId: IDS.phone_number_id }],
      ["FINISH_OBO_MIGRATION", IDS, { coexistence: false, phoneNumberId: IDS.phone_number_id }],
      ["FINISH_SOMETHING_NEW", IDS, { coexistence: false }],
      ["FINISH", { ...IDS, phone_number_id: 5.5e20 }, { coexistence: false }],
    ];
    for (const [event, data, expected] of ends) {
      const window = fakeWindow();
      const [result] = await opened(window);
      window.post(message(event, data));
      window.callBack(CODE);
      const { code, wabaId } = FINISHED;
      assert.deepEqual(await result, { status: "finished", code, wabaId, event, ...expected }, event);
    }
  });

  test("an end without account, or without code, has nothing to connect", async () => {
    for (const [data, response, missing] of [
      [{ phone_number_id: "550000000000001" }, CODE, "account"],
      [{ waba_id: "../777" }, CODE, "account"],
      [IDS, NO_CODE, "code"],
      [IDS, {}, "code"],
    ] as const) {
      const window = fakeWindow();
      const [result] = await opened(window);
      window.post(message("FINISH", data));
      window.callBack(response);
      assert.deepEqual(await result, { status: "incomplete", missing });
    }
  });

  test("says what error Meta showed, under either key", async () => {
    for (const [event, key] of [
      ["CANCEL", "error_code"],
      ["CANCEL", "error_id"],
      ["ERROR", "error_code"],
    ] as const) {
      const window = fakeWindow();
      const [result] = await opened(window);
      window.post(message(event, { error_message: "Pick another name.", [key]: "524126", session_id: "f1" }));
      window.callBack(NO_CODE);
      const expected = { status: "meta_error", message: "Pick another name.", code: "524126", sessionId: "f1" };
      assert.deepEqual(await result, expected);
    }
  });

  test("a customer who reports an error and finishes all the same has finished", async () => {
    const window = fakeWindow();
    const [result] = await opened(window);
    window.post(message("CANCEL", { error_message: "Try again.", error_code: "1" }));
    window.callBack(CODE);
    window.post(message("FINISH"));
    assert.deepEqual(await result, FINISHED);
  });

  test("a window that the browser blocks, and a script that does not come", async () => {
    const blocked = fakeWindow({ login: (open) => open("dialog") });
    blocked.host.open = () => null;
    const { open } = blocked.host;
    const [result] = await opened(blocked);
    assert.deepEqual(await result, { status: "popup_blocked" });
    assert.equal(blocked.host.open, open, "window.open is as it was");
    const filtered = fakeWindow({ script: "fails" });
    for (const _ of [1, 2]) assert.deepEqual(await signUp(filtered.host, OPTIONS), { status: "script_blocked" });
    assert.equal(filtered.scripts.length, 2, "asking again loads it anew");
  });

  test("an SDK that throws is an error of Meta's, and window.open is as it was", async () => {
    const window = fakeWindow({
      login: () => {
        throw new Error("init not called with valid version");
      },
    });
    const { open } = window.host;
    const [result] = await opened(window);
    assert.partialDeepStrictEqual(await result, {
      status: "meta_error",
      message: "init not called with valid version",
    });
    assert.equal(window.host.open, open);
  });

  test("what the page itself waits for with fbAsyncInit is called, too, and an SDK that is there is used", async () => {
    let called = 0;
    const window = fakeWindow();
    window.host.fbAsyncInit = () => {
      called += 1;
    };
    const pages = window.host.fbAsyncInit;
    const [first] = await opened(window);
    window.callBack(NO_CODE);
    window.post(message("CANCEL", { current_step: "PERMISSIONS" }));
    await first;
    assert.equal(called, 1);
    assert.equal(window.host.fbAsyncInit, pages);
  });

  test("a page that lets no text become a script gets a trusted address", async () => {
    const policies: string[] = [];
    const window = fakeWindow({
      trustedTypes: {
        createPolicy: (name, policy) => {
          policies.push(name);
          return { createScriptURL: (url) => ({ toString: () => `trusted ${policy.createScriptURL(url)}` }) };
        },
      },
    });
    const giving = new AbortController();
    const [result] = await opened(window, {
      scriptUrl: "https://connect.facebook.net/de_DE/sdk.js",
      signal: giving.signal,
    });
    giving.abort();
    await result;
    assert.deepEqual(policies, ["whatsapp-signup"]);
    assert.deepEqual(window.scripts, ["trusted https://connect.facebook.net/de_DE/sdk.js"]);
  });
});

describe("a signup never rejects", () => {
  /** As a browser does: a name is taken once, and only where the page's policy lists it. */
  const browsers = (listed: readonly string[]): NonNullable<FakeWindow["host"]["trustedTypes"]> => {
    const taken = new Set<string>();
    return {
      createPolicy: (name, policy) => {
        if (!listed.includes(name) || taken.has(name)) throw new TypeError(`Policy "${name}" disallowed.`);
        taken.add(name);
        return policy;
      },
    };
  };

  test("also where the script is loaded a second time", async () => {
    const circumstances = { script: "fails" as const, trustedTypes: browsers(["whatsapp-signup"]) };
    const window = fakeWindow(circumstances);
    for (const _ of [1, 2]) assert.deepEqual(await signUp(window.host, OPTIONS), { status: "script_blocked" });
    assert.equal(window.scripts.length, 2, "the second click loads it anew");
  });

  test("where the page does not list the policy", async () => {
    const window = fakeWindow({ trustedTypes: browsers([]) });
    window.host.fbAsyncInit = () => undefined;
    const pages = window.host.fbAsyncInit;
    const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const before = timers();
    assert.deepEqual(await signUp(window.host, OPTIONS), { status: "script_blocked" });
    assert.equal(timers(), before, "nothing waits for the script any more");
    assert.equal(window.host.fbAsyncInit, pages, "the page's own is as it was");
    assert.equal(window.listeners(), 0);
  });

  test("where the simulator's address is none", async () => {
    for (const simulator of ["", "127.0.0.1:port"]) {
      const window = fakeWindow();
      const result = await signUp(window.host, { ...OPTIONS, emulators: { simulator } });
      assert.deepEqual(result, { status: "script_blocked" }, simulator);
      assert.deepEqual(window.scripts, []);
    }
  });

  test("where what the page waits for throws", async () => {
    const window = fakeWindow();
    window.host.fbAsyncInit = () => {
      throw new Error("of the page");
    };
    const giving = new AbortController();
    const [result] = await opened(window, { signal: giving.signal });
    assert.equal(window.logins.length, 1, "the dialog opens all the same");
    giving.abort();
    assert.deepEqual(await result, { status: "cancelled", step: null });
  });
});

describe("a signup that waits", () => {
  const TICK_MS = 500;

  /** How long it takes until there is a result, by the clock of the tests. */
  async function waits(window: FakeWindow, said: (window: FakeWindow) => void): Promise<[SignupResult, number]> {
    const [result = assert.fail()] = await opened(window, { timeoutMs: 90_000 });
    said(window);
    const ends: SignupResult[] = [];
    void result.then((value) => ends.push(value));
    let waited = 0;
    for (; ends.length === 0 && waited < 200_000; waited += TICK_MS) {
      mock.timers.tick(TICK_MS);
      await settled();
    }
    return [ends[0] ?? assert.fail("it waits for ever"), waited];
  }

  for (const [what, said, expected, ms] of [
    ["for a dialog that nobody ends", () => undefined, { status: "timeout", waitingFor: "dialog" }, 90_000],
    [
      "for a message that never comes",
      (w: FakeWindow) => w.callBack(CODE),
      { status: "timeout", waitingFor: "message" },
      15_000,
    ],
    [
      "for a code that never comes",
      (w: FakeWindow) => w.post(message("FINISH")),
      { status: "timeout", waitingFor: "code" },
      60_000,
    ],
    [
      "a moment for the step of a window that was closed",
      (w: FakeWindow) => w.callBack(NO_CODE),
      { status: "cancelled", step: null },
      1500,
    ],
    [
      "a while for a window to close whose customer has left",
      (w: FakeWindow) => w.post(message("CANCEL", { current_step: "PERMISSIONS" })),
      { status: "cancelled", step: "PERMISSIONS" },
      10_000,
    ],
  ] as const) {
    test(what, async (t) => {
      mock.timers.enable({ apis: ["setTimeout"] });
      t.after(() => mock.timers.reset());
      assert.deepEqual(await waits(fakeWindow(), said), [expected, ms]);
    });
  }

  test("for a script that never comes", async (t) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    t.after(() => mock.timers.reset());
    const result = signUp(fakeWindow({ script: "never_comes" }).host, OPTIONS);
    await settled();
    mock.timers.tick(20_000);
    assert.deepEqual(await result, { status: "script_blocked" });
  });

  test("ends when it is given up, and when another one begins, before its script has come, too", async () => {
    const window = fakeWindow();
    const giving = new AbortController();
    const [result] = await opened(window, { signal: giving.signal });
    giving.abort();
    assert.deepEqual(await result, { status: "cancelled", step: null });
    const double = fakeWindow();
    const [first, second] = [signUp(double.host, OPTIONS), signUp(double.host, OPTIONS)];
    assert.deepEqual(await first, { status: "cancelled", step: null });
    await settled();
    assert.equal(double.logins.length, 1, "two clicks open one window");
    double.post(message("FINISH"));
    double.callBack(CODE);
    assert.deepEqual(await second, FINISHED);
    assert.equal(double.listeners(), 0);
  });
});
