import { RegistrationRecord } from "../../functions/src/contract/phone-number.ts";
import { RegistrationFailureStatus } from "../../functions/src/contract/register-phone-number.ts";
import { graphError } from "../../functions/src/testing/fixtures.ts";
import { claim, record, told } from "../../functions/src/testing/number-facts.ts";
import { WABA_ID } from "../../graph-simulator/magic/places.ts";
import { DEFAULT_TOKEN } from "../../graph-simulator/magic/tokens.ts";
import { diagnosisWith } from "./diagnoses.ts";
import type { Exhibit } from "./exhibit.ts";
import {
  adviceOn,
  HOUR,
  MINUTE,
  NO_PERMISSION,
  OPERATOR,
  sceneAt,
  unprovenRefusal,
  WRONG_PIN,
  type Scene,
} from "./scene.ts";
import { story } from "./story.ts";

type Made = Omit<Exhibit, "id">;

/** A situation of every kind that the page has to show, as of `now` (ms since the epoch). */
export async function situations(now: number): Promise<readonly Exhibit[]> {
  const scene = sceneAt(now);
  const made = [
    ...(await unregistered(scene)),
    ...(await inUse(scene)),
    ...lost(scene),
    ...afterEveryStatus(scene),
    ...(await story(scene)),
  ];
  return made.map((situation, index) => ({ ...named(situation, index), id: String(550_000_000_001_000 + index) }));
}

const PLACES = ["Coffee", "Bakery", "Books", "Cycles", "Dental", "Flowers", "Garden", "Hotel"];
const TOWNS = ["Harbour", "Northgate", "Riverside", "Old Mill", "Lakeside"];

/** Each its own name and number, so that a list of them looks like one; the number of the story keeps its. */
function named(situation: Made, index: number): Made {
  const { document, title } = situation;
  if (document?.meta === undefined || index < 2 || title.startsWith("story: ")) return situation;
  const verifiedName = `${TOWNS[Math.floor(index / PLACES.length) % TOWNS.length]} ${PLACES[index % PLACES.length]}`;
  const displayPhoneNumber = `+1 555 010 ${4400 + index * 7}`;
  return { ...situation, document: { ...document, meta: { ...document.meta, verifiedName, displayPhoneNumber } } };
}

async function unregistered(scene: Scene): Promise<Made[]> {
  const { situation, view, spent, ago, ahead, attempt, failed } = scene;
  const { message } = adviceOn("missing_permission");
  const wrongPins = Array.from({ length: 10 }, (_, index) =>
    attempt((index * 5 + 1) * HOUR, { status: "pin_mismatch", graphError: WRONG_PIN }),
  );
  return [
    situation("never seen", null),
    situation(
      "ready",
      { view, attempts: spent(0), registration: record("not_registered", { at: ago(HOUR), by: OPERATOR }) },
      {
        registration: unprovenRefusal(scene),
      },
    ),
    situation(
      "access is missing",
      {
        view,
        attempts: spent(1, 4 * MINUTE),
        registration: failed("missing_permission", { graphError: NO_PERMISSION, cause: "unproven" }),
      },
      {
        attempts: [attempt(4 * MINUTE, { graphError: NO_PERMISSION, message })],
        diagnosis: await diagnosisWith("SIMULATOR-TOKEN-NO-MANAGEMENT"),
      },
    ),
    situation(
      "out of attempts",
      {
        view,
        attempts: spent(10, 46 * HOUR),
        registration: failed("rate_limited", { retryAt: ahead(26 * HOUR) }),
      },
      { attempts: wrongPins },
    ),
  ];
}

async function inUse({ situation, connected, spent, ago, attempt, registered }: Scene): Promise<Made[]> {
  const heard = { view: connected, attempts: spent(1), registration: registered, webhook: told({}, ago(29 * HOUR)) };
  const sent = { to: "*******1111", template: "account_ready", language: "en_US", by: OPERATOR } as const;
  return [
    situation(
      "live",
      { ...heard, attempts: spent(2, 54 * HOUR), sending: { verdict: "ready", at: ago(HOUR) } },
      {
        attempts: [
          attempt(29.5 * HOUR, { operation: "send_message", status: "sent" }),
          attempt(30 * HOUR, { status: "registered" }),
          attempt(54 * HOUR, {
            status: "pin_mismatch",
            message: adviceOn("pin_mismatch").message,
            graphError: WRONG_PIN,
          }),
        ],
        messages: [
          { ...sent, status: "read", at: ago(29.5 * HOUR), updatedAt: ago(29.4 * HOUR), failure: null, expireAt: null },
        ],
        events: [
          { field: "messages", wabaId: WABA_ID, at: ago(29.4 * HOUR), value: '{"status":"read"}', expireAt: null },
        ],
        diagnosis: await diagnosisWith(DEFAULT_TOKEN),
      },
    ),
    situation("sends nothing", { ...heard, sending: { verdict: "blocked", at: ago(HOUR) } }),
    situation("its quality is low", { ...heard, view: { ...connected, qualityRating: "RED" } }),
    situation("a new name waits", {
      ...heard,
      webhook: told({ name: claim("APPROVED", ago(2 * MINUTE)) }, ago(29 * HOUR)),
    }),
    situation("shared with the app", { view: { ...connected, isOnBusinessApp: true }, attempts: spent(0) }),
  ];
}

const lost = ({ situation, view, connected, ago, registered }: Scene): Made[] => [
  situation("banned", { view: { ...connected, status: "BANNED" }, registration: registered }),
  situation("its access was lost", {
    view: connected,
    registration: registered,
    access: {
      readable: false,
      at: ago(MINUTE),
      graphError: graphError(100, { subcode: 33, message: "Unsupported get request." }),
    },
  }),
  situation("disconnected", { view: { ...view, status: "DISCONNECTED" }, registration: registered }),
];

function afterEveryStatus({ situation, view, connected, spent, ago, attempt, failed }: Scene): Made[] {
  return RegistrationRecord.shape.status.options.map((status) => {
    const failure = RegistrationFailureStatus.safeParse(status).data;
    const registration =
      failure === undefined
        ? record(status, { at: ago(4 * MINUTE), by: OPERATOR })
        : failed(failure, { graphError: graphError(133_000, { message: "(#133000) Meta's own words" }) });
    const seen = status === "verification_required" ? { ...view, codeVerificationStatus: "NOT_VERIFIED" } : view;
    const { message, graphError: error } = registration;
    return situation(
      `after ${status}`,
      { view: status === "registered" ? connected : seen, attempts: spent(1, 4 * MINUTE), registration },
      status === "not_registered" ? {} : { attempts: [attempt(4 * MINUTE, { status, message, graphError: error })] },
    );
  });
}
