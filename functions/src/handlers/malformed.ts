import type { Request } from "firebase-functions/https";
import { LARGEST_CALL_BYTES } from "../body-limits.ts";
import { JSON_TYPE, RAW_JSON } from "../raw-bodies.ts";

const malformed = new WeakMap<object, string>();

/**
 * firebase-functions logs bodies it cannot use, whatever they hold. So a body that is not plainly `{ data: … }` is taken away
 * before the framework sees it, and remembered; the call is refused once it is known who calls.
 */
export function withholdMalformedBody(request: Request): void {
  if (request.method !== "POST") return;
  const complaint = complaintAbout(request);
  if (complaint !== null) {
    malformed.set(request, complaint);
    request.body = { data: null };
  }
  request.headers["content-type"] = "application/json";
}

/** What was wrong with the body of a request, or `undefined`. */
export function malformedBody(request: Request): string | undefined {
  return malformed.get(request);
}

function complaintAbout(request: Request): string | null {
  const type = request.headers["content-type"] ?? "";
  if (type !== RAW_JSON && !JSON_TYPE.test(type)) return "must be sent as application/json";
  if ((request.rawBody?.length ?? 0) > LARGEST_CALL_BYTES) return "is too large";
  if (type === RAW_JSON && !parseRaw(request)) return "is not JSON";
  const body: unknown = request.body;
  if (body === null || typeof body !== "object" || Array.isArray(body) || !("data" in body))
    return "must be { data: … }";
  if (Object.keys(body).length !== 1) return "must have no field beside data";
  return isMischievous(body.data, 0) ? "must not name an @type or a __proto__, nor be nested deeply" : null;
}

/** The parser's own error quotes the text, so nobody is told more than that there was one. */
function parseRaw(request: Request): boolean {
  try {
    const body: unknown = JSON.parse(request.rawBody.toString());
    request.body = body;
    return true;
  } catch {
    return false;
  }
}

/**
 * Typed values ("@type") are nothing we ask for, and the framework logs those it does not know. Copying "__proto__", it would
 * make its fields inherited ones, which a strict schema takes for the request's own.
 */
function isMischievous(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== "object") return false;
  if (depth > 8 || Object.hasOwn(value, "@type") || Object.hasOwn(value, "__proto__")) return true;
  return Object.values(value).some((field) => isMischievous(field, depth + 1));
}
