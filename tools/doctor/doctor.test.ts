import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { WebhookConnectionResult } from "../../functions/src/contract/connect-webhook.ts";
import { AccessDiagnosis, CheckId } from "../../functions/src/contract/diagnose-access.ts";
import { checksOf, STATIONS } from "../../functions/src/contract/diagnosis-map.ts";
import { READ_BACK_MS } from "../../functions/src/contract/patience.ts";
import { webhookServer, type WebhookServer } from "../../functions/src/testing/webhook-server.ts";
import { startSimulator, type Simulator } from "../../graph-simulator/server.ts";
import { SetupError } from "../setup/progress.mjs";
import { doctor, type Surroundings } from "./doctor.ts";

/** As the simulator knows them; in these tests it stands where Meta would. */
const TOKEN = "SIMULATOR-SYSTEM-USER-TOKEN";
const APP_SECRET = "simulator-app-secret";

let meta: Simulator;
let folder: string;
before(async () => {
  meta = await startSimulator();
  folder = mkdtempSync(path.join(tmpdir(), "doctor-test-"));
  writeFileSync(path.join(folder, ".env"), "META_PHONE_NUMBER_ID=550000000000001\nMETA_WABA_ID=777000000000001\n");
});
after(async () => {
  rmSync(folder, { recursive: true });
  await meta.close();
});

