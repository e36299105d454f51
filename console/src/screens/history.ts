import type { CallError } from "../../../client/src/call-error.ts";
import type { Listed } from "../../../client/src/watch.ts";
import type { AttemptDocument } from "../../../functions/src/contract/phone-number.ts";
import type { TransitionDocument } from "../../../functions/src/contract/transition.ts";
import type { WebhookEventDocument } from "../../../functions/src/contract/webhook.ts";
import type { Desk } from "../actions/desk.ts";
import { element, fill } from "../dom/element.ts";
import { folded, rows } from "../parts/rows.ts";
import { OPERATIONS, outcomeWord } from "../words/calls.ts";
import { metaWords } from "../words/failure.ts";
import { changeRows, SEEN_BY } from "../words/history.ts";
import { moment } from "../words/time.ts";

/** What happened to a number: attempts, changes nobody called for, Meta's events. Newest first, live. */
export function historyPanel(
  { client, phoneNumberId }: Desk,
  left: AbortSignal,
  onError: (error: CallError) => void,
): HTMLElement {
  const attempts = history("Calls to Meta", "Nothing has been asked of Meta yet.", attemptLine);
  const changes = history("Changes", "Nothing changed by itself yet.", changeLine);
  const events = history("Events from Meta", "Meta has sent no event yet.", eventLine);
  const unwatch = [
    client.watchAttempts(phoneNumberId, attempts.show, onError),
    client.watchTransitions(phoneNumberId, changes.show, onError),
    client.watchEvents(phoneNumberId, events.show, onError),
  ];
  left.addEventListener("abort", () => {
    for (const stop of unwatch) stop();
  });
  return element(
    "section",
    { class: "history", "aria-label": "What happened" },
    attempts.panel,
    changes.panel,
    events.panel,
  );
}

interface History<Document> {
  readonly panel: HTMLElement;
  readonly show: (list: readonly Listed<Document>[]) => void;
}

function history<Document>(title: string, none: string, line: (document: Document) => HTMLElement): History<Document> {
  const count = element("span", { class: "count" });
  const list = element("ol", {});
  const nothing = element("p", { class: "quiet" }, none);
  return {
    panel: element("details", {}, element("summary", {}, element("h3", {}, title), count), nothing, list),
    show: (listed) => {
      count.textContent = String(listed.length);
      nothing.hidden = listed.length > 0;
      fill(list, ...listed.map((one) => (one.state === "known" ? line(one.document) : newer())));
    },
  };
}

const newer = (): HTMLElement => element("li", {}, "This entry is newer than this page.");

function attemptLine({ operation, status, reservedAt, by, forced, message, graphError }: AttemptDocument): HTMLElement {
  return element(
    "li",
    {},
    element(
      "p",
      {},
      element("strong", {}, `${OPERATIONS[operation]}: `),
      outcomeWord(status),
      element("span", { class: "when" }, when(reservedAt)),
    ),
    element("p", { class: "quiet" }, forced ? "Forced, by " : "By ", element("code", {}, by)),
    message === null ? null : element("p", {}, message),
    graphError === null ? null : folded("Meta's own words", rows(metaWords(graphError))),
  );
}

function changeLine(change: TransitionDocument): HTMLElement {
  return element(
    "li",
    {},
    element(
      "p",
      {},
      element("strong", {}, SEEN_BY[change.seenBy]),
      element("span", { class: "when" }, when(change.at)),
    ),
    rows(changeRows(change)),
  );
}

function eventLine({ field, at, value }: WebhookEventDocument): HTMLElement {
  return element(
    "li",
    {},
    element("p", {}, element("strong", {}, field), at === null ? null : element("span", { class: "when" }, when(at))),
    folded("What is kept of it", element("pre", {}, value)),
  );
}

const when = (iso: string): string => moment(iso, Date.now());
