import type { Fault, GraphErrorSpec } from "../faults.ts";
import type { Standing } from "./magic-number.ts";

/** A phone number, without country code, that always meets the same answer when it is added. */
export interface NumberToAdd {
  readonly phoneNumber: string;
  readonly title: string;
  readonly standing: Standing;
  /** The refusal; `null`: it is added. */
  readonly refusal: GraphErrorSpec | null;
  /** What goes wrong with the answer; `null`: nothing. */
  readonly fault: Fault | null;
}

const refused = (phoneNumber: string, title: string, standing: Standing, refusal: GraphErrorSpec): NumberToAdd => ({
  phoneNumber,
  title,
  standing,
  refusal,
  fault: null,
});

const lost = (phoneNumber: string, title: string, fault: Fault): NumberToAdd => ({
  phoneNumber,
  title,
  standing: "guess",
  refusal: null,
  fault,
});

/** A refusal of the family 2388, told apart by title (subcodes documented, titles inferred). */
const titled = (subcode: number, userTitle: string): GraphErrorSpec => ({
  code: 100,
  subcode,
  userTitle,
  userMessage: userTitle,
});

export const PIN_IS_ON: GraphErrorSpec = titled(2_388_001, "Make sure two-step verification is off");
export const IN_THE_LIST: GraphErrorSpec = titled(2_388_012, "Number already in your list");

/** Numbers that are named after the answer they meet: 555 and seven digits of a code or subcode; 5557 and more: a lost answer. */
export const NUMBERS_TO_ADD: readonly NumberToAdd[] = [
  refused("5550200000", "200000, which says no reason", "doc", { code: 200_000 }),
  refused(
    "5552388001",
    "#100, subcode 2388001: the two-step PIN is on, or ownership is not verified",
    "doc",
    PIN_IS_ON,
  ),
  refused("5552388012", "#100, subcode 2388012: it is in the list already, which does not show it", "doc", IN_THE_LIST),
  refused(
    "5552388103",
    "#100, subcode 2388103: one of ten causes",
    "doc",
    titled(2_388_103, "Cannot migrate phone number"),
  ),
  refused("5552494100", "2494100: in maintenance, for minutes", "doc", { code: 2_494_100 }),
  refused("5553095008", "200000, subcode 3095008: one direct app met it", "log", {
    code: 200_000,
    subcode: 3_095_008,
  }),
  refused("5550000002", "#2: a service of Meta's is down", "doc", { code: 2 }),
  lost("5557000001", "it is added, and the connection breaks off in the answer", {
    kind: "reset",
    at: "mid_answer",
    processed: true,
  }),
  lost("5557000002", "it is not added, and the connection breaks off without an answer", {
    kind: "reset",
    at: "body_read",
    processed: false,
  }),
  lost("5557000003", "it is added, and a gateway answers 502 with a page", {
    kind: "replace",
    status: 502,
    body: "<html><body>Bad gateway</body></html>",
    headers: { "content-type": "text/html" },
    processed: true,
  }),
];
