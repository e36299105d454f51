import { HttpsError } from "firebase-functions/https";

/** What does not exist, is not managed here, or is not the caller's to see: all are answered alike, and the id is not repeated. */
export const notFound = (what: "phone number" | "account" | "customer"): HttpsError =>
  new HttpsError("not-found", `There is no such ${what} here.`);
