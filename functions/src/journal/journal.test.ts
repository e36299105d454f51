import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { journal } from "./journal.ts";

/** What is printed meanwhile: the framework keeps the console of its start, so its streams are listened to. */
function printed(context: TestContext, work: () => void): string {
  const lines: string[] = [];
  const mocks = [process.stdout, process.stderr].map((stream) =>
    context.mock.method(stream, "write", (text: string) => lines.push(text) > 0),
  );
  work();
  for (const { mock } of mocks) mock.restore();
  return lines.join("");
}

describe("the journal of calls", () => {
  it("names its fields, and prints nothing else of what it is handed", (context) => {
    const request = {
      call: "connect_webhook",
      wabaId: "777000000000001",
      attemptId: "c1",
      status: "connected",
    } as const;
    const excess = { ...request, word: "invented0word", phoneNumberId: null, graphError: null };
    const text = printed(context, () => {
      journal.callSent(excess);
      journal.callWithheld(excess);
      journal.callEnded(excess);
      journal.callUnrecorded({ ...excess, error: new Error("x") });
      journal.judgementFailed({ ...excess, error: new Error("x") });
      journal.readFailed({ ...excess, read: "token", failure: { kind: "timeout", reason: "late" } });
      journal.templateCreated({ ...excess, phoneNumberId: "550000000000001", template: "x" });
      journal.requestRepeated({ ...excess, subject: "x", standing: "running" });
      journal.requestUnrecorded({ ...excess, subject: "x", error: new Error("x") });
      journal.answerGrew({ ...excess, keys: [] });
    });
    for (const event of ["sent", "withheld", "ended", "unrecorded"])
      assert.match(text, new RegExp(`meta_call_${event}`));
    assert.match(text, /judgement_failed.*read_failed/s);
    assert.ok(!text.includes("invented0word"));
  });
});
