import { AccountDocument } from "../../functions/src/contract/account.ts";
import { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import { SignupCode } from "../../functions/src/domain/signup-code.ts";
import { BUSINESS_TOKEN, issued, SHOP, SHOP_NUMBER, signupWorld } from "../../functions/src/testing/signup-world.ts";
import type { Defect } from "../planted-defect.ts";
import type { Spy } from "./changing-calls.ts";
import type { Row } from "./row.ts";

type Play = ReturnType<typeof signupWorld>;

/** Longer than any lease. */
const LEASE_ENDS_MS = 130_000;
const NEW_CODE = "AQinventedCode-000000000000000000000009";

/** A process that dies when it has got so many answers, and from then on neither asks nor writes anything; `null`: it lives. */
function mortal(after: number | null): { readonly spy: Spy; readonly answers: () => number } {
  let answers = 0;
  let isDead = false;
  const die = (): never => {
    throw new Error("The process was killed.");
  };
  const spy: Spy = (port) =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return (...given: unknown[]) => {
          if (isDead) return die();
          const answer: unknown = Reflect.apply(method, target, given);
          if (!(answer instanceof Promise)) return answer;
          return answer.then((got: unknown) => {
            answers += 1;
            isDead ||= answers === after;
            return isDead ? die() : got;
          });
        };
      },
    });
  return { spy, answers: () => answers };
}

/** Makes a call that is killed, and answers how many answers it got. What it would have said, nobody hears. */
async function killed(
  after: number | null,
  call: (spy: Spy) => Promise<{ readonly status: string }>,
): Promise<{ readonly answers: number; readonly status: string | null }> {
  const { spy, answers } = mortal(after);
  const status = await call(spy).then(
    (result) => result.status,
    () => null,
  );
  return { answers: answers(), status };
}

const connecting =
  (play: Play) =>
  (spy: Spy): Promise<{ readonly status: string }> => {
    const { signups, graphOf, pending, accounts, tokens, leases } = play.ports;
    return play.connect(
      {},
      {
        signups: spy(signups),
        graphOf: (token) => spy(graphOf(token)),
        pending: spy(pending),
        accounts: spy(accounts),
        tokens: spy(tokens),
        leases: spy(leases),
      },
    );
  };

const disconnecting =
  (play: Play) =>
  (spy: Spy): Promise<{ readonly status: string }> => {
    const { departures, graphOf, leases } = play.leaving;
    return play.disconnect(
      {},
      {
        departures: spy(departures),
        graphOf: (token) => spy(graphOf(token)),
        leases: spy(leases),
      },
    );
  };

const accountIn = (play: Play): AccountDocument | null => {
  const stored = play.document(`whatsappAccounts/${SHOP}`);
  return stored === undefined ? null : AccountDocument.parse(stored);
};
const numberIn = (play: Play): PhoneNumberDocument | null => {
  const stored = play.document(`whatsappNumbers/${SHOP_NUMBER}`);
  return stored === undefined ? null : PhoneNumberDocument.parse(stored);
};
const isSubscribed = (play: Play): boolean => play.meta.accounts.get(SHOP)?.subscribed === true;
const showsToken = (play: Play): boolean => JSON.stringify([play.stored(), play.lines]).includes(BUSINESS_TOKEN);
/** Whether a token is kept anywhere, sealed. */
const keepsToken = (play: Play): boolean =>
  Object.keys(play.stored()).some((path) => typeof play.document(path)?.["sealed"] === "string");

/** Whether an account says that it is connected, and is so on both sides. */
const isWhole = (play: Play): boolean =>
  accountIn(play)?.state === "connected" &&
  isSubscribed(play) &&
  numberIn(play)?.customerId === "acme" &&
  keepsToken(play);

/** Whether an account is disconnected on both sides. */
const isGone = (play: Play): boolean =>
  accountIn(play)?.state === "disconnected" &&
  !isSubscribed(play) &&
  numberIn(play)?.disconnection != null &&
  !keepsToken(play);

/** What a kill after so many answers does to an account that is being connected, and to its token. */
async function connectKilled(after: number): Promise<boolean> {
  const play = signupWorld();
  await killed(after, connecting(play));
  const isExchanged = play.meta.requests.includes("exchange");
  const isKept = keepsToken(play);
  // Between Meta's answer and the first write nobody can save a token; from the next answer on it is kept.
  const isLost = isExchanged && !isKept && play.meta.requests.length > 1;
  const isHalf = accountIn(play)?.state === "connected" && !isWhole(play);
  play.clock.now += LEASE_ENDS_MS;
  if (!isKept) play.meta.codes.set(NEW_CODE, issued(BUSINESS_TOKEN));
  const next = await play.connect({ code: isKept ? null : new SignupCode(NEW_CODE) });
  return isLost || isHalf || next.status !== "connected" || !isWhole(play) || showsToken(play);
}

/** What a kill after so many answers does to an account that is being disconnected. */
async function disconnectKilled(after: number): Promise<boolean> {
  const play = signupWorld();
  await play.connect();
  play.meta.requests.length = 0;
  await killed(after, disconnecting(play));
  const { state } = accountIn(play) ?? {};
  const isHalf =
    (state === "disconnected" && !isGone(play)) || (state === "connected" && play.meta.requests.length > 0);
  const isLost = state !== "disconnected" && !keepsToken(play);
  play.clock.now += LEASE_ENDS_MS;
  const next = await play.disconnect();
  const ends = next.status === "disconnected" || next.status === "not_connected";
  return isHalf || isLost || !ends || !isGone(play) || showsToken(play);
}

/** One call, killed once after each answer that it gets. */
const row = (
  name: string,
  defect: Defect,
  {
    whole,
    killedAfter,
  }: {
    readonly whole: () => Promise<{ readonly answers: number; readonly status: string | null }>;
    readonly killedAfter: (after: number) => Promise<boolean>;
  },
): Row => ({
  name,
  defect,
  ours: async () => {
    const { answers, status } = await whole();
    let done = 0;
    for (let point = 1; point <= answers; point += 1) done += (await killedAfter(point)) ? 1 : 0;
    return { done, vain: status === null || answers < 8 ? "without a kill the call does not end" : undefined };
  },
});

/** An instance that is killed while an account is connected or disconnected loses no token, shows none, and leaves nothing half done. */
export const KILLED_ROWS: readonly Row[] = [
  row(
    "accounts half connected, and tokens lost or shown, by connectAccount killed after any answer that it gets",
    {
      title: "the token of a sign-up is kept only when the account is claimed",
      file: "app/connect-account.ts",
      find: "await ports.pending.keep(ask, reply.token);",
      put: "",
    },
    { whole: () => killed(null, connecting(signupWorld())), killedAfter: connectKilled },
  ),
  row(
    "accounts half disconnected, and tokens lost or shown, by disconnectAccount killed after any answer that it gets",
    {
      title: "the token of an account is deleted before Meta is asked",
      file: "firestore/account-departures.ts",
      find: "documents: [{ ...LEAVING_ACCOUNT, updatedAt: iso(now) }] };",
      put: "documents: [{ ...LEAVING_ACCOUNT, updatedAt: iso(now) }], also: (batch) => void batch.delete(accountTokenRef(db, request.wabaId)) };",
    },
    {
      whole: async () => {
        const play = signupWorld();
        await play.connect();
        return killed(null, disconnecting(play));
      },
      killedAfter: disconnectKilled,
    },
  ),
];
