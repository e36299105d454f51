/**
 * A copy of something Meta said, in which no text holds a secret: Meta may say again what it was sent. Field names stay. Half a
 * surrogate pair, which no store takes, is replaced.
 */
export function withoutSecrets<Said>(said: Said, secrets: readonly string[]): Said {
  return clean(said, secrets) as Said;
}

function clean(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string")
    return secrets.reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), value).toWellFormed();
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => clean(item, secrets));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, clean(field, secrets)]));
}
