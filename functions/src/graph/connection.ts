import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";

/**
 * A connection of its own for one request, and word of whether it ever stood: before that, no byte of the request can have left
 * (measured, for TLS too: neither a refused certificate nor a connection dropped in this event let a byte out).
 */
export interface FreshConnection {
  readonly agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent };
  stood(): boolean;
}

/**
 * For the request that must not be lost: an idle connection taken from a pool may already be closed at the other end, and its
 * reset would look like a request of unknown outcome. A connection that comes to stand after `sendBy` (ms since the epoch) is
 * dropped unused: an instance that was frozen while it connected must not send when it wakes up.
 */
export function freshConnection(sendBy: number): FreshConnection {
  let stood = false;
  const watch = (agent: HttpAgent, event: "connect" | "secureConnect"): void => {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback): Duplex | null | undefined => {
      const socket = connect(options, callback);
      socket?.once(event, () => {
        if (Date.now() > sendBy) socket.destroy();
        else stood = true;
      });
      return socket;
    };
  };
  const httpAgent = new HttpAgent({ keepAlive: false });
  const httpsAgent = new HttpsAgent({ keepAlive: false });
  watch(httpAgent, "connect");
  watch(httpsAgent, "secureConnect");
  return { agents: { httpAgent, httpsAgent }, stood: () => stood };
}
