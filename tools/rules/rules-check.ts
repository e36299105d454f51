import { initializeTestEnvironment, type RulesTestEnvironment } from "@firebase/rules-unit-testing";
import { deleteDoc, doc, getDoc, setDoc, setLogLevel, type Firestore } from "firebase/firestore";
import { DEFAULT_CUSTOMERS_CLAIM, DEFAULT_OPERATOR_CLAIM } from "../../functions/src/contract/deployment.ts";
import { customerOf, WHO_MAY, WHOSE, type Whose } from "../../functions/src/testing/who-may.ts";

/** A number and an account of each, and what lies below the number. */
const DOCUMENTS: Readonly<Record<Whose, readonly [number: string, account: string]>> = {
  own: ["550000000000001", "777000000000001"],
  acme: ["550000000000002", "777000000000002"],
  bravo: ["550000000000003", "777000000000003"],
};
const BELOW = ["whatsappAttempts/a", "whatsappEvents/e", "whatsappTestMessages/m", "whatsappTransitions/t"];

const isBelow = (path: string): boolean => path.split("/").length > 2;

/** What is to be read by whoever may see what is theirs. */
const readableOf = (whose: Whose): string[] => {
  const [number, account] = DOCUMENTS[whose];
  const path = `whatsappNumbers/${number}`;
  const ofAccount = `whatsappAccounts/${account}`;
  return [path, ...BELOW.map((below) => `${path}/${below}`), ofAccount, `${ofAccount}/whatsappAttempts/a`];
};

/** When everything came to be whose it is now, and what was written below it. */
const SINCE = "2030-01-02T00:00:00.000Z";
const BEFORE = "2030-01-01T00:00:00.000Z";

/** What was written below what is acme's now before it was: operators read it alone. */
const OLDER = readableOf("acme")
  .filter((path) => isBelow(path))
  .map((path) => `${path}-older`);

/** What the server alone reads. */
const HIDDEN = [
  "whatsappLedgers/550000000000001",
  "whatsappTokenCircuits/0123456789abcdef",
  "whatsappWebhookStates/777000000000001",
  "whatsappReconcilerMemories/0123456789abcdef",
  "whatsappEarlyStatuses/550000000000001:m",
  "whatsappAccountTokens/777000000000002",
];

/** Rules, and where the Firestore emulator is that tries them. */
export interface RulesToCheck {
  readonly rules: string;
  readonly host: string;
  readonly port: number;
  /** The custom claim of operators. */
  readonly operatorClaim: string;
  /** The custom claim that lists a member's customers. */
  readonly customersClaim: string;
}

/** What these rules allow that they must not, or refuse that they must allow: a sentence each. @throws when they do not compile. */
export async function complaintsAboutRules({ rules, host, port, ...names }: RulesToCheck): Promise<string[]> {
  setLogLevel("silent");
  const environment = await initializeTestEnvironment({
    projectId: "demo-rules-check",
    firestore: { host, port, rules },
  });
  try {
    await put(environment);
    const complaints: string[] = [];
    for (const { who, claims, may } of WHO_MAY) {
      const db = as(environment, claims === null ? null : renamed(claims, names));
      const readable = new Set(may.flatMap(readableOf));
      const person = who.charAt(0).toUpperCase() + who.slice(1);
      const paths = [...WHOSE.flatMap(readableOf), ...HIDDEN];
      const found = await Promise.all([
        ...paths.map((path) => complaintsAbout(db, path, readable.has(path))),
        ...OLDER.map((path) => complaintsOfReading(db, path, may.includes("own"))),
      ]);
      complaints.push(...found.flat().map((complaint) => `${person} ${complaint}`));
    }
    return complaints;
  } finally {
    await environment.cleanup();
  }
}

/** Everything bears a customer only at its number and its account, as the server writes it. */
async function put(environment: RulesTestEnvironment): Promise<void> {
  await environment.withSecurityRulesDisabled(async (context) => {
    const db: Firestore = context.firestore() as never;
    for (const whose of WHOSE) {
      const customer = { customerId: customerOf(whose), customerSince: SINCE };
      const then = { at: SINCE, reservedAt: SINCE };
      for (const path of readableOf(whose)) await setDoc(doc(db, path), isBelow(path) ? then : customer);
    }
    for (const path of OLDER) await setDoc(doc(db, path), { at: BEFORE, reservedAt: BEFORE });
  });
}

function as(environment: RulesTestEnvironment, claims: Record<string, unknown> | null): Firestore {
  const context =
    claims === null
      ? environment.unauthenticatedContext()
      : environment.authenticatedContext("somebody", { email_verified: true, ...claims });
  return context.firestore() as never;
}

/** The table's claims under the names that the deployment gives them. */
function renamed(
  claims: Readonly<Record<string, unknown>>,
  { operatorClaim, customersClaim }: Pick<RulesToCheck, "operatorClaim" | "customersClaim">,
): Record<string, unknown> {
  const names = new Map([
    [DEFAULT_OPERATOR_CLAIM, operatorClaim],
    [DEFAULT_CUSTOMERS_CLAIM, customersClaim],
  ]);
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [names.get(name) ?? name, value]));
}

/** What one user may do with a document and must not, or must and may not. */
async function complaintsAbout(db: Firestore, path: string, isReadable: boolean): Promise<string[]> {
  const [reading, writes, deletes] = await Promise.all([
    complaintsOfReading(db, path, isReadable),
    allowed(setDoc(doc(db, `${path}-new`), { mine: true })),
    allowed(deleteDoc(doc(db, `${path}-new`))),
  ]);
  return [...reading, ...(writes ? [`may write ${path}.`] : []), ...(deletes ? [`may delete ${path}.`] : [])];
}

async function complaintsOfReading(db: Firestore, path: string, isReadable: boolean): Promise<string[]> {
  const reads = await allowed(getDoc(doc(db, path)));
  return reads === isReadable ? [] : [`may ${isReadable ? "not " : ""}read ${path}.`];
}

async function allowed(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "permission-denied") return false;
    throw error;
  }
}
