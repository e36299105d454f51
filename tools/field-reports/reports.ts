import { DIAGNOSES } from "./diagnoses.ts";
import { EVENTS } from "./events.ts";
import { OTHER_CALLS } from "./other-calls.ts";
import { REGISTRATIONS } from "./registrations.ts";
import type { FieldReport } from "./report.ts";

/** Every report. One table for the test and for docs/field-reports.md. */
export const FIELD_REPORTS: readonly FieldReport[] = [...REGISTRATIONS, ...OTHER_CALLS, ...DIAGNOSES, ...EVENTS];
