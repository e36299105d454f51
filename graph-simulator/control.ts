import { z } from "zod";
import { InjectedFault } from "./faults.ts";
import { Grant, grant } from "./grants.ts";
import { overview } from "./overview.ts";
import { letTimePass, passedTime, PassingTime } from "./passing-time.ts";
import { ok, type Reply } from "./reply.ts";
import type { RequestLog } from "./request-log.ts";
import { Departure, depart } from "./signup/departure.ts";
import { endSignup, SignupRequest } from "./signup/end.ts";
import { SignupRefused } from "./signup/refused.ts";
import { AppState, NumberState, TokenState, WabaState } from "./state.ts";
import { answerWebhooks } from "./webhook-control.ts";
import type { World } from "./world.ts";

const ROOT = "/_simulator";

/** A request to the simulator itself rather than to the Graph that it plays. */
interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whether a path belongs to the control API; the root shows the overview too. */
export function isControlPath(path: string): boolean {
  return path === "/" || path === ROOT || path.startsWith(`${ROOT}/`);
}

const ClockChange = z
  .strictObject({
    advanceSeconds: z.number().optional(),
    now: z.iso.datetime().optional(),
    frozen: z.boolean().optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, "say advanceSeconds, now or frozen");

/** Answers the control API. What is wrong with a request is said as `{ error, issues: [{ path, message }] }`. */
export async function answerControl(world: World, log: RequestLog, request: ControlRequest): Promise<Reply> {
  const [what = "", kind = "", id = ""] = request.path.split("/").slice(2);
  const run = ROUTES[`${request.method} ${what}`];
  try {
    return (await run?.({ world, log, kind, id, ...request })) ?? unknown(request);
  } catch (error) {
    if (error instanceof z.ZodError) {
      const issues = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      return { status: 400, body: { error: "This request is not valid; nothing was changed.", issues } };
    }
    if (error instanceof SignupRefused) return { status: 409, body: { error: error.message, issues: [] } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: "The body is not JSON.", issues: [] } };
    throw error;
  }
}

function unknown({ method, path }: ControlRequest): Reply {
  const error = `${method} ${path} is not part of the control API; see GET ${ROOT}.`;
  return { status: 404, body: { error, issues: [] } };
}

interface Command extends ControlRequest {
  readonly world: World;
  readonly log: RequestLog;
  /** In `state/{kind}/{id}`. */
  readonly kind: string;
  readonly id: string;
}

const sent = ({ body }: Command): unknown => (body.trim() === "" ? {} : JSON.parse(body));

const ROUTES: Readonly<Record<string, (command: Command) => Reply | Promise<Reply> | null>> = {
  "GET ": ({ world }) => ({
    status: 200,
    body: overview(world),
    headers: { "content-type": "text/html; charset=utf-8" },
  }),
  "POST reset": ({ world, log }) => {
    world.reset();
    log.clear();
    return ok({ reset: true });
  },
  "GET requests": ({ log, query }) => {
    const requests = log.list(query);
    return ok({ count: requests.length, requests });
  },
  "DELETE requests": ({ log }) => {
    log.clear();
    return ok({ count: 0, requests: [] });
  },
  "GET clock": ({ world }) => ok(clock(world)),
  "POST clock": (command) => moveClock(command.world, ClockChange.parse(sent(command))),
  "GET passing-time": ({ world }) => ok(passedTime(world)),
  "POST passing-time": (command) => ok(letTimePass(command.world, PassingTime.parse(sent(command)))),
  "POST grants": (command) => ok(grant(command.world, Grant.parse(sent(command)))),
  "GET faults": ({ world }) => ok({ waiting: world.faults.waiting() }),
  "POST faults": (command) => {
    command.world.faults.add(InjectedFault.parse(sent(command)));
    return ok({ waiting: command.world.faults.waiting() });
  },
  "DELETE faults": ({ world }) => {
    world.faults.clear();
    return ok({ waiting: [] });
  },
  "GET messages": ({ world }) => ok({ messages: world.messages }),
  "GET webhooks": webhooks,
  "POST webhooks": webhooks,
  "DELETE webhooks": webhooks,
  "POST signups": (command) => ok(endSignup(command.world, SignupRequest.parse(sent(command)))),
  "POST departures": (command) => {
    depart(command.world, Departure.parse(sent(command)));
    return ok({ departed: true });
  },
  "GET state": look,
  "PATCH state": change,
};

function webhooks(command: Command): Reply | Promise<Reply> | null {
  return answerWebhooks(command.world, command.method, command.kind, () => sent(command));
}

function clock(world: World): { now: string } {
  return { now: new Date(world.clock.now()).toISOString() };
}

function moveClock(world: World, { advanceSeconds, now, frozen }: z.infer<typeof ClockChange>): Reply {
  if (now !== undefined || frozen !== undefined) {
    world.clock.set(now === undefined ? world.clock.now() : Date.parse(now), frozen);
  }
  if (advanceSeconds !== undefined) world.clock.advance(advanceSeconds);
  return ok(clock(world));
}

/** One state under `GET state/{kind}/{id}`, or all of a kind under `GET state/{kind}`. */
function look({ world, kind, id }: Command): Reply | null {
  const kinds = new Map<string, Map<string, unknown>>([
    ["apps", world.apps],
    ["tokens", world.tokens],
    ["codes", world.codes],
    ["wabas", world.wabas],
    ["numbers", world.numbers],
  ]);
  const states = kinds.get(kind);
  if (states === undefined) return null;
  if (id === "") return ok({ [kind]: [...states.values()] });
  const error = `There is no ${id} among the ${kind}.`;
  return states.has(id) ? ok(states.get(id)) : { status: 404, body: { error, issues: [] } };
}

function change(command: Command): Reply | null {
  const { world, kind, id } = command;
  if (id === "") return null;
  switch (kind) {
    case "apps":
      return ok(world.patchApp(id, AppState.omit({ id: true }).partial().parse(sent(command))));
    case "tokens":
      return ok(world.patchToken(id, TokenState.omit({ token: true }).partial().parse(sent(command))));
    case "wabas":
      return ok(world.patchWaba(id, WabaState.omit({ id: true }).partial().parse(sent(command))));
    case "numbers":
      return ok(world.patchNumber(id, NumberState.omit({ id: true }).partial().parse(sent(command))));
    default:
      return null;
  }
}
