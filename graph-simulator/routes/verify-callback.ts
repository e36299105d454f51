import { GraphFailure, invalidParameter } from "../graph-errors.ts";
import type { World } from "../world.ts";

/** Meta's handshake with an address, before anything is changed. @throws GraphFailure 2200 when it fails (seen in logs). */
export async function verifyCallback(world: World, url: string, verifyToken: string): Promise<void> {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new GraphFailure(invalidParameter("The callback is not a URL."));
  }
  const complaint = await world.webhooks.verify(url, verifyToken);
  if (complaint === null) return;
  const message = `(#2200) Callback verification failed with the following errors: ${complaint}`;
  throw new GraphFailure({ code: 2200, message });
}
