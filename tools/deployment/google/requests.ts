import type { IncomingHttpHeaders } from "node:http";
import type { GoogleProject } from "./project.ts";

/** A request that came in. */
export interface Sent {
  /** `POST run.googleapis.com/v1/…`, decoded. */
  readonly route: string;
  /** What stood in the places of the pattern's stars. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** JSON, or else a Buffer. */
  readonly body: unknown;
}

/** An error of Google's. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What is asked for by name, or Google's 404. */
export function found<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Refusal(404, `${name} was not found.`);
  return thing;
}

/** Answers a request by JSON, or refuses it; nothing is an empty object. */
export type Answer = (sent: Sent, project: GoogleProject) => unknown;

export interface Endpoint {
  readonly host: string;
  readonly pattern: RegExp;
  readonly answer: Answer;
}

/**
 * @param route method, host and path: `*` stands for one part of a path, `**` for several
 */
export function endpoint(route: string, answer: Answer): Endpoint {
  const pattern = route
    .replaceAll(/[.()]/gu, String.raw`\$&`)
    .replaceAll(/\*\*?/gu, (stars) => (stars === "**" ? "(.+)" : "([^/:]+)"));
  const [, host = ""] = /^\w+ ([^/]+)/u.exec(route) ?? [];
  return { host, pattern: new RegExp(`^${pattern}$`, "u"), answer };
}
