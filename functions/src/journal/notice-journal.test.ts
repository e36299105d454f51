import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { transitionOf, type Transition } from "../domain/lifecycle/transition.ts";
import { CONNECTED, graphError, metaView } from "../testing/fixtures.ts";
import { record } from "../testing/number-facts.ts";
import { noticeJournal, webhookFailed, webhookRefused, webhookUnusable } from "./notice-journal.ts";

/** What is logged meanwhile, as Cloud Logging gets it: the framework keeps the console of its start, so its streams are listened to. */
function logged(context: TestContext, work: () => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const mocks = [process.stdout, process.stderr].map((stream) =>
    context.mock.method(stream, "write", (text: string) => lines.push(text) > 0),
  );
  work();
  for (const { mock } of mocks) mock.restore();
  return lines.map((text) => JSON.parse(text) as Record<string, unknown>);
}

const before = { registration: record("registered"), meta: CONNECTED };
const changeTo = (view: Parameters<typeof metaView>[0]): Transition | null =>
  transitionOf(
    before,
    changedDocument(
      before,
      { view: metaView({ platformType: "CLOUD_API", ...view, observedAt: "2030-01-02T00:00:00.000Z" }) },
      0,
    ),
  );

describe("the log of what was noticed", () => {
  it("tells a change of a number under a name to alert by", (context) => {
    const transition = changeTo({ status: "BANNED" });
    assert.ok(transition !== null);
    const [line] = logged(context, () =>
      noticeJournal.phoneNumberChanged({ phoneNumberId: "550000000000001", seenBy: "reconcile", transition }),
    );
    assert.partialDeepStrictEqual(line, {
      severity: "WARNING",
      message: "phone_number_changed",
      event: "phone_number_changed",
      phoneNumberId: "550000000000001",
      seenBy: "reconcile",
      from: { lifecycle: "connected", status: "CONNECTED" },
      to: { lifecycle: "suspended", status: "BANNED", reasons: ["number_banned"] },
    });
  });

  it("warns of changes for the worse alone", (context) => {
    const transition = changeTo({ status: "CONNECTED", verifiedName: "Another name" });
    assert.ok(transition !== null);
    const [line] = logged(context, () =>
      noticeJournal.phoneNumberChanged({ phoneNumberId: "1", seenBy: "webhook", transition }),
    );
    assert.equal(line?.["severity"], "INFO");
    assert.deepEqual(line["changed"], ["verifiedName"]);
  });

  it("tells of the token, of refused deliveries and of our own failures", (context) => {
    const token = { state: "invalid", expiresAt: null, at: "2030-01-01T00:00:00.000Z" } as const;
    const lines = logged(context, () => {
      noticeJournal.tokenChanged({ token, before: "valid" });
      noticeJournal.tokenChanged({ token: { ...token, state: "valid" }, before: "invalid" });
      noticeJournal.readFailed({
        phoneNumberId: "1",
        read: "number",
        failure: { kind: "refused", error: graphError(190) },
      });
      noticeJournal.lookFailed({ phoneNumberId: "1", error: new Error("unavailable") });
      noticeJournal.circuitFailed({ error: new Error("unavailable") });
      noticeJournal.reconciled({ looked: 3, failed: 1, pausedForMs: null });
      webhookRefused({ reason: "not signed" });
      webhookUnusable({ problem: "not_json", bytes: 7 });
      webhookFailed({ error: new Error("unavailable") });
    });
    assert.deepEqual(
      lines.map(({ severity, event }) => `${String(severity)} ${String(event)}`),
      [
        "WARNING token_changed",
        "INFO token_changed",
        "WARNING read_failed",
        "ERROR look_failed",
        "ERROR circuit_failed",
        "INFO reconciled",
        "WARNING webhook_refused",
        "ERROR webhook_unusable",
        "ERROR webhook_failed",
      ],
    );
  });
});
