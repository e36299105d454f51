import { authenticate, reachNumber, reachNumberToSend, reachNumberToWrite, reachWaba } from "./access.ts";
import type { Call } from "./call.ts";
import { type Fault, takesEffect } from "./faults.ts";
import { graphError, GraphFailure, unreachableNode } from "./graph-errors.ts";
import { ok, type Reply } from "./reply.ts";
import { addNumber } from "./routes/add-number.ts";
import { listAppSubscriptions, subscribeWebhook, unsubscribeWebhook } from "./routes/app-subscriptions.ts";
import { deregister, openDeregistration } from "./routes/deregister.ts";
import { exchangeCode } from "./routes/exchange-code.ts";
import { listNumbers } from "./routes/list-numbers.ts";
import { readApp, readMe } from "./routes/me.ts";
import { createTemplate, listTemplates } from "./routes/message-templates.ts";
import { sendMessage } from "./routes/messages.ts";
import { readNumber } from "./routes/read-number.ts";
import { openRegistration, register } from "./routes/register.ts";
import { setPin } from "./routes/set-pin.ts";
import { listSubscribedApps, subscribeApp, unsubscribeApp } from "./routes/subscribed-apps.ts";
import { debugToken, readPermissions, revokePermissions } from "./routes/token.ts";
import { requestCode, verifyCode } from "./routes/verification.ts";
import { listAssignedUsers, readWaba } from "./routes/waba.ts";
import type { NumberState } from "./state.ts";
import { type EndpointName, isEdge, type Target } from "./target.ts";
import { countCall, usageHeaders } from "./usage.ts";
import type { World } from "./world.ts";

/** A request as it came in, parsed. */
interface GraphRequest {
  readonly target: Target;
  readonly url: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `null`: no token was sent. */
  readonly token: string | null;
}

/** What shall be sent, and what shall go wrong with it. */
interface Answer {
  readonly reply: Reply;
  readonly fault: Fault | null;
}

/** Answers a request as Graph would, changing the world. Refusals are answers too; it throws only on a defect of its own. */
export async function answer(world: World, request: GraphRequest): Promise<Answer> {
  const headers: Record<string, string> = {};
  try {
    const { reply, fault } = await answerOrThrow(world, request, headers);
    return { reply: { ...reply, headers: { ...headers, ...reply.headers } }, fault };
  } catch (failure) {
    if (!(failure instanceof GraphFailure)) throw failure;
    return { reply: { ...failure.reply, headers }, fault: null };
  }
}

async function answerOrThrow(world: World, request: GraphRequest, headers: Record<string, string>): Promise<Answer> {
  const { target, parameters } = request;
  if (target.version === null || (target.endpoint === null && target.nodeId === null)) throw unknownPath(target.rest);
  headers["facebook-api-version"] = target.version;
  // A code is exchanged without a token: the app's secret proves who asks.
  if (target.endpoint === "exchange_code") return { reply: exchangeCode(world, parameters), fault: null };
  const caller = authenticate(world, request.token, parameters["appsecret_proof"], target);
  if (target.endpoint === null) {
    if (!isEdge(target.edge)) throw unknownPath(target.edge);
    throw new GraphFailure(unreachableNode(target.method, target.nodeId ?? ""));
  }
  const now = world.clock.now();
  const { endpoint, method } = target;
  const { version } = target;
  const nodeId = target.nodeId ?? "";
  const call: Call = { ...caller, method, endpoint, version, nodeId, parameters, url: request.url, now };
  const wabaId = world.numbers.get(call.nodeId)?.wabaId ?? call.nodeId;
  const waba = world.wabas.get(wabaId);
  if (waba !== undefined) {
    const counted = countCall(world, waba);
    Object.assign(headers, usageHeaders(world, waba));
    if (!counted) throw new GraphFailure({ code: 80008 });
  }
  const { reply, fault = null } = route(world, call);
  return { fault, reply: await reply };
}

function unknownPath(path: string): GraphFailure {
  return new GraphFailure({ code: 2500, message: `Unknown path components: ${path}` });
}

/** Opens a number for a call: the checks that come before the number's own faults, counting included. */
type Open = (world: World, call: Call) => NumberState;
type Run = (world: World, call: Call, number: NumberState) => Reply | Promise<Reply>;

/** An answer that may have to wait for Meta's handshake with somebody's address. */
interface Coming {
  readonly reply: Reply | Promise<Reply>;
  readonly fault?: Fault | null;
}

const ON_NUMBER: Partial<Record<EndpointName, readonly [Open, Run]>> = {
  register: [openRegistration, register],
  deregister: [openDeregistration, deregister],
  request_code: [reachNumberToWrite, requestCode],
  verify_code: [reachNumberToWrite, verifyCode],
  set_pin: [reachNumberToWrite, setPin],
  send_message: [reachNumberToSend, sendMessage],
};

const ON_OTHERS: Partial<Record<EndpointName, (world: World, call: Call) => Reply | Promise<Reply>>> = {
  read_me: (_world, call) => readMe(call),
  read_permissions: (_world, call) => readPermissions(call),
  revoke_permissions: revokePermissions,
  read_app: (_world, call) => readApp(call, call.app),
  debug_token: debugToken,
  list_numbers: listNumbers,
  list_subscribed_apps: listSubscribedApps,
  subscribe_app: subscribeApp,
  unsubscribe_app: unsubscribeApp,
  list_assigned_users: listAssignedUsers,
  list_templates: listTemplates,
  create_template: createTemplate,
  list_app_subscriptions: listAppSubscriptions,
  subscribe_webhook: subscribeWebhook,
  unsubscribe_webhook: unsubscribeWebhook,
};

function route(world: World, call: Call): Coming {
  const onNumber = ON_NUMBER[call.endpoint];
  if (onNumber !== undefined) return withFaults(world, call, ...onNumber);
  if (call.endpoint === "add_number") return addNumber(world, call);
  const run = ON_OTHERS[call.endpoint];
  return run === undefined ? readNode(world, call) : { reply: run(world, call) };
}

function readNode(world: World, call: Call): Coming {
  if (call.nodeId === call.app.id) return { reply: readApp(call, call.app) };
  if (world.wabas.has(call.nodeId)) return { reply: readWaba(call, reachWaba(world, call)) };
  return withFaults(world, call, reachNumber, readNumber);
}

function withFaults(world: World, call: Call, open: Open, run: Run): Coming {
  const number = open(world, call);
  const fault = number.faults[call.endpoint] ?? null;
  if (fault?.kind === "graph_error") {
    if (fault.error.code === 133006) number.needsReverification = true;
    return { reply: graphError(fault.error), fault: null };
  }
  if (fault !== null && !takesEffect(fault)) return { reply: ok({}), fault };
  return { reply: run(world, call, number), fault };
}
