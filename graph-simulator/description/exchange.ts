import type { z } from "zod";
import type { EndpointName } from "../target.ts";
import { ErrorAnswer, SUCCESSES } from "./answers.ts";
import { REQUESTS } from "./requests.ts";

/** A call to the Graph part and its true answer, before anything is made to go wrong with it on the wire. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** `null`: a path that Graph does not know. */
  readonly endpoint: EndpointName | null;
  /** Query and body together. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly status: number;
  /** `null`: the number's own fault gives another answer, or none. */
  readonly answer: unknown;
}

/** Parameters that every call may carry, and that belong to the token. */
const OF_THE_TOKEN = new Set(["access_token", "appsecret_proof"]);

/**
 * What an answer says that Meta's description does not allow; empty: nothing. Written by hand after Meta's OpenAPI description of the
 * WhatsApp Business APIs, v23.0 (github.com/facebook/openapi, MIT), for the calls that are played; `deviations.ts` says where it is
 * not followed.
 */
export function complaintsAboutAnswer({ method, path, endpoint, status, answer }: Exchange): string[] {
  if (answer === null) return [];
  const refused = typeof answer === "object" && answer !== null && "error" in answer;
  const expected = refused || endpoint === null ? ErrorAnswer : SUCCESSES[endpoint];
  const said = complaints(expected, answer, `${method} ${path}: the answer`);
  // The HTTP status of an error says nothing reliable, that of a success does.
  if (!refused && status !== 200) said.push(`${method} ${path}: ${status} without an error`);
  return said;
}

/** What a request asks for that Meta's description does not know; empty: nothing. Values are never repeated. */
export function complaintsAboutRequest({ method, path, endpoint, parameters }: Exchange): string[] {
  if (endpoint === null) return [`${method} ${path}: no such call`];
  const own = Object.fromEntries(Object.entries(parameters).filter(([name]) => !OF_THE_TOKEN.has(name)));
  return complaints(REQUESTS[endpoint], own, `${method} ${path}: the request`);
}

function complaints(schema: z.ZodType, value: unknown, what: string): string[] {
  const { error } = schema.safeParse(value);
  if (error === undefined) return [];
  return error.issues.map((issue) => `${what}, ${issue.path.join(".") || "as a whole"}: ${issue.message}`);
}
