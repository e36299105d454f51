import type { GraphErrorSpec } from "../faults.ts";
import type { EndpointName } from "../target.ts";
import type { MagicNumber } from "./magic-number.ts";

/** The id of a family whose other twelve digits are a code or a subcode. */
export const padded = (family: "554" | "555", part: number): string => `${family}${String(part).padStart(12, "0")}`;

/** A number one of whose calls is always refused. */
export function refusing(
  id: string,
  endpoint: EndpointName,
  error: GraphErrorSpec,
  row: Omit<MagicNumber, "id" | "state">,
): MagicNumber {
  return { id, ...row, state: { faults: { [endpoint]: { kind: "graph_error", error } } } };
}

/** The number is not verified, and request_code or verify_code refuses with this code and subcode. */
export function verifying(
  id: string,
  endpoint: "request_code" | "verify_code",
  error: GraphErrorSpec,
  note: string,
): MagicNumber {
  const answered = `#${error.code}${error.subcode === undefined ? "" : `, subcode ${error.subcode}`}`;
  return {
    id,
    title: `not verified; ${endpoint} answers ${answered}`,
    standing: "log",
    note,
    state: { codeVerificationStatus: "NOT_VERIFIED", faults: { [endpoint]: { kind: "graph_error", error } } },
  };
}
