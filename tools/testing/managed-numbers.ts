import { MAGIC_NUMBERS } from "../../graph-simulator/magic-numbers.ts";

/** Plain numbers that a test may add to its simulator, 550000000000000 to 550000000000199. */
const PLAIN_NUMBERS = Array.from({ length: 200 }, (_, index) => String(550_000_000_000_000 + index));

/** The numbers that the deployment under test manages: a list, so that there are numbers which it does not manage. */
export const managedNumbers = [...new Set([...MAGIC_NUMBERS.map(({ id }) => id), ...PLAIN_NUMBERS])].join(",");
