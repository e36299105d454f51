import { type Call, text } from "./call.ts";
import { GraphFailure } from "./graph-errors.ts";

/** The names in a `fields` parameter: split at commas that are not inside braces, sub-fields cut off. */
function fieldNames(fields: string): string[] {
  const names = fields.replaceAll(/\{[^{}]*\}/g, "").split(",");
  return names.map((name) => name.trim()).filter((name) => name !== "");
}

/** Fields of one node that a token may not ask for, with the code that refuses them. */
type ForbiddenFields = Readonly<Record<string, 10 | 100 | 200>>;

/** Fields that Graph knows and the simulator keeps nothing of: left out, as Graph leaves out what has no value. */
export const known = (...names: readonly string[]): Readonly<Record<string, () => undefined>> =>
  Object.fromEntries(names.map((name) => [name, () => undefined]));

/**
 * A node with the fields that were asked for, `id` always among them. One unknown or forbidden field fails the whole read.
 * `node` has a function for every field that exists.
 */
export function select(
  call: Call,
  nodeType: string,
  node: Readonly<Record<string, () => unknown>>,
  defaults: readonly string[],
  forbidden: ForbiddenFields = {},
): Record<string, unknown> {
  const asked = text(call, "fields");
  const names = asked === null ? defaults : fieldNames(asked);
  const answer: Record<string, unknown> = {};
  for (const name of new Set([...names, "id"])) {
    const code = forbidden[name];
    const read = Object.hasOwn(node, name) ? node[name] : undefined;
    if (code === 10 || code === 200) throw new GraphFailure({ code });
    if (read === undefined || code === 100) {
      const message = `(#100) Tried accessing nonexisting field (${name}) on node type (${nodeType})`;
      throw new GraphFailure({ code: 100, message });
    }
    const value = read();
    if (value !== undefined) answer[name] = value;
  }
  return answer;
}
