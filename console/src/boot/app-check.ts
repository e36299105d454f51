import type { FirebaseApp } from "firebase/app";
import { initializeAppCheck, ReCaptchaEnterpriseProvider } from "firebase/app-check";

/** Where reCAPTCHA's scripts come from. */
const SCRIPTS = ["https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"];

/** The part of the Trusted Types API that is used here, which TypeScript's own types do not know. */
interface TrustedTypes {
  createPolicy(name: "default", rules: { createScriptURL: (url: string) => string | null }): unknown;
}

/**
 * The page's Content-Security-Policy lets no text become a script's address, which is how the Firebase SDK loads reCAPTCHA. So
 * that address alone is let through; there is no rule for HTML, and thus none is.
 */
function letRecaptchaLoad(): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", {
    createScriptURL: (url) => (SCRIPTS.some((place) => url.startsWith(place)) ? url : null),
  });
}

/** Proves to the backend that calls come from this page. It loads Google's reCAPTCHA, the only script that is not our own. */
export function startAppCheck(app: FirebaseApp, siteKey: string): void {
  letRecaptchaLoad();
  initializeAppCheck(app, { provider: new ReCaptchaEnterpriseProvider(siteKey), isTokenAutoRefreshEnabled: true });
}
