import type { Fault } from "../../graph-simulator/faults.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { fix, healthy, unclear } from "./expecting.ts";
import type { SetUp } from "./set-up.ts";

const READY = "Register the number, with the PIN it has";
const AGAIN = "Run the diagnosis again";

const every =
  (fault: Fault) =>
  ({ state }: Simulator): void =>
    state.faults.add({ fault, times: 999 });

const html = { kind: "replace", status: 200, body: "<html></html>", headers: { "content-type": "text/html" } } as const;

/** What can be wrong on the way to Meta, or with Meta. */
export const META_SET_UPS: readonly SetUp[] = [
  {
    title: "a version that Meta has ended",
    configured: { graphVersion: "v19.0" },
    expected: fix("api_version", "Set the Graph API version"),
  },
  {
    title: "a version that Meta never had",
    configured: { graphVersion: "v99.0" },
    expected: fix("api_version", "Set the Graph API version"),
  },
  {
    title: "Graph is down: no connection",
    configured: { baseUrl: "http://127.0.0.1:9" },
    expected: unclear("graph_reachable", "Check the connection to Meta"),
  },
  {
    title: "Graph is silent: every read hangs",
    arrange: every({ kind: "hang", processed: false }),
    expected: unclear("graph_reachable", "Check the connection to Meta"),
  },
  {
    title: "something between answers every read with HTML",
    arrange: every({ ...html, processed: false }),
    expected: unclear("graph_reachable", "Check the connection to Meta"),
  },
  {
    title: "Graph has a fault of its own",
    arrange: every({ kind: "graph_error", error: { code: 2 } }),
    expected: unclear("token_valid", AGAIN, "meta"),
  },
  {
    title: "Graph is slow",
    arrange: every({ kind: "delay", ms: 1500 }),
    expected: healthy("registration", READY),
  },
  {
    title: "only the number's own reads hang",
    configured: { phoneNumberId: "558000000000001" },
    expected: unclear("number_readable", AGAIN, "meta"),
  },
  {
    title: "only the token cannot be inspected",
    arrange: ({ state }) =>
      state.faults.add({ match: { endpoint: "debug_token" }, fault: { kind: "garbage", processed: false }, times: 9 }),
    expected: unclear("messaging_permission", AGAIN, "meta"),
  },
  {
    title: "the number's reads are limited",
    arrange: ({ state }) =>
      state.faults.add({
        match: { endpoint: "read_node", nodeId: "550000000000001" },
        fault: { kind: "graph_error", error: { code: 80_008 } },
        times: 99,
      }),
    expected: unclear("number_readable", "Wait and try again", "meta"),
  },
  {
    title: "Meta uses words that are not known yet",
    configured: { phoneNumberId: "558000000000011" },
    expected: unclear("number_platform", "Look at the number", "customer"),
  },
  {
    title: "Meta does not show the optional fields",
    configured: { phoneNumberId: "558000000000010" },
    expected: healthy("registration", READY),
  },
];
