import type { EndpointName, Target } from "./target.ts";

/** Entries before further requests are refused: an entry is never dropped silently. */
const REQUEST_LOG_LIMIT = 100_000;

/** One request to the Graph part, as it came in. Times by the simulator's clock, ISO-8601. */
export interface RecordedRequest {
  /** 1 for the first request since the start; never given twice, not even after the log was emptied. */
  readonly sequence: number;
  readonly receivedAt: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly endpoint: EndpointName | null;
  /** The id in the path: of the number, the account or the app. */
  readonly nodeId: string | null;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the token was found. In a URL it leaks into logs. */
  tokenIn: "header" | "query" | "body" | null;
  /** Parsed JSON or form; the raw text when it is neither; `null` while nothing was read. */
  body: unknown;
  /** `null`: no status line was sent (yet). */
  status: number | null;
  /** What was made to go wrong. */
  fault: string | null;
  /** When the answer was complete or the connection closed; `null` while it is under way. */
  finishedAt: string | null;
}

/** Which requests to look at; everything left out fits. */
export interface RequestFilter {
  readonly phoneNumberId?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly method?: string | undefined;
  /** Only requests that came after the one of this sequence. */
  readonly after?: number | string | undefined;
}

export interface RequestLog {
  /** Whether there is no room left. */
  full(): boolean;
  open(target: Target, query: Record<string, string>, headers: Record<string, string>, at: number): RecordedRequest;
  list(filter?: RequestFilter): RecordedRequest[];
  clear(): void;
}

/** An empty log of at most `limit` requests. */
export function createRequestLog(limit = REQUEST_LOG_LIMIT): RequestLog {
  let entries: RecordedRequest[] = [];
  let sequence = 0;
  return {
    full: () => entries.length >= limit,
    open(target, query, headers, at) {
      sequence += 1;
      const { method, path, endpoint, nodeId } = target;
      const receivedAt = new Date(at).toISOString();
      const seen = { sequence, receivedAt, method, path, endpoint, nodeId, query, headers };
      const entry: RecordedRequest = {
        ...seen,
        tokenIn: null,
        body: null,
        status: null,
        fault: null,
        finishedAt: null,
      };
      entries.push(entry);
      return entry;
    },
    list: (filter = {}) =>
      entries.filter(
        (entry) =>
          (filter.phoneNumberId === undefined || entry.nodeId === filter.phoneNumberId) &&
          (filter.endpoint === undefined || entry.endpoint === filter.endpoint) &&
          (filter.after === undefined || entry.sequence > Number(filter.after)) &&
          (filter.method === undefined || entry.method === filter.method.toUpperCase()),
      ),
    clear() {
      entries = [];
    },
  };
}
