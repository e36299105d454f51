import assert from "node:assert/strict";
import { after } from "node:test";
import { z } from "zod";
import { complaintsAboutAnswer, type Exchange } from "../description/exchange.ts";
import { DEFAULT_TOKEN } from "../magic/tokens.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../server.ts";

/** A simulator for the tests of one file, stopped after them; each of its answers is held against Meta's description. */
export async function simulatorForTests(options: SimulatorOptions = {}): Promise<Simulator> {
  const complaints = new Set<string>();
  const observe = (exchange: Exchange): void => {
    for (const complaint of complaintsAboutAnswer(exchange)) complaints.add(complaint);
  };
  const simulator = await startSimulator({ observe, ...options });
  after(async () => {
    await simulator.close();
    assert.deepEqual([...complaints], [], "answers that Meta's description does not allow");
  });
  return simulator;
}

/** What came back. `body` is the JSON, or the text where it is none. */
export interface Asked {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

interface Question {
  /** Left out: the default token. `null`: none. */
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** One call to the Graph part under v25.0, or to the path as it is when it begins with a slash. */
export async function ask(simulator: Simulator, method: string, path: string, question: Question = {}): Promise<Asked> {
  const { token = DEFAULT_TOKEN, body, headers = {} } = question;
  const url = path.startsWith("/") ? `${simulator.url}${path}` : `${simulator.url}/v25.0/${path}`;
  const response = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: parsed(text), headers: response.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Registers a number with a PIN. */
export function register(simulator: Simulator, id: string, pin = "123456", question: Question = {}): Promise<Asked> {
  return ask(simulator, "POST", `${id}/register`, { body: { messaging_product: "whatsapp", pin }, ...question });
}

const Envelope = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    code: z.int(),
    error_subcode: z.int().optional(),
    error_data: z
      .looseObject({ messaging_product: z.literal("whatsapp").optional(), details: z.string().optional() })
      .or(z.string())
      .transform((data) => (typeof data === "string" ? { details: data } : data))
      .optional(),
    error_user_title: z.string().optional(),
    error_user_msg: z.string().optional(),
    fbtrace_id: z.string(),
  }),
});

/** The error in an answer. @throws when the answer is none of Graph's errors. */
export function errorIn({ body }: Asked): z.infer<typeof Envelope>["error"] {
  return Envelope.parse(body).error;
}

/** `code` or `code/subcode` of the error in an answer; `none` when it carries none. */
export function codeIn(asked: Asked): string {
  const envelope = Envelope.safeParse(asked.body);
  if (!envelope.success) return "none";
  const { code, error_subcode: subcode } = envelope.data.error;
  return subcode === undefined ? String(code) : `${code}/${subcode}`;
}

const Fields = z.record(z.string(), z.unknown());

/** An answer's body as an object. */
export function fieldsIn({ body }: Asked): Record<string, unknown> {
  return Fields.parse(body);
}

/** The field `status` of a number, read through Graph; `null` when reading fails in whatever way. */
export async function statusOf(simulator: Simulator, id: string): Promise<unknown> {
  try {
    return fieldsIn(await ask(simulator, "GET", `${id}?fields=status`))["status"] ?? null;
  } catch {
    return null;
  }
}
