/** An answer before it is put on the wire. A string body is sent as it is, everything else as JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with this body. */
export function ok(body: unknown): Reply {
  return { status: 200, body };
}

/** What Graph answers to a change that worked: `{"success":true}`. */
export const success: Reply = ok({ success: true });
