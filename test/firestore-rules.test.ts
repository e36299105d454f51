import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import {
  assertFails,
  assertSucceeds,
  initializeTestEnvironment,
  type RulesTestEnvironment,
} from "@firebase/rules-unit-testing";
import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  documentId,
  getDoc,
  getDocs,
  limit,
  orderBy,
  query,
  setDoc,
  updateDoc,
  where,
  type Firestore,
  type Query,
} from "firebase/firestore";
import { customerOf, WHO_MAY, WHOSE, type WhoMay, type Whose } from "../functions/src/testing/who-may.ts";

const IDS: Readonly<Record<Whose, string>> = { own: "1", acme: "2", bravo: "3" };
const numberOf = (whose: Whose): string => `whatsappNumbers/55000000000000${IDS[whose]}`;
const accountOf = (whose: Whose): string => `whatsappAccounts/77700000000000${IDS[whose]}`;
const BELOW = ["whatsappAttempts", "whatsappEvents", "whatsappTestMessages", "whatsappTransitions"];

/** Since when a number or an account is whose it is now, and what lies below it from before and from since then. */
const SINCE = "2030-01-02T00:00:00.000Z";
const BEFORE = "2030-01-01T23:59:59.999Z";
const timeOf = (path: string): string => (path.includes("whatsappAttempts") ? "reservedAt" : "at");

const belowOf = (whose: Whose): string[] => [
  ...BELOW.map((name) => `${numberOf(whose)}/${name}/x`),
  `${accountOf(whose)}/whatsappAttempts/x`,
];
/** What was written below it when it was somebody else's, or nobody's. */
const olderOf = (whose: Whose): string[] => belowOf(whose).map((path) => `${path}-older`);
/** What has no time that tells. */
const timelessOf = (whose: Whose): string[] => belowOf(whose).map((path) => `${path}-timeless`);
const readableOf = (whose: Whose): string[] => [numberOf(whose), accountOf(whose), ...belowOf(whose)];

/** Numbers that were written before there were customers have no such field. */
const UNMARKED = "whatsappNumbers/550000000000009";
const ABSENT = ["whatsappNumbers/550000000000008", "whatsappAccounts/777000000000008"];
const HIDDEN = [
  "whatsappLedgers/550000000000001",
  "whatsappRequests/0123456789abcdef",
  "whatsappTokenCircuits/0123456789abcdef",
  "whatsappWebhookStates/777000000000001",
  "whatsappAccountTokens/777000000000002",
  "phoneNumberIndex/777000000000001_15550001",
  `${numberOf("acme")}/secrets/s`,
  "users/u",
];

let environment: RulesTestEnvironment;

before(async () => {
  const [host, port] = (process.env["FIRESTORE_EMULATOR_HOST"] ?? "").split(":");
  assert.ok(host !== undefined && port !== undefined, "the Firestore emulator must be running: use npm test");
  environment = await initializeTestEnvironment({
    projectId: "demo-rules",
    firestore: {
      host,
      port: Number(port),
      rules: await readFile(new URL("../firestore.rules", import.meta.url), "utf8"),
    },
  });
  await environment.withSecurityRulesDisabled(async (context) => {
    const db: Firestore = context.firestore() as never;
    for (const whose of WHOSE) {
      for (const path of [numberOf(whose), accountOf(whose)])
        await setDoc(doc(db, path), { customerId: customerOf(whose), customerSince: SINCE });
      for (const path of belowOf(whose)) await setDoc(doc(db, path), { [timeOf(path)]: SINCE });
      for (const path of olderOf(whose)) await setDoc(doc(db, path), { [timeOf(path)]: BEFORE });
      for (const path of timelessOf(whose)) await setDoc(doc(db, path), { [timeOf(path)]: null });
    }
    for (const path of [UNMARKED, ...HIDDEN]) await setDoc(doc(db, path), { here: true });
  });
});

after(() => environment.cleanup());

/** The database as one user sees it. */
function openedBy(claims: WhoMay["claims"]): Firestore {
  const context =
    claims === null ? environment.unauthenticatedContext() : environment.authenticatedContext("somebody", claims);
  return context.firestore() as never;
}

