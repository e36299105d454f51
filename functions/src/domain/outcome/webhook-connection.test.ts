import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WebhookConnectionResult } from "../../contract/connect-webhook.ts";
import { graphError, WABA } from "../../testing/fixtures.ts";
import { fieldSteps, FIELDS_MISSING, WEBHOOK_CONNECTION_ADVICE } from "../advice/webhook-connection-advice.ts";
import { factsOf } from "../error/call-failure.ts";
import { NEEDED_FIELDS } from "../webhook-fields.ts";
import {
  connectedOutcome,
  connectionFailure,
  connectionOf,
  fieldsOf,
  rewiring,
  takenElsewhere,
  webhookConnectionResult,
  withoutFields,
} from "./webhook-connection.ts";

const OURS = "https://ours.example/metaWebhook";
const THEIRS = "https://theirs.example/hook";
const entry = (override: string | null = null) => ({ id: "888", name: null, override });
const app = (callbackUrl: string | null, fields: readonly string[] = NEEDED_FIELDS, active = true) => ({
  callbackUrl,
  fields,
  active,
});

describe("what has to be changed so that an account's events come here", () => {
  const set = (appFields: readonly string[] | null, account: string, replacedUrl: string | null = null) => ({
    appFields,
    account,
    replacedUrl,
  });

  it("is nothing where they do", () => {
    const wiring = { ours: OURS, entry: entry(), app: app(`${OURS}/?secret=x`) };
    assert.deepEqual(rewiring(wiring, true), set(null, "leave"));
    assert.deepEqual(rewiring({ ...wiring, entry: entry(OURS), app: app(OURS) }, false), set(null, "leave"));
    assert.deepEqual(rewiring({ ...wiring, entry: entry(OURS), app: app(THEIRS) }, false), set(null, "leave"));
  });

  it("is the subscription where our app is not among the account's", () => {
    assert.deepEqual(rewiring({ ours: OURS, entry: null, app: app(OURS) }, false), set(null, "subscribe"));
  });

  it("is the app's address and all its fields where it has none, is switched off or lacks some", () => {
    for (const without of [null, app(null), app(OURS, NEEDED_FIELDS, false), app(OURS, ["messages"])])
      assert.deepEqual(rewiring({ ours: OURS, entry: entry(), app: without }, false), set(NEEDED_FIELDS, "leave"));
    const [, ...others] = NEEDED_FIELDS;
    assert.deepEqual(
      rewiring({ ours: OURS, entry: entry(), app: app(OURS, ["calls", "messages"]) }, false),
      set(["calls", "messages", ...others], "leave"),
      "what the app had besides is kept",
    );
  });

  it("is an override where they go to somebody else, if that is wanted and the app has the field for it", () => {
    const theirs = { ours: OURS, entry: entry(), app: app(THEIRS) };
    assert.deepEqual(rewiring(theirs, false), { stop: "callback_elsewhere", address: THEIRS });
    assert.deepEqual(rewiring(theirs, true), set(null, "override", THEIRS));
    assert.deepEqual(rewiring({ ...theirs, entry: null }, true), set(null, "subscribe_and_override", THEIRS));
    const overridden = { ours: OURS, entry: entry(THEIRS), app: app(OURS) };
    assert.deepEqual(rewiring(overridden, false), { stop: "callback_elsewhere", address: THEIRS });
    assert.deepEqual(rewiring(overridden, true), set(null, "override", THEIRS));
    assert.deepEqual(rewiring({ ...overridden, app: null }, true), set(NEEDED_FIELDS, "override", THEIRS));
    for (const lacking of [app(THEIRS, ["account_update"]), app(THEIRS, NEEDED_FIELDS, false)])
      assert.deepEqual(rewiring({ ...theirs, app: lacking }, true), { stop: "fields_missing" });
  });
});

describe("whether an account's events come here", () => {
  const fields = { subscribed: NEEDED_FIELDS, missing: [] };

  it("is read off the account's apps and the app's address", () => {
    const wiring = { ours: OURS, entry: entry(), app: app(OURS) };
    assert.deepEqual(connectionOf(wiring), { overridden: false, fields });
    assert.deepEqual(connectionOf({ ...wiring, entry: entry(OURS) }), { overridden: false, fields });
    assert.deepEqual(connectionOf({ ...wiring, entry: entry(OURS), app: app(THEIRS) }), { overridden: true, fields });
    for (const elsewhere of [
      { ...wiring, entry: null },
      { ...wiring, app: null },
      { ...wiring, app: app(OURS, NEEDED_FIELDS, false) },
      { ...wiring, app: app(THEIRS) },
      { ...wiring, entry: entry(THEIRS) },
      { ...wiring, app: app(null) },
    ])
      assert.equal(connectionOf(elsewhere), null);
  });

  it("counts no field of an app that is switched off", () => {
    assert.deepEqual(fieldsOf(app(OURS, ["messages"])), { subscribed: ["messages"], missing: NEEDED_FIELDS.slice(1) });
    for (const none of [null, app(OURS, NEEDED_FIELDS, false)])
      assert.deepEqual(fieldsOf(none), { subscribed: [], missing: NEEDED_FIELDS });
  });
});

describe("what is told of connecting that failed", () => {
  it("is nothing where it did not", () => {
    const connected = connectedOutcome({ overridden: false, fields: { subscribed: NEEDED_FIELDS, missing: [] } });
    assert.deepEqual([connected.status, factsOf(connected).advice], ["connected", null]);
  });

  it("says why", () => {
    const lacking = connectedOutcome({ overridden: false, fields: fieldsOf(app(OURS, ["messages"])) });
    const { missing } = fieldsOf(app(OURS, ["messages"]));
    assert.deepEqual([lacking.status, factsOf(lacking).graphError], ["fields_missing", null]);
    assert.deepEqual(factsOf(lacking).advice, { ...FIELDS_MISSING, resolution: fieldSteps(missing) });
    assert.equal(factsOf(takenElsewhere(THEIRS)).advice, WEBHOOK_CONNECTION_ADVICE.callback_elsewhere);
    assert.equal(factsOf(connectionFailure("throttled", 5)).advice, WEBHOOK_CONNECTION_ADVICE.throttled);
  });

  it("says with what Meta refused for want of a field", () => {
    const error = graphError(100);
    const outcome = withoutFields({ overridden: false, fields: { subscribed: [], missing: ["messages"] } }, error);
    const about = { wabaId: WABA, callbackUrl: OURS, now: 0 };
    const told = WebhookConnectionResult.parse(webhookConnectionResult(outcome, about));
    assert.ok(told.status === "fields_missing");
    assert.deepEqual([told.graphError, told.resolution, told.retryAt], [error, fieldSteps(["messages"]), null]);
  });
});
