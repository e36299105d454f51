import { registerHooks } from "node:module";
import { plant, PRODUCT } from "../planted-defect.ts";
import { currentMachine } from "./machine.ts";
import type { Sabotage } from "./sabotage.ts";

const TIMERS: ReadonlyMap<string, string> = new Map([
  ["node:timers", new URL("machine-alarms.ts", import.meta.url).href],
  ["node:timers/promises", new URL("machine-timers.ts", import.meta.url).href],
]);

/**
 * From now on, what this thread imports of the product takes its timers and its clock from the simulated machine it runs on. Its
 * sources are run as they are, but for the defect that is put in, if one is. Meant for a thread that does nothing else.
 *
 * @throws when the place for the defect is not to be found
 */
export function putProductOnMachines(defect: Sabotage | null): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const timers = context.parentURL?.startsWith(PRODUCT) === true ? TIMERS.get(specifier) : undefined;
      return next(timers ?? specifier, context);
    },
  });
  if (defect !== null) plant(defect);
  const realNow = Date.now.bind(Date);
  Date.now = () => currentMachine()?.now() ?? realNow();
}
