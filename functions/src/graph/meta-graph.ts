import type { Graph } from "../app/ports.ts";
import type { GraphAccess } from "./access.ts";
import { inspectToken } from "./inspect-token.ts";
import { numbersOfWaba } from "./numbers-of-waba.ts";
import { readNumber } from "./read-number.ts";
import { graphReader } from "./reader.ts";
import { register } from "./register.ts";

/** Meta's Graph API over HTTPS. */
export function metaGraph(access: GraphAccess): Graph {
  const reader = graphReader(access);
  return {
    register: register(access),
    readNumber: (phoneNumberId, deadlineMs) => readNumber(reader, phoneNumberId, deadlineMs),
    inspectToken: (deadlineMs) => inspectToken(reader, access.token, deadlineMs),
    numbersOfWaba: (wabaId, deadlineMs) => numbersOfWaba(reader, wabaId, deadlineMs),
  };
}
