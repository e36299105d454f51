import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../root.ts";
import { currentMachine } from "./machine.ts";

const PRODUCT = pathToFileURL(path.join(root, "functions", "src")).href;
const TIMERS = new URL("machine-timers.ts", import.meta.url).href;

/**
 * From now on, what this thread imports of the product takes its timers and its clock from the simulated machine it runs on.
 */
export function putProductOnMachines(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "node:timers/promises" && context.parentURL?.startsWith(PRODUCT) === true
        ? next(TIMERS, context)
        : next(specifier, context),
  });
  const realNow = Date.now.bind(Date);
  Date.now = () => currentMachine()?.now() ?? realNow();
}
