import type { ReadFailureStatus } from "../../contract/refresh-phone-number.ts";
import type { Advice } from "./advice.ts";
import { COMMON_ADVICE } from "./common-advice.ts";

/** The failures of a reading that need no proof of access. */
export type PlainReadFailure = Exclude<ReadFailureStatus, "missing_permission">;

/** What to say for each way in which reading a number fails. */
export const READ_ADVICE: Readonly<Record<PlainReadFailure, Advice>> = COMMON_ADVICE;
