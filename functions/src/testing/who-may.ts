/** The owner of a number or an account; `own`: the deployment. */
export type Whose = "own" | "acme" | "bravo";

export const WHOSE: readonly Whose[] = ["own", "acme", "bravo"];

/** The customer that the documents of what is theirs bear. */
export const customerOf = (whose: Whose): string | null => (whose === "own" ? null : whose);

/** One kind of users: their custom claims, and what they may read and act on. Everything else is as if it did not exist. */
export interface WhoMay {
  readonly who: string;
  /** `null`: not signed in. */
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly may: readonly Whose[];
  /** How every call is refused, whatever it is about; `null`: the caller is recognised. */
  readonly refused: "unauthenticated" | "permission-denied" | null;
}

const nobody = (who: string, claims: Readonly<Record<string, unknown>>): WhoMay => ({
  who,
  claims,
  may: [],
  refused: "permission-denied",
});

/** The one table of who may see and do what: callables and Firestore rules are both held against it. */
export const WHO_MAY: readonly WhoMay[] = [
  { who: "somebody who is not signed in", claims: null, may: [], refused: "unauthenticated" },
  { who: "an operator", claims: { whatsappOperator: true }, may: ["own", "acme", "bravo"], refused: null },
  { who: "a member of one customer", claims: { whatsappCustomers: ["acme"] }, may: ["acme"], refused: null },
  {
    who: "a member of two customers",
    claims: { whatsappCustomers: ["acme", "bravo"] },
    may: ["acme", "bravo"],
    refused: null,
  },
  {
    who: "an operator who is a member, too",
    claims: { whatsappOperator: true, whatsappCustomers: ["acme"] },
    may: ["own", "acme", "bravo"],
    refused: null,
  },
  {
    who: "a member who is no operator any more",
    claims: { whatsappOperator: false, whatsappCustomers: ["bravo"] },
    may: ["bravo"],
    refused: null,
  },
  { who: "a member of a customer nobody knows", claims: { whatsappCustomers: ["ACME"] }, may: [], refused: null },
  {
    who: "a member whose claim holds other things besides",
    claims: { whatsappCustomers: ["acme", null, 7, "", " bravo"] },
    may: ["acme"],
    refused: null,
  },
  nobody("a signed-in user", {}),
  nobody("a user whose claim of operators is a text", { whatsappOperator: "true" }),
  nobody("a user whose claim of operators is a list", { whatsappOperator: [true] }),
  nobody("a user without any customer", { whatsappCustomers: [] }),
  nobody("a user whose customers are a text", { whatsappCustomers: "acme" }),
  nobody("a user whose customers are a map", { whatsappCustomers: { acme: true } }),
  nobody("a user whose customer is null, as the deployment's own is", { whatsappCustomers: [null] }),
  nobody("a user whose customers lie deeper", { whatsappCustomers: [["acme"]] }),
  nobody("a user of every customer", { whatsappCustomers: ["*"] }),
  nobody("a user with the claims of another product", { customers: ["acme"], operator: true }),
];
