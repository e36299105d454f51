import type { DiagnosticGraph } from "../app/ports.ts";
import { appToken, secretsOf, type GraphAccess } from "./access.ts";
import { assignedUsers } from "./assigned-users.ts";
import { createTemplate } from "./create-template.ts";
import { deregister } from "./deregister.ts";
import { hasPaymentMethod } from "./has-payment-method.ts";
import { inspectToken } from "./inspect-token.ts";
import { messagingHealth } from "./messaging-health.ts";
import { accountMode, messagingLimit, pinEnabled, throughputLevel } from "./number-fields.ts";
import { numbersOfWaba } from "./numbers-of-waba.ts";
import { permissions } from "./permissions.ts";
import { reach } from "./reach.ts";
import { readNumber } from "./read-number.ts";
import { readWaba } from "./read-waba.ts";
import { graphReader, type Reader } from "./reader.ts";
import { register } from "./register.ts";
import { requestCode } from "./request-code.ts";
import { sendTemplate } from "./send-template.ts";
import { setPin } from "./set-pin.ts";
import { subscribedApps } from "./subscribed-apps.ts";
import { templates } from "./templates.ts";
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
    createTemplate: createTemplate(access),
    templates: templates(reader),
    readNumber: readNumber(reader),
    inspectToken: inspectToken(reader, access.token, appReader(access)),
    numbersOfWaba: numbersOfWaba(reader),
    permissions: permissions(reader),
    assignedUsers: assignedUsers(reader),
    reach: reach(access),
    readWaba: readWaba(reader),
    hasPaymentMethod: hasPaymentMethod(reader),
    messagingLimit: messagingLimit(reader),
    subscribedApps: subscribedApps(reader),
    pinEnabled: pinEnabled(reader),
    accountMode: accountMode(reader),
    throughputLevel: throughputLevel(reader),
    messagingHealth: messagingHealth(reader),
    webhookAddresses: webhookAddresses(reader),
  };
}

/** Reads as the app itself; `null`: its id or its secret is not configured. */
function appReader(access: GraphAccess): Reader | null {
  const token = appToken(access);
  // An app's own token needs no proof of the secret that it holds.
  return token === null ? null : graphReader({ ...access, token, appSecret: "", hidden: secretsOf(access) });
}
