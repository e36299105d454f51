import type { DiagnosticGraph } from "../app/ports.ts";
import { proof, secretsOf, type GraphAccess } from "./access.ts";
import { graphUrl } from "./address.ts";
import { exchange } from "./exchange.ts";
import { readRefusal } from "./read-refusal.ts";
import { failed } from "./reader.ts";
import { Me } from "./wire.ts";

/**
 * Whether Graph answers at all, and as which version. `/me` is the one node that every token may read, so a refusal here is
 * about the token, the app secret or the version; any answer in Graph's own form means that Graph was reached.
 */
export function reach(access: GraphAccess): DiagnosticGraph["reach"] {
  return async (deadlineMs) => {
    const url = graphUrl(access, ["me"], { fields: "id", ...proof(access) });
    const answer = await exchange({ method: "GET", url, token: access.token, deadlineMs });
    if (answer.kind === "not_sent") return failed("unreachable", answer.reason);
    if (answer.kind === "unreadable") return failed(answer.timedOut ? "timeout" : "unreadable", answer.reason);
    const refusal = readRefusal(answer.json, answer.httpStatus, secretsOf(access));
    if (refusal === null && !Me.safeParse(answer.json).success) return failed("unreadable", "not an answer of Graph's");
    return { ok: true, value: { servedVersion: answer.headers.apiVersion, refusal } };
  };
}
