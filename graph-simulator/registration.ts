import type { NumberState } from "./state.ts";

/** Lets a registration that was accepted earlier become visible once its time or its reads have come. */
export function settle(number: NumberState, now: number): void {
  if (number.acceptedAt === null) return;
  const { connects } = number;
  if (connects === "never") return;
  const due =
    connects === "at_once" ||
    ("seconds" in connects
      ? now >= number.acceptedAt + connects.seconds * 1000
      : number.readsSinceAccepted >= connects.reads);
  if (!due) return;
  number.status = "CONNECTED";
  number.platformType = "CLOUD_API";
  number.acceptedAt = null;
}

/** Takes a registration. A number that is CONNECTED already stays so. */
export function accept(number: NumberState, now: number): void {
  number.registered = true;
  number.lastOnboardedAt = now;
  takeApprovedName(number);
  number.readsSinceAccepted = 0;
  if (number.status === "CONNECTED" && number.platformType === "CLOUD_API") return;
  number.acceptedAt = now;
  settle(number, now);
}

/** A change of the display name that was approved takes effect with the next registration (Meta's guide on display names). */
function takeApprovedName(number: NumberState): void {
  if (number.newDisplayName === null || number.newNameStatus !== "APPROVED") return;
  number.verifiedName = number.newDisplayName;
  number.nameStatus = "APPROVED";
  number.newDisplayName = null;
  number.newNameStatus = null;
}

/** Undoes a registration. What the status is afterwards is a guess. */
export function release(number: NumberState): void {
  number.registered = false;
  number.acceptedAt = null;
  number.status = "DISCONNECTED";
  number.platformType = "NOT_APPLICABLE";
  number.incompleteDeregistration = false;
}
