import { CALLS } from "./contract/calls.ts";

/** A callable's request is a handful of short fields. */
export const LARGEST_CALL_BYTES = 10_000;

/** Meta's payloads have up to 3 MB (Meta, Webhooks, Getting started); with their JSON escapes some more. */
export const LARGEST_DELIVERY_BYTES = 4 * 1024 * 1024;

/**
 * How many bytes the function that this process serves takes; `undefined`: its requests are not to be touched. So it is with the
 * functions of others, and with reconcilePhoneNumbers: Google lets Cloud Scheduler alone reach its instances.
 *
 * @param target `FUNCTION_TARGET`, with the names of groups before it: `group.registerPhoneNumber`. Google and the emulator run
 *   each function in a process of its own and set it; an emulator with a debugger serves all from one process and sets nothing.
 */
export function bodyLimit(target: string | undefined): number | undefined {
  const name = target?.split(".").at(-1) ?? "";
  if (Object.hasOwn(CALLS, name)) return LARGEST_CALL_BYTES;
  return name === "metaWebhook" ? LARGEST_DELIVERY_BYTES : undefined;
}
