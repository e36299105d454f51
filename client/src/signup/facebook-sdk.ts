import type { FacebookSdk, SignupWindow } from "./signup-window.ts";

/** How long Meta's script may take before it counts as blocked. */
const SCRIPT_MS = 20_000;

/** Scripts under way, so that two clicks load one. A script that failed is forgotten, and loaded anew by the next click. */
const loading = new WeakMap<SignupWindow, Promise<FacebookSdk | null>>();

/** A window takes a policy of one name once. */
const policies = new WeakMap<SignupWindow, TrustedPolicy>();

type TrustedPolicy = ReturnType<NonNullable<SignupWindow["trustedTypes"]>["createPolicy"]>;

/** Meta's SDK, loaded if it is not there yet; `null`: it did not come, or the page's own policy keeps it out. */
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
    resolve(true);
    pages?.();
  };
  const patience = setTimeout(() => resolve(false), SCRIPT_MS);
  try {
    const script = host.document.createElement("script");
    script.async = true;
    script.defer = true;
    script.crossOrigin = "anonymous";
    script.addEventListener("error", () => resolve(false));
    script.src = trusted(host, scriptUrl);
    host.document.head.append(script);
    const ready = await promise;
    if (ready && host.FB !== undefined) return host.FB;
    script.remove();
    return null;
  } catch {
    return null;
  } finally {
    clearTimeout(patience);
    host.fbAsyncInit = pages;
  }
}

/** A page that lets no text become a script takes the one address for which this policy stands. @throws where the page does not allow the policy */
function trusted(host: SignupWindow, scriptUrl: string): unknown {
  const policy =
    policies.get(host) ?? host.trustedTypes?.createPolicy("whatsapp-signup", { createScriptURL: (url) => url });
  if (policy === undefined) return scriptUrl;
  policies.set(host, policy);
  return policy.createScriptURL(scriptUrl);
}
