import type { z } from "zod";
import type { CallReply, Unaccepted } from "../domain/reply.ts";
import { proof, secretsOf, type GraphAccess } from "./access.ts";
import { graphUrl } from "./address.ts";
import { exchange, type Exchange } from "./exchange.ts";
import { readRefusal, regainAccessMs } from "./read-refusal.ts";
import { Accepted } from "./wire.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** One request that changes something. `hidden`: what must not come back in Meta's texts, such as a PIN that Meta echoes. */
export interface GraphPost {
  /** Left out: POST. */
  readonly method?: "POST" | "DELETE";
  readonly parts: readonly string[];
  readonly body?: Readonly<Record<string, unknown>>;
  readonly hidden: readonly string[];
  readonly deadlineMs: number;
}

/** Meta plainly accepted, and said this; or it did not. */
export type PostReply<Body> = { readonly kind: "accepted"; readonly body: Body } | Unaccepted;

/** Sends one request, once, and says what its answer means. `success`: what an answer must look like to mean success. */
export async function post<Body>(
  access: GraphAccess,
  { method = "POST", parts, body, hidden, deadlineMs }: GraphPost,
  success: z.ZodType<Body>,
): Promise<PostReply<Body>> {
  const url = graphUrl(access, parts, proof(access));
  const given = body === undefined ? {} : { body };
  const answer = await exchange({ method, url, token: access.token, ...given, deadlineMs });
  return readPostReply(answer, [...secretsOf(access), ...hidden], success);
}

/** `id` stands in the answer to a verification (Meta, verify_code). */
const KNOWN_KEYS: ReadonlySet<string> = new Set(["success", "id"]);

/** Names of fields are kept up to so many. */
const MOST_KEYS = 20;

/** Sends one request whose success is `{ "success": true }`, whatever else its answer says. */
export async function postForSuccess(access: GraphAccess, request: GraphPost): Promise<CallReply> {
  const reply = await post(access, request, Accepted);
  if (reply.kind !== "accepted") return reply;
  const otherKeys = Object.keys(reply.body).filter((key) => !KNOWN_KEYS.has(key));
  return { kind: reply.kind, ...(otherKeys.length === 0 ? {} : { otherKeys: otherKeys.slice(0, MOST_KEYS) }) };
}

function readPostReply<Body>(answer: Exchange, hidden: readonly string[], success: z.ZodType<Body>): PostReply<Body> {
  if (answer.kind !== "answered") return answer;
  const { httpStatus, json, headers } = answer;
  const error = readRefusal(json, httpStatus, hidden);
  if (error !== null) return { kind: "refused", error, regainAccessMs: regainAccessMs(headers.businessUseCaseUsage) };
  const body = success.safeParse(json);
  if (httpStatus >= 200 && httpStatus < 300 && body.success)
    return { kind: "accepted", body: withoutSecrets(body.data, hidden) };
  return { kind: "unreadable", reason: "neither success nor an error of Graph's", httpStatus };
}
