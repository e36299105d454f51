import type { FactName } from "../../functions/src/domain/diagnosis/check.ts";
import { CHECKS } from "../../functions/src/domain/diagnosis/checks.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { SET_UPS } from "../doctor/broken-set-ups.ts";
import { cell, code, GENERATED, WHO } from "./markdown.ts";

/** Where each fact is read. */
const SOURCES: Readonly<Record<FactName, string>> = {
  reach: "`GET /me`",
  token: "`GET /debug_token`",
  grants: "`GET /me/permissions`",
  waba: "`GET /{account}`",
  wabaNumbers: "`GET /{account}/phone_numbers`",
  assigned: "`GET /{account}/assigned_users`",
  subscribed: "`GET /{account}/subscribed_apps`",
  number: "`GET /{number}`",
  pinEnabled: "`is_pin_enabled`",
  accountMode: "`account_mode`",
  throughput: "`throughput`",
  health: "`health_status`",
  webhook: "`webhook_configuration`",
  budget: "the attempt ledger",
  lastEvent: "the last webhook event",
};

/** docs/diagnosis.md: what is checked, in which order, and what the diagnosis says of broken set-ups. */
export function diagnosisPage(): string {
  return `${[
    "# The access diagnosis",
    GENERATED,
    "`diagnoseAccess` (a callable that streams each check as it finishes) and `npm run doctor` (the same on a terminal, before anything is deployed) run the same code. It reads only: no attempt is spent, nothing is changed. All reads run side by side, none longer than eight seconds; what cannot be read makes its checks `unknown` with the reason, and never `pass`.",
    "## The checks",
    "In the order in which a person would put things right: what stands higher is the cause of what fails below. The first check that fails decides the verdict (`fix`). While one marked _decides_ is unknown, and none fails, the verdict is `unclear`. Else it is `healthy`, and a check that warns names what comes next.",
    table(["check", "what is looked at", "read from", ""], checkRows()),
    "Whether an app has Advanced access (App Review) is in no answer of Meta's. The diagnosis says so where the symptoms fit: an account or a number of another business that Meta refuses although the permission is granted.",
    "## What it says of broken set-ups",
    `${SET_UPS.length} set-ups, each played through against the [graph simulator](../graph-simulator/README.md) by a test that also asserts that nothing but reading was done.`,
    table(["set-up", "verdict", "check", "first action", "who"], setUpRows()),
  ].join("\n\n")}\n`;
}

const checkRows = (): string[][] =>
  CHECKS.map(({ id, title, needs, decides }) => [
    code(id),
    cell(title),
    needs.map((name) => SOURCES[name]).join(", "),
    decides ? "_decides_" : "",
  ]);

const setUpRows = (): string[][] =>
  SET_UPS.map(({ title, expected: { state, first } }) =>
    first === null
      ? [cell(title), code(state), "", "nothing to do", ""]
      : [cell(title), code(state), code(first.check), cell(first.title), WHO[first.actor]],
  );
