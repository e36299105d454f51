import type * as Composition from "../composition.ts";

/** The SDKs of Firestore and of HTTP take longer to load than all else, and who is refused needs neither. */
export const loadAdapters = (): Promise<typeof Composition> => import("../composition.ts");
