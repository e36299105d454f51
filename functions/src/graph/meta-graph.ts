import type { AccountGraph } from "../app/account-ports.ts";
import type { ConnectingGraph, LeavingGraph } from "../app/customer-ports.ts";
import type { DiagnosticGraph } from "../app/ports.ts";
import { asApp, type GraphAccess } from "./access.ts";
import { addNumber } from "./add-number.ts";
import { appSubscription, subscribeWebhook } from "./app-subscriptions.ts";
import { assignedUsers } from "./assigned-users.ts";
import { createTemplate } from "./create-template.ts";
import { deregister } from "./deregister.ts";
import { hasPaymentMethod } from "./has-payment-method.ts";
import { inspectToken } from "./inspect-token.ts";
import { revokeAccess, unsubscribeApp } from "./leave-account.ts";
import { messagingHealth } from "./messaging-health.ts";
import { accountMode, messagingLimit, newNameStatus, pinEnabled, throughputLevel } from "./number-fields.ts";
import { listNumbers, numbersOfWaba } from "./numbers-of-waba.ts";
import { ownerOf } from "./owner-of.ts";
import { permissions } from "./permissions.ts";
import { reach } from "./reach.ts";
import { readNumber } from "./read-number.ts";
import { readWaba } from "./read-waba.ts";
import { graphReader, type Reader } from "./reader.ts";
import { register } from "./register.ts";
import { requestCode } from "./request-code.ts";
import { sendTemplate } from "./send-template.ts";
import { setPin } from "./set-pin.ts";
import { subscribeApp } from "./subscribe-app.ts";
import { subscribedApps } from "./subscribed-apps.ts";
import { templates } from "./templates.ts";
import { verifyCode } from "./verify-code.ts";
import { webhookAddresses } from "./webhook-addresses.ts";

/** Meta's Graph API over HTTPS. */
export function metaGraph(access: GraphAccess): DiagnosticGraph & AccountGraph & ConnectingGraph & LeavingGraph {
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
    readNumber: readNumber(reader, access.refused),
    inspectToken: inspectToken(reader, access.token, appReader(access)),
    numbersOfWaba: numbersOfWaba(reader),
    listNumbers: listNumbers(reader),
    ownerOf: ownerOf(reader),
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
    addNumber: addNumber(access),
    subscribeApp: subscribeApp(access),
    unsubscribeApp: unsubscribeApp(access),
    revokeAccess: revokeAccess(access),
    appSubscription: appSubscription(access),
    subscribeWebhook: subscribeWebhook(access),
    newNameStatus: newNameStatus(reader),
  };
}

/** Reads as the app itself; `null`: its id or its secret is not configured. */
function appReader(access: GraphAccess): Reader | null {
  const app = access.appId == null ? null : asApp(access, access.appId);
  return app === null ? null : graphReader(app);
}
