import type { FacebookSdk, LoginResponse, SignupWindow, WindowMessage } from "../signup/signup-window.ts";

type Login = FacebookSdk["login"];

/** A browser's window in memory, in which a test plays Meta. */
export interface FakeWindow {
  readonly host: SignupWindow;
  /** The addresses of the scripts that were loaded. */
  readonly scripts: string[];
  /** What the SDK was told, call by call. */
  readonly inits: unknown[];
  readonly logins: unknown[];
  /** How many listeners still wait for messages. */
  listeners(): number;
  /** Posts a window message. */
  post(data: unknown, origin?: string): void;
  /** FB.login calls back. */
  callBack(response: LoginResponse): void;
}

interface Circumstances {
  /** What becomes of Meta's script. */
  readonly script?: "comes" | "fails" | "never_comes";
  /** What the SDK does when it is asked to open its window. */
  readonly login?: (open: SignupWindow["open"]) => void;
  readonly trustedTypes?: SignupWindow["trustedTypes"];
}

export const MESSAGE_ORIGIN = "https://www.facebook.com";

export function fakeWindow({ script = "comes", login, trustedTypes }: Circumstances = {}): FakeWindow {
  const listeners = new Set<(message: WindowMessage) => void>();
  const [scripts, inits, logins]: [string[], unknown[], unknown[]] = [[], [], []];
  let callback: Parameters<Login>[0] = () => undefined;
  const sdk: FacebookSdk = {
    init: (params) => void inits.push(params),
    login: (onResponse, options) => {
      logins.push(options);
      callback = onResponse;
      (login ?? ((open) => open("dialog")))((...args) => host.open(...args));
    },
  };
  const host: SignupWindow = {
    open: () => ({ closed: false }),
    trustedTypes,
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
    document: {
      createElement: () => {
        let onError = (): void => undefined;
        return {
          get src(): unknown {
            return scripts.at(-1);
          },
          set src(url: unknown) {
            scripts.push(String(url));
            queueMicrotask(() => arrive(onError));
          },
          async: false,
          defer: false,
          crossOrigin: null,
          addEventListener: (_type: "error", listener: () => void) => {
            onError = listener;
          },
          remove: () => undefined,
        };
      },
      head: { append: () => undefined },
    },
  };
  const arrive = (onError: () => void): void => {
    if (script === "fails") onError();
    if (script !== "comes") return;
    host.FB = sdk;
    try {
      host.fbAsyncInit?.();
    } catch {
      // A browser shows on its console what a script's callback throws.
    }
  };
  return {
    host,
    scripts,
    inits,
    logins,
    listeners: () => listeners.size,
    post: (data, origin = MESSAGE_ORIGIN) => {
      for (const listener of listeners) listener({ data, origin });
    },
    callBack: (response) => callback(response),
  };
}
