/** What `connectAccount` asks for, as the dialog gave it. All ids come from a browser: the backend proves them. */
export interface FinishedSignup {
  readonly status: "finished";
  /** Lives 30 seconds and serves once (Meta): send it to the backend at once, and keep it nowhere. */
  readonly code: string;
  /** The account that the customer shared. */
  readonly wabaId: string;
  /** Left out where Meta named none: after a flow without a number, and after one that this client does not know. */
  readonly phoneNumberId?: string;
  /** The number is on the WhatsApp Business app, too: it is connected already, and must never be registered. */
  readonly coexistence: boolean;
  /** Meta's word for the end, such as `FINISH`. */
  readonly event: string;
}

/** How a signup ended, told apart by `status`. Only `finished` has something to connect. */
export type SignupResult =
  | FinishedSignup
  /** The customer left. `step` is Meta's name of the screen, such as `PHONE_NUMBER_SETUP`; the list is open. `null`: Meta named none. */
  | { readonly status: "cancelled"; readonly step: string | null }
  /**
   * The customer met an error and reported it, or Meta's script refused to open its dialog. `message` is what the customer saw, in the
   * customer's language; `code` and `sessionId` are what Meta's support asks for.
   */
  | {
      readonly status: "meta_error";
      readonly message: string;
      readonly code: string | null;
      readonly sessionId: string | null;
    }
  /** Meta's script did not come: a content blocker, the page's Content-Security-Policy, or the network. Asking again loads it anew. */
  | { readonly status: "script_blocked" }
  /** The browser opened no window. Asking again from a click opens it, now that the script is there. */
  | { readonly status: "popup_blocked" }
  /** The dialog ended without naming an account, or without a code. Nothing can be connected: start again. */
  | { readonly status: "incomplete"; readonly missing: "account" | "code" }
  /** Something never came. Without the message no account is known; a code that waited for it is dead by now. */
  | { readonly status: "timeout"; readonly waitingFor: "dialog" | "message" | "code" };
