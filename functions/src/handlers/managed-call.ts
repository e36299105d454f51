import { randomUUID } from "node:crypto";
import type { CallableFunction, CallableOptions, CallableRequest } from "firebase-functions/https";
import type { z } from "zod";
import type { CallAsk } from "../app/post-once.ts";
import type * as Composition from "../composition.ts";
import { ACCOUNT_SECRETS, configuration, type Configuration } from "../config.ts";
import type { CALL_SCHEMAS, ResultOf } from "../contract/call-schemas.ts";
import { CALLS, type CallName } from "../contract/calls.ts";
import type { Account, AccountRef } from "../domain/account.ts";
import { callable } from "./callable.ts";
import { recognisedCaller, type Caller } from "./caller.ts";
import { loadAdapters } from "./load-adapters.ts";
import { notFound } from "./not-found.ts";
import { onceARequest } from "./once-a-request.ts";
import { REQUEST_SCHEMAS } from "./request-schemas.ts";
import { seenBy } from "./seen-by.ts";

/** What a caller of a function sent, as its schema read it. */
export type Parsed<Name extends CallName> = z.output<(typeof CALL_SCHEMAS)[Name]["request"]>;

/** What every request may hold that is about a number or an account. */
export interface AnyRequest {
  readonly phoneNumberId?: string;
  readonly wabaId?: string;
  readonly requestId?: string;
}

/** Everything that a call works with besides what was sent. */
export interface ManagedCall<Subject extends AccountRef, Part> {
  readonly adapters: typeof Composition;
  readonly config: Configuration;
  /** The account that the call acts for, with its credentials. */
  readonly account: Account;
  /** What the call is about, who asks, and an id of this call that is made once. */
  readonly ask: Subject & Pick<Account, "businessId"> & Pick<CallAsk, "callId" | "by" | "mayPost">;
  /** Hands on a part of the answer at once, to callers who asked for a stream. */
  readonly send: (part: Part) => void;
  /** The host that the request came to. */
  readonly host: string;
}

/** One kind of calls: what they are about, and how it is named. */
export interface Door<Name extends CallName, Subject extends AccountRef, Part> {
  readonly what: "number" | "account";
  /** @throws not-found for what is not this deployment's. */
  readonly find: (config: Configuration, request: AnyRequest, adapters: typeof Composition) => Promise<Subject>;
  readonly idOf: (subject: Subject) => string;
  readonly run: (request: Parsed<Name>, call: ManagedCall<Subject, Part>) => Promise<ResultOf<Name>>;
  /** Those that this function alone needs. */
  readonly secrets?: NonNullable<CallableOptions["secrets"]>;
}

/**
 * The one door for calls about what is managed here: who may call, what they send, the configuration, the number or account that it is
 * about and the credentials to act for it are settled here, so that a function says no more than what it does.
 */
export function managedCall<Name extends CallName, Subject extends AccountRef, Part = never>(
  name: Name,
  { what, find, idOf, run, secrets = [] }: Door<Name, Subject, Part>,
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
      const config = configuration();
      const adapters = await loadAdapters();
      const subject = await seenBy(caller, config, what, (visible) => find(visible, request, adapters));
      const { uid } = caller;
      const account = await adapters.accountOf(config, subject);
      if (account === null) throw notFound(what);
      const ask = { ...subject, businessId: account.businessId, callId: randomUUID(), by: uid };
      const incoming = { name, request, subject: idOf(subject), callId: ask.callId, by: uid };
      return onceARequest(adapters, incoming, (once) =>
        run(request, { adapters, config, account, ask: { ...ask, ...once }, send, host }),
      );
    },
  });
}

/** Recognises the caller of a function, and has the SDKs loaded meanwhile. */
export async function callerAt(request: CallableRequest<unknown>): Promise<Caller & { readonly host: string }> {
  const caller = recognisedCaller(request);
  // A signed-in caller waits for Firebase Auth: meanwhile the SDKs are loaded, which a cold call would wait for afterwards.
  if (request.auth !== undefined) loadAdapters().catch(() => undefined);
  return { ...(await caller), host: request.rawRequest.get("host") ?? "" };
}
