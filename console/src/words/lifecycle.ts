import type { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import type { Tone } from "./tone.ts";

/** The things an operator can do with a number, each a form of its own. */
export type ActionName = "register" | "diagnose" | "verify" | "pin" | "message" | "deregister";

/** A number's situation, said to a person. */
export interface LifecycleWords {
  readonly word: string;
  readonly tone: Tone;
  readonly sentence: string;
}

/** What each word of `lifecycle` means. */
export const LIFECYCLE: Readonly<Record<Lifecycle, LifecycleWords>> = {
  draft: {
    word: "Draft",
    tone: "plain",
    sentence: "Little is known of this number yet. Run the checks: they only read.",
  },
  verification_required: {
    word: "Not verified",
    tone: "warn",
    sentence: "The business has to prove first that the number is its own, with a code sent to it.",
  },
  ready_to_register: {
    word: "Ready to register",
    tone: "busy",
    sentence: "The number is verified. Register it with its two-step PIN.",
  },
  registering: {
    word: "Registering",
    tone: "busy",
    sentence: "A call is under way. What comes of it appears here.",
  },
  awaiting_meta: {
    word: "Waiting for Meta",
    tone: "busy",
    sentence:
      "Meta accepted the registration, and does not show the number as connected yet. It is read again by itself.",
  },
  connected: {
    word: "Connected",
    tone: "good",
    sentence: "The number is registered with the Cloud API. Send a test message to see one arrive.",
  },
  live: {
    word: "Live",
    tone: "good",
    sentence: "The number is registered, and messages are being delivered.",
  },
  action_required: {
    word: "Needs somebody",
    tone: "warn",
    sentence: "The last call did not succeed, and somebody has to change something first.",
  },
  rate_limited: {
    word: "Out of attempts",
    tone: "bad",
    sentence: "The registrations allowed in 72 hours are used up. Find the cause now: the checks spend no attempt.",
  },
  outcome_unknown: {
    word: "Outcome unknown",
    tone: "warn",
    sentence:
      "A request was sent and its answer was lost. The number is read again by itself; do not register meanwhile.",
  },
  suspended: {
    word: "Suspended by Meta",
    tone: "bad",
    sentence: "Meta has locked or restricted the number or its account.",
  },
  disconnected: {
    word: "Disconnected",
    tone: "bad",
    sentence: "The number is no longer on the Cloud API. Register it again to bring it back.",
  },
  coexistence: {
    word: "Shared with the app",
    tone: "good",
    sentence: "The number is on the Cloud API and in the WhatsApp Business app at once. It needs no registration.",
  },
};

/** What to say of a number whose document is newer than this page. */
export const UNREADABLE: LifecycleWords = {
  word: "Not understood",
  tone: "plain",
  sentence: "The backend is newer than this page. Reload it; if that does not help, deploy the console again.",
};

/** What to say of a number that has no document yet. */
export const NEVER_SEEN: LifecycleWords = {
  word: "Not seen yet",
  tone: "plain",
  sentence: "Nothing is stored of this number. Read it from Meta, or start with any action below.",
};
