import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { NOTHING_HAPPENED, timeline, type Happenings } from "./timeline.ts";

const at = (minute: number): string => new Date(Date.UTC(2030, 0, 1, 12, minute)).toISOString();
/** A document of which the timeline reads these fields alone. */
const known = (id: string, document: object) => ({ id, state: "known", document: document as never }) as const;

const happened: Happenings = {
  call: [known("c1", { operation: "register", status: "registered", reservedAt: at(1) })],
  change: [known("t1", { at: at(3) })],
  event: [known("e1", { at: at(2) }), known("e2", { at: null })],
  message: [],
};
const ids = (all: Happenings): string =>
  timeline(all)
    .map(({ id }) => id)
    .join(" ");

suite("what happened to a number", () => {
  test("is one line of time, newest first, and what has no time last", () => {
    assert.equal(ids(happened), "t1 e1 c1 e2");
    assert.equal(ids(NOTHING_HAPPENED), "");
  });

  test("shows a test message once, and the call that sent it only where the message is not there", () => {
    const call = [known("c2", { operation: "send_message", status: "sent", reservedAt: at(5) })];
    assert.equal(ids({ ...NOTHING_HAPPENED, call }), "c2");
    assert.equal(ids({ ...NOTHING_HAPPENED, call, message: [known("m1", { status: "sent", at: at(5) })] }), "m1");
  });

  test("keeps an entry that is newer than the page", () => {
    const call = [{ id: "x", state: "unrecognized", data: {} } as const];
    assert.deepEqual(timeline({ ...NOTHING_HAPPENED, call }).at(-1), { id: "x", kind: "newer", at: null });
  });
});
