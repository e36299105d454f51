import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import axios, { type AxiosResponse } from "axios";
import { parseJson } from "../domain/parse-json.ts";
import { freshConnection } from "./connection.ts";

/**
 * Graph's answers are a few hundred bytes; the largest, a page of a hundred numbers, stays far below this. And what is kept of
 * an answer must fit into a Firestore document (1 MiB), or its end could not be written down.
 */
const LARGEST_ANSWER_BYTES = 200_000;

/** One request, as sent. */
export interface GraphRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: URL;
  /** `null`: the request says in another way who asks. */
  readonly token: string | null;
  /** A request that must not be repeated although it is no POST: it gets a connection of its own. */
  readonly isSentOnce?: boolean;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Bounds the whole exchange, connecting and the last byte of the body included. */
  readonly deadlineMs: number;
}

/** What came of it. Total: nothing is thrown, and no axios object leaves this file. */
export type Exchange =
  | { readonly kind: "answered"; readonly httpStatus: number; readonly json: unknown; readonly headers: AnswerHeaders }
  | { readonly kind: "not_sent"; readonly reason: string }
  | {
      readonly kind: "unreadable";
      readonly reason: string;
      readonly httpStatus: number | null;
      readonly timedOut: boolean;
    };

/** The headers that mean something to us. */
export interface AnswerHeaders {
  readonly date: string | null;
  readonly businessUseCaseUsage: string | null;
  /** The version that served the call, which is another one where the version asked for has ended. */
  readonly apiVersion: string | null;
}

const pooled = {
  httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 50 }),
  httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 50 }),
};

/** Node's codes for a connection that never came to stand. Good enough for reads, which take theirs from a pool. */
const NO_CONNECTION: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/**
 * Sends one request, once: no retry, no redirect, no proxy. axios's own `timeout` does not bound a slow body, so an abort
 * signal bounds the whole exchange.
 */
export async function exchange(request: GraphRequest): Promise<Exchange> {
  const deadlineMs = Math.max(1, Math.ceil(request.deadlineMs));
  const isSentOnce = request.isSentOnce ?? request.method !== "GET";
  const fresh = isSentOnce ? freshConnection(Date.now() + deadlineMs) : null;
  // AbortSignal.timeout would keep the whole exchange in memory until the deadline, long after the answer.
  const ending = new AbortController();
  const deadline = setTimeout(() => ending.abort(), deadlineMs);
  const { signal } = ending;
  let httpStatus: number | null = null;
  try {
    const response = await axios.request<Readable>({
      method: request.method,
      url: request.url.href,
      headers: {
        ...(request.token === null ? {} : { Authorization: `Bearer ${request.token}` }),
        Accept: "application/json",
      },
      ...(request.body === undefined ? {} : { data: request.body }),
      ...(fresh === null ? pooled : fresh.agents),
      adapter: "http",
      signal,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: LARGEST_ANSWER_BYTES,
      // As a stream the status is known before the body, and survives a body that hangs, breaks off or never ends.
      responseType: "stream",
      validateStatus: () => true,
    });
    httpStatus = response.status;
    return readAnswer(response, await text(response.data));
  } catch (error) {
    const reason = reasonOf(error, signal);
    if (fresh === null ? NO_CONNECTION.has(reason) : !fresh.stood()) return { kind: "not_sent", reason };
    return { kind: "unreadable", reason, httpStatus, timedOut: signal.aborted };
  } finally {
    clearTimeout(deadline);
  }
}

function readAnswer({ status, headers }: AxiosResponse<Readable>, body: string): Exchange {
  const unreadable = (reason: string): Exchange => ({
    kind: "unreadable",
    reason,
    httpStatus: status,
    timedOut: false,
  });
  const type = textOf(headers["content-type"]);
  if (type !== null && !/\bjson\b|\bjavascript\b/i.test(type)) return unreadable("the answer is not JSON");
  try {
    const json = parseJson(body);
    return {
      kind: "answered",
      httpStatus: status,
      json,
      headers: {
        date: textOf(headers["date"]),
        businessUseCaseUsage: textOf(headers["x-business-use-case-usage"]),
        apiVersion: textOf(headers["facebook-api-version"]),
      },
    };
  } catch {
    return unreadable("the answer is not complete JSON");
  }
}

const textOf = (header: unknown): string | null => (typeof header === "string" ? header : null);

/** A word for what went wrong. Codes only: axios puts URLs and payloads into messages. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "no whole answer within the deadline";
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "the connection failed";
}
