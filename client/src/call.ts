import { httpsCallable, type Functions, type HttpsCallableOptions } from "firebase/functions";
import type { z } from "zod";
import { CLIENT_MS } from "../../functions/src/contract/patience.ts";
import { callError, cancelled, noAnswer } from "./call-error.ts";
import { readTolerantly, unrecognized, type UnrecognizedResult } from "./newer-backend.ts";

/** What a callable of the contract is called and answers, and whether it takes an App Check token that serves only once. */
export interface Callable<Answer> {
  readonly name: string;
  readonly answer: z.ZodType<Answer>;
  readonly consumesAppCheckToken?: boolean;
}

/** A function that makes one call and reads its answer. @throws CallError */
export function caller<Answer>(
  functions: Functions,
  callable: Callable<Answer>,
): (request: unknown) => Promise<Answer | UnrecognizedResult> {
  const invoke = httpsCallable(functions, callable.name, optionsOf(callable));
  return async (request) => {
    try {
      const { data } = await invoke(request);
      return readTolerantly(callable.answer, data) ?? unrecognized(data);
    } catch (error) {
      throw callError(error);
    }
  };
}

/** How to follow a call while it runs. */
export interface Following<Part> {
  /** Is told each part as it comes. A part that is newer than this client is left out; the answer still arrives. */
  readonly onPart: (part: Part) => void;
  readonly signal?: AbortSignal;
}

/** A function that makes one call, hands on the parts that stream in, and reads the answer at the end. @throws CallError */
export function streamingCaller<Part, Answer>(
  functions: Functions,
  callable: Callable<Answer> & { readonly part: z.ZodType<Part> },
): (request: unknown, following: Following<Part>) => Promise<Answer | UnrecognizedResult> {
  const invoke = httpsCallable(functions, callable.name, optionsOf(callable));
  return async (request, { onPart, signal }) => {
    const patience = AbortSignal.timeout(CLIENT_MS);
    try {
      const { stream, data } = await invoke.stream(request, {
        signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
        limitedUseAppCheckTokens: callable.consumesAppCheckToken ?? false,
      });
      // Both fail together; the stream's failure is the one that is waited for.
      data.catch(() => undefined);
      for await (const value of stream) {
        const part = readTolerantly(callable.part, value);
        if (part !== undefined) onPart(part);
      }
      const answer = await Promise.race([data, ended()]);
      return readTolerantly(callable.answer, answer) ?? unrecognized(answer);
    } catch (error) {
      if (signal?.aborted === true) throw cancelled(error);
      throw patience.aborted ? noAnswer("it took too long", error) : callError(error);
    }
  };
}

/** The SDK never settles its result when a stream ends without one, so its end is a refusal of our own, a moment later. */
async function ended(): Promise<never> {
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  throw noAnswer("the stream ended before the answer");
}

const optionsOf = <Answer>(callable: Callable<Answer>): HttpsCallableOptions => ({
  timeout: CLIENT_MS,
  limitedUseAppCheckTokens: callable.consumesAppCheckToken ?? false,
});
