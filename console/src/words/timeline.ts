import type { Listed } from "../../../client/src/watch.ts";
import type { AttemptDocument } from "../../../functions/src/contract/phone-number.ts";
import type { TestMessageDocument } from "../../../functions/src/contract/test-message.ts";
import type { TransitionDocument } from "../../../functions/src/contract/transition.ts";
import type { WebhookEventDocument } from "../../../functions/src/contract/webhook.ts";

/** Everything that is kept of what happened to a number. */
export interface Happenings {
  readonly call: readonly Listed<AttemptDocument>[];
  readonly change: readonly Listed<TransitionDocument>[];
  readonly event: readonly Listed<WebhookEventDocument>[];
  readonly message: readonly Listed<TestMessageDocument>[];
}

export const NOTHING_HAPPENED: Happenings = { call: [], change: [], event: [], message: [] };

/** One thing that happened. `at`: ISO-8601; `null`: nobody says when, or the entry is newer than this page. */
export type Happening = { readonly id: string; readonly at: string | null } & (
  | { readonly kind: "call"; readonly of: AttemptDocument }
  | { readonly kind: "change"; readonly of: TransitionDocument }
  | { readonly kind: "event"; readonly of: WebhookEventDocument }
  | { readonly kind: "message"; readonly of: TestMessageDocument }
  | { readonly kind: "newer" }
);

/** What happened, newest first; what has no time comes last. A test message stands once: its call is the same thing. */
export function timeline({ call, change, event, message }: Happenings): readonly Happening[] {
  const all: Happening[] = [
    ...call.flatMap((one): Happening[] => {
      if (one.state !== "known") return [newer(one.id)];
      const { document } = one;
      const isShown = document.operation !== "send_message" || document.status !== "sent" || message.length === 0;
      return isShown ? [{ id: one.id, kind: "call", of: document, at: document.reservedAt }] : [];
    }),
    ...change.map((one): Happening =>
      one.state === "known" ? { id: one.id, kind: "change", of: one.document, at: one.document.at } : newer(one.id),
    ),
    ...event.map((one): Happening =>
      one.state === "known" ? { id: one.id, kind: "event", of: one.document, at: one.document.at } : newer(one.id),
    ),
    ...message.map((one): Happening =>
      one.state === "known" ? { id: one.id, kind: "message", of: one.document, at: one.document.at } : newer(one.id),
    ),
  ];
  const time = ({ at }: Happening): number => (at === null ? Number.NEGATIVE_INFINITY : Date.parse(at));
  return all.toSorted((one, other) => time(other) - time(one));
}

const newer = (id: string): Happening => ({ id, kind: "newer", at: null });
