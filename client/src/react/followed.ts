import { useMemo, useSyncExternalStore } from "react";
import type { CallError } from "../call-error.ts";
import type { OnWatchError, Unwatch } from "../watch.ts";

/** What is listened to, as it stands now. */
export type Followed<State> =
  | { readonly state: "loading" }
  | State
  /** Listening ended by itself: nobody is signed in, or the claim is missing. It begins anew with the next mount. */
  | { readonly state: "failed"; readonly error: CallError };

type Watch<State> = (onChange: (state: State) => void, onError: OnWatchError) => Unwatch;

interface Store<State> {
  readonly subscribe: (changed: () => void) => Unwatch;
  readonly current: () => Followed<State>;
}

const LOADING = { state: "loading" } as const;

/** Listens while the component is mounted. `watch` must stay the same function for as long as it means the same: another one starts from `loading`. */
export function useFollowed<State>(watch: Watch<State>): Followed<State> {
  const store = useMemo(() => storeOf(watch), [watch]);
  return useSyncExternalStore(store.subscribe, store.current, loading);
}

const loading = (): typeof LOADING => LOADING;

/** Each listening has its own store, so that nothing of another number is ever shown for this one. */
function storeOf<State>(watch: Watch<State>): Store<State> {
  let now: Followed<State> = LOADING;
  return {
    current: () => now,
    subscribe: (changed) => {
      const tell = (state: Followed<State>): void => {
        now = state;
        changed();
      };
      return watch(tell, (error) => tell({ state: "failed", error }));
    },
  };
}
