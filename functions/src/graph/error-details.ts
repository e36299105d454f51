import { isObject } from "../domain/json.ts";
import { parseJson } from "../domain/parse-json.ts";

/** Meta's texts are wrapped once or twice. */
const DEEPEST = 3;

/** A bare number says something only where it is a code of WhatsApp's, which have six or seven digits (Meta, Cloud API error codes). */
const CODE = /^\d{6,7}$/;

/**
 * What `error_data` says of an error beside its message: an object with `details`, the fields that are to blame, a bare text or code
 * (each seen in logs); or any of these as a text of JSON, or one level further down. `null`: nothing.
 */
export function errorDetails(data: unknown, depth = 0): string | null {
  if (typeof data === "string") return readText(data.trim(), depth);
  if (typeof data === "number") return codeIn(String(data));
  if (!isObject(data) || depth >= DEEPEST) return null;
  return (
    errorDetails(data["details"], depth + 1) ??
    errorDetails(data["error_data"], depth + 1) ??
    blamed(data["blame_field_specs"])
  );
}

const codeIn = (number: string): string | null => (CODE.test(number) ? number : null);

/** What is JSON is read as such, and a text of its own otherwise. */
function readText(text: string, depth: number): string | null {
  if (text === "") return null;
  let data: unknown;
  try {
    data = parseJson(text);
  } catch {
    return text;
  }
  return typeof data === "number" ? codeIn(text) : errorDetails(data, depth + 1);
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
