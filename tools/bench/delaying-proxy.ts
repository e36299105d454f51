import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A TCP proxy that makes the way to a server longer. */
export interface DelayingProxy extends AsyncDisposable {
  /** Such as 127.0.0.1:40123 */
  readonly host: string;
  /** What a round trip takes longer, in ms. Half of it passes in each direction. */
  delay(roundTripMs: number): void;
}

/** @param target host and port */
export async function delayingProxy(target: string): Promise<DelayingProxy> {
  const { hostname, port } = new URL(`http://${target}`);
  const sockets = new Set<Socket>();
  let oneWayMs = 0;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay());
      socket.once("close", end).once("error", end);
    }
    // Timers of one length fire in the order in which they were set, so bytes stay in theirs.
    near.on("data", (bytes) => setTimeout(() => far.write(bytes), oneWayMs));
    far.on("data", (bytes) => setTimeout(() => near.write(bytes), oneWayMs));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    delay: (roundTripMs) => {
      oneWayMs = roundTripMs / 2;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
