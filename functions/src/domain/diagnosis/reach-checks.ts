import { versionEnd } from "../../contract/graph-versions.ts";
import { CHECK_CONNECTION, SET_VERSION } from "../advice/steps.ts";
import { notRead, whyNot } from "./absence.ts";
import { check } from "./check.ts";
import { fail, byOperator, pass, unknown, warn } from "./finding.ts";

const DAY_MS = 86_400_000;
/** When an end in sight is worth saying. */
const NOTICE_MS = 60 * DAY_MS;

/** What Graph calls a version that it never had (seen in a log). */
const UNKNOWN_PATH = 2500;

export const graphReachable = check({
  id: "graph_reachable",
  title: "Connection to Meta",
  needs: ["reach"],
  decides: true,
  judge: ({ reach }) =>
    reach.ok
      ? pass("Meta's Graph API answers.")
      : unknown(`Meta's Graph API gives no usable answer: ${whyNot(reach.failure)}.`, byOperator(CHECK_CONNECTION), {
          read: reach.failure.kind,
        }),
});

export const apiVersion = check({
  id: "api_version",
  title: "Graph API version",
  needs: ["reach"],
  decides: false,
  judge: ({ reach }, { graphVersion, now }) => {
    if (!reach.ok) return notRead("The version", reach.failure);
    const { servedVersion, refusal } = reach.value;
    const observed = { configured: graphVersion, served: servedVersion };
    const remedy = byOperator(SET_VERSION);
    if (refusal?.code === UNKNOWN_PATH) return fail(`Meta does not know version ${graphVersion}.`, remedy, observed);
    if (servedVersion !== null && servedVersion !== graphVersion) {
      return warn(`${graphVersion} has ended: Meta serves these calls as ${servedVersion}.`, remedy, observed);
    }
    const end = versionEnd(graphVersion);
    if (end !== null && end - now < NOTICE_MS) {
      return warn(`Meta ends ${graphVersion} on ${new Date(end).toISOString().slice(0, 10)}.`, remedy, observed);
    }
    return pass(`Meta serves ${graphVersion}.`, observed);
  },
});
