import type { CallError } from "../../../client/src/call-error.ts";
import type { AttemptDocument } from "../../../functions/src/contract/phone-number.ts";
import type { TestMessageDocument } from "../../../functions/src/contract/test-message.ts";
import type { TransitionDocument } from "../../../functions/src/contract/transition.ts";
import type { WebhookEventDocument } from "../../../functions/src/contract/webhook.ts";
import type { Desk } from "../actions/desk.ts";
import { button, element, fill, verbatim } from "../dom/element.ts";
import { keeping, type Keep } from "../dom/keeping.ts";
import { folded, quotedRows, rows } from "../parts/rows.ts";
import { OPERATIONS, outcomeWord } from "../words/calls.ts";
import { metaWords } from "../words/failure.ts";
import { changeRows, SEEN_BY } from "../words/history.ts";
import { messageStations } from "../words/message-stations.ts";
import { moment } from "../words/time.ts";
import { NOTHING_HAPPENED, timeline, type Happening, type Happenings } from "../words/timeline.ts";

/** How many entries stand there before more are asked for. */
const FIRST = 8;

/** What is told of whatever has changed. */
export interface HistoryListeners {
  readonly onAttempts: (attempts: readonly AttemptDocument[]) => void;
  readonly onError: (error: CallError) => void;
}

/** What happened to a number, in one line of time: calls to Meta, its events, changes nobody called for, test messages with their ticks. Live. */
export function historyPanel(
  { client, phoneNumberId: id }: Desk,
  left: AbortSignal,
  { onAttempts, onError }: HistoryListeners,
): HTMLElement {
  const list = element("ol", { class: "timeline" });
  const foot = element("div", {});
  const kept = new Map<string, Keep>();
  let happened: Happenings = NOTHING_HAPPENED;
  let room = FIRST;

  const item = (one: Happening): HTMLElement => {
    const keep = kept.get(one.id) ?? keeping();
    kept.set(one.id, keep);
    return keep(one, () => itemOf(one));
  };
  const show = (): void => {
    const all = timeline(happened);
    fill(list, ...all.slice(0, room).map(item));
    const more = button(`Show all ${all.length}`, { class: "ghost" }, () => {
      room = Number.POSITIVE_INFINITY;
      show();
      list.querySelector<HTMLElement>(`li:nth-child(${FIRST + 1})`)?.focus();
    });
    fill(
      foot,
      all.length > room ? more : null,
      all.length === 0
        ? element("p", { class: "quiet" }, "Nothing has happened yet: no call, no event, no change.")
        : null,
    );
  };
  const told =
    <Kind extends keyof Happenings>(kind: Kind) =>
    (news: Happenings[Kind]): void => {
      happened = { ...happened, [kind]: news };
      show();
    };
  const unwatch = [
    client.watchAttempts(
      id,
      (attempts) => {
        told("call")(attempts);
        onAttempts(attempts.flatMap((one) => (one.state === "known" ? [one.document] : [])));
      },
      onError,
    ),
    client.watchTransitions(id, told("change"), onError),
    client.watchEvents(id, told("event"), onError),
    client.watchTestMessages(id, told("message"), onError),
  ];
  left.addEventListener("abort", () => {
    for (const stop of unwatch) stop();
  });
  show();
  const title = element("h2", {}, "What happened");
  return element("section", { class: "history", "aria-label": "What happened" }, title, list, foot);
}

function itemOf(one: Happening): HTMLElement {
  const [title, ...more] = contentOf(one);
  return element(
    "li",
    { "data-kind": one.kind, tabindex: -1 },
    element("p", {}, title, one.at === null ? null : element("time", { datetime: one.at }, moment(one.at, Date.now()))),
    ...more,
  );
}

function contentOf(one: Happening): readonly [HTMLElement, ...(Node | null)[]] {
  switch (one.kind) {
    case "call":
      return callContent(one.of);
    case "change":
      return changeContent(one.of);
    case "event":
      return eventContent(one.of);
    case "message":
      return messageContent(one.of);
    case "newer":
      return [element("span", {}, "This entry is newer than this page.")];
  }
}

const titleOf = (strong: string, rest: Text | string = ""): HTMLElement =>
  element("span", {}, element("strong", {}, strong), rest);

const callContent = ({
  operation,
  status,
  by,
  forced,
  message,
  graphError,
}: AttemptDocument): [HTMLElement, ...(Node | null)[]] => [
  titleOf(`${OPERATIONS[operation]}: `, outcomeWord(status)),
  element("p", { class: "quiet" }, forced ? "Forced, by " : "By ", element("code", {}, by)),
  message === null ? null : element("p", {}, message),
  graphError === null ? null : folded("Meta's own words", quotedRows(metaWords(graphError))),
];

const changeContent = (change: TransitionDocument): [HTMLElement, ...(Node | null)[]] => [
  titleOf(SEEN_BY[change.seenBy]),
  rows(changeRows(change)),
];

const eventContent = ({ field, value }: WebhookEventDocument): [HTMLElement, ...(Node | null)[]] => [
  titleOf("Event: ", verbatim(field)),
  folded("What is kept of it", element("pre", {}, value)),
];

const TICKS: Readonly<Record<TestMessageDocument["status"], string>> = {
  sent: "✓",
  delivered: "✓✓",
  read: "✓✓",
  failed: "✕",
};

function messageContent({ status, to, template, failure }: TestMessageDocument): [HTMLElement, ...(Node | null)[]] {
  return [
    element(
      "span",
      {},
      element("strong", {}, "Test message "),
      element("span", { class: "ticks", "data-status": status, "aria-hidden": "true" }, TICKS[status]),
    ),
    element("p", { class: "quiet" }, `${messageStations({ status }).sentence} To ${to}, by the template ${template}.`),
    failure === null ? null : element("p", {}, failure.message),
  ];
}
