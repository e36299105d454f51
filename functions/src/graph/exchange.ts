import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios, { isAxiosError, type AxiosResponse } from "axios";
import { freshConnection } from "./connection.ts";

/** Graph's answers are a few hundred bytes; the largest, a page of a hundred numbers, stays far below this. */
const LARGEST_ANSWER_BYTES = 1_000_000;

/** One request, as sent. */
export interface GraphRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly token: string;
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
}

const pooled = {
  httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 50 }),
  httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 50 }),
};

/**
 * Sends one request, once: no retry, no redirect, no proxy. axios's own `timeout` does not bound a slow body, so an abort
 * signal bounds the whole exchange.
 */
export async function exchange(request: GraphRequest): Promise<Exchange> {
  const fresh = request.method === "POST" ? freshConnection() : null;
  const signal = AbortSignal.timeout(request.deadlineMs);
  try {
    const response = await axios.request<string>({
      method: request.method,
      url: request.url.href,
      headers: { Authorization: `Bearer ${request.token}`, Accept: "application/json" },
      ...(request.body === undefined ? {} : { data: request.body }),
      ...(fresh === null ? pooled : fresh.agents),
      adapter: "http",
      signal,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: LARGEST_ANSWER_BYTES,
      responseType: "text",
      transformResponse: (text: unknown) => text,
      validateStatus: () => true,
    });
    return readAnswer(response);
  } catch (error) {
    const reason = reasonOf(error, signal);
    if (fresh !== null && !fresh.stood()) return { kind: "not_sent", reason };
    const httpStatus = isAxiosError(error) ? (error.response?.status ?? null) : null;
    return { kind: "unreadable", reason, httpStatus, timedOut: signal.aborted };
  }
}

function readAnswer({ status, headers, data }: AxiosResponse<string>): Exchange {
  const unreadable = (reason: string): Exchange => ({
    kind: "unreadable",
    reason,
    httpStatus: status,
    timedOut: false,
  });
  const type = textOf(headers["content-type"]);
  if (type !== null && !/\bjson\b|\bjavascript\b/i.test(type)) return unreadable("the answer is not JSON");
  try {
    const json: unknown = JSON.parse(data);
    const usage = textOf(headers["x-business-use-case-usage"]);
    return {
      kind: "answered",
      httpStatus: status,
      json,
      headers: { date: textOf(headers["date"]), businessUseCaseUsage: usage },
    };
  } catch {
    return unreadable("the answer is not complete JSON");
  }
}

const textOf = (header: unknown): string | null => (typeof header === "string" ? header : null);

/** A word for what went wrong. Codes only: axios puts URLs and payloads into messages. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "no whole answer within the deadline";
  return isAxiosError(error) && error.code !== undefined ? error.code : "the connection failed";
}
