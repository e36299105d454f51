import type { Fault } from "../../graph-simulator/faults.ts";

/** Where a request goes instead of the simulator. */
export type Elsewhere = "refused" | "no_dns" | "bad_tls";

/** What goes wrong with one step on Meta's side. */
export interface MetaFault {
  readonly name: string;
  /** Injected into the simulator. */
  readonly fault?: Fault;
  /** The request never reaches it. */
  readonly elsewhere?: Elsewhere;
  /** Meta refuses, in words that are lost with the answer: for faults that are done to the true answer. */
  readonly refuses?: boolean;
  /** Whether Meta carries the request out. */
  readonly carriedOut: boolean;
}

const HTML = { "content-type": "text/html; charset=utf-8" };
const JSON_TYPE = { "content-type": "application/json; charset=UTF-8" };
const PAGE = "<!doctype html><title>Sorry, something went wrong</title>";
const HUGE_BYTES = 200 * 1024 * 1024;

const replace = (status: number, body: string, headers: Record<string, string>, processed: boolean): Fault => ({
  kind: "replace",
  status,
  body,
  headers,
  processed,
});

/** What may come back, or not, whether or not Meta did what was asked. `trap`: another host, to which redirects point. */
const eitherWay = (trap: string): Record<string, (processed: boolean) => Fault> => ({
  hang: (processed) => ({ kind: "hang", processed }),
  "reset before any byte": (processed) => ({ kind: "reset", at: "body_read", processed }),
  "reset amid the answer": (processed) => ({ kind: "reset", at: "mid_answer", processed }),
  "bytes that are not HTTP": (processed) => ({ kind: "garbage", processed }),
  "200 MB": (processed) => ({ kind: "huge", bytes: HUGE_BYTES, processed }),
  "200 with HTML": (processed) => replace(200, PAGE, HTML, processed),
  "500 with HTML": (processed) => replace(500, PAGE, HTML, processed),
  "502 with nothing": (processed) => replace(502, "", {}, processed),
  "307 to another host": (processed) => replace(307, "", { location: `${trap}/register` }, processed),
  "308 to another host": (processed) => replace(308, "", { location: `${trap}/register` }, processed),
});

/** The true answer, spoilt. */
const SPOILT: Record<string, Fault> = {
  "slow body": { kind: "drip", intervalMs: 10_000 },
  "cut JSON": { kind: "truncate" },
  "wrong content type": { kind: "headers", headers: { "content-type": "text/plain" } },
};

const NEVER_CARRIED_OUT: readonly MetaFault[] = [
  { name: "429 of Graph's", fault: { kind: "graph_error", error: { code: 130429 } }, carriedOut: false },
  { name: "429 with HTML", fault: replace(429, PAGE, HTML, false), carriedOut: false },
  { name: "503 of Graph's", fault: { kind: "graph_error", error: { code: 133004 } }, carriedOut: false },
  { name: "success: false", fault: replace(200, '{"success":false}', JSON_TYPE, false), carriedOut: false },
  { name: "connection refused", elsewhere: "refused", carriedOut: false },
  { name: "no such host", elsewhere: "no_dns", carriedOut: false },
  { name: "TLS that nobody trusts", elsewhere: "bad_tls", carriedOut: false },
];

/** Everything that can befall the POST. What Meta throttles (429) it does not carry out. */
export function postFaults(trap: string): readonly MetaFault[] {
  return [
    { name: "nothing", carriedOut: true },
    ...Object.entries(eitherWay(trap)).flatMap(([name, fault]) =>
      [true, false].map((carriedOut) => ({ name, fault: fault(carriedOut), carriedOut })),
    ),
    ...Object.entries(SPOILT).flatMap(([name, fault]) => [
      { name, fault, carriedOut: true },
      { name, fault, refuses: true, carriedOut: false },
    ]),
    ...NEVER_CARRIED_OUT,
  ];
}

/** Everything that can befall a read. */
export function readFaults(trap: string): readonly MetaFault[] {
  return [
    ...Object.entries(eitherWay(trap)).map(([name, fault]) => ({ name, fault: fault(false), carriedOut: false })),
    ...Object.entries(SPOILT).map(([name, fault]) => ({ name, fault, carriedOut: false })),
    ...NEVER_CARRIED_OUT.filter(({ name }) => name !== "success: false"),
  ];
}
