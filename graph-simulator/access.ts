import { createHmac } from "node:crypto";
import type { Call } from "./call.ts";
import type { GraphErrorSpec } from "./faults.ts";
import { APP_BLOCKED, GraphFailure, NO_APP, SESSION_INVALIDATED, unreachableNode } from "./graph-errors.ts";
import { pacificTime } from "./pacific-time.ts";
import type { AppState, NumberState, TokenState, WabaState } from "./state.ts";
import type { Target } from "./target.ts";
import type { World } from "./world.ts";

export const MANAGEMENT = "whatsapp_business_management";
export const MESSAGING = "whatsapp_business_messaging";

/** Tasks on an account of which a writer needs one (which of them Graph takes is guessed). */
const WRITING_TASKS = ["MANAGE", "FULL_CONTROL", "MANAGE_PHONE", "MANAGE_PHONE_ASSETS"];
/** Tasks that allow everything on an account. */
export const MANAGEMENT_TASKS = ["MANAGE", "FULL_CONTROL"];

/** The caller: the token and its app. */
interface Caller {
  readonly token: TokenState;
  readonly app: AppState;
  readonly asApp: boolean;
}

/** Recognises the token, or throws the error that Graph gives. `proof`: the `appsecret_proof` sent, if any. */
export function authenticate(world: World, presented: string | null, proof: unknown, target: Target): Caller {
  if (presented === null) throw new GraphFailure(withoutToken(target));
  const caller = appItself(world, presented) ?? holder(world, presented);
  if (caller.app.blocked) throw new GraphFailure(APP_BLOCKED);
  if (!caller.asApp) refuseInvalid(world, caller.token, target.method);
  refuseProof(caller.app, presented, proof);
  return caller;
}

/** `/me` has no user without a token, or with the app's own (code seen in a log). */
export const NO_USER: GraphErrorSpec = {
  code: 2500,
  message: "An active access token must be used to query information about the current user.",
};

/** What a call without a token is answered: #2500 at `/me` (log), #200 when reading (doc), #104 when writing (claim). */
function withoutToken({ method, rest }: Target): GraphErrorSpec {
  if (rest === "/me" || rest.startsWith("/me/")) return NO_USER;
  if (method === "GET") return NO_APP;
  return { code: 104, message: "An access token is required to request this resource." };
}

function holder(world: World, presented: string): Caller {
  const token = world.tokens.get(presented);
  const app = token === undefined ? undefined : world.apps.get(token.appId);
  if (token === undefined || app === undefined) throw new GraphFailure({ code: 190 });
  return { token, app, asApp: false };
}

/** `{app id}|{app secret}` is the app's own token. */
function appItself(world: World, presented: string): Caller | null {
  const [id = "", secret] = presented.split("|");
  const app = world.apps.get(id);
  if (app === undefined || app.secret === "" || secret !== app.secret) return null;
  const token: TokenState = {
    token: presented,
    appId: app.id,
    userId: app.id,
    userName: app.name,
    type: "SYSTEM_USER",
    scopes: [],
    granularScopes: [],
    listed: null,
    permissions: {},
    issuedAt: world.clock.now(),
    expiresAt: null,
    dataAccessExpiresAt: null,
    clientBusinessId: null,
    invalid: null,
    revokedAtFirstPost: false,
  };
  return { token, app, asApp: true };
}

function refuseInvalid(world: World, token: TokenState, method: string): void {
  if (token.revokedAtFirstPost && method === "POST") {
    token.revokedAtFirstPost = false;
    token.invalid = SESSION_INVALIDATED;
  }
  const problem = tokenProblem(token, world.clock.now());
  if (problem === null) return;
  const { subcode, message } = problem;
  throw new GraphFailure({ code: 190, message, httpStatus: 400, ...(subcode === null ? {} : { subcode }) });
}

/** Why a token is not valid now, or `null`. */
export function tokenProblem(token: TokenState, now: number): { subcode: number | null; message: string } | null {
  if (token.invalid !== null) return token.invalid;
  if (token.expiresAt === null || token.expiresAt > now) return null;
  const [expired, current] = [token.expiresAt, now].map(pacificTime);
  return {
    subcode: 463,
    message: `Error validating access token: Session has expired on ${expired}. The current time is ${current}.`,
  };
}

/** The proof that Graph expects beside a token: hex HMAC-SHA256 of the token with the app's secret. */
function appSecretProof(secret: string, token: string): string {
  return createHmac("sha256", secret).update(token).digest("hex");
}

function refuseProof(app: AppState, presented: string, proof: unknown): void {
  if (app.secret === "") return;
  if (proof === undefined) {
    if (!app.requireProof) return;
    throw new GraphFailure({
      code: 100,
      type: "GraphMethodException",
      message: "API calls from the server require an appsecret_proof argument",
    });
  }
  if (proof === appSecretProof(app.secret, presented)) return;
  throw new GraphFailure({
    code: 100,
    type: "GraphMethodException",
    message: "Invalid appsecret_proof provided in the API argument",
  });
}

function maySee({ token }: Call, wabaId: string, scope = MANAGEMENT): boolean {
  if (!token.scopes.includes(scope)) return false;
  const granular = token.granularScopes.find((entry) => entry.scope === scope);
  return granular === undefined || granular.targetIds === null || granular.targetIds.includes(wabaId);
}

/** The number in the path, or #100/33 when there is none or the token does not cover its account. */
export function reachNumber(world: World, call: Call, scope = MANAGEMENT): NumberState {
  const number = world.numbers.get(call.nodeId);
  if (number === undefined || !maySee(call, number.wabaId, scope)) {
    throw new GraphFailure(unreachableNode(call.method, call.nodeId));
  }
  return number;
}

/** The account in the path, or #100/33 when there is none or the token does not cover it. */
export function reachWaba(world: World, call: Call): WabaState {
  const waba = world.wabas.get(call.nodeId);
  if (waba === undefined || !maySee(call, waba.id)) {
    throw new GraphFailure(unreachableNode(call.method, call.nodeId));
  }
  return waba;
}

/** The number in the path for a change to it: needs the scope, and a task on the account that allows writing. */
export function reachNumberToWrite(world: World, call: Call): NumberState {
  const number = reachNumber(world, call);
  refuseWithoutTask(world, call, number.wabaId);
  return number;
}

/** The number in the path for a message: a token that has the task MESSAGING alone can send (seen in a log). */
export function reachNumberToSend(world: World, call: Call): NumberState {
  const number = reachNumber(world, call, MESSAGING);
  refuseWithoutTask(world, call, number.wabaId, [...WRITING_TASKS, "MESSAGING"]);
  return number;
}

/** (#200) Permissions error for a user without one of these tasks on the account (seen in a log). */
export function refuseWithoutTask(
  world: World,
  call: Call,
  wabaId: string,
  tasks: readonly string[] = WRITING_TASKS,
): void {
  const user = world.wabas.get(wabaId)?.assignedUsers.find((entry) => entry.id === call.token.userId);
  if (user !== undefined && tasks.some((task) => user.tasks.includes(task))) return;
  throw new GraphFailure({ code: 200 });
}
