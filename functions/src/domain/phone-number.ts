import type { MetaView } from "../contract/phone-number.ts";
import { isFuture } from "./believed-time.ts";
import { numberStatus, saysNotRegistered } from "./number-status.ts";

/** Platforms on which a number that Meta calls registered is not registered with the Cloud API. */
const ELSEWHERE: ReadonlySet<string | null> = new Set(["ON_PREMISE", "NOT_APPLICABLE"]);

/**
 * True when reading the number proves that it is connected to the Cloud API: `CONNECTED`, and on no other platform nor on none
 * (`CLOUD_API` in logs). Where Meta does not show the platform, the status alone has to do.
 */
export function isConnected(view: MetaView): boolean {
  return view.status === "CONNECTED" && !ELSEWHERE.has(view.platformType);
}

const isCalledRegistered = ({ status }: MetaView): boolean => numberStatus(status).registered === "yes";

/** True when Meta's word says registered, on a platform other than the Cloud API or on none: with the Cloud API it is not. */
export function isRegisteredElsewhere(view: MetaView): boolean {
  return isCalledRegistered(view) && ELSEWHERE.has(view.platformType);
}

/**
 * True when Meta shows the number as registered with the Cloud API: connected, or with something to complain of. What only asks whether
 * something is left to be done asks this; what a call answers as `registered` is connected, and nothing less.
 */
export function isRegistered(view: MetaView): boolean {
  return isCalledRegistered(view) && !ELSEWHERE.has(view.platformType);
}

/**
 * True when Meta shows the number as not registered with the Cloud API: by its word, or as registered elsewhere. A word that says nothing
 * of registering, such as BANNED, does not.
 */
export function isOff(view: MetaView): boolean {
  return saysNotRegistered(view) || isRegisteredElsewhere(view);
}

/**
 * True when the number is held by the WhatsApp Business app, where the Cloud API cannot register it (seen in a log: `DISCONNECTED`
 * with `ON_PREMISE`). Where Meta says that it is not on the app, `ON_PREMISE` is the old On-Premises API, from which registering
 * with the number's PIN moves it.
 */
export function isOnBusinessApp(view: MetaView): boolean {
  return view.isOnBusinessApp === true || (view.platformType === "ON_PREMISE" && view.isOnBusinessApp !== false);
}

/** True when the number is held by the WhatsApp Business app, and not registered with the Cloud API besides. */
export function isOnBusinessAppAlone(view: MetaView): boolean {
  return isOnBusinessApp(view) && !isRegistered(view);
}

/** True when the number is used by the WhatsApp Business app and the Cloud API at once. Such a number is already registered. */
export function isCoexistent(view: MetaView): boolean {
  return view.isOnBusinessApp === true && isRegistered(view);
}

/** The digits that every number begins with which Meta provides. */
const PROVIDED = /^1555\d{7}$/;

/** Whether Meta provided the number (+1 555), which then sends nothing before its display name is APPROVED; `null`: its digits are not shown. */
export function isProvidedByMeta({ displayPhoneNumber }: MetaView): boolean | null {
  const digits = digitsOf(displayPhoneNumber);
  return digits === null ? null : PROVIDED.test(digits);
}

/** True when Meta is reviewing the display name, or another one that was asked for. */
export function isNameInReview({ nameStatus, newNameStatus }: MetaView): boolean {
  return nameStatus === "PENDING_REVIEW" || newNameStatus === "PENDING_REVIEW";
}

/**
 * True when Meta says in so many words that ownership was not verified. `EXPIRED` is not that: Meta shows it for
 * numbers that registered long ago; nor is `UNVERIFIED`, which Meta's OpenAPI description ties to two-step verification
 * and even asks for before registering. Both stop nothing.
 */
export function isUnverified(view: MetaView): boolean {
  return view.codeVerificationStatus === "NOT_VERIFIED";
}

/** True when Meta says in so many words that ownership is verified. */
export function isVerified(view: MetaView): boolean {
  return view.codeVerificationStatus === "VERIFIED";
}

const isInFuture = (time: string | null, now: number): boolean => time !== null && isFuture(Date.parse(time), now);

/**
 * A reading as far as it can be believed at a time in ms: it was taken by then, and a time of onboarding that has not come yet is
 * none. What needs no change is the very same object.
 */
export function believedView(view: MetaView, now: number): MetaView {
  const { observedAt, lastOnboardedAt } = view;
  if (!isInFuture(observedAt, now) && !isInFuture(lastOnboardedAt, now)) return view;
  return {
    ...view,
    observedAt: isInFuture(observedAt, now) ? new Date(now).toISOString() : observedAt,
    lastOnboardedAt: isInFuture(lastOnboardedAt, now) ? null : lastOnboardedAt,
  };
}

/**
 * The newer of two observations by Meta's clock: a late answer never overwrites a newer one. One that lies in the future wins
 * nothing, stored or seen. `now`: Firestore's time, in ms since the epoch.
 */
export function newerView(stored: MetaView | undefined, seen: MetaView, now: number): MetaView {
  const believed = believedView(seen, now);
  if (stored === undefined || isInFuture(stored.observedAt, now)) return believed;
  return stored.observedAt > believed.observedAt ? stored : believed;
}

/**
 * Whether reading the number shows that a registration whose answer was lost did succeed. Being connected proves it, except
 * where the number was registered before (`force`): then only a new time of onboarding does.
 */
export function provesRegistration(before: MetaView | null, after: MetaView, force: boolean): boolean {
  if (!isConnected(after)) return false;
  if (!force || (before !== null && !isRegistered(before))) return true;
  return (
    before !== null &&
    after.lastOnboardedAt !== null &&
    before.lastOnboardedAt !== null &&
    after.lastOnboardedAt !== before.lastOnboardedAt
  );
}

/** The digits of a phone number as people write it: what webhooks name the number by. */
export function digitsOf(displayPhoneNumber: string | null): string | null {
  const digits = (displayPhoneNumber ?? "").replaceAll(/\D/g, "");
  return digits === "" ? null : digits;
}

/** Whether reading the number shows that a deregistration whose answer was lost did succeed: it was registered, and is off. */
export function provesDeregistration(before: MetaView | null, after: MetaView): boolean {
  return before !== null && isRegistered(before) && isOff(after);
}
