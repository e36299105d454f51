import type { AccessCheck } from "../../../functions/src/contract/diagnose-access.ts";
import type { Station, StationName } from "../../../functions/src/contract/diagnosis-map.ts";
import { element } from "../dom/element.ts";
import { CHECK_WORDS, observedRows } from "../words/checks.ts";
import { ACTORS } from "../words/failure.ts";
import type { Tone } from "../words/tone.ts";
import { breakable } from "./breakable.ts";
import { pill } from "./pill.ts";
import { quotedRows } from "./rows.ts";
import { steps } from "./steps.ts";

/** What each link is called. */
const STATION_NAMES: Readonly<Record<StationName, string>> = {
  meta: "Meta",
  token: "Token",
  permissions: "Permissions",
  business: "Business",
  account: "Account",
  number: "Number",
  registration: "Registration",
  webhook: "Webhook",
  sending: "Sending",
};

const STATES: Readonly<Record<Station["state"], readonly [word: string, tone: Tone]>> = {
  fine: ["fine", "good"],
  attention: ["look at this", "warn"],
  broken: ["broken here", "bad"],
  unclear: ["partly unchecked", "plain"],
  waiting: ["waits for it", "plain"],
  open: ["being read", "busy"],
};

/** The way from Meta to a message, link by link. The first broken one is open; what depends on it is grey and folded. */
export const diagnosisChain = (map: readonly Station[]): HTMLElement[] => map.map(link);

function link(station: Station): HTMLElement {
  const { name, state, checks, hanging, isFirst } = station;
  const [word, tone] = STATES[state];
  return element(
    "li",
    { "data-station": name, "data-state": state, "data-tone": tone },
    element(
      "details",
      { open: isFirst },
      element(
        "summary",
        {},
        element("strong", {}, STATION_NAMES[name]),
        element("span", { class: "finding" }, ...breakable(summaryOf(station))),
        pill(isFirst ? "first broken link" : word, tone),
      ),
      checks.length === 0 ? null : element("ol", { class: "checks" }, ...checks.map(checkItem)),
      hanging.length === 0 ? null : waitingFor(hanging),
    ),
  );
}

function summaryOf({ checks, hanging, state }: Station): string {
  const broken = checks.find((check) => check.state === "fail") ?? checks.find((check) => check.state === "warn");
  if (broken !== undefined) return broken.title;
  if (state === "waiting") return hanging.length === 1 ? "1 check" : `${hanging.length} checks`;
  return checks.length === 1 ? "1 check" : `${checks.length} checks`;
}

/** One sentence for all of them: why they could not be checked stands at the first broken link. */
const waitingFor = (hanging: readonly AccessCheck[]): HTMLElement =>
  element(
    "div",
    { class: "hanging" },
    element("p", {}, "This cannot be checked until the first broken link is fixed:"),
    element("ul", {}, ...hanging.map(({ id, title }) => element("li", { "data-check": id }, ...breakable(title)))),
  );

/** A check that passed is one line; what was read is behind it. Any other says what to do. */
function checkItem(check: AccessCheck): HTMLElement {
  const [word, tone] = CHECK_WORDS[check.state];
  const observed = observedRows(check.observed);
  const line = [
    element("strong", {}, ...breakable(check.title)),
    element("span", { class: "finding" }, check.finding),
    pill(word, tone),
  ];
  return element(
    "li",
    { "data-tone": tone, "data-check": check.id },
    observed.length === 0
      ? element("div", { class: "check-line" }, ...line)
      : element("details", {}, element("summary", { class: "check-line" }, ...line), quotedRows(observed)),
    check.actor === null || check.resolution.length === 0
      ? null
      : element("p", { class: "actor" }, ACTORS[check.actor]),
    steps(check.resolution),
  );
}
