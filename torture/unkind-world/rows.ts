import { BAD_PART_ROWS } from "./bad-part-rows.ts";
import { BROKEN_OFF_ROWS } from "./broken-off-rows.ts";
import { FROZEN_ROWS } from "./frozen-rows.ts";
import { HOSTILE_ROWS } from "./hostile-rows.ts";
import { KILLED_ROWS } from "./killed-rows.ts";
import { PROOF_ROWS } from "./proof-rows.ts";
import type { Row } from "./row.ts";
import { TIME_ROWS } from "./time-rows.ts";

/** Every unkindness that the product is put to. */
export const ROWS: readonly Row[] = [
  ...TIME_ROWS,
  ...FROZEN_ROWS,
  ...KILLED_ROWS,
  ...BROKEN_OFF_ROWS,
  ...BAD_PART_ROWS,
  ...HOSTILE_ROWS,
  ...PROOF_ROWS,
];
