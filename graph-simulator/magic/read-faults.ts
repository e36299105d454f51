import type { Fault } from "../faults.ts";
import type { NumberState } from "../state.ts";
import type { MagicNumber } from "./magic-number.ts";

const ACCEPTED = "Registering works, but no read can show CONNECTED.";
const JSON_TYPE = { "content-type": "application/json; charset=UTF-8" };

function row(last: number, title: string, state: Partial<NumberState>, note = ACCEPTED): MagicNumber {
  const id = `558${String(last).padStart(12, "0")}`;
  return { id, title, standing: "guess", note, state };
}

const reading = (fault: Fault): Partial<NumberState> => ({ faults: { read_node: fault } });

const replaced = (status: number, body: string, headers: Record<string, string> = {}): Fault => ({
  kind: "replace",
  status,
  body,
  headers,
  processed: false,
});

/** Numbers whose own node cannot be read, or only badly. Lists of the account are not affected. */
export const READ_FAULTS: readonly MagicNumber[] = [
  row(1, "reads hang", reading({ kind: "hang", processed: false })),
  row(2, "reads are reset", reading({ kind: "reset", at: "headers", processed: false })),
  row(3, "reads answer 500 with HTML", reading(replaced(500, "<html>500</html>", { "content-type": "text/html" }))),
  row(4, "reads answer bytes that are not HTTP", reading({ kind: "garbage", processed: false })),
  row(
    5,
    "reads answer JSON of another shape",
    reading(replaced(200, '{"status":7,"code_verification_status":["VERIFIED"],"platform_type":{}}', JSON_TYPE)),
  ),
  row(6, "reads answer an empty object", reading(replaced(200, "{}", JSON_TYPE))),
  row(7, "reads are refused with #10", reading({ kind: "graph_error", error: { code: 10 } })),
  row(8, "reads answer cut JSON", reading({ kind: "truncate" })),
  row(9, "reads drip one byte every ten seconds", reading({ kind: "drip", intervalMs: 10_000 })),
  {
    ...row(
      10,
      "optional fields are refused",
      {
        forbiddenFields: {
          health_status: 100,
          throughput: 100,
          is_on_biz_app: 10,
          last_onboarded_time: 100,
          webhook_configuration: 10,
        },
      },
      "One forbidden field fails a whole read (doc): ask for optional fields apart.",
    ),
    standing: "doc",
  },
  {
    ...row(
      12,
      "optional fields are refused with #200",
      { forbiddenFields: { health_status: 200, throughput: 200, last_onboarded_time: 200, account_mode: 200 } },
      "A #200 for one field concerns this field alone.",
    ),
    standing: "log",
  },
  row(11, "reads show a status that nobody knows", {
    status: "BRAND_NEW_STATUS",
    platformType: "BRAND_NEW_PLATFORM",
    qualityRating: "PURPLE",
    connects: "never",
  }),
];
