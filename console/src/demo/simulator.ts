import * as z from "zod";

/** Made when it is asked for: a schema of the module's own would stay in builds that are no demo. */
const requestsSchema = () =>
  z.object({
    requests: z.array(
      z.object({
        sequence: z.number(),
        receivedAt: z.string(),
        method: z.string(),
        path: z.string(),
        status: z.number().nullable(),
        fault: z.string().nullable(),
        finishedAt: z.string().nullable(),
      }),
    ),
  });

/** One request that the functions made to Meta, or here: to its stand-in. */
export type SeenRequest = z.infer<ReturnType<typeof requestsSchema>>["requests"][number];

/** Meta's side, as far as the demo lets it be played: the simulator's control API. */
export interface OtherSide {
  /** Takes the permission to send messages off the functions' token, or gives it back. */
  grant(granted: boolean): Promise<void>;
  /** Changes the number at Meta; Meta tells of it where it would. */
  change(phoneNumberId: string, change: Readonly<Record<string, unknown>>): Promise<void>;
  /** Has every time that Meta keeps become older by so many hours. */
  pass(hours: number): Promise<void>;
  /** Has Meta send an event about the number. */
  send(phoneNumberId: string, field: string, value: Readonly<Record<string, unknown>>): Promise<void>;
  /** The requests after one of them, oldest first. */
  requests(after: number): Promise<readonly SeenRequest[]>;
}

/** @throws Error in words where the simulator does not answer, or refuses. */
export function otherSide(url: string): OtherSide {
  const Requests = requestsSchema();
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/_simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    grant: async (granted) =>
      void (await ask("POST", "grants", { permission: "whatsapp_business_messaging", granted })),
    change: async (id, change) => void (await ask("PATCH", `state/numbers/${id}`, change)),
    pass: async (hours) => void (await ask("POST", "passing-time", { hours })),
    send: async (phoneNumberId, field, value) =>
      void (await ask("POST", "webhooks/send", { events: [{ field, phoneNumberId, value }] })),
    requests: async (after) => Requests.parse(await ask("GET", `requests?after=${after}`)).requests,
  };
}
