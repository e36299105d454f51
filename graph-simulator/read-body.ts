import type { IncomingMessage } from "node:http";

/** Larger bodies are refused; Graph's own requests are a few hundred bytes. */
const LARGEST_BODY = 5 * 1024 * 1024;

/** A request's body as text, or `null` when it is larger than 5 MiB; it is read to its end either way, so that an answer can follow. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= LARGEST_BODY) parts.push(part);
  }
  return size <= LARGEST_BODY ? Buffer.concat(parts).toString("utf8") : null;
}

/** A body as an object of parameters, from JSON or a form; `null` when it is neither. An empty body has none. */
export function parseParameters(body: string, contentType: string): Record<string, unknown> | null {
  if (body.trim() === "") return {};
  if (contentType.includes("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(body));
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