for (const { who, claims, may } of WHO_MAY) {
  describe(`the rules, for ${who}`, () => {
    const isOperator = may.includes("own");
    let theirs: Firestore | undefined;
    const db = (): Firestore => (theirs ??= openedBy(claims));
    const outcome = (allowed: boolean) => (allowed ? assertSucceeds : assertFails);

    for (const whose of WHOSE) {
      const allowed = may.includes(whose);
      const can = allowed ? "reads" : "may not read";

      it(`${can} what is ${whose}'s`, async () => {
        await Promise.all(readableOf(whose).map((path) => outcome(allowed)(getDoc(doc(db(), path)))));
      });

      it(`${can} the history of ${whose}'s number`, async () => {
        const histories = BELOW.map((name) => collection(db(), `${numberOf(whose)}/${name}`));
        for (const history of histories) {
          const time = timeOf(history.path);
          const newest = query(history, where(time, ">=", SINCE), orderBy(time, "desc"), limit(50));
          await outcome(allowed)(getDocs(newest));
          if (allowed) assert.equal((await getDocs(newest)).size, 1);
        }
      });

      it(`${isOperator ? "reads" : "may not read"} what is older below what is ${whose}'s now`, async () => {
        await Promise.all(
          [...olderOf(whose), ...timelessOf(whose)].map((path) => outcome(isOperator)(getDoc(doc(db(), path)))),
        );
        const all = [...BELOW.map((name) => `${numberOf(whose)}/${name}`), `${accountOf(whose)}/whatsappAttempts`];
        const queries = all.flatMap((path) => {
          const [history, time] = [collection(db(), path), timeOf(path)];
          return [
            query(history, orderBy(time, "desc"), limit(50)),
            query(history, where(time, ">=", BEFORE), orderBy(time, "desc"), limit(50)),
          ];
        });
        await Promise.all(queries.map((each) => outcome(isOperator)(getDocs(each))));
      });

      const customerId = customerOf(whose);
      if (customerId === null) continue;
      it(`${allowed ? "lists" : "may not list"} ${whose}'s numbers and accounts`, async () => {
        for (const name of ["whatsappNumbers", "whatsappAccounts"]) {
          const listed: Query = query(
            collection(db(), name),
            where("customerId", "==", customerId),
            orderBy(documentId()),
          );
          await outcome(allowed)(getDocs(listed));
          if (allowed) assert.equal((await getDocs(listed)).size, 1);
        }
      });
    }

    it(`${isOperator ? "lists" : "may not list"} all numbers, all accounts and those of nobody`, async () => {
      for (const name of ["whatsappNumbers", "whatsappAccounts"]) {
        await outcome(isOperator)(getDocs(collection(db(), name)));
        await outcome(isOperator)(getDocs(query(collection(db(), name), where("customerId", "==", null))));
        await outcome(isOperator)(
          getDocs(query(collection(db(), name), where("customerId", "in", ["acme", "bravo", "x"]))),
        );
      }
      await outcome(isOperator)(getDoc(doc(db(), UNMARKED)));
    });

    it("learns of what is absent no more than of what is others'", async () => {
      for (const path of ABSENT) await outcome(isOperator)(getDoc(doc(db(), path)));
    });

    it("may not read what is the server's alone, nor search below all numbers at once", async () => {
      await Promise.all(HIDDEN.map((path) => assertFails(getDoc(doc(db(), path)))));
      await Promise.all(BELOW.map((name) => assertFails(getDocs(collectionGroup(db(), name)))));
    });

    it("may not create, change or delete anything", async () => {
      const paths = [...WHOSE.flatMap(readableOf), ...HIDDEN, UNMARKED];
      await Promise.all(
        paths.flatMap((path) => [
          assertFails(setDoc(doc(db(), `${path}-new`), { customerId: "acme" })),
          assertFails(updateDoc(doc(db(), path), { customerId: "acme" })),
          assertFails(deleteDoc(doc(db(), path))),
        ]),
      );
    });
  });
}
