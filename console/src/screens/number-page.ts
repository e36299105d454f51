import type { CallError } from "../../../client/src/call-error.ts";
import type { Watched } from "../../../client/src/watch.ts";
import type { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { Desk } from "../actions/desk.ts";
import { registerAgain } from "../actions/register-again.ts";
import type { MagicNumber } from "../boot/demo.ts";
import { element, fill } from "../dom/element.ts";
import { keeping, type Keep } from "../dom/keeping.ts";
import { attemptDots } from "../parts/attempt-dots.ts";
import { pill } from "../parts/pill.ts";
import { reasonList } from "../parts/reasons.ts";
import { result } from "../parts/result.ts";
import { numberView } from "../words/number.ts";
import { problemView } from "../words/problem.ts";
import { actionList } from "./action-list.ts";
import { factsPanel } from "./facts.ts";
import { historyPanel } from "./history.ts";
import { hashOf } from "./route.ts";

/** The page of one number: its situation, what can be done, what is known, what happened. `left` ends its listening. */
export function numberPage(desk: Desk, left: AbortSignal, magic: MagicNumber | null): HTMLElement {
  const head = element("header", { class: "number-head" }, element("h2", {}, desk.phoneNumberId));
  const trouble = element("div", { class: "trouble" });
  const again = registerAgain(desk);
  const actions = actionList(desk, left);
  const facts = factsPanel(desk);
  const keep = keeping();
  const onError = (error: CallError): void => fill(trouble, result(problemView(error)));

  const unwatch = desk.client.watchPhoneNumber(
    desk.phoneNumberId,
    (number) => {
      fill(head, ...heading(desk.phoneNumberId, number, keep));
      actions.suggest(numberView(desk.phoneNumberId, number).lifecycle.next);
      facts.show(number);
      again.show(number);
    },
    onError,
  );
  left.addEventListener("abort", unwatch);

  return element(
    "article",
    { class: "number-page" },
    element("a", { class: "back", href: "#/" }, "All numbers"),
    head,
    trouble,
    magic === null ? null : magicNote(magic),
    again.panel,
    element("div", { class: "columns" }, actions.panel, facts.panel),
    historyPanel(desk, left, onError),
  );
}

function heading(id: string, number: Watched<PhoneNumberDocument>, keep: Keep): Node[] {
  const { title, subtitle, lifecycle } = numberView(id, number);
  const { reasons, attempts } = number.state === "known" ? number.document : { reasons: [], attempts: undefined };
  const made: Node[] = [
    element("div", { class: "line" }, element("h2", {}, title), pill(lifecycle.word, lifecycle.tone)),
    element("p", { class: "quiet" }, subtitle === null ? "" : `${subtitle} · `, "id ", element("code", {}, id)),
    element("p", { class: "lead" }, lifecycle.sentence),
  ];
  if (reasons.length > 0) made.push(keep(reasons, () => reasonList(reasons)));
  if (attempts !== undefined) made.push(attemptDots(attempts));
  if (number.state === "known" && !SET_UP.has(number.document.lifecycle))
    made.push(element("p", {}, element("a", { href: hashOf({ page: "setup", id }) }, "Set it up step by step")));
  return made;
}

/** Numbers that nothing is left to set up for, or that no step of it helps. */
const SET_UP: ReadonlySet<Lifecycle> = new Set(["live", "coexistence", "suspended"]);

function magicNote({ title, status, note }: MagicNumber): HTMLElement {
  return element(
    "aside",
    { class: "magic" },
    element("strong", {}, "A number of the simulator: "),
    `${title}. Registering it for the first time ends in `,
    element("code", {}, status),
    note === "" ? "." : `. ${note}`,
  );
}
