/** What FB.login hands to its callback; only the code is documented. */
export interface LoginResponse {
  readonly authResponse?: { readonly code?: string } | null;
}

/** What is used of Meta's JavaScript SDK. */
export interface FacebookSdk {
  init(params: {
    readonly appId: string;
    readonly autoLogAppEvents: boolean;
    readonly xfbml: boolean;
    readonly version: string;
  }): void;
  login(callback: (response: LoginResponse) => void, options: Readonly<Record<string, unknown>>): void;
}

interface ScriptElement {
  src: unknown;
  async: boolean;
  defer: boolean;
  crossOrigin: string | null;
  addEventListener(type: "error", listener: () => void): void;
  remove(): void;
}

/** A window message, as far as it is looked at. */
export interface WindowMessage {
  readonly origin: string;
  readonly data: unknown;
}

/** The part of a browser's window that a signup needs, so that tests can do without a browser. */
export interface SignupWindow {
  FB?: FacebookSdk | undefined;
  fbAsyncInit?: (() => void) | undefined;
  open: (...args: unknown[]) => unknown;
  readonly document: { createElement(name: "script"): ScriptElement; readonly head: { append(node: unknown): void } };
  readonly trustedTypes?:
    | {
        createPolicy(
          name: string,
          rules: { createScriptURL(url: string): string },
        ): { createScriptURL(url: string): unknown };
      }
    | undefined;
  addEventListener(type: "message", listener: (message: WindowMessage) => void): void;
  removeEventListener(type: "message", listener: (message: WindowMessage) => void): void;
}
