import { useMemo, useSyncExternalStore } from "react";
import type {
  RegisterPhoneNumberRequest,
  RegistrationResult,
} from "../../../functions/src/contract/register-phone-number.ts";
import { callError, type CallError } from "../call-error.ts";
import type { RegistrationClient } from "../client.ts";
import type { UnrecognizedResult } from "../newer-backend.ts";
import { useClient } from "./provider.ts";

/** How a registration stands. */
export type RegistrationState =
  | { readonly state: "idle" }
  | { readonly state: "registering" }
  /** What Meta, the number's state or the budget decided, told apart by `result.status`. */
  | { readonly state: "answered"; readonly result: RegistrationResult | UnrecognizedResult }
  /** The call was refused, or got no answer. */
  | { readonly state: "failed"; readonly error: CallError };

/** One number's registration, as a form needs it. */
export type Registration = RegistrationState & {
  /** Makes the call. While one is out, asking again does nothing. It never rejects. */
  readonly register: (request: Omit<RegisterPhoneNumberRequest, "phoneNumberId" | "requestId">) => Promise<void>;
  /** Forgets the answer. */
  readonly reset: () => void;
};

/** Registers a number; left out, the configured one. The component that asks need not be the one that shows the answer: pass it on. */
export function useRegistration(phoneNumberId?: string): Registration {
  const client = useClient();
  const { subscribe, current, register, reset } = useMemo(
    () => registering(client, phoneNumberId),
    [client, phoneNumberId],
  );
  const state = useSyncExternalStore(subscribe, current, idle);
  return useMemo(() => ({ ...state, register, reset }), [state, register, reset]);
}

const IDLE: RegistrationState = { state: "idle" };
const idle = (): RegistrationState => IDLE;

function registering(client: RegistrationClient, phoneNumberId: string | undefined) {
  const listeners = new Set<() => void>();
  let state = IDLE;
  let asked: { readonly what: string; readonly requestId: string } | null = null;
  const tell = (next: RegistrationState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const register: Registration["register"] = async (request) => {
    if (state.state === "registering") return;
    tell({ state: "registering" });
    // The same request after no answer keeps its id, and another PIN makes another request. Kept no longer than until an answer comes.
    const what = JSON.stringify(request);
    const number = phoneNumberId === undefined ? {} : { phoneNumberId };
    try {
      // Browsers have no randomUUID() on a page that came over plain HTTP.
      if (asked?.what !== what) asked = { what, requestId: crypto.randomUUID() };
      const result = await client.registerPhoneNumber({ ...request, ...number, requestId: asked.requestId });
      asked = null;
      tell({ state: "answered", result });
    } catch (error) {
      const failure = callError(error);
      if (failure.problem.code !== "no-answer") asked = null;
      tell({ state: "failed", error: failure });
    }
  };
  return {
    current: () => state,
    subscribe: (changed: () => void) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    register,
    reset: () => {
      if (state.state !== "registering") tell(IDLE);
    },
  };
}
