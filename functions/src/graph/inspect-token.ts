import type { z } from "zod";
import type { Graph } from "../app/ports.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import type { Reader } from "./reader.ts";
import { TokenDebug } from "./wire.ts";

/** Asks Meta about the token. `debug_token` takes it in the query and in no other way (Meta, Access token debugging). */
export function inspectToken(reader: Reader, token: string): Graph["inspectToken"] {
  return async (deadlineMs) => {
    const read = await reader(["debug_token"], { input_token: token }, TokenDebug, deadlineMs);
    return read.ok ? { ok: true, value: tokenFacts(read.value.body, token) } : read;
  };
}

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
