import { randomUUID } from "node:crypto";
import type { CallableFunction, CallableOptions, CallableRequest } from "firebase-functions/https";
import type { z } from "zod";
import type { AccountAsk } from "../app/account-ports.ts";
import type * as Composition from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken, type Configuration } from "../config.ts";
import { CALL_SCHEMAS, type ResultOf } from "../contract/call-schemas.ts";
import { CALLS, type AccountCallName } from "../contract/calls.ts";
import { callable } from "./callable.ts";
import { loadAdapters } from "./load-adapters.ts";
import { managedAccount } from "./managed-account.ts";
import { onceARequest } from "./once-a-request.ts";
import { operator } from "./operator.ts";

/** What a caller of a function sent, as its schema read it. */
type Parsed<Name extends AccountCallName> = z.output<(typeof CALL_SCHEMAS)[Name]["request"]>;

/** What every request about an account may hold. */
interface AnyAccountRequest {
  readonly wabaId?: string;
  readonly requestId?: string;
}

/** Everything that a call about an account works with besides what was sent. */
export interface AccountCall {
  readonly adapters: typeof Composition;
  readonly config: Configuration;
  /** The account, who asks, and an id of this call that is made once. */
  readonly ask: AccountAsk;
  /** The host that the request came to. */
  readonly host: string;
}

/**
 * The one door for calls about an account, beside `numberCall`: who may call, what they send, the configuration and the account are
 * settled here. `secrets`: those that this function alone needs.
 */
export function accountCall<Name extends AccountCallName>(
  name: Name,
  run: (request: Parsed<Name>, call: AccountCall) => Promise<ResultOf<Name>>,
  secrets: NonNullable<CallableOptions["secrets"]> = [],
): CallableFunction<unknown, Promise<ResultOf<Name>>> {
  const { consumesAppCheckToken } = CALLS[name];
  return callable({
    name,
    options: {
      secrets: [metaSystemUserToken, metaAppSecret, ...secrets],
      consumeAppCheckToken: consumesAppCheckToken,
    },
    guard: operatorAt,
    // TypeScript does not see that a row's schema reads what the row says.
    input: CALL_SCHEMAS[name].request as z.ZodType as z.ZodType<Parsed<Name> & AnyAccountRequest>,
    run: async (request, { uid, host }) => {
      const config = configuration();
      const wabaId = managedAccount(config, request.wabaId);
      const ask = { wabaId, businessId: config.businessId, callId: randomUUID(), by: uid };
      const adapters = await loadAdapters();
      const incoming = { name, request, subject: wabaId, callId: ask.callId, by: uid };
      return onceARequest(adapters, incoming, (once) =>
        run(request, { adapters, config, ask: { ...ask, ...once }, host }),
      );
    },
  });
}

async function operatorAt(request: CallableRequest<unknown>): Promise<{ readonly uid: string; readonly host: string }> {
  const caller = operator(request);
  // As for `numberCall`: the SDKs are loaded while Firebase Auth is asked.
  if (request.auth !== undefined) loadAdapters().catch(() => undefined);
  const { uid } = await caller;
  return { uid, host: request.rawRequest.get("host") ?? "" };
}
