import { announce } from "../dom/announce.ts";
import { button, element, fill } from "../dom/element.ts";
import { otherSide, type OtherSide, type SeenRequest } from "./simulator.ts";

/** What can be done on Meta's side, in the order in which a story is told with it. */
const DEEDS: readonly {
  readonly label: string;
  readonly said: string;
  readonly run: (meta: OtherSide, phoneNumberId: string) => Promise<void>;
  /** A customer writes as soon as Meta has accepted the next registration: that is what makes a number live. */
  readonly customerWaits?: boolean;
}[] = [
  {
    label: "Revoke a permission",
    said: "The token may no longer send messages.",
    run: (meta) => meta.grant(false),
  },
  {
    label: "Refuse with #100",
    said: "Meta refuses this number's next registrations, and no reading shows why.",
    run: (meta, id) => meta.change(id, { faults: { register: { kind: "graph_error", error: { code: 100 } } } }),
  },
  {
    label: "Mend it",
    said: "The permission is back, and the number is no longer refused. Once it is registered, a customer writes to it.",
    customerWaits: true,
    run: async (meta, id) => {
      await meta.grant(true);
      await meta.change(id, { faults: {}, connects: "at_once" });
    },
  },
  {
    label: "Connect slowly",
    said: "The next registration is accepted, and shows after twenty seconds.",
    run: (meta, id) => meta.change(id, { connects: { seconds: 20 } }),
  },
  {
    label: "Review the name",
    said: "The display name is under review.",
    run: (meta, id) => meta.change(id, { newDisplayName: "Harbour Café", newNameStatus: "PENDING_REVIEW" }),
  },
  {
    label: "Approve the name",
    said: "The display name is approved; Meta sends an event about it.",
    run: (meta, id) => meta.change(id, { newDisplayName: "Harbour Café", newNameStatus: "APPROVED" }),
  },
  {
    label: "Deliver a webhook",
    said: "An event about this number is on its way.",
    run: (meta, id) => meta.send(id, "phone_number_quality_update", { event: "ONBOARDING", current_limit: "TIER_250" }),
  },
  {
    label: "Let 72 hours pass",
    said: "What was counted is too old to count. The attempts come back with the next reading.",
    run: (meta) => meta.pass(73),
  },
];

const POLL_MS = 1500;
const SECOND_MS = 1000;
const SHOWN = 12;

/** Plays Meta's side, in the demo: the simulator at `url` does what Meta would, and its log shows what it is asked. `left` ends it. */
export function otherSidePanel(url: string, phoneNumberId: string, left: AbortSignal): HTMLElement {
  const meta = otherSide(url);
  const said = element("p", { class: "quiet", role: "status" }, "What you do here, Meta does.");
  const log = element("ol", { class: "request-log", "aria-label": "Requests to Meta", tabindex: 0 });
  let customerWaits = false;
  const deed = ({ label, said: words, run, ...rest }: (typeof DEEDS)[number]): HTMLElement =>
    button(label, { class: "ghost" }, async () => {
      try {
        await run(meta, phoneNumberId);
        customerWaits = rest.customerWaits ?? false;
        fill(said, words);
      } catch (error) {
        fill(said, error instanceof Error ? error.message : String(error));
        announce(said.textContent);
      }
    });
  const onAccepted = async (path: string): Promise<void> => {
    if (!customerWaits || !path.endsWith(`${phoneNumberId}/register`)) return;
    customerWaits = false;
    // Meta tells the second in which a customer wrote: it has to be one after that of the registration.
    await pause(SECOND_MS);
    if (left.aborted) return;
    await meta.send(phoneNumberId, "messages", { messages: [firstMessage()] }).catch(() => undefined);
    fill(said, "A customer has written to the number.");
  };
  void followLog(meta, { log, left, onAccepted });
  return element(
    "section",
    { class: "other-side", "aria-label": "Meta's side" },
    element("h2", {}, "Meta's side"),
    said,
    element("div", { class: "deeds" }, ...DEEDS.map(deed)),
    element("h3", {}, "Requests to Meta"),
    log,
  );
}

const firstMessage = (): Readonly<Record<string, unknown>> => ({
  from: "15550001111",
  id: `wamid.${crypto.randomUUID()}`,
  timestamp: String(Math.floor(Date.now() / SECOND_MS)),
  type: "text",
  text: { body: "Hello" },
});

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

interface Following {
  readonly log: HTMLElement;
  readonly left: AbortSignal;
  /** Is told of what was changed at Meta, once Meta has accepted it. */
  readonly onAccepted: (path: string) => Promise<void>;
}

async function followLog(meta: OtherSide, { log, left, onAccepted }: Following): Promise<void> {
  let after = 0;
  let shown: readonly SeenRequest[] = [];
  while (!left.aborted) {
    const news = document.hidden ? [] : await meta.requests(after).catch(() => []);
    const from = after;
    // From the first that is under way on, all are asked for again.
    const open = news.find(({ finishedAt }) => finishedAt === null);
    after = open === undefined ? (news.at(-1)?.sequence ?? after) : open.sequence - 1;
    if (news.length > 0) {
      shown = [...shown.filter(({ sequence }) => sequence <= from), ...news].slice(-SHOWN);
      fill(log, ...shown.toReversed().map(line));
      // What is asked for again because something before it is still open, may be told of twice.
      for (const { method, path, status } of news) if (method === "POST" && status === 200) void onAccepted(path);
    }
    await pause(POLL_MS);
  }
}

const line = ({ receivedAt, method, path, status, fault }: SeenRequest): HTMLElement =>
  element(
    "li",
    { "data-changes": method !== "GET" },
    element("time", { datetime: receivedAt }, receivedAt.slice(11, 19)),
    element("code", {}, `${method} ${path}`),
    element("span", { "data-tone": status === null || status >= 400 ? "bad" : "good" }, fault ?? String(status ?? "…")),
  );
