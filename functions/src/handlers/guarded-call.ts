import { randomUUID } from "node:crypto";
import type { CallableFunction, CallableOptions, CallableRequest } from "firebase-functions/https";
import type { z } from "zod";
import type { CallAsk } from "../app/ports.ts";
import type * as Composition from "../composition.ts";
import { ACCOUNT_SECRETS, configuration, type Configuration } from "../config.ts";
import type { CALL_SCHEMAS, ResultOf } from "../contract/call-schemas.ts";
import { CALLS, type CallName } from "../contract/calls.ts";
import { callable } from "./callable.ts";
import { recognisedCaller, type Caller } from "./caller.ts";
import { loadAdapters } from "./load-adapters.ts";
import { onceARequest } from "./once-a-request.ts";
import { REQUEST_SCHEMAS } from "./request-schemas.ts";

/** What a caller of a function sent, as its schema read it. */
export type Parsed<Name extends CallName> = z.output<(typeof CALL_SCHEMAS)[Name]["request"]>;

/** What every request may hold that is about a number or an account. */
export interface AnyRequest {
  readonly phoneNumberId?: string;
  readonly wabaId?: string;
  readonly requestId?: string;
}

/** What a call finds here. */
export interface Premises {
  readonly adapters: typeof Composition;
  readonly config: Configuration;
}

/** Everything that a call works with besides what was sent and what it is about. */
export interface GuardedCall<Part> extends Premises {
  /** The caller, a unique id of this call, and what it asks before it posts. */
  readonly attempt: Pick<CallAsk, "attemptId" | "by" | "mayPost">;
  /** Hands on a part of the answer at once, to callers who asked for a stream. */
  readonly send: (part: Part) => void;
  /** The host that the request came to. */
  readonly host: string;
}

/** What a function is: what its calls are about, and what they do. */
export interface CallPlan<Name extends CallName, Subject, Part> {
  /** @throws not-found for what is not this deployment's, and for what the caller may not act for. */
  readonly find: (request: Parsed<Name> & AnyRequest, caller: Caller, premises: Premises) => Subject | Promise<Subject>;
  /** What its requests' ids are kept under. */
  readonly idOf: (subject: Subject) => string;
  readonly run: (request: Parsed<Name>, subject: Subject, call: GuardedCall<Part>) => Promise<ResultOf<Name>>;
  /** Those that this function alone needs. */
  readonly secrets?: NonNullable<CallableOptions["secrets"]>;
}

/**
 * The one way into every callable: who calls, what they send, the configuration, what the call is about and whether it was made before are
 * settled here, so that a function says no more than what it does.
 */
export function guardedCall<Name extends CallName, Subject, Part = never>(
  name: Name,
  { find, idOf, run, secrets = [] }: CallPlan<Name, Subject, Part>,
): CallableFunction<unknown, Promise<ResultOf<Name>>, Part> {
  const { consumesAppCheckToken } = CALLS[name];
  return callable({
    name,
    options: {
      secrets: [...ACCOUNT_SECRETS, ...secrets],
      consumeAppCheckToken: consumesAppCheckToken,
    },
    guard: callerAt,
    // TypeScript does not see that a row's schema reads what the row says.
    input: REQUEST_SCHEMAS[name] as () => Promise<z.ZodType> as () => Promise<z.ZodType<Parsed<Name> & AnyRequest>>,
    run: async (request, { host, ...caller }, send: (part: Part) => void) => {
      const premises = { config: configuration(), adapters: await loadAdapters() };
      const subject = await find(request, caller, premises);
      const asking = { attemptId: randomUUID(), by: caller.uid };
      return onceARequest(premises.adapters, { name, request, subject: idOf(subject), ...asking }, (once) =>
        run(request, subject, { ...premises, attempt: { ...asking, ...once }, send, host }),
      );
    },
  });
}

/** Recognises the caller of a function, and has the SDKs loaded meanwhile. */
async function callerAt(request: CallableRequest<unknown>): Promise<Caller & { readonly host: string }> {
  const caller = recognisedCaller(request);
  // A signed-in caller waits for Firebase Auth: meanwhile the SDKs are loaded, which a cold call would wait for afterwards.
  if (request.auth !== undefined) loadAdapters().catch(() => undefined);
  return { ...(await caller), host: request.rawRequest.get("host") ?? "" };
}
