import type { MetaView } from "../../../functions/src/contract/phone-number.ts";
import type { Tone } from "./tone.ts";

/** One of Meta's words about the number, and what it means where we know it. */
export interface MetaRow {
  readonly label: string;
  readonly word: string;
  readonly meaning: string | null;
  readonly tone: Tone;
}

type Meanings = Readonly<Record<string, readonly [meaning: string, tone: Tone]>>;

/** What says nothing of the number has no meaning here either (domain/number-status.ts): OFFLINE, UNVERIFIED, UNKNOWN. */
const STATUS: Meanings = {
  CONNECTED: ["registered and able to send", "good"],
  PENDING: ["not registered yet", "busy"],
  DISCONNECTED: ["not connected", "bad"],
  BANNED: ["banned by Meta", "bad"],
  RESTRICTED: ["has used up its message limit, or is restricted", "bad"],
  FLAGGED: ["its quality is watched by Meta", "warn"],
  RATE_LIMITED: ["limited by Meta for a while", "warn"],
  MIGRATED: ["moved to another account", "bad"],
  DELETED: ["deleted from the account", "bad"],
};

const VERIFICATION: Meanings = {
  VERIFIED: ["the business owns it", "good"],
  NOT_VERIFIED: ["ownership still to be proved", "warn"],
  UNVERIFIED: ["ownership still to be proved", "warn"],
  EXPIRED: ["proved long ago; usual for registered numbers", "plain"],
};

const NAME: Meanings = {
  APPROVED: ["approved by Meta", "good"],
  AVAILABLE_WITHOUT_REVIEW: ["usable without a review", "good"],
  PENDING_REVIEW: ["under review", "busy"],
  DECLINED: ["declined; choose another", "bad"],
  EXPIRED: ["its certificate has expired", "warn"],
  NONE: ["no name yet", "plain"],
  NON_EXISTS: ["no name yet", "plain"],
};

const QUALITY: Meanings = {
  GREEN: ["rated high", "good"],
  YELLOW: ["rated medium", "warn"],
  RED: ["rated low", "bad"],
  UNKNOWN: ["not rated yet", "plain"],
  NA: ["not rated yet", "plain"],
};

const PLATFORM: Meanings = {
  CLOUD_API: ["the Cloud API", "good"],
  ON_PREMISE: ["the WhatsApp Business app, or the old on-premises API", "warn"],
  NOT_APPLICABLE: ["none yet", "plain"],
};

/** Meta's word for how a number stands. */
export const statusRow = (word: string | null): MetaRow => row("Status", word, STATUS);

/** Meta's own words about a number, each with its meaning. A word that is not known here is shown as it is. */
export function metaRows(view: MetaView): readonly MetaRow[] {
  return [
    statusRow(view.status),
    row("Ownership", view.codeVerificationStatus, VERIFICATION),
    row("Display name", view.nameStatus, NAME),
    ...(view.newNameStatus === null ? [] : [row("Next display name", view.newNameStatus, NAME)]),
    row("Quality", view.qualityRating, QUALITY),
    row("Platform", view.platformType, PLATFORM),
  ];
}

function row(label: string, word: string | null, meanings: Meanings): MetaRow {
  const known = word !== null && Object.hasOwn(meanings, word) ? meanings[word] : undefined;
  const [meaning, tone] = known ?? [null, "plain"];
  return { label, word: word ?? "not told", meaning, tone };
}
