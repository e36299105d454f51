import type { DiagnosticGraph } from "../app/ports.ts";
import type { GraphAccess } from "./access.ts";
import { assignedUsers } from "./assigned-users.ts";
import { deregister } from "./deregister.ts";
import { inspectToken } from "./inspect-token.ts";
import { messagingHealth } from "./messaging-health.ts";
import { accountMode, pinEnabled, throughputLevel } from "./number-fields.ts";
import { numbersOfWaba } from "./numbers-of-waba.ts";
import { permissions } from "./permissions.ts";
import { reach } from "./reach.ts";
import { readNumber } from "./read-number.ts";
import { readWaba } from "./read-waba.ts";
import { graphReader } from "./reader.ts";
import { register } from "./register.ts";
import { requestCode } from "./request-code.ts";
import { sendTemplate } from "./send-template.ts";
import { setPin } from "./set-pin.ts";
import { subscribedApps } from "./subscribed-apps.ts";
import { verifyCode } from "./verify-code.ts";
import { webhookAddresses } from "./webhook-addresses.ts";

/** Meta's Graph API over HTTPS. */
export function metaGraph(access: GraphAccess): DiagnosticGraph {
  const reader = graphReader(access);
  return {
    register: register(access),
    deregister: deregister(access),
    requestCode: requestCode(access),
    verifyCode: verifyCode(access),
    setPin: setPin(access),
    sendTemplate: sendTemplate(access),
    readNumber: (phoneNumberId, deadlineMs) => readNumber(reader, phoneNumberId, deadlineMs),
    inspectToken: (deadlineMs) => inspectToken(reader, access.token, deadlineMs),
    numbersOfWaba: (wabaId, deadlineMs) => numbersOfWaba(reader, wabaId, deadlineMs),
    permissions: (deadlineMs) => permissions(reader, deadlineMs),
    assignedUsers: (wabaId, businessId, deadlineMs) => assignedUsers(reader, wabaId, businessId, deadlineMs),
    reach: (deadlineMs) => reach(access, deadlineMs),
    readWaba: (wabaId, deadlineMs) => readWaba(reader, wabaId, deadlineMs),
    subscribedApps: (wabaId, deadlineMs) => subscribedApps(reader, wabaId, deadlineMs),
    pinEnabled: (id, deadlineMs) => pinEnabled(reader, id, deadlineMs),
    accountMode: (id, deadlineMs) => accountMode(reader, id, deadlineMs),
    throughputLevel: (id, deadlineMs) => throughputLevel(reader, id, deadlineMs),
    messagingHealth: (id, deadlineMs) => messagingHealth(reader, id, deadlineMs),
    webhookAddresses: (id, deadlineMs) => webhookAddresses(reader, id, deadlineMs),
  };
}
