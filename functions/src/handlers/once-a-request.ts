import { idempotentCall } from "../app/idempotent-call.ts";
import type { CallAsk } from "../app/ports.ts";
import type * as Composition from "../composition.ts";
import { CALLS, SECRET_FIELDS, type CallName } from "../contract/calls.ts";
import { invalidArgument } from "./invalid-argument.ts";

/** A call as it came in. `subject`: the number or the account that it is about. */
export interface Incoming {
  readonly name: CallName;
  readonly request: { readonly requestId?: string | undefined };
  readonly subject: string;
  readonly attemptId: string;
  readonly by: string;
}

/** The id itself, and what names the subject, which may be left out where it is the configured one. */
const IN_KEY: ReadonlySet<string> = new Set(["requestId", "phoneNumberId", "wabaId"]);

/** What of a request is the same when it comes again: not its secrets, and not what its key holds anyway. */
function askedFor(request: object): Record<string, unknown> {
  const isLeftOut = (field: string): boolean => SECRET_FIELDS.has(field) || IN_KEY.has(field);
  return Object.fromEntries(Object.entries(request).filter(([field]) => !isLeftOut(field)));
}

/**
 * Makes a call, at most once for each `requestId` of its caller's: every handler that changes something at Meta goes through here.
 * A request without an id costs nothing. @throws invalid-argument where the id was given to another request.
 */
export async function onceARequest<Answer extends object>(
  { requestPorts }: Pick<typeof Composition, "requestPorts">,
  { name, request, subject, attemptId, by }: Incoming,
  run: (once: Pick<CallAsk, "mayPost">) => Promise<Answer>,
): Promise<Answer> {
  const { requestId } = request;
  const { operation, changes } = CALLS[name];
  if (!changes || requestId === undefined) return run({});
  const keyed = { by, operation, subject, requestId, attemptId, asked: askedFor(request) };
  const once = await idempotentCall(requestPorts(), keyed, (mayPost) => run({ mayPost }));
  if (once.kind === "answer") return once.answer;
  throw invalidArgument([{ path: "requestId", message: "was given to another request within the last day" }]);
}
