import { GraphFailure, invalidParameter } from "./graph-errors.ts";
import type { AppState, TokenState } from "./state.ts";
import type { EndpointName } from "./target.ts";

/** A request that Graph has understood: who calls what with which parameters. */
export interface Call {
  readonly method: string;
  readonly endpoint: EndpointName;
  /** The version that serves it, such as `v25.0`. */
  readonly version: string;
  /** The id in the path; empty for calls without one. */
  readonly nodeId: string;
  /** Parameters of the query and, for a POST, of the body. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly token: TokenState;
  readonly app: AppState;
  /** Set when an app's own token (`id|secret`) calls: then `token` has no scopes. */
  readonly asApp: boolean;
  /** The URL without its query, for links to other pages. */
  readonly url: string;
  readonly now: number;
}

/**
 * A parameter as text, or `null` when it is missing or no text. Meta's reference has texts wherever digits stand, such as `to`, `cc` and
 * `pin`: that a number in JSON is refused is a guess, as nobody is known to have tried.
 */
export function text(call: Call, name: string): string | null {
  const value = call.parameters[name];
  if (typeof value === "number") throw new GraphFailure(invalidParameter(`Param ${name} must be a string.`));
  return typeof value === "string" ? value : null;
}

/** A parameter that is a structure: as JSON sends it, or as text in a query or form. `null`: missing; `undefined`: no JSON. */
export function structure(call: Call, name: string): unknown {
  const value = call.parameters[name] ?? null;
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Every call may carry these. */
const COMMON = new Set(["access_token", "appsecret_proof"]);

/** The first parameter that is not among the known ones; `null`: there is none. */
export function strangeParameter(call: Call, known: ReadonlySet<string>): string | null {
  return Object.keys(call.parameters).find((name) => !known.has(name) && !COMMON.has(name)) ?? null;
}
