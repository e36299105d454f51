import type { Request } from "firebase-functions/https";

/** Our requests are a handful of short fields. */
const LARGEST_BODY_BYTES = 10_000;

const malformed = new WeakMap<object, string>();

/**
 * firebase-functions logs bodies it cannot use, whatever they hold. So a body that is not plainly `{ data: … }` is taken away
 * before the framework sees it, and remembered; the call is refused once it is known who calls.
 */
export function withholdMalformedBody(request: Request): void {
  if (request.method !== "POST") return;
  const complaint = complaintAbout(request);
  if (complaint === null) return;
  malformed.set(request, complaint);
  request.body = { data: null };
  request.headers["content-type"] = "application/json";
}

/** What was wrong with the body of a request, or `undefined`. */
export function malformedBody(request: Request): string | undefined {
  return malformed.get(request);
}

function complaintAbout(request: Request): string | null {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json\s*(?:;|$)/i.test(type)) return "must be sent as application/json";
  if ((request.rawBody?.length ?? 0) > LARGEST_BODY_BYTES) return "is too large";
  const body: unknown = request.body;
  if (body === null || typeof body !== "object" || Array.isArray(body) || !("data" in body))
    return "must be { data: … }";
  if (Object.keys(body).length !== 1) return "must have no field beside data";
  return namesType(body.data, 0) ? "must not name an @type, nor be nested deeply" : null;
}

/** Typed values ("@type") are nothing we ask for, and the framework logs those it does not know. */
function namesType(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== "object") return false;
  if (depth > 8 || Object.hasOwn(value, "@type")) return true;
  return Object.values(value).some((field) => namesType(field, depth + 1));
}
