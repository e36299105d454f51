import { servedFunction } from "./served-function.ts";

/** A callable's request is a handful of short fields. */
export const LARGEST_CALL_BYTES = 10_000;

/** Meta's payloads have up to 3 MB (Meta, Webhooks, Getting started); with their JSON escapes some more. */
export const LARGEST_DELIVERY_BYTES = 4 * 1024 * 1024;

/**
 * How many bytes the function that this process serves takes; `undefined`: its requests are not to be touched. So it is with the
 * functions of others, and with reconcilePhoneNumbers: Google lets Cloud Scheduler alone reach its instances.
 *
 * @param target `FUNCTION_TARGET`, as `servedFunction` reads it.
 */
export function bodyLimit(target: string | undefined): number | undefined {
  const name = servedFunction(target);
  if (name === undefined || name === "reconcilePhoneNumbers") return undefined;
  return name === "metaWebhook" ? LARGEST_DELIVERY_BYTES : LARGEST_CALL_BYTES;
}