interface Seen {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function run(argv: readonly string[], around: Partial<Surroundings> = {}): Promise<Seen> {
  let [out, err] = ["", ""];
  const status = await doctor(argv, {
    env: { META_SYSTEM_USER_TOKEN: TOKEN, META_APP_SECRET: APP_SECRET },
    ask: null,
    secret: () => assert.fail("nobody asked for Secret Manager"),
    functionsFolder: folder,
    metaOrigin: meta.url,
    print: (text) => void (out += text),
    warn: (text) => void (err += text),
    width: 120,
    paint: (style, text) => `<${String(style)}>${text}`,
    ...around,
  });
  assert.ok(!`${out}${err}`.includes(APP_SECRET), "the app secret was shown");
  return { status, out, err };
}

/** What is said when it cannot begin. */
const refusal = async (argv: readonly string[], around: Partial<Surroundings> = {}): Promise<string> => {
  const error = await run(argv, around).then(
    () => assert.fail("it began"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SetupError, String(error));
  return error.message;
};

const NUMBER = ["--phone-number-id"] as const;

describe("npm run doctor", () => {
  it("exits with 0 when the number is healthy, and says what comes next", async () => {
    const { status, out, err } = await run([]);
    assert.deepEqual([status, err], [0, ""]);
    assert.match(out, /^Number 550000000000001, account 777000000000001, Graph API v25\.0 at http/);
    assert.match(out, /<green>✔ Token {2,}Meta accepts the token\./);
    assert.match(out, /<yellow>! Registration {2,}The number is not registered/);
    assert.match(out, /<cyan>\? Attempts left {2,}This is written down in Firestore, which is not read from here/);
    assert.match(out, /<green>Healthy\.\n  Nothing stands in the way/);
    assert.match(out, /<bold>Register the number, with the PIN it has {3}\(who: you/);
  });

  it("exits with 1 when something is to be fixed, and ends with the first action, who must act, and what comes then", async () => {
    const { status, out } = await run([...NUMBER, "556000000000020"]);
    assert.equal(status, 1);
    const [, end = ""] = out.split("<red>Something needs fixing.");
    assert.match(end, /<bold>Free the number, or keep both {3}\(who: the business that owns the number\)/);
    assert.match(end, /https:\/\/developers\.facebook\.com\//);
    assert.match(end, /Then: Look at the number\.\n$/);
  });

  it("exits with 2 when it could not tell", async () => {
    const { status, out } = await run([], { metaOrigin: "http://127.0.0.1:9" });
    assert.equal(status, 2);
    assert.match(out, /<cyan>\? Connection to Meta {2,}.*ECONNREFUSED/s);
    assert.match(out, /<cyan>Unclear\.\n  Nothing wrong was found/);
  });

  it("shows the checks link by link, although they finish in any order", async () => {
    const { out } = await run([]);
    const { checks } = AccessDiagnosis.parse(JSON.parse((await run(["--json"])).out));
    const titles = STATIONS.flatMap(checksOf).map((id) => checks.find((check) => check.id === id)?.title);
    const shown = titles.map((title) => out.indexOf(` ${title}  `));
    assert.deepEqual(
      shown,
      shown.toSorted((one, other) => one - other),
    );
    assert.ok(shown.every((at) => at > 0));
  });

  it("says once what depends on the first broken link", async () => {
    const { out } = await run(["--token", "SIMULATOR-TOKEN-NO-MANAGEMENT"]);
    assert.match(out, /<bold>Permissions {3}<red>the first broken link/);
    assert.match(out, /<dim>Number\n<dim> {2}7 checks wait for the first broken link to be mended/);
    assert.doesNotMatch(out, /Unsupported get request/);
    assert.match(out, /It cannot send\.[^\n]*\n {2}It depends on the first broken link\./);
  });

  it("prints the diagnosis alone as JSON, with the same exit status", async () => {
    const { status, out, err } = await run(["--json", ...NUMBER, "556000000000010"]);
    const diagnosis = AccessDiagnosis.parse(JSON.parse(out));
    assert.deepEqual([status, err, diagnosis.phoneNumberId], [1, "", "556000000000010"]);
    assert.deepEqual(
      diagnosis.checks.map((check) => check.id),
      CheckId.options,
    );
    assert.equal(diagnosis.verdict.firstAction?.check, "number_verified");
  });

  it("takes every id from the command line first", async () => {
    const ids = ["--waba-id", "777000000000003", "--app-id", "888000000000001", "--business-id", "666000000000001"];
    const { out } = await run([...ids, "--graph-version", "v24.0"]);
    assert.match(out, /account 777000000000003, Graph API v24\.0/);
    assert.match(out, /belongs to the app Simulator app \(888000000000001\), as expected/);
    assert.match(out, /the token's user is assigned to the account/i);
  });

  it("spends no attempt and changes nothing", () => {
    assert.deepEqual(
      meta.requests().filter((request) => request.method !== "GET"),
      [],
    );
  });
});

describe("the doctor's token", () => {
  it("is asked for when it is nowhere else", async () => {
    let question = "";
    const ask = async (text: string): Promise<string> => {
      question = text;
      return ` ${TOKEN}\n`;
    };
    const { status } = await run([], { env: { META_APP_SECRET: APP_SECRET }, ask });
    assert.deepEqual([status, question], [0, "System User token (it is not shown): "]);
  });

  it("comes from Secret Manager when that is wanted, with the app secret if there is one", async () => {
    const asked: string[] = [];
    const secret = async (name: string, project: string): Promise<string> => {
      asked.push(`${name} of ${project}`);
      return name === "META_APP_SECRET" ? APP_SECRET : TOKEN;
    };
    const { status } = await run(["--secret-manager", "--project", "my-project"], { env: {}, secret });
    assert.deepEqual([status, asked], [0, ["META_SYSTEM_USER_TOKEN of my-project", "META_APP_SECRET of my-project"]]);
    const lacking = async (name: string): Promise<string> =>
      name === "META_APP_SECRET" ? Promise.reject(new Error("not found")) : TOKEN;
    const without = await run(["--secret-manager", "--project", "my-project"], { env: {}, secret: lacking });
    assert.match(without.err, /goes on without it/);
    assert.equal(without.status, 0);
  });

  it("on the command line is used, and warned of", async () => {
    const { status, err } = await run(["--token", TOKEN], { env: { META_APP_SECRET: APP_SECRET } });
    assert.equal(status, 0);
    assert.match(err, /Warning: a token on the command line .*Consider it leaked/s);
  });

  it("never appears in anything printed, wherever it came from and whatever Meta says of it", async () => {
    const canary = "EAACanaryCanaryCanaryCanaryCanary1";
    const env = { META_SYSTEM_USER_TOKEN: canary };
    const echo = { code: 190, message: `Malformed access token ${canary}` };
    meta.state.faults.add({ fault: { kind: "graph_error", error: echo }, times: 40 });
    const seen = [
      await run([], { env }),
      await run(["--json"], { env }),
      await run(["--token", canary], { env: {} }),
      await run([], { env: {}, ask: async () => canary }),
    ];
    meta.state.faults.clear();
    for (const { out, err, status } of seen) {
      assert.equal(status, 1);
      assert.ok(!`${out}${err}`.includes(canary));
      assert.match(out, /Generate a new token/);
    }
    for (const argv of [
      [canary],
      ["--tokne", canary],
      [`--${canary}`],
      ["--waba-id", canary],
      ["--graph-version", canary],
    ]) {
      assert.ok(!(await refusal(argv, { env })).includes(canary), argv.join(" "));
    }
    assert.ok(!(await refusal([], { env: { META_SYSTEM_USER_TOKEN: `${canary}é` } })).includes(canary));
  });
});

describe("a doctor that cannot begin says what is missing", () => {
  it("token", async () => {
    assert.match(await refusal([], { env: {} }), /set META_SYSTEM_USER_TOKEN, or use --secret-manager/);
    const gone = () => Promise.reject(new Error("Nothing was entered."));
    assert.equal(await refusal([], { env: {}, ask: gone }), "No token was entered.");
    assert.match(await refusal([], { env: { META_SYSTEM_USER_TOKEN: " " } }), /The token is empty/);
    assert.match(await refusal(["--secret-manager"]), /--project/);
    const secret = () => Promise.reject(new Error("The firebase CLI could not read it."));
    assert.equal(
      await refusal(["--secret-manager", "--project", "p"], { secret }),
      "The firebase CLI could not read it.",
    );
  });

  it("ids", async () => {
    const empty = mkdtempSync(path.join(tmpdir(), "doctor-test-"));
    assert.match(
      await refusal([], { functionsFolder: empty }),
      /META_PHONE_NUMBER_ID is not known: give it as --phone-number-id/,
    );
    assert.match(await refusal([...NUMBER, "1234567"], { functionsFolder: empty }), /META_WABA_ID is not known/);
    assert.match(await refusal([...NUMBER, "+15550001111"]), /META_PHONE_NUMBER_ID must have 5 to 20 digits/);
    assert.match(await refusal(["--graph-version", "25"]), /must look like v25\.0/);
    rmSync(empty, { recursive: true });
  });

  it("options", async () => {
    for (const argv of [["--bogus"], ["extra"], ["--simulator", "http://127.0.0.1:1", "extra"], ["--json=yes"]]) {
      assert.match(await refusal(argv), /not understood\.\n\nnpm run doctor -- \[options\]/);
    }
    const { status, out } = await run(["--help"]);
    assert.equal(status, 0);
    assert.match(out, /Exit status: 0 healthy, 1 something to fix, 2 could not tell/);
  });
});

describe("the doctor's files", () => {
  it("are .env and the project's own, which wins; never the demo project's", async () => {
    const several = mkdtempSync(path.join(tmpdir(), "doctor-test-"));
    const write = (name: string, number: string): void =>
      writeFileSync(path.join(several, name), `META_PHONE_NUMBER_ID=${number}\n`);
    writeFileSync(path.join(several, ".env"), "META_WABA_ID=777000000000001\nMETA_PHONE_NUMBER_ID=550000000000009\n");
    write(".env.demo-whatsapp-registration", "550000000000008");
    write(".env.local", "550000000000007");
    const number = async (...argv: string[]): Promise<string | undefined> =>
      /^Number (\d+)/.exec((await run(argv, { functionsFolder: several })).out)?.[1];
    assert.equal(await number(), "550000000000009");
    write(".env.one", "550000000000001");
    assert.equal(await number(), "550000000000001");
    write(".env.two", "550000000000002");
    assert.match(await refusal([], { functionsFolder: several }), /Name the project.*\.env\.one, \.env\.two/);
    assert.equal(await number("--project", "two"), "550000000000002");
    assert.equal(await number("--project", "three"), "550000000000009");
    rmSync(several, { recursive: true });
  });
});

describe("the doctor with --simulator", () => {
  const REAL = { env: { META_SYSTEM_USER_TOKEN: "EAARealRealRealRealRealReal1" }, metaOrigin: "http://127.0.0.1:9" };

  it("starts a simulator and diagnoses its number, with its own token", async () => {
    const { status, out } = await run(["--simulator"], REAL);
    assert.equal(status, 0);
    assert.match(out, /belongs to the app Simulator app/);
  });

  it("plays any of the simulator's numbers and tokens", async () => {
    const { status, out, err } = await run(["--simulator", "--token", "SIMULATOR-TOKEN-EXPIRED"], REAL);
    assert.deepEqual([status, err], [1, ""]);
    assert.match(out, /Session has expired/);
  });

  it("uses one that runs already, and tells it nothing of the true token", async () => {
    meta.clearRequests();
    for (const argv of [["--simulator", meta.url], [`--simulator=${meta.url}`]]) {
      assert.equal((await run(argv, REAL)).status, 0);
    }
    const heard = JSON.stringify(meta.requests());
    assert.ok(heard.includes(TOKEN) && !heard.includes("EAAReal"));
  });

  it("goes nowhere else", async () => {
    for (const url of ["https://graph.example.com", "http://10.0.0.1:4010", "ftp://127.0.0.1", "nonsense"]) {
      assert.match(await refusal(["--simulator", url], REAL), /must be on this machine/);
    }
  });
});

describe("npm run doctor -- --fix webhook", () => {
  const WORD = "invented0word";
  const CREDENTIALS = {
    META_SYSTEM_USER_TOKEN: TOKEN,
    META_APP_SECRET: APP_SECRET,
    META_WEBHOOK_VERIFY_TOKEN: WORD,
  };
  const fix = (argv: readonly string[], env: Readonly<Record<string, string>> = CREDENTIALS): Promise<Seen> =>
    run(["--fix", "webhook", ...argv], { env });
  let webhook: WebhookServer;
  before(async () => {
    webhook = await webhookServer({ appSecret: APP_SECRET, verifyToken: WORD, take: async () => undefined });
  });
  after(() => webhook[Symbol.asyncDispose]());
  beforeEach(() => {
    meta.state.reset();
    meta.state.webhooks.aim(null);
    meta.state.patchApp("888000000000001", { subscriptions: [] });
  });

  it("connects the webhook, says so, and changes nothing when it is asked again", async () => {
    const { status, out } = await fix(["--webhook-url", webhook.url]);
    assert.equal(status, 0);
    assert.match(out, /<green>Connected\..*every field/s);
    assert.equal(meta.state.apps.get("888000000000001")?.subscriptions[0]?.callbackUrl, webhook.url);
    meta.clearRequests();
    assert.equal((await fix(["--webhook-url", webhook.url])).status, 0);
    assert.equal(meta.requests({ method: "POST" }).length, 0);
  });

  it("has its time to look at what a slow POST has changed", async ({ mock }) => {
    mock.timers.enable({ apis: ["Date"], now: Date.now() });
    // Meta answers the POST when the webhook has answered Meta.
    const slow = createServer((request, response) => {
      mock.timers.tick(READ_BACK_MS);
      response.end(new URL(request.url ?? "", "http://localhost").searchParams.get("hub.challenge"));
    });
    slow.listen(0, "127.0.0.1");
    await once(slow, "listening");
    const { status } = await fix(["--webhook-url", `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`]);
    slow.closeAllConnections();
    slow.close();
    assert.equal(status, 0);
  });

  it("takes nothing from another address without --override, and says which that is", async () => {
    const foreign = "https://other.example.com/hook";
    const fields = ["messages"];
    const subscription = { object: "whatsapp_business_account", callbackUrl: foreign, active: true, fields };
    meta.state.patchApp("888000000000001", { subscriptions: [subscription] });
    const { status, out } = await fix(["--webhook-url", webhook.url]);
    assert.equal(status, 1);
    assert.match(out, /callback_elsewhere.*other\.example\.com/s);
    const overridden = await fix(["--webhook-url", webhook.url, "--override", "--json"]);
    const result = WebhookConnectionResult.parse(JSON.parse(overridden.out));
    assert.ok(result.status === "fields_missing" && result.overridden);
    assert.equal(overridden.status, 1);
  });

  it("shows Meta's words where the handshake fails, and no secret", async () => {
    const { status, out } = await fix(["--webhook-url", webhook.url], {
      ...CREDENTIALS,
      META_WEBHOOK_VERIFY_TOKEN: "another0word",
    });
    assert.equal(status, 2);
    assert.match(out, /handshake_failed.*HTTP Status Code = 403/s);
    assert.ok(!out.includes("another0word"));
  });

  it("needs secrets and an address", async () => {
    assert.match(await refusal(["--fix", "webhook"]), /--webhook-url/);
    assert.match(await refusal(["--fix", "everything"]), /not understood/);
    const { status, out } = await fix(["--project", "some-project"], { META_SYSTEM_USER_TOKEN: TOKEN });
    assert.equal(status, 1);
    assert.match(out, /not_configured/);
  });
});
