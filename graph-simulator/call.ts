import type { AppState, TokenState } from "./state.ts";
import type { EndpointName } from "./target.ts";

/** A request that Graph has understood: who calls what with which parameters. */
export interface Call {
  readonly method: string;
  readonly endpoint: EndpointName;
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

/** A parameter as text, or `null` when it is missing or no text. Graph takes numbers where it wants digits. */
export function text(call: Call, name: string): string | null {
  const value = call.parameters[name];
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : null;
}
