import type { GraphErrorSpec } from "../faults.ts";
import { APP_BLOCKED, NO_APP } from "../graph-errors.ts";
import type { MagicNumber, Standing } from "./magic-number.ts";

function refusal(last: number, title: string, error: GraphErrorSpec, standing: Standing, note: string): MagicNumber {
  const id = `5560000000000${last}`;
  return { id, title, standing, note, state: { faults: { register: { kind: "graph_error", error } } } };
}

/** Registrations refused with a code that means several things: which one, only the words or the reads tell. */
export const REFUSALS: readonly MagicNumber[] = [
  refusal(72, "register answers #133010", { code: 133010 }, "doc", "Documented for register too."),
  refusal(73, "register answers #200 API access blocked.", APP_BLOCKED, "log", "Meta has restricted the app itself."),
  refusal(74, "register answers (#200) Provide valid app ID", NO_APP, "log", "No usable token."),
  refusal(
    75,
    "register answers #100 Invalid parameter and nothing more",
    { code: 100, message: "Invalid parameter" },
    "log",
    "A wrapper: neither details nor title nor subcode; every read is in order.",
  ),
  refusal(
    76,
    "register answers (#100) Phone number not verified",
    { code: 100, message: "(#100) Phone number not verified" },
    "claim",
    "Although the read shows VERIFIED.",
  ),
  refusal(
    77,
    "register answers (#100) Param pin must be 6 characters long.",
    { code: 100, message: "(#100) Param pin must be 6 characters long." },
    "log",
    "Although the PIN has six.",
  ),
  refusal(
    78,
    "register answers #100 with subcode 133005, error_data a string",
    {
      code: 100,
      subcode: 133005,
      message: "(#100) Invalid parameter",
      errorData: "Two step verification PIN Mismatch",
    },
    "guess",
    "The form that deregister was seen to answer in (556000000000042), with another of WhatsApp's codes.",
  ),
];
