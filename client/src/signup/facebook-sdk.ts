import type { FacebookSdk, SignupWindow } from "./signup-window.ts";

/** How long Meta's script may take before it counts as blocked. */
const SCRIPT_MS = 20_000;

/** Scripts under way, so that two clicks load one. A script that failed is forgotten, and loaded anew by the next click. */
const loading = new WeakMap<SignupWindow, Promise<FacebookSdk | null>>();

/** Meta's SDK, loaded if it is not there yet; `null`: it did not come. */
export function loadSdk(host: SignupWindow, scriptUrl: string): Promise<FacebookSdk | null> {
  if (host.FB !== undefined) return Promise.resolve(host.FB);
  const underWay = loading.get(host) ?? load(host, scriptUrl).finally(() => loading.delete(host));
  loading.set(host, underWay);
  return underWay;
}

/** The script calls `fbAsyncInit` once it is ready, some time after its own load event. What the page has there is called, too. */
async function load(host: SignupWindow, scriptUrl: string): Promise<FacebookSdk | null> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const pages = host.fbAsyncInit;
  host.fbAsyncInit = () => {
    pages?.();
    resolve(true);
  };
  const patience = setTimeout(() => resolve(false), SCRIPT_MS);
  const script = host.document.createElement("script");
  script.async = true;
  script.defer = true;
  script.crossOrigin = "anonymous";
  script.addEventListener("error", () => resolve(false));
  script.src = trusted(host, scriptUrl);
  host.document.head.append(script);
  const ready = await promise;
  clearTimeout(patience);
  host.fbAsyncInit = pages;
  if (ready && host.FB !== undefined) return host.FB;
  script.remove();
  return null;
}

/** A page that lets no text become a script takes the one address for which this policy stands. */
function trusted(host: SignupWindow, scriptUrl: string): unknown {
  const policy = host.trustedTypes?.createPolicy("whatsapp-signup", { createScriptURL: (url) => url });
  return policy === undefined ? scriptUrl : policy.createScriptURL(scriptUrl);
}
