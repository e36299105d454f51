import { randomUUID } from "node:crypto";
import type { Response } from "express";
import {
  HttpsError,
  onCall,
  type CallableFunction,
  type CallableOptions,
  type CallableRequest,
  type CallableResponse,
  type Request,
} from "firebase-functions/https";
import type { z } from "zod";
import { wasRefused } from "../body-guard.ts";
import { allowedOrigins, enforceAppCheck } from "../config.ts";
import type { InternalDetails } from "../contract/errors.ts";
import { callFailed, callRefused } from "../journal/journal.ts";
import { OPTIONS } from "../options.ts";
import { invalidArgument, issuesOf } from "./invalid-argument.ts";
import { malformedBody, withholdMalformedBody } from "./malformed.ts";

/** One callable: what it may touch, who may call, what they send, what happens. `Part`: what it streams before its answer. */
export interface Callable<Input, Caller, Answer, Part = never> {
  /** The function's name, for the log. */
  readonly name: string;
  readonly options: Pick<CallableOptions, "secrets" | "consumeAppCheckToken" | "timeoutSeconds">;
  readonly guard: (request: CallableRequest<unknown>) => Promise<Caller>;
  /** Its schema, loaded once the caller is known to be allowed. */
  readonly input: () => Promise<z.ZodType<Input>>;
  /** `send` hands on a part of the answer at once, to callers who asked for a stream; the others get the answer alone. */
  readonly run: (request: Input, caller: Caller, send: (part: Part) => void) => Promise<Answer>;
}

/**
 * The one `onCall`: guards the body's shape, recognises the caller, parses strictly, and lets nothing out but the answer or an
 * `HttpsError` that is meant for the caller.
 */
export function callable<Input, Caller, Answer, Part = never>(
  door: Callable<Input, Caller, Answer, Part>,
): CallableFunction<unknown, Promise<Answer>, Part> {
  const framed = onCall<unknown, Promise<Answer>, Part>(
    { ...OPTIONS, ...door.options, enforceAppCheck: enforceAppCheck(), cors: allowedOrigins() },
    async (request, response) => {
      try {
        const caller = await door.guard(request);
        refuseReplay(request);
        return await door.run(parse(await door.input(), request), caller, (part) => sendPart(part, response));
      } catch (error) {
        throw asHttpsError(error, door.name);
      }
    },
  );
  const guarded = (request: Request, response: Response): void | Promise<void> => {
    if (!wasRefused(request)) {
      withholdMalformedBody(request);
      return framed(request, response);
    }
    callRefused({ callable: door.name, reason: "body-too-large" });
  };
  return Object.assign(guarded, framed);
}

/** A caller who stopped listening misses a part, and nothing else comes of it. */
function sendPart<Part>(part: Part, response: CallableResponse<Part> | undefined): void {
  response?.sendChunk(part).catch(() => undefined);
}

/** An App Check token that is to be consumed serves once. */
function refuseReplay({ app }: CallableRequest<unknown>): void {
  if (app?.alreadyConsumed === true) throw new HttpsError("unauthenticated", "This App Check token was used before.");
}

function parse<Input>(schema: z.ZodType<Input>, { data, rawRequest }: CallableRequest<unknown>): Input {
  const complaint = malformedBody(rawRequest);
  if (complaint !== undefined) throw invalidArgument([{ path: "", message: `The body ${complaint}.` }]);
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw invalidArgument(issuesOf(parsed.error));
  return parsed.data;
}

function asHttpsError(error: unknown, name: string): HttpsError {
  if (error instanceof HttpsError) {
    if (error.code === "unauthenticated" || error.code === "permission-denied")
      callRefused({ callable: name, reason: error.code });
    return error;
  }
  const correlationId = randomUUID();
  callFailed({ callable: name, correlationId, error });
  return new HttpsError("internal", "Something failed on our side. The log explains it under the correlation id.", {
    correlationId,
  } satisfies InternalDetails);
}
