import type { z } from "zod";
import type { Graph, Read } from "../app/ports.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import { isUnfitToAsk } from "../domain/diagnosis/unfit-to-ask.ts";
import type { Reader } from "./reader.ts";
import { TokenDebug } from "./wire.ts";

/** Asks Meta about the token, with the token itself or, where that may not ask, as the app. `debug_token` takes it in the query and in no other way (Meta, Access token debugging). */
export function inspectToken(reader: Reader, token: string, asApp: Reader | null): Graph["inspectToken"] {
  return async (deadlineMs) => {
    const endsAt = Date.now() + deadlineMs;
    const ask = (asking: Reader) => asking(["debug_token"], { input_token: token }, TokenDebug, endsAt - Date.now());
    const own = await ask(reader);
    const read = asApp !== null && isUnfit(own) ? await ask(asApp) : own;
    return read.ok ? { ok: true, value: tokenFacts(read.value.body, token) } : read;
  };
}

/** Asks Meta about a token as the app, which is told of its own tokens alone. */
export function inspectTokenAs(app: Reader): (token: string, deadlineMs: number) => Promise<Read<TokenFacts>> {
  return async (token, deadlineMs) => {
    const read = await app(["debug_token"], { input_token: token }, TokenDebug, deadlineMs);
    return read.ok ? { ok: true, value: tokenFacts(read.value.body, token) } : read;
  };
}

const isUnfit = (read: Read<unknown>): boolean =>
  !read.ok && read.failure.kind === "refused" && isUnfitToAsk(read.failure.error);

const msOf = (seconds: number | null): number | null => (seconds === null || seconds === 0 ? null : seconds * 1000);

function tokenFacts({ data }: z.infer<typeof TokenDebug>, token: string): TokenFacts {
  return {
    isValid: data.is_valid,
    type: data.type,
    appId: data.app_id,
    application: data.application,
    userId: data.user_id,
    expiresAt: msOf(data.expires_at),
    dataAccessExpiresAt: msOf(data.data_access_expires_at),
    scopes: data.scopes,
    granularScopes: data.granular_scopes?.map((entry) => ({ scope: entry.scope, targetIds: entry.target_ids })) ?? null,
    // It is shown to people, and Meta may quote the token in it.
    error: data.error?.message?.replaceAll(token, "[hidden]") ?? null,
  };
}
