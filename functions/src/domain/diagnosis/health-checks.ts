import { IMPROVE_QUALITY, MEND_HEALTH } from "../advice/steps.ts";
import { isConnected } from "../phone-number.ts";
import { notRead } from "./absence.ts";
import { check } from "./check.ts";
import type { HealthEntity } from "./facts.ts";
import { customer, fail, pass, unknown, warn } from "./finding.ts";

export const quality = check({
  id: "quality",
  title: "Quality rating",
  needs: ["number"],
  decides: false,
  judge: ({ number }) => {
    if (!number.ok) return notRead("The number", number.failure);
    const word = number.value.qualityRating;
    const observed = { qualityRating: word };
    if (word === "GREEN") return pass("High.", observed);
    if (word === "YELLOW") return warn("Medium: recipients have complained.", customer(IMPROVE_QUALITY), observed);
    if (word === "RED") return warn("Low: Meta may limit or flag the number.", customer(IMPROVE_QUALITY), observed);
    if (word === null || word === "UNKNOWN" || word === "NA") return pass("Not rated yet.", observed);
    return unknown(`Meta says ${word}, a word that is not known here.`, null, observed);
  },
});

export const throughput = check({
  id: "throughput",
  title: "Throughput",
  needs: ["throughput"],
  decides: false,
  judge: (facts) => {
    if (!facts.throughput.ok) return notRead("The throughput", facts.throughput.failure);
    const level = facts.throughput.value;
    return pass(level === "NOT_APPLICABLE" ? "None yet: the number is not registered." : `${level}.`, { level });
  },
});

export const messagingHealth = check({
  id: "messaging_health",
  title: "Messaging health",
  needs: ["health", "number"],
  decides: false,
  judge: ({ health, number }) => {
    if (!health.ok) return notRead("The messaging health", health.failure);
    const { canSendMessage, entities } = health.value;
    const inTheWay = entities.filter(
      (entity) => entity.canSendMessage !== null && entity.canSendMessage !== "AVAILABLE",
    );
    const names = inTheWay.map((entity) => inWords(entity));
    const observed = { canSendMessage, inTheWay: names };
    const which = names.length === 0 ? "" : `: ${names.join("; ")}`;
    if (canSendMessage === "AVAILABLE") return pass("Nothing stands in the way of messages.", observed);
    if (canSendMessage === "LIMITED") return warn(`Messages are limited${which}.`, customer(MEND_HEALTH), observed);
    if (canSendMessage !== "BLOCKED")
      return unknown(`Meta says ${canSendMessage}, a word that is not known here.`, null, observed);
    const onlyNumber = inTheWay.every((entity) => entity.type === "PHONE_NUMBER");
    if (onlyNumber && number.ok && !isConnected(number.value)) {
      return pass("No messages yet, as is to be expected of a number that is not connected.", observed);
    }
    return fail(`Messages are blocked${which}.`, customer(MEND_HEALTH), observed);
  },
});

function inWords({ type, canSendMessage, problems }: HealthEntity): string {
  return [`${type} ${canSendMessage ?? ""}`, ...problems].join(", ");
}
