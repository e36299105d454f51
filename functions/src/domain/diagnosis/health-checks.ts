import { isOfCalls } from "../advice/health-codes.ts";
import { IMPROVE_QUALITY, MEND_HEALTH } from "../advice/steps.ts";
import { isRegistered } from "../phone-number.ts";
import { notRead } from "./absence.ts";
import { check } from "./check.ts";
import { messagesAreBlocked, messagesAreLimited } from "./entity-health.ts";
import type { HealthEntity } from "./facts.ts";
import { byCustomer, fail, pass, unknown, warn } from "./finding.ts";

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
    if (word === "YELLOW") return warn("Medium: recipients have complained.", byCustomer(IMPROVE_QUALITY), observed);
    if (word === "RED") return warn("Low: Meta may limit or flag the number.", byCustomer(IMPROVE_QUALITY), observed);
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
    const { canSendMessage: whole, entities } = health.value;
    const isAwaited = number.ok && !isRegistered(number.value);
    const inTheWay = entities.filter(isInTheWay);
    // This is expected while the number is not connected.
    const others = inTheWay.filter((entity) => !(isAwaited && isAboutNumber(entity)));
    const observed = { canSendMessage: whole, inTheWay: inTheWay.map((entity) => inWords(entity)) };
    const which = others.map((entity) => inWords(entity)).join("; ");
    const isOfWhole = (word: string): boolean => whole === word && entities.every((entity) => isAvailable(entity));
    if (others.some(isBlocked) || (isOfWhole("BLOCKED") && !isAwaited))
      return fail(messagesAreBlocked(which), byCustomer(MEND_HEALTH), observed);
    if (others.length > 0 || isOfWhole("LIMITED"))
      return warn(messagesAreLimited(which), byCustomer(MEND_HEALTH), observed);
    if (inTheWay.length > 0 || (isOfWhole("BLOCKED") && isAwaited))
      return pass("No messages yet, as is to be expected of a number that is not connected.", observed);
    if (!KNOWN_WORDS.has(whole)) return unknown(`Meta says ${whole}, a word that is not known here.`, null, observed);
    return pass("Nothing stands in the way of messages.", observed);
  },
});

const KNOWN_WORDS: ReadonlySet<string> = new Set(["AVAILABLE", "LIMITED", "BLOCKED"]);

const isAvailable = ({ canSendMessage: word }: HealthEntity): boolean => word === null || word === "AVAILABLE";

/** Whether an entity keeps messages from going out: its word says so, and its codes are not of calls alone. The whole's word says BLOCKED for those, too. */
const isInTheWay = (entity: HealthEntity): boolean =>
  !isAvailable(entity) && !(entity.codes.length > 0 && entity.notes.length === 0 && entity.codes.every(isOfCalls));

const isAboutNumber = ({ type }: HealthEntity): boolean => type === "PHONE_NUMBER";

const isBlocked = ({ canSendMessage }: HealthEntity): boolean => canSendMessage === "BLOCKED";

function inWords({ type, canSendMessage, problems }: HealthEntity): string {
  return [`${type} ${canSendMessage ?? ""}`, ...problems.map((problem) => problem.replace(/\.$/, ""))].join(", ");
}
