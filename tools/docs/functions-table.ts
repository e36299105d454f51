import { z } from "zod";
import { CALL_SCHEMAS } from "../../functions/src/contract/call-schemas.ts";
import { CALLS, type CallName } from "../../functions/src/contract/calls.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { between } from "./between.ts";

/** The functions that are not called by frontends. */
const OTHERS = [
  ["`metaWebhook`", "Meta calls it", "signed events about the number and its messages"],
  ["`reconcilePhoneNumbers`", "a schedule calls it", "settles what was left open, and looks at each number daily"],
];

/** The README with its table of functions made anew. @throws Error when the markers are missing. */
export function withFunctions(readme: string): string {
  const calls = Object.entries(CALLS) as [CallName, (typeof CALLS)[CallName]][];
  const rows = calls.map(([name, { does }]) => [`\`${name}\``, requestOf(CALL_SCHEMAS[name].request), does]);
  return between(readme, "functions", table(["function", "request", "what it does"], [...rows, ...OTHERS]));
}

/** `{ pin, phoneNumberId? }` */
function requestOf(schema: z.ZodObject): string {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const isOptional = field instanceof z.ZodOptional;
    const words = field instanceof z.ZodEnum && field.options.length < 4 ? field.options : [];
    const type = words.length === 0 ? "" : `: ${words.map((word) => JSON.stringify(word)).join("\\|")}`;
    return `${name}${isOptional ? "?" : ""}${type}`;
  });
  return `\`{ ${fields.join(", ")} }\``;
}
