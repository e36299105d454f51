import { GRAPH_VERSION } from "../../../functions/src/contract/graph-versions.ts";
import { endingAfter, type Heard } from "./ending.ts";
import { loadSdk } from "./facebook-sdk.ts";
import { isMetaOrigin } from "./meta-origin.ts";
import type { SignupResult } from "./result.ts";
import { readSessionMessage } from "./session-message.ts";
import type { FacebookSdk, SignupWindow, WindowMessage } from "./signup-window.ts";

/** What Embedded Signup needs to know. */
export interface SignupOptions {
  /** The id of the Meta app. */
  readonly appId: string;
  /** The configuration of Facebook Login for Business: it fixes products, permissions and how long the customer's token lives. */
  readonly configId: string;
  /** Default: the version that this client was made for. */
  readonly graphVersion?: string;
  /** Where Meta's script is: for another language, such as `https://connect.facebook.net/de_DE/sdk.js`. */
  readonly scriptUrl?: string;
  /** Offers to connect a number that stays on the WhatsApp Business app. Whether it is offered without this is up to the configuration. */
  readonly coexistence?: boolean;
  /** What the dialog is filled in with, in Meta's words: `{ business: { name, email, … }, phone: { displayName, … } }`. */
  readonly setup?: Readonly<Record<string, unknown>>;
  /** How long the dialog may stay open, in ms. Default: an hour. */
  readonly timeoutMs?: number;
  /** Gives the signup up: its result is `cancelled`. The window stays open. */
  readonly signal?: AbortSignal;
  /** The graph simulator as `host:port`: it then plays Meta, and messages are taken from it alone. */
  readonly emulators?: { readonly simulator?: string };
}

const META_SCRIPT = "https://connect.facebook.net/en_US/sdk.js";
const HOUR_MS = 3_600_000;
const GIVEN_UP: SignupResult = { status: "cancelled", step: null };

/** A signup that is under way ends when another one begins: its customer has lost the window, or closed it unseen. */
const underWay = new WeakMap<SignupWindow, AbortController>();
/** What the SDK was initialised for: it complains of being initialised again. */
const initialised = new WeakMap<FacebookSdk, string>();

/** Loads Meta's script if need be, opens the dialog in this window, and waits for its end. Never rejects. */
export async function signUp(host: SignupWindow, options: SignupOptions): Promise<SignupResult> {
  underWay.get(host)?.abort();
  const superseded = new AbortController();
  underWay.set(host, superseded);
  const signal = AbortSignal.any([superseded.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const simulator = options.emulators?.simulator;
  const origin = simulator === undefined ? null : originOf(simulator);
  if (origin === undefined) return { status: "script_blocked" };
  const script = options.scriptUrl ?? (origin === null ? META_SCRIPT : `${origin}/en_US/sdk.js`);
  const sdk = await loadSdk(host, script);
  if (signal.aborted) return GIVEN_UP;
  if (sdk === null) return { status: "script_blocked" };
  const isFromMeta = origin === null ? isMetaOrigin : (sender: string) => sender === origin;
  return openDialog(host, { ...options, signal, sdk, isFromMeta });
}

/** The origin of a host and port; `undefined`: they are not valid, so nothing can come from there. */
function originOf(simulator: string): string | undefined {
  const url = `http://${simulator}`;
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

interface Dialog extends SignupOptions {
  readonly sdk: FacebookSdk;
  readonly isFromMeta: (origin: string) => boolean;
  readonly signal: AbortSignal;
}

async function openDialog(host: SignupWindow, dialog: Dialog): Promise<SignupResult> {
  const { promise, resolve } = Promise.withResolvers<SignupResult>();
  let heard: Heard = { message: null, code: undefined };
  let patience: ReturnType<typeof setTimeout> | undefined;
  const hear = (news: Partial<Heard>): void => {
    heard = { ...heard, ...news };
    clearTimeout(patience);
    const { result, ms } = endingAfter(heard, dialog.timeoutMs ?? HOUR_MS);
    if (ms === undefined) resolve(result);
    else patience = setTimeout(() => resolve(result), ms);
  };
  const listen = ({ origin, data }: WindowMessage): void => {
    const message = dialog.isFromMeta(origin) ? readSessionMessage(data) : null;
    if (message !== null) hear({ message });
  };
  const giveUp = (): void => resolve(GIVEN_UP);
  host.addEventListener("message", listen);
  dialog.signal.addEventListener("abort", giveUp);
  hear({});
  const refused = login(host, dialog, (code) => hear({ code }));
  if (refused !== null) resolve(refused);
  const result = await promise;
  clearTimeout(patience);
  host.removeEventListener("message", listen);
  dialog.signal.removeEventListener("abort", giveUp);
  return result;
}

/** Opens Meta's window. The result where none was opened; `null`: it is open, or the SDK opens it later. */
function login(host: SignupWindow, dialog: Dialog, onCode: (code: string | null) => void): SignupResult | null {
  const { sdk, appId, configId, graphVersion = GRAPH_VERSION, coexistence = false, setup = {} } = dialog;
  try {
    const wanted = `${appId} ${graphVersion}`;
    if (initialised.get(sdk) !== wanted) {
      sdk.init({ appId, autoLogAppEvents: true, xfbml: true, version: graphVersion });
      initialised.set(sdk, wanted);
    }
    const feature = coexistence ? { featureType: "whatsapp_business_app_onboarding", sessionInfoVersion: "3" } : {};
    const options = {
      config_id: configId,
      response_type: "code",
      override_default_response_type: true,
      extras: { setup, ...feature },
    };
    // Not an async function: the SDK refuses those.
    const opened = watchingWindows(host, () =>
      sdk.login((response) => onCode(response.authResponse?.code ?? null), options),
    );
    return opened === "blocked" ? { status: "popup_blocked" } : null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: "meta_error", message, code: null, sessionId: null };
  }
}

/** A blocked window and a closed one look the same to FB.login's callback, so `open` is watched while FB.login runs, and no longer. */
function watchingWindows(host: SignupWindow, act: () => void): "blocked" | "not_blocked" {
  const { open } = host;
  let blocked = false;
  host.open = (...args) => {
    const opened = open.apply(host, args);
    blocked ||= opened === null;
    return opened;
  };
  try {
    act();
  } finally {
    host.open = open;
  }
  return blocked ? "blocked" : "not_blocked";
}
