const HIDDEN = "[hidden]";
const DEEPEST = 6;

/** Field names under which a secret could travel. What stands there is never shown. */
const SECRET_NAMES =
  /^(?:pin|token|access_token|input_token|authorization|appsecret_proof|secret|appsecret|client_secret|verify_?token|sealed|tokenKeys)$/i;

/** What a Meta token or sign-up code, a sealed token, a bearer header, a parameter of a URL or a field of a JSON text looks like inside a text. */
const SECRET_SHAPES =
  /\bEA[A-Za-z0-9]{20,}|\bAQ[\w-]{20,}|\beyJ[\w-]+\.[\w-]*(?:\.[\w-]+){2,3}|\bBearer\s+\S+|[?&]code=[^\s&"']+|\b(?:input_token|access_token|client_secret|verify_?token|appsecret_proof|pin)[\\"']*\s*[=:]\s*[\\"']*[^\s&"'\\,}]+/gi;

/**
 * A copy that may be logged: secrets hidden by name and by shape, errors reduced to name, code, message and stack.
 * Values that are known to be secret are hidden before they come here; this is the second lock.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.replaceAll(SECRET_SHAPES, HIDDEN);
  if (value === null || typeof value !== "object") return value;
  if (depth >= DEEPEST) return "[deep]";
  if (value instanceof Error) return redactError(value);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, isSecret(name, field) ? HIDDEN : redact(field, depth + 1)]),
  );
}

/** A code is a verification code where it is text; Graph's error codes are numbers. */
function isSecret(name: string, field: unknown): boolean {
  return name.toLowerCase() === "code" ? typeof field === "string" : SECRET_NAMES.test(name);
}

function redactError(error: Error): unknown {
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    name: error.name,
    message: redact(error.message),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    stack: redact(error.stack ?? ""),
  };
}
