import type { GraphError } from "../contract/failure.ts";
import { isObject } from "../domain/json.ts";
import { BusinessUseCaseUsage, ErrorEnvelope } from "./wire.ts";

/** Meta's texts are a sentence or two; what is longer is not kept whole. */
const LONGEST_TEXT = 2000;
/** Meta's longest documented wait is 72 hours; a header that names more than a week is not believed. */
const LONGEST_WAIT_MINUTES = 7 * 24 * 60;

/** Graph's error, if the answer is one. `secrets` are taken out of its texts: Meta may echo what was sent. */
export function readRefusal(json: unknown, httpStatus: number, secrets: readonly string[]): GraphError | null {
  const hide = (text: string): string => secrets.reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), text);
  const envelope = ErrorEnvelope.safeParse(withTexts(json, hide));
  if (!envelope.success) return null;
  const { error } = envelope.data;
  // Once more: what lay deeper, as text within JSON, is only readable now.
  const clean = (text: string): string => hide(text).slice(0, LONGEST_TEXT).toWellFormed();
  const cleanOrNull = (text: string | null): string | null => (text === null ? null : clean(text));
  return {
    code: error.code,
    subcode: error.error_subcode,
    type: cleanOrNull(error.type),
    message: clean(error.message),
    details: cleanOrNull(error.error_data),
    userTitle: cleanOrNull(error.error_user_title),
    userMessage: cleanOrNull(error.error_user_msg),
    fbtraceId: cleanOrNull(error.fbtrace_id),
    httpStatus,
  };
}

/** The same error with its texts changed: a code may be read from one, so secrets are hidden before. */
function withTexts(json: unknown, change: (text: string) => string): unknown {
  const error = isObject(json) ? json["error"] : null;
  if (!isObject(error)) return json;
  const fields = Object.entries(error).map(([name, value]): [string, unknown] => [
    name,
    typeof value === "string" ? change(value) : value,
  ]);
  return { error: Object.fromEntries<unknown>(fields) };
}

/** The longest wait that Meta's usage header names, in ms; `null` when it names none. */
export function regainAccessMs(header: string | null): number | null {
  if (header === null) return null;
  try {
    const usage = BusinessUseCaseUsage.parse(JSON.parse(header));
    const minutes = Object.values(usage).flatMap((uses) => uses.map((use) => use.estimated_time_to_regain_access));
    const longest = Math.max(0, ...minutes);
    return longest > 0 && longest <= LONGEST_WAIT_MINUTES ? longest * 60_000 : null;
  } catch {
    return null;
  }
}
