import type { GraphError } from "../../contract/failure.ts";

/** The kinds of things whose ids are mistaken for one another. */
export type NodeKind = "number" | "account" | "app" | "business" | "user";

const KINDS: readonly (readonly [RegExp, NodeKind])[] = [
  [/number/i, "number"],
  [/^WhatsAppBusinessAccount$/, "account"],
  [/^Application$/, "app"],
  [/^Business$/, "business"],
  [/user/i, "user"],
];

/**
 * What kind of thing an id names, where Meta's refusal of a field says so ("… on node type (WhatsAppBusinessAccount)", seen in
 * logs). `null`: it does not say, or names a kind that is not known here.
 */
export function nodeKind(error: GraphError): NodeKind | null {
  const type = error.code === 100 ? /\bon node type \((\w+)\)/.exec(error.message)?.[1] : undefined;
  return type === undefined ? null : (KINDS.find(([words]) => words.test(type))?.[1] ?? null);
}

/** A kind in words. */
export const NODE_KINDS: Readonly<Record<NodeKind, string>> = {
  number: "a phone number id",
  account: "the id of a WhatsApp Business Account",
  app: "the id of an app",
  business: "the id of a business",
  user: "the id of a user",
};
