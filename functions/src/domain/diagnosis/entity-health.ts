import type { CheckId } from "../../contract/diagnose-access.ts";
import { healthCode, isOfCalls } from "../advice/health-codes.ts";
import { MEND_HEALTH } from "../advice/steps.ts";
import { notRead } from "./absence.ts";
import { check, type Check } from "./check.ts";
import type { Fact, HealthEntity, MessagingHealth } from "./facts.ts";
import { byCustomer, fail, pass, unknown, warn, type Finding, type Remedy } from "./finding.ts";

/** One entity of `health_status`; `undefined`: Meta did not mention it, or could not be read. */
export function entityOf(health: Fact<MessagingHealth>, type: string): HealthEntity | undefined {
  return health.ok ? health.value.entities.find((entity) => entity.type === type) : undefined;
}

/**
 * A check of one entity of `health_status`: Meta's word for that entity decides, and its codes say what to do. The word for the whole is
 * not looked at: Meta prints BLOCKED there where calls alone are (Meta, Health status).
 */
export function entityHealth(id: CheckId, title: string, type: string): Check<"health"> {
  return check({
    id,
    title,
    needs: ["health"],
    decides: false,
    judge: ({ health }) => {
      if (!health.ok) return notRead("The messaging health", health.failure);
      const entity = entityOf(health, type);
      return entity === undefined ? unknown(`Meta says nothing of the entity ${type}.`, null) : judged(entity);
    },
  });
}

function judged(entity: HealthEntity): Finding {
  const { canSendMessage, codes, notes } = entity;
  const observed = { canSendMessage, codes: codes.filter((code) => code !== null) };
  if (canSendMessage === "AVAILABLE") return pass("Messages can be sent.", observed);
  if (canSendMessage !== "BLOCKED" && canSendMessage !== "LIMITED") {
    const words = canSendMessage === null ? "no word" : `${canSendMessage}, a word that is not known here`;
    return unknown(`Meta says ${words}.`, null, observed);
  }
  if (codes.length > 0 && notes.length === 0 && codes.every(isOfCalls))
    return pass(`Meta's ${canSendMessage} concerns calls alone (${codes.join(", ")}).`, observed);
  const reasons = reasonsOf(entity);
  return canSendMessage === "BLOCKED"
    ? fail(messagesAreBlocked(reasons), remedyOf(entity), observed)
    : warn(messagesAreLimited(reasons), remedyOf(entity), observed);
}

/** `reasons`: one after the other, or nothing. */
export const messagesAreBlocked = (reasons: string): string =>
  reasons === "" ? "Messages are blocked." : `Messages are blocked: ${reasons}.`;

export const messagesAreLimited = (reasons: string): string =>
  reasons === "" ? "Messages are limited." : `Messages are limited: ${reasons}.`;

/** What is wrong, each thing once: with its code and our words where it is known, else in Meta's. */
function reasonsOf({ codes, problems }: HealthEntity): string {
  const known = codes.flatMap((code) => {
    const row = healthCode(code);
    return row === undefined || row.remedy === null ? [] : [`${row.meaning} (${row.code})`];
  });
  const named = codes.filter((code) => code !== null && healthCode(code) === undefined);
  const words = known.length > 0 && named.length === 0 ? known : [...known, ...named.map(String), ...problems];
  return words.join("; ").replace(/\.$/, "");
}

function remedyOf({ codes }: HealthEntity): Remedy {
  const [first, ...more] = codes.flatMap((code) => healthCode(code)?.remedy ?? []);
  if (first === undefined) return byCustomer(MEND_HEALTH);
  return { actor: first.actor, resolution: [...first.resolution, ...more.flatMap(({ resolution }) => resolution)] };
}
