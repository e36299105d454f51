import { authenticate, MESSAGING, reachNumber, reachNumberToWrite, reachWaba } from "./access.ts";
import type { Call } from "./call.ts";
import { type Fault, takesEffect } from "./faults.ts";
import { graphError, GraphFailure, unreachableNode } from "./graph-errors.ts";
import { ok, type Reply } from "./reply.ts";
import { deregister, openDeregistration } from "./routes/deregister.ts";
import { readApp, readMe } from "./routes/me.ts";
import { sendMessage } from "./routes/messages.ts";
import { readNumber } from "./routes/read-number.ts";
import { openRegistration, register } from "./routes/register.ts";
import { setPin } from "./routes/set-pin.ts";
import { debugToken, readPermissions } from "./routes/token.ts";
import { requestCode, verifyCode } from "./routes/verification.ts";
import { listAssignedUsers, listNumbers, listSubscribedApps, readWaba, subscribeApp } from "./routes/waba.ts";
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
export function answer(world: World, request: GraphRequest): Answer {
  const headers: Record<string, string> = {};
  try {
    const { reply, fault } = answerOrThrow(world, request, headers);
    return { reply: { ...reply, headers: { ...headers, ...reply.headers } }, fault };
  } catch (failure) {
    if (!(failure instanceof GraphFailure)) throw failure;
    return { reply: { ...failure.reply, headers }, fault: null };
  }
}

function answerOrThrow(world: World, request: GraphRequest, headers: Record<string, string>): Answer {
  const { target, parameters } = request;
  if (target.version === null || (target.endpoint === null && target.nodeId === null)) throw unknownPath(target.rest);
  headers["facebook-api-version"] = target.version;
  const caller = authenticate(world, request.token, parameters["appsecret_proof"], target.method);
  if (target.endpoint === null) {
    if (!isEdge(target.edge)) throw unknownPath(target.edge);
    throw new GraphFailure(unreachableNode(target.method, target.nodeId ?? ""));
  }
  const now = world.clock.now();
  const { endpoint, method } = target;
  const call: Call = { ...caller, method, endpoint, nodeId: target.nodeId ?? "", parameters, url: request.url, now };
  const wabaId = world.numbers.get(call.nodeId)?.wabaId ?? call.nodeId;
  const waba = world.wabas.get(wabaId);
  if (waba !== undefined) {
    const counted = countCall(world, waba);
    Object.assign(headers, usageHeaders(world, waba));
    if (!counted) throw new GraphFailure({ code: 80008 });
  }
  return { fault: null, ...route(world, call) };
}

function unknownPath(path: string): GraphFailure {
  return new GraphFailure({ code: 2500, message: `Unknown path components: ${path}` });
}

/** Opens a number for a call: the checks that come before the number's own faults, counting included. */
type Open = (world: World, call: Call) => NumberState;
type Run = (world: World, call: Call, number: NumberState) => Reply;

const ON_NUMBER: Partial<Record<EndpointName, readonly [Open, Run]>> = {
  register: [openRegistration, register],
  deregister: [openDeregistration, deregister],
  request_code: [reachNumberToWrite, requestCode],
  verify_code: [reachNumberToWrite, verifyCode],
  set_pin: [reachNumberToWrite, setPin],
  send_message: [(world, call) => reachNumberToWrite(world, call, MESSAGING), sendMessage],
};

function route(world: World, call: Call): { reply: Reply; fault?: Fault | null } {
  const onNumber = ON_NUMBER[call.endpoint];
  if (onNumber !== undefined) return withFaults(world, call, ...onNumber);
  switch (call.endpoint) {
    case "read_me":
      return { reply: readMe(call) };
    case "read_permissions":
      return { reply: readPermissions(call) };
    case "read_app":
      return { reply: readApp(call, call.app) };
    case "debug_token":
      return { reply: debugToken(world, call) };
    case "list_numbers":
      return { reply: listNumbers(world, call) };
    case "list_subscribed_apps":
      return { reply: listSubscribedApps(world, call) };
    case "subscribe_app":
      return { reply: subscribeApp(world, call) };
    case "list_assigned_users":
      return { reply: listAssignedUsers(world, call) };
    default:
      return readNode(world, call);
  }
}

function readNode(world: World, call: Call): { reply: Reply; fault?: Fault | null } {
  if (call.nodeId === call.app.id) return { reply: readApp(call, call.app) };
  if (world.wabas.has(call.nodeId)) return { reply: readWaba(call, reachWaba(world, call)) };
  return withFaults(world, call, reachNumber, readNumber);
}

function withFaults(world: World, call: Call, open: Open, run: Run): { reply: Reply; fault: Fault | null } {
  const number = open(world, call);
  const fault = number.faults[call.endpoint] ?? null;
  if (fault?.kind === "graph_error") return { reply: graphError(fault.error), fault: null };
  if (fault !== null && !takesEffect(fault)) return { reply: ok({}), fault };
  return { reply: run(world, call, number), fault };
}
