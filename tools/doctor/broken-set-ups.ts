import { META_SET_UPS } from "./meta-set-ups.ts";
import { NUMBER_SET_UPS } from "./number-set-ups.ts";
import type { SetUp } from "./set-up.ts";
import { TOKEN_SET_UPS } from "./token-set-ups.ts";

/** Set-ups of which the diagnosis must name the right first action. One table for the test and for docs/diagnosis.md. */
export const SET_UPS: readonly SetUp[] = [...TOKEN_SET_UPS, ...NUMBER_SET_UPS, ...META_SET_UPS];
