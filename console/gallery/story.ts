import type { RegistrationResult } from "../../functions/src/contract/register-phone-number.ts";
import { record, told } from "../../functions/src/testing/number-facts.ts";
import { WABA_ID } from "../../graph-simulator/magic/places.ts";
import { DEFAULT_TOKEN } from "../../graph-simulator/magic/tokens.ts";
import { diagnosisWith } from "./diagnoses.ts";
import type { Exhibit } from "./exhibit.ts";
import { adviceOn, HOUR, MINUTE, NO_PERMISSION, OPERATOR, unprovenRefusal, type Scene } from "./scene.ts";

/** One number from #100 to live: as it is refused, as it is once Meta's side was mended, and as it is when its first event came in. */
export async function story(scene: Scene): Promise<Omit<Exhibit, "id">[]> {
  const { situation, view, connected, spent, ago, attempt, failed } = scene;
  const message = adviceOn("missing_permission").message;
  const refusal = attempt(4 * MINUTE, { graphError: NO_PERMISSION, message });
  const isRefused = {
    view,
    attempts: spent(1, 4 * MINUTE),
    registration: failed("missing_permission", { graphError: NO_PERMISSION, cause: "unproven" }),
  };
  const acceptance = attempt(MINUTE, { status: "registered" });
  const isRegistered = {
    view: connected,
    attempts: spent(2, 4 * MINUTE),
    registration: record("registered", { at: ago(MINUTE), by: OPERATOR }),
  };
  const registered: RegistrationResult = {
    status: "registered",
    phoneNumberId: "550000000000001",
    attempts: spent(2, 4 * MINUTE),
    alreadyRegistered: false,
    pin: "in_effect",
  };
  return [
    situation(
      "story: refused",
      { view, attempts: spent(0), registration: record("not_registered", { at: ago(HOUR), by: OPERATOR }) },
      {
        registration: unprovenRefusal(scene),
        turned: situation("", isRefused, { attempts: [refusal] }),
        diagnosis: await diagnosisWith("SIMULATOR-TOKEN-NO-MANAGEMENT"),
      },
    ),
    situation("story: mended", isRefused, {
      attempts: [refusal],
      registration: registered,
      turned: situation("", isRegistered, { attempts: [acceptance, refusal] }),
      diagnosis: await diagnosisWith(DEFAULT_TOKEN),
    }),
    situation(
      "story: live",
      { ...isRegistered, webhook: told({}, ago(0)), sending: { verdict: "ready", at: ago(0) } },
      {
        attempts: [acceptance, refusal],
        events: [{ field: "messages", wabaId: WABA_ID, at: ago(0), value: '{"type":"text"}', expireAt: null }],
      },
    ),
  ];
}
