import type { Snapshot } from "./snapshot.ts";
import type { Fields } from "./written-fields.ts";

/** One field of a document. @throws TypeError at a dotted name: what lies inside a map is not read alone here. */
export function fieldOf(fields: Fields | undefined, name: string): unknown {
  if (name.includes(".")) throw new TypeError(`"${name}": no field of a map is read alone here.`);
  return fields?.[name];
}

/** What a mask leaves of a document. `undefined`: there is no mask. */
export function masked(snapshot: Snapshot, mask: readonly string[] | undefined): Snapshot {
  if (mask === undefined) return snapshot;
  const all = snapshot.data();
  const left = mask.map((name) => [name, fieldOf(all, name)] as const).filter(([, value]) => value !== undefined);
  const fields: Fields | undefined = all === undefined ? undefined : Object.fromEntries(left);
  return { ...snapshot, data: () => fields, get: (name) => fieldOf(fields, name) };
}
