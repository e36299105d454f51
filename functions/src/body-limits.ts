/** A callable's request is a handful of short fields. */
export const LARGEST_CALL_BYTES = 10_000;

/** Meta's payloads have up to 3 MB (Meta, Webhooks, Getting started); with their JSON escapes some more. */
export const LARGEST_DELIVERY_BYTES = 4 * 1024 * 1024;

/**
 * The functions that anybody may send something to, and how much of it each takes. reconcilePhoneNumbers is not among them:
 * Google lets Cloud Scheduler alone reach its instances.
 */
const LIMITS: ReadonlyMap<string, number> = new Map([
  ["registerPhoneNumber", LARGEST_CALL_BYTES],
  ["deregisterPhoneNumber", LARGEST_CALL_BYTES],
  ["diagnoseAccess", LARGEST_CALL_BYTES],
  ["refreshPhoneNumber", LARGEST_CALL_BYTES],
  ["requestVerificationCode", LARGEST_CALL_BYTES],
  ["verifyPhoneNumber", LARGEST_CALL_BYTES],
  ["setTwoStepPin", LARGEST_CALL_BYTES],
  ["sendTestMessage", LARGEST_CALL_BYTES],
  ["metaWebhook", LARGEST_DELIVERY_BYTES],
]);

/**
 * How many bytes the function that this process serves takes; `undefined`: the function is none of ours, and its requests are
 * not to be touched.
 *
 * @param target `FUNCTION_TARGET`, with the names of groups before it: `group.registerPhoneNumber`. Google and the emulator run
 *   each function in a process of its own and set it; an emulator with a debugger serves all from one process and sets nothing.
 */
export function bodyLimit(target: string | undefined): number | undefined {
  return LIMITS.get(target?.split(".").at(-1) ?? "");
}
