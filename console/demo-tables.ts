import { EXPECTED_OUTCOMES } from "../functions/src/testing/expected-outcomes.ts";
import { MAGIC_NUMBERS } from "../graph-simulator/magic-numbers.ts";
import { FAMILIES } from "../graph-simulator/magic/magic-number.ts";
import type { Demo } from "./src/boot/demo.ts";

/** What the page shows of the graph simulator, from the simulator's own tables and in their order, with what this product makes of each. `simulator`: its address. */
export function demoTables(simulator: string | null): Demo {
  const families = Map.groupBy(MAGIC_NUMBERS, ({ id }) => id.slice(0, 3));
  const titles = new Map(Object.entries(FAMILIES));
  return {
    simulator,
    answers: { pin: "123456", code: "246810", recipient: "15550001111" },
    families: [...families].map(([prefix, numbers]) => ({
      title: titles.get(prefix) ?? prefix,
      numbers: numbers.map(({ id, title, note }) => ({ id, title, status: EXPECTED_OUTCOMES[id]?.status ?? "", note })),
    })),
  };
}
