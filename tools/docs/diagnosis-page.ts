import { HEALTH_CODES } from "../../functions/src/domain/advice/health-codes.ts";
import type { FactName } from "../../functions/src/domain/diagnosis/check.ts";
import { CHECKS } from "../../functions/src/domain/diagnosis/checks.ts";
import { CHECKS_OF_SENDING } from "../../functions/src/domain/diagnosis/sending-verdict.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { SET_UPS } from "../doctor/broken-set-ups.ts";
import { SENDING_SET_UPS } from "../doctor/sending-set-ups.ts";
import { cell, code, GENERATED, HELD, WHO } from "./markdown.ts";

/** Where each fact is read. */
const SOURCES: Readonly<Record<FactName, string>> = {
  reach: "`GET /me`",
  token: "`GET /debug_token`",
  grants: "`GET /me/permissions`",
  waba: "`GET /{account}`",
  wabaNumbers: "`GET /{account}/phone_numbers`",
  assigned: "`GET /{account}/assigned_users`",
  subscribed: "`GET /{account}/subscribed_apps`",
  appSubscription: "`GET /{app}/subscriptions`",
  number: "`GET /{number}`",
  pinEnabled: "`is_pin_enabled`",
  accountMode: "`account_mode`",
  throughput: "`throughput`",
  health: "`health_status`",
  webhook: "`webhook_configuration`",
  payment: "`primary_funding_id`",
  messagingLimit: "`whatsapp_business_manager_messaging_limit`",
  budget: "the attempt ledger",
  lastEvent: "the last webhook event",
  lastRegistration: "the last registration",
};

/** docs/diagnosis.md: what is checked, in which order, and what the diagnosis says of broken set-ups. */
export function diagnosisPage(): string {
  return `${[
    "# The access diagnosis",
    GENERATED,
    HELD,
    "`diagnoseAccess` (a callable that streams each check as it finishes) and `npm run doctor` (the same on a terminal, before anything is deployed) run the same code. It reads only: no attempt is spent, nothing is changed. All reads run side by side, none longer than eight seconds; what cannot be read makes its checks `unknown` with the reason, and never `pass`.",
    "## The checks",
    "In the order in which a person would put things right: what stands higher is the cause of what fails below. The first check that fails decides the verdict (`fix`). While one marked _decides_ is unknown, and none fails, the verdict is `unclear`. Else it is `healthy`, and a check that warns names what comes next.",
    table(["check", "what is looked at", "read from", ""], checkRows()),
    "Whether an app has Advanced access (App Review) is in no answer of Meta's. The diagnosis says so where the symptoms fit: an account or a number of another business that Meta refuses although the permission is granted.",
    "## Ready to send",
    `The second verdict, \`sending\`, says whether a message from the number will arrive. It rests on ${CHECKS_OF_SENDING.size} of the checks above, marked _sending_, and names them, the deciding one first: \`blocked\` where one fails without which nothing arrives; \`limited\` where one fails or warns that costs some messages, or news of them; \`unknown\` where none does, and one could not be made; else \`ready\`. The checks that concern sending alone do not touch the first verdict, since a number can be registered without them.`,
    "Only Solution Partners' apps are shown whether a payment method is set. For any other app the check is `unknown` unless `health_status` names the lack of it (141006), and so is the verdict: look into the payment settings once. What a number's document holds as `sending { verdict, at }` is this verdict as a look at the number showed it, at most about a day old.",
    "The parts of `health_status` are judged by entity and code, not by the word for the whole, which says BLOCKED where calls alone are.",
    table(["code", "entity", "means", "first step", "who", "standing"], healthRows()),
    table(["number", "`sending`", "check", "first action", "who"], sendingRows()),
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
    [...(decides ? ["_decides_"] : []), ...(CHECKS_OF_SENDING.has(id) ? ["_sending_"] : [])].join(", "),
  ]);

const healthRows = (): string[][] =>
  HEALTH_CODES.map(({ code: number, entity, meaning, standing, remedy }) => [
    String(number),
    code(entity),
    cell(meaning),
    remedy === null ? "none: no matter of messages" : cell(remedy.resolution[0].title),
    remedy === null ? "" : WHO[remedy.actor],
    standing,
  ]);

const sendingRows = (): string[][] =>
  SENDING_SET_UPS.map(({ title, expected: { verdict, first } }) =>
    first === null
      ? [cell(title), code(verdict), "", "nothing to do", ""]
      : [cell(title), code(verdict), code(first.check), cell(first.title), WHO[first.actor]],
  );

const setUpRows = (): string[][] =>
  SET_UPS.map(({ title, expected: { state, first } }) =>
    first === null
      ? [cell(title), code(state), "", "nothing to do", ""]
      : [cell(title), code(state), code(first.check), cell(first.title), WHO[first.actor]],
  );
