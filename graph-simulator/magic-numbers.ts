import { ERROR_CODES } from "./magic/error-codes.ts";
import { ERROR_SUBCODES } from "./magic/error-subcodes.ts";
import type { MagicNumber } from "./magic/magic-number.ts";
import { PLAIN } from "./magic/plain.ts";
import { READ_FAULTS } from "./magic/read-faults.ts";
import { REGISTER_FAULTS } from "./magic/register-faults.ts";
import { SITUATIONS } from "./magic/situations.ts";

/** Every magic phone number id. */
export const MAGIC_NUMBERS: readonly MagicNumber[] = [
  ...PLAIN,
  ...SITUATIONS,
  ...ERROR_CODES,
  ...ERROR_SUBCODES,
  ...REGISTER_FAULTS,
  ...READ_FAULTS,
];
