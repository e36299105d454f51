import type { SignupResult } from "./signup/result.ts";
import type { SignupWindow } from "./signup/signup-window.ts";
import { signUp, type SignupOptions } from "./signup/start-signup.ts";

export type { FinishedSignup, SignupResult } from "./signup/result.ts";
export type { SignupOptions } from "./signup/start-signup.ts";

/**
 * Has a customer connect their own WhatsApp account in Meta's dialog (Embedded Signup), and says how that ended. Meta's script is
 * loaded by the first call, and never before. Call it from a click: browsers open no window otherwise. It never rejects.
 */
export function startSignup(options: SignupOptions): Promise<SignupResult> {
  // The page's own window: TypeScript knows nothing of what Meta's script puts into it.
  return signUp(window as unknown as SignupWindow, options);
}
