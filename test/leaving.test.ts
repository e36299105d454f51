import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { z } from "zod";
import { createWatchers, type Listed, type Watchers } from "../client/src/watch.ts";
import { AccountDocument } from "../functions/src/contract/account.ts";
import { AccountConnectionResult } from "../functions/src/contract/connect-account.ts";
import { AccountDisconnectionResult } from "../functions/src/contract/disconnect-account.ts";
import { type AttemptDocument, PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { Firestore } from "../tools/product-packages.ts";
import { call, env, storedAt, type CallableAnswer } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { firstTold } from "./harness/first-told.ts";
import { endDialog, simulatorForSignups } from "./harness/signup.ts";

const ABSENT = { wabaId: "777000000000909", phoneNumberId: "550000000000909" };
/** What is kept of a caller's own requests, whatever they were about. */
const CALLERS_OWN: ReadonlySet<string> = new Set(["whatsappPendingConnections", "whatsappRequests"]);
/** Meta's own mark of every answer. */
const META_TRACE = /"fbtraceId":"[^"]*"/u;
const PIN = "424242";

/** A sign-up as a page hands it in. */
interface Handed {
  readonly code: string;
  readonly wabaId: string;
  readonly phoneNumberId: string;
}

describe("two customers, through the emulators", () => {
  let simulator: Simulator;
  let db: Firestore;
  let acme: EmulatorSession;
  let bravo: EmulatorSession;
  let operator: EmulatorSession;
  let theirs: Handed;

  const closing = closedAfterTests();
  before(async () => {
    simulator = await simulatorForSignups(closing, { delivers: false });
    db = new Firestore({ projectId: env("GCLOUD_PROJECT") });
    closing({ close: () => db.terminate() });
    acme = closing(await openSession(process.env, { whatsappCustomers: ["acme"] }));
    bravo = closing(await openSession(process.env, { whatsappCustomers: ["bravo"] }));
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
  });

  /** Plays a sign-up to its end, in a new account unless one is named. */
  async function signUp(wabaId?: string): Promise<Handed> {
    const ended = await endDialog(simulator, { announces: [], ...(wabaId === undefined ? {} : { wabaId }) });
    const [phoneNumberId = assert.fail("no number was chosen")] = ended.phoneNumberIds;
    return { code: ended.code ?? assert.fail("no code was given"), wabaId: ended.wabaId, phoneNumberId };
  }

  const asked = async (by: EmulatorSession, name: string, request: object): Promise<CallableAnswer> =>
    call(name, request, await by.idToken());
  const connect = async (by: EmulatorSession, request: object) =>
    AccountConnectionResult.parse((await asked(by, "connectAccount", request)).result);
  const disconnect = async (by: EmulatorSession, request: object) =>
    AccountDisconnectionResult.parse((await asked(by, "disconnectAccount", request)).result);

  /** Everything that is stored, but what belongs to callers' own sign-ups. */
  async function stored(): Promise<Record<string, unknown>> {
    const collections = (await db.listCollections()).filter(({ id }) => !CALLERS_OWN.has(id));
    const pages = await Promise.all(collections.map((collection) => collection.get()));
    return Object.fromEntries(pages.flatMap(({ docs }) => docs.map((one) => [one.ref.path, one.data()])));
  }

  it("a member connects an account and registers its number", async () => {
    theirs = await signUp();
    const result = await connect(acme, theirs);
    assert.deepEqual([result.status, "customerId" in result && result.customerId], ["connected", "acme"]);
    const { phoneNumberId } = theirs;
    const registered = await asked(acme, "registerPhoneNumber", { phoneNumberId, pin: PIN });
    assert.partialDeepStrictEqual(registered.result, { status: "registered" });
  });

  it("another customer's attempts fail as if nobody had the account, and change nothing", async () => {
    const untouched = await stored();
    const { wabaId, phoneNumberId } = theirs;
    /** The same request about what is acme's and about what is nobody's: but for the ids, the answers are one. */
    const alike = async (name: string, request: (ids: typeof ABSENT) => Promise<object>): Promise<unknown> => {
      const [here, nowhere] = [{ wabaId, phoneNumberId }, ABSENT];
      const answers = [];
      for (const ids of [here, nowhere]) {
        const { httpStatus, body } = await asked(bravo, name, await request(ids));
        answers.push({
          httpStatus,
          body: JSON.stringify(body)
            .replaceAll(ids.wabaId, "")
            .replaceAll(ids.phoneNumberId, "")
            .replace(META_TRACE, '"fbtraceId":null'),
        });
      }
      assert.deepEqual(answers[0], answers[1], name);
      return JSON.parse(answers[0]?.body ?? "");
    };
    const status = (word: string) => ({ result: { status: word } });
    const own = await signUp();
    // A good code of their own beside somebody else's account, and somebody else's number beside an account of their own.
    assert.partialDeepStrictEqual(
      await alike("connectAccount", async (ids) => ({ ...(await signUp()), wabaId: ids.wabaId })),
      status("account_not_shared"),
    );
    assert.partialDeepStrictEqual(
      await alike("connectAccount", async (ids) => ({
        ...(await signUp(own.wabaId)),
        phoneNumberId: ids.phoneNumberId,
      })),
      status("account_not_shared"),
    );
    // A code that was acme's, and none.
    const { code } = theirs;
    assert.partialDeepStrictEqual(
      await alike("connectAccount", async ({ wabaId: id }) => ({ wabaId: id, code })),
      status("code_refused"),
    );
    assert.partialDeepStrictEqual(
      await alike("connectAccount", async ({ wabaId: id }) => ({ wabaId: id, requestId: `try-${id}` })),
      status("account_not_shared"),
      "what their own code gave does not reach the account",
    );
    assert.partialDeepStrictEqual(await alike("disconnectAccount", async ({ wabaId: id }) => ({ wabaId: id })), {
      error: { status: "NOT_FOUND" },
    });
    for (const customerId of ["acme", "nobody"]) {
      const { error } = await asked(bravo, "connectAccount", { ...own, customerId });
      assert.equal(error?.status, "NOT_FOUND");
    }
    assert.deepEqual(await stored(), untouched);
    const { wabaId: ownWaba, phoneNumberId: ownNumber } = own;
    const taken = await connect(bravo, { wabaId: ownWaba, phoneNumberId: ownNumber });
    assert.equal(taken.status, "connected", "what their own code gave is good still");
    assert.equal((await disconnect(bravo, { wabaId: ownWaba })).status, "disconnected");
  });

  it("who has the account is told to nobody, also where Meta lets them have it", async () => {
    const untouched = await storedAt(`whatsappAccounts/${theirs.wabaId}`);
    const shared = await signUp(theirs.wabaId);
    const result = await connect(bravo, shared);
    assert.equal(result.status, "account_taken");
    assert.ok(!JSON.stringify(result).includes("acme"));
    assert.deepEqual(await storedAt(`whatsappAccounts/${theirs.wabaId}`), untouched);
  });

  it("the deployment's own account is nobody's to disconnect", async () => {
    const wabaId = "777000000000001";
    assert.equal((await disconnect(operator, { wabaId })).status, "own_account");
    assert.equal((await asked(acme, "disconnectAccount", { wabaId })).error?.status, "NOT_FOUND");
    assert.equal((await asked(acme, "disconnectAccount", {})).error?.status, "INVALID_ARGUMENT");
  });

  it("a customer leaves: the token is gone, Meta sends nothing more, and nobody acts on the number", async () => {
    const { wabaId, phoneNumberId } = theirs;
    const result = await disconnect(acme, { wabaId });
    assert.equal(result.status, "disconnected");
    assert.equal(await storedAt(`whatsappAccountTokens/${wabaId}`), null);
    assert.deepEqual(simulator.state.wabas.get(wabaId)?.subscribedApps, []);
    const account = z
      .object({ state: z.string(), token: z.unknown() })
      .parse(await storedAt(`whatsappAccounts/${wabaId}`));
    assert.deepEqual(account, { state: "disconnected", token: { state: "deleted", expiresAt: null } });
    for (const by of [acme, operator]) {
      const { error } = await asked(by, "refreshPhoneNumber", { phoneNumberId });
      assert.equal(error?.status, "NOT_FOUND");
      assert.equal((await disconnect(by, { wabaId })).status, "not_connected");
    }
  });

  it("another customer takes the account over, and reads nothing of what was before", async () => {
    const { wabaId, phoneNumberId } = theirs;
    const result = await connect(bravo, await signUp(wabaId));
    assert.equal(result.status, "connected");
    const stands = (await db.doc(`whatsappAccounts/${wabaId}`).get()).data();
    assert.equal(AccountDocument.parse(stands).customerId, "bravo");
    const number = PhoneNumberDocument.parse((await db.doc(`whatsappNumbers/${phoneNumberId}`).get()).data());
    assert.deepEqual([number.customerId, number.registration, number.disconnection], ["bravo", undefined, null]);
    const attemptsFor = (watchers: Watchers) =>
      firstTold<readonly Listed<AttemptDocument>[]>((onChange, onError) =>
        watchers.watchAttempts(phoneNumberId, onChange, onError),
      );
    assert.deepEqual(await attemptsFor(createWatchers(bravo.app)), []);
    const all = await attemptsFor(createWatchers(operator.app));
    assert.ok(all.length > 0, "operators keep seeing it");
    await assert.rejects(attemptsFor(createWatchers(acme.app)));
    const calls = await firstTold<readonly Listed<unknown>[]>((onChange, onError) =>
      createWatchers(bravo.app).watchAccountAttempts(wabaId, onChange, onError),
    );
    assert.equal(calls.length, 1, "their own connecting alone");
  });
});
