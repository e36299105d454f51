import type { AccessCheck, CheckState, Verdict } from "../../contract/diagnose-access.ts";
import { ASK_AGAIN } from "../advice/steps.ts";
import { CHECKS } from "./checks.ts";
import { SENDING_CHECKS } from "./sending-checks.ts";

const DECISIVE: ReadonlySet<string> = new Set(CHECKS.filter((check) => check.decides).map((check) => check.id));

/** What concerns sending alone stands in the way of no registration: the other verdict rests on it. */
const OF_SENDING_ALONE: ReadonlySet<string> = new Set(SENDING_CHECKS.map(({ id }) => id));

/**
 * What the checks come to, and the first thing to do: the first step of the first check that failed; else of the first that
 * decides and is not known; else of the first that warns. `all` are in the order of `CHECKS`.
 */
export function verdictOf(all: readonly AccessCheck[]): Verdict {
  const checks = all.filter(({ id }) => !OF_SENDING_ALONE.has(id));
  const failed = checks.find((check) => check.state === "fail");
  if (failed !== undefined)
    return { state: "fix", summary: `${failed.title}: ${failed.finding}`, firstAction: actionOf(failed) };
  const open = checks.find((check) => check.state === "unknown" && DECISIVE.has(check.id));
  if (open !== undefined) {
    const summary = `Nothing wrong was found, but not everything could be checked. ${open.title}: ${open.finding}`;
    return { state: "unclear", summary, firstAction: actionOf(open) };
  }
  const remark = checks.find((check) => check.state === "warn");
  return {
    state: "healthy",
    summary: `Nothing stands in the way: ${tally(checks)}.`,
    firstAction: remark === undefined ? null : actionOf(remark),
  };
}

function actionOf({ id, actor, resolution }: AccessCheck): NonNullable<Verdict["firstAction"]> {
  return { check: id, actor: actor ?? "operator", ...(resolution[0] ?? ASK_AGAIN) };
}

function tally(checks: readonly AccessCheck[]): string {
  const count = (state: CheckState): number => checks.filter((check) => check.state === state).length;
  const parts = [
    counted(count("pass"), "1 check passed", (many) => `${many} checks passed`),
    counted(count("warn"), "1 needs attention", (many) => `${many} need attention`),
    counted(count("unknown"), "1 could not be made", (many) => `${many} could not be made`),
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function counted(count: number, one: string, many: (count: number) => string): string | null {
  if (count === 0) return null;
  return count === 1 ? one : many(count);
}
