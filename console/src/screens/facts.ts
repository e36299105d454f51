import { callError } from "../../../client/src/call-error.ts";
import type { Watched } from "../../../client/src/watch.ts";
import type {
  MetaView,
  PhoneNumberDocument,
  RegistrationRecord,
  SendingView,
} from "../../../functions/src/contract/phone-number.ts";
import type { Desk } from "../actions/desk.ts";
import { announce } from "../dom/announce.ts";
import { button, element, fill } from "../dom/element.ts";
import { keeping } from "../dom/keeping.ts";
import { tickingText } from "../dom/ticking.ts";
import { folded, quotedRows } from "../parts/rows.ts";
import { outcomeWord } from "../words/calls.ts";
import { SENDING_WORDS } from "../words/checks.ts";
import { metaWords, SPENT_NONE, type ResultView } from "../words/failure.ts";
import { metaRows } from "../words/meta-words.ts";
import { problemView } from "../words/problem.ts";
import { refreshView } from "../words/reading.ts";
import { ago } from "../words/time.ts";

/** What is known of a number: the last registration, and what Meta says. */
export interface Facts {
  readonly panel: HTMLElement;
  /** Reads the number from Meta. What goes wrong is an answer like any other. */
  read(): Promise<void>;
  show(number: Watched<PhoneNumberDocument>): void;
}

/** The panel of facts, which are shown as they come. */
export function factsPanel({ client, phoneNumberId, answers }: Desk): Facts {
  const known = element("div", {});
  const keep = keeping();
  const read = async (): Promise<void> => {
    const view = await reading(client, phoneNumberId);
    if (view.tone === "good") announce(`${view.headline}. ${view.sentences.join(" ")}`);
    else answers?.answered(view);
  };
  return {
    panel: element(
      "aside",
      { class: "facts", "aria-label": "What is known" },
      known,
      button("Read again from Meta", { class: "ghost" }, read),
    ),
    read,
    show: (number) => {
      const { meta, registration, sending } = number.state === "known" ? number.document : {};
      fill(
        known,
        registration === undefined
          ? null
          : keep(registration, () => fact("Registration", ...lastRegistration(registration))),
        sending === undefined ? null : fact("Sending", ...sendingWords(sending)),
        meta === undefined ? null : fact("What Meta says", metaList(meta), seen(meta.observedAt)),
      );
    },
  };
}

/** What came of reading the number, said as any other answer. */
async function reading(client: Desk["client"], phoneNumberId: string): Promise<ResultView> {
  try {
    const view = refreshView(await client.refreshPhoneNumber({ phoneNumberId }), Date.now());
    return { ...view, spent: SPENT_NONE };
  } catch (error) {
    return problemView(callError(error));
  }
}

const fact = (title: string, ...content: readonly Node[]): HTMLElement =>
  element("section", { class: "fact" }, element("h3", {}, title), ...content);

const seen = (at: string): HTMLElement =>
  element(
    "p",
    { class: "quiet" },
    tickingText((now) => `Seen ${ago(at, now)}.`),
  );

/** Whether messages from the number arrive, as the last look that asked showed it. */
function sendingWords({ verdict, at }: SendingView): Node[] {
  const [word, tone] = SENDING_WORDS[verdict];
  return [element("p", { "data-tone": tone, "data-sending": verdict }, element("strong", {}, word)), seen(at)];
}

function lastRegistration({ status, at, by, message, graphError }: RegistrationRecord): Node[] {
  return [
    element("p", {}, element("strong", {}, outcomeWord(status))),
    element(
      "p",
      { class: "quiet" },
      tickingText((now) => `${ago(at, now)}, by `),
      element("code", {}, by),
    ),
    ...(message === null ? [] : [element("p", {}, message)]),
    ...(graphError === null ? [] : [folded("Meta's own words", quotedRows(metaWords(graphError)))]),
  ];
}

function metaList(meta: MetaView): HTMLElement {
  return element(
    "dl",
    { class: "words" },
    ...metaRows(meta).map(({ label, word, meaning, tone }) =>
      element(
        "div",
        { "data-tone": tone },
        element("dt", {}, label),
        element("dd", {}, element("code", {}, word), meaning === null ? null : element("span", {}, meaning)),
      ),
    ),
  );
}
