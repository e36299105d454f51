import { initializeTestEnvironment } from "@firebase/rules-unit-testing";
import { deleteDoc, doc, getDoc, setDoc, setLogLevel, type Firestore } from "firebase/firestore";

const NUMBER = "whatsappNumbers/550000000000001";

/** What operators read. */
const READABLE = [
  NUMBER,
  `${NUMBER}/whatsappAttempts/a`,
  `${NUMBER}/whatsappEvents/e`,
  `${NUMBER}/whatsappTestMessages/m`,
  `${NUMBER}/whatsappTransitions/t`,
];

/** What the server alone reads. */
const HIDDEN = [
  "whatsappLedgers/550000000000001",
  "whatsappTokenCircuits/0123456789abcdef",
  "whatsappWebhookStates/777000000000001",
  "whatsappReconcilerMemories/0123456789abcdef",
  "whatsappEarlyStatuses/550000000000001:m",
];

/** Rules, and where the Firestore emulator is that tries them. */
export interface RulesToCheck {
  readonly rules: string;
  readonly host: string;
  readonly port: number;
  /** The custom claim of operators. */
  readonly claim: string;
}

/** What these rules allow that they must not, or refuse that they must allow: a sentence each. @throws when they do not compile. */
export async function complaintsAboutRules({ rules, host, port, claim }: RulesToCheck): Promise<string[]> {
  setLogLevel("silent");
  const environment = await initializeTestEnvironment({
    projectId: "demo-rules-check",
    firestore: { host, port, rules },
  });
  try {
    const as = (claims: Record<string, unknown> | null): Firestore =>
      (claims === null
        ? environment.unauthenticatedContext()
        : environment.authenticatedContext("somebody", claims)
      ).firestore() as never;
    const people: readonly (readonly [who: string, db: Firestore, isOperator: boolean])[] = [
      ["Somebody who is not signed in", as(null), false],
      ["Every signed-in user", as({ email_verified: true }), false],
      [`A user whose claim ${claim} is false`, as({ [claim]: false }), false],
      ["An operator", as({ [claim]: true }), true],
    ];
    const complaints: string[] = [];
    for (const [who, db, isOperator] of people) {
      for (const path of [...READABLE, ...HIDDEN]) {
        const may = await allowed(getDoc(doc(db, path)));
        const should = isOperator && READABLE.includes(path);
        if (may && !should) complaints.push(`${who} may read ${path}.`);
        if (!may && should) complaints.push(`${who} may not read ${path}.`);
        if (await allowed(setDoc(doc(db, path), { mine: true }))) complaints.push(`${who} may write ${path}.`);
        if (await allowed(deleteDoc(doc(db, path)))) complaints.push(`${who} may delete ${path}.`);
      }
    }
    return complaints;
  } finally {
    await environment.cleanup();
  }
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
