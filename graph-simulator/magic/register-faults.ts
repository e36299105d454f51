import type { Fault } from "../faults.ts";
import type { MagicNumber } from "./magic-number.ts";

const html = (heading: string): string => `<!DOCTYPE html><html><body><h1>${heading}</h1></body></html>`;
const HTML = { "content-type": "text/html; charset=utf-8" };

function row(last: number, title: string, fault: Fault, note: string): MagicNumber {
  const id = `557${String(last).padStart(12, "0")}`;
  return { id, title, standing: "guess", note, state: { faults: { register: fault } } };
}

const UNCHANGED = "Nothing took effect; the read-back shows PENDING.";
const REGISTERED = "The registration took effect: the read-back shows CONNECTED and proves it.";

const replaced = (status: number, body: string, headers: Record<string, string> = {}, processed = false): Fault => ({
  kind: "replace",
  status,
  body,
  headers,
  processed,
});

/** What can befall the answer to a registration. That such things happen is certain; their exact form is invented. */
export const REGISTER_FAULTS: readonly MagicNumber[] = [
  row(1, "connection reset before the body is read", { kind: "reset", at: "headers", processed: false }, UNCHANGED),
  row(2, "connection reset after the body is read", { kind: "reset", at: "body_read", processed: false }, UNCHANGED),
  row(3, "registered, then connection reset", { kind: "reset", at: "body_read", processed: true }, REGISTERED),
  row(
    4,
    "registered, connection reset in the middle of the answer",
    { kind: "reset", at: "mid_answer", processed: true },
    REGISTERED,
  ),
  row(5, "never answers", { kind: "hang", processed: false }, UNCHANGED),
  row(6, "registered, but never answers", { kind: "hang", processed: true }, REGISTERED),
  row(7, "registered, answered one byte every ten seconds", { kind: "drip", intervalMs: 10_000 }, REGISTERED),
  row(8, "registered, answered two seconds late", { kind: "delay", ms: 2000 }, "An answer, if slow."),
  row(10, "HTML with status 200", replaced(200, html("Facebook"), HTML), UNCHANGED),
  row(
    11,
    "HTML with status 502",
    replaced(502, html("502 Bad Gateway"), HTML),
    "A gateway's page does not say whether the request went through: the number is read, and here it shows PENDING.",
  ),
  row(12, "registered, JSON cut in half", { kind: "truncate" }, REGISTERED),
  row(
    13,
    'status 200 with {"success":false}',
    replaced(200, '{"success":false}'),
    "Neither a success nor an error that says why.",
  ),
  row(14, "status 200 with an empty body", replaced(200, ""), UNCHANGED),
  row(
    15,
    "registered, JSON labelled text/javascript",
    { kind: "headers", headers: { "content-type": "text/javascript; charset=UTF-8" } },
    REGISTERED,
  ),
  row(
    16,
    "status 503 with Graph's error 2 in JSON",
    { kind: "graph_error", error: { code: 2, httpStatus: 503 } },
    "An error that can be read.",
  ),
  row(17, "status 429 without an error of Graph's", replaced(429, "{}"), "Only the HTTP status tells."),
  row(
    18,
    "redirect 307 to another host",
    replaced(307, "", { location: "http://graph.invalid/" }),
    "Following it would hand over token and PIN.",
  ),
  row(19, "an answer of 64 MiB", { kind: "huge", bytes: 67_108_864, processed: false }, UNCHANGED),
  row(20, "bytes that are not HTTP", { kind: "garbage", processed: false }, UNCHANGED),
  row(21, "status 200 with the JSON value null", replaced(200, "null"), UNCHANGED),
  row(
    22,
    "status 200 with Graph's error 133005 inside",
    { kind: "graph_error", error: { code: 133005, httpStatus: 200 } },
    "The HTTP status says nothing reliable; the code decides.",
  ),
  row(
    23,
    "registered, answered with a key that nobody has described",
    replaced(200, '{"success":true,"simulated_key":"simulated value"}', {}, true),
    "Meta announces more keys than success: that the PIN was not set, for one.",
  ),
];
