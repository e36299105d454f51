import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";

/** A connection of its own for one request, and word of whether it ever stood: before that, no byte of the request can have left. */
export interface FreshConnection {
  readonly agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent };
  stood(): boolean;
}

/**
 * For the request that must not be lost: an idle connection taken from a pool may already be closed at the other end, and its
 * reset would look like a request of unknown outcome.
 */
export function freshConnection(): FreshConnection {
  let stood = false;
  const watch = (agent: HttpAgent, event: "connect" | "secureConnect"): void => {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback): Duplex | null | undefined => {
      const socket = connect(options, callback);
      socket?.once(event, () => {
        stood = true;
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
