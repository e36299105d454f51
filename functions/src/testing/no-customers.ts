/** The part of a webhook's ports that is about customers, where there are none. */
export const NO_CUSTOMERS = {
  appId: null,
  accounts: { among: async (): Promise<Set<string>> => new Set() },
  standing: { left: async (): Promise<void> => undefined },
  managesAccount: (): boolean => false,
  namedIds: [],
};
