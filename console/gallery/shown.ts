import { connections } from "./connections.ts";
import type { Shown } from "./exhibit.ts";
import { sceneAt } from "./scene.ts";
import { situations } from "./situations.ts";

/** All that the gallery shows, as of `now` (ms since the epoch). */
export const shownAt = async (now: number): Promise<Shown> => ({
  situations: await situations(now),
  connections: connections(sceneAt(now)),
});
