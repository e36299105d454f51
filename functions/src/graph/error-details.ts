import { isObject } from "../domain/json.ts";
import { parseJson } from "../domain/parse-json.ts";

/** Meta's texts are wrapped once or twice. */
const DEEPEST = 3;

/**
 * What `error_data` says of an error beside its message: an object with `details`, the fields that are to blame, a bare text or code
 * (each seen in logs); or any of these as a text of JSON, or one level further down. `null`: nothing.
 */
export function errorDetails(data: unknown, depth = 0): string | null {
  if (typeof data === "string") return readText(data, depth);
  if (typeof data === "number") return Number.isSafeInteger(data) ? String(data) : null;
  if (!isObject(data) || depth >= DEEPEST) return null;
  return (
    errorDetails(data["details"], depth + 1) ??
    errorDetails(data["error_data"], depth + 1) ??
    blamed(data["blame_field_specs"])
  );
}

function readText(text: string, depth: number): string | null {
  if (text === "") return null;
  if (!text.startsWith("{")) return text;
  try {
    return errorDetails(parseJson(text), depth + 1) ?? text;
  } catch {
    return text;
  }
}

/** The fields that Meta blames: a list of paths. */
function blamed(specs: unknown): string | null {
  if (!Array.isArray(specs)) return null;
  const fields = specs.flat().filter((field) => typeof field === "string" && field !== "");
  return fields.length === 0 ? null : `blame_field_specs: ${fields.join(", ")}`;
}

/** The code that stands before the message, as in `(#200) Permissions error`; `null`: none does. */
export function prefixOf(message: string): number | null {
  const code = /^\(#(\d{1,9})\) /.exec(message)?.[1];
  return code === undefined ? null : Number(code);
}
