import { createContext, createElement, useContext, useMemo, type ReactElement, type ReactNode } from "react";
import type { RegistrationClient } from "../client.ts";
import type { Watchers } from "../watch.ts";

/** What the hooks work with. Either may be left out where no hook needs it. */
export interface RegistrationProviderProps {
  /** From `createRegistrationClient`. */
  readonly client?: RegistrationClient;
  /** From `createWatchers`. */
  readonly watchers?: Watchers;
  readonly children?: ReactNode;
}

type Tools = Omit<RegistrationProviderProps, "children">;

const RegistrationContext = createContext<Tools>({});

/** Gives the hooks below it the client and the listeners. Make both once, outside of components. */
export function RegistrationProvider({ client, watchers, children }: RegistrationProviderProps): ReactElement {
  const tools = useMemo(
    () => ({ ...(client === undefined ? {} : { client }), ...(watchers === undefined ? {} : { watchers }) }),
    [client, watchers],
  );
  return createElement(RegistrationContext.Provider, { value: tools }, children);
}

/** @throws Error where no provider above gives a client. */
export function useClient(): RegistrationClient {
  return useContext(RegistrationContext).client ?? missing("client", "createRegistrationClient(app)");
}

/** @throws Error where no provider above gives listeners. */
export function useWatchers(): Watchers {
  return useContext(RegistrationContext).watchers ?? missing("watchers", "createWatchers(app)");
}

function missing(prop: string, maker: string): never {
  throw new Error(`This hook needs a <RegistrationProvider ${prop}={${maker}}> above its component.`);
}
