import type { CheckId } from "../../functions/src/contract/diagnose-access.ts";
import type { Actor } from "../../functions/src/contract/failure.ts";
import type { Expected } from "./set-up.ts";

const first =
  (state: Expected["state"]) =>
  (check: CheckId, title: string, actor: Actor = "operator"): Expected => ({ state, first: { check, actor, title } });

/** Something is broken, and this is the first thing to do. */
export const fix = first("fix");
/** Nothing wrong was found, but the check that decides could not be made. */
export const unclear = first("unclear");
/** Nothing is broken; this is what comes next. */
export const healthy = first("healthy");
/** Nothing is broken, and nothing is left to do. */
export const NOTHING_TO_DO: Expected = { state: "healthy", first: null };
