import { HttpsError } from "firebase-functions/https";

const WORDS = {
  number: "There is no such phone number here.",
  account: "There is no such account here.",
  customer: "There is no such customer here.",
} as const;

/** What does not exist, is not managed here, or is not the caller's to see: all are answered alike, and the id is not repeated. */
export const notFound = (what: keyof typeof WORDS): HttpsError => new HttpsError("not-found", WORDS[what]);
