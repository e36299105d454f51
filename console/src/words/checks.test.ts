import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccessCheck, AccessDiagnosis } from "../../../functions/src/contract/diagnose-access.ts";
import { decidingCheck, observedRows } from "./checks.ts";

test("what decides whether a message arrives is the first check that sending rests on", () => {
  const check = (id: AccessCheck["id"]): AccessCheck => ({
    id,
    title: id,
    state: "fail",
    finding: "",
    resolution: [],
    actor: null,
    observed: {},
  });
  const diagnosis: AccessDiagnosis = {
    phoneNumberId: "550000000000001",
    checks: [check("token_valid"), check("payment")],
    verdict: { state: "healthy", summary: "", firstAction: null },
    sending: { verdict: "blocked", checks: ["payment", "token_valid"] },
  };
  assert.equal(decidingCheck(diagnosis)?.id, "payment");
  assert.equal(decidingCheck({ ...diagnosis, sending: { ...diagnosis.sending, verdict: "ready" } }), undefined);
});

test("what was read is said in words", () => {
  const observed = { kind: "SYSTEM_USER", valid: true, expires: 0, app: null, scopes: ["a", "b"], targets: [] };
  assert.deepEqual(observedRows(observed), [
    ["kind", "SYSTEM_USER"],
    ["valid", "yes"],
    ["expires", "0"],
    ["app", "not told"],
    ["scopes", "a, b"],
    ["targets", "none"],
  ]);
});
