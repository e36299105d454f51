import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError, noAnswer } from "../../../client/src/call-error.ts";
import { problemView } from "./problem.ts";

test("a malformed request says where and why", () => {
  const issues = [
    { path: "pin", message: "must be exactly six digits" },
    { path: "", message: "The body is too large." },
  ];
  const view = problemView(new CallError({ code: "invalid-argument", issues }, "The request is not valid."));
  assert.deepEqual(view.sentences, ["pin must be exactly six digits.", "The body is too large."]);
});

test("a fault of the backend's names its correlation id", () => {
  const view = problemView(new CallError({ code: "internal", correlationId: "c-1" }, "It failed."));
  assert.ok(view.sentences.join(" ").includes("under the id c-1."));
});

test("what is refused is said in words that fit members as well as operators", () => {
  assert.equal(problemView(new CallError({ code: "permission-denied" }, "No.")).headline, "You may not do this");
  const { headline, sentences } = problemView(new CallError({ code: "not-found" }, "No."));
  assert.equal(headline, "There is no such thing here");
  assert.match(sentences.join(" "), /^No\. Operators: .*MANAGED_PHONE_NUMBER_IDS/u);
});

test("no answer warns that the call may have been carried out", () => {
  assert.match(
    problemView(noAnswer("HTTP status 503")).sentences.join(" "),
    /HTTP status 503.*may have been carried out/,
  );
});
