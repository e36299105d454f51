import { randomUUID } from "node:crypto";
import type { CallableFunction } from "firebase-functions/https";
import type { z } from "zod";
import type { CallAsk } from "../app/post-once.ts";
import type * as Composition from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken, type Configuration } from "../config.ts";
import { CALL_SCHEMAS, type ResultOf } from "../contract/call-schemas.ts";
import { CALLS, type NumberCallName } from "../contract/calls.ts";
import { callable } from "./callable.ts";
import { loadAdapters } from "./load-adapters.ts";
import { managedNumber } from "./managed-number.ts";
import { onceARequest } from "./once-a-request.ts";
import { operator } from "./operator.ts";

/** What a caller of a function sent, as its schema read it. */
type Parsed<Name extends NumberCallName> = z.output<(typeof CALL_SCHEMAS)[Name]["request"]>;

/** What every request about a number may hold. */
interface AnyNumberRequest {
  readonly phoneNumberId?: string;
  readonly requestId?: string;
}

/** Everything that a call about a number works with besides what was sent. */
export interface NumberCall<Part> {
  readonly adapters: typeof Composition;
  readonly config: Configuration;
  /** The number with its account, who asks, and an id of this call that is made once. */
  readonly ask: CallAsk;
  /** Hands on a part of the answer at once, to callers who asked for a stream. */
  readonly send: (part: Part) => void;
}

/**
 * The one door for calls about a number: who may call, what they send, the configuration, and the number's ids and account are
 * settled here, so that a function says no more than what it does.
 */
export function numberCall<Name extends NumberCallName, Part = never>(
  name: Name,
  run: (request: Parsed<Name>, call: NumberCall<Part>) => Promise<ResultOf<Name>>,
): CallableFunction<unknown, Promise<ResultOf<Name>>, Part> {
  const { consumesAppCheckToken } = CALLS[name];
  return callable({
    name,
    options: { secrets: [metaSystemUserToken, metaAppSecret], consumeAppCheckToken: consumesAppCheckToken },
    guard: (request) => {
      const caller = operator(request);
      // A signed-in caller waits for Firebase Auth: meanwhile the SDKs are loaded, which a cold call would wait for afterwards.
      if (request.auth !== undefined) loadAdapters().catch(() => undefined);
      return caller;
    },
    // TypeScript does not see that a row's schema reads what the row says.
    input: CALL_SCHEMAS[name].request as z.ZodType as z.ZodType<Parsed<Name> & AnyNumberRequest>,
    run: async (request, { uid }, send: (part: Part) => void) => {
      const config = configuration();
      const number = await managedNumber(config, request.phoneNumberId, async (id) => {
        const { addedNumbers } = await loadAdapters();
        return addedNumbers().accountOf(id);
      });
      const ask = { ...number, businessId: config.businessId, callId: randomUUID(), by: uid };
      const adapters = await loadAdapters();
      const incoming = { name, request, subject: ask.phoneNumberId, callId: ask.callId, by: uid };
      return onceARequest(adapters, incoming, (once) =>
        run(request, { adapters, config, ask: { ...ask, ...once }, send }),
      );
    },
  });
}
