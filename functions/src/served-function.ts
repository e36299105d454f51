import { CALLS, type CallName } from "./contract/calls.ts";

const OTHERS = ["metaWebhook", "reconcilePhoneNumbers"] as const;

/** A function that is deployed. */
export type FunctionName = CallName | (typeof OTHERS)[number];

const NAMES: ReadonlySet<string> = new Set<FunctionName>([...OTHERS, ...(Object.keys(CALLS) as CallName[])]);

/**
 * Which of our functions a process serves; `undefined`: none. Each function runs in a process of its own, also where others' functions
 * are exported by the same module.
 *
 * @param target `FUNCTION_TARGET`: the name as it is exported, after those of the groups that it is exported in
 *   (`group.registerPhoneNumber`, and `group-registerPhoneNumber` as deployed). Google and the emulator set it; an emulator with a
 *   debugger serves all functions from one process and sets nothing.
 */
export function servedFunction(target: string | undefined): FunctionName | undefined {
  const name = target?.split(/[.-]/).at(-1) ?? "";
  return NAMES.has(name) ? (name as FunctionName) : undefined;
}
