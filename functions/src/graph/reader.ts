import type { z } from "zod";
import type { Read } from "../app/ports.ts";
import { refusalStatus, unwrapped, type RefusalStatus } from "../domain/error/graph-refusal.ts";
import { isUnknownNode } from "../domain/error/shapes.ts";
import { proof, secretsOf, type GraphAccess } from "./access.ts";
import { graphUrl } from "./address.ts";
import { exchange, type AnswerHeaders } from "./exchange.ts";
import { readRefusal } from "./read-refusal.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** A body that was understood, with the headers that came with it. */
export interface Answer<Body> {
  readonly body: Body;
  readonly headers: AnswerHeaders;
}

/** Reads one node or edge: its path's parts, the query, the schema of what is expected. */
export type Reader = <Body>(
  parts: readonly string[],
  query: Readonly<Record<string, string>>,
  schema: z.ZodType<Body>,
  deadlineMs: number,
) => Promise<Read<Answer<Body>>>;

/** One GET, read by a schema. Whatever else comes back is a failure that says what it was. */
export function graphReader(access: GraphAccess): Reader {
  const [proven, secrets] = [proof(access), secretsOf(access)];
  return async (parts, query, schema, deadlineMs) => {
    const url = graphUrl(access, parts, { ...query, ...proven });
    const answer = await exchange({ method: "GET", url, token: access.token, deadlineMs });
    if (answer.kind === "not_sent") return failed("unreachable", answer.reason);
    if (answer.kind === "unreadable") return failed(answer.timedOut ? "timeout" : "unreadable", answer.reason);
    access.meter?.(answer.headers.businessUseCaseUsage);
    const error = readRefusal(answer.json, answer.httpStatus, secrets);
    if (error !== null) return { ok: false, failure: { kind: "refused", error } };
    const body = schema.safeParse(answer.json);
    if (answer.httpStatus !== 200 || !body.success) return failed("unreadable", "not the answer that Meta documents");
    return { ok: true, value: { body: withoutSecrets(body.data, secrets), headers: answer.headers } };
  };
}

/** A read that yielded nothing, and why. */
export function failed(kind: "unreachable" | "timeout" | "unreadable", reason: string): Read<never> {
  return { ok: false, failure: { kind, reason } };
}

/** The codes that a read with a forbidden or unknown field was refused with (seen in logs). */
const FIELD_CODES: ReadonlySet<number> = new Set([10, 100, 200]);
/** What such a refusal means: any other is about the app, the token or the number, and every field is refused so. */
const OF_ONE_FIELD: ReadonlySet<RefusalStatus> = new Set(["missing_permission", "invalid_parameter", "unknown_error"]);

/** Refused for one of its fields, and not because the whole node is out of reach. */
export function fieldRefused(read: Read<unknown>): boolean {
  if (read.ok || read.failure.kind !== "refused") return false;
  const { error } = read.failure;
  return FIELD_CODES.has(unwrapped(error).code) && OF_ONE_FIELD.has(refusalStatus(error)) && !isUnknownNode(error);
}

/**
 * A clock that is further off than this is not Meta's. A date ahead would keep every honest reading from being taken until it has
 * come; a date long past would keep this one from being taken.
 */
const LARGEST_SKEW_MS = 5 * 60_000;

/** The time of the answer by Meta's clock, where it says one that can be; else by ours. ISO-8601. */
export function observedAt({ date }: AnswerHeaders): string {
  const now = Date.now();
  const stated = date === null ? Number.NaN : Date.parse(date);
  return new Date(Math.abs(stated - now) <= LARGEST_SKEW_MS ? stated : now).toISOString();
}
