import type { RecordedRequest } from "../../graph-simulator/request-log.ts";
import type { Simulator } from "../../graph-simulator/server.ts";

/** The requests that Meta would count against the number's budget of registrations: the truth about what was sent. */
export function registerPosts(simulator: Simulator, phoneNumberId: string): RecordedRequest[] {
  return simulator.requests({ phoneNumberId, endpoint: "register", method: "POST" }).slice();
}
