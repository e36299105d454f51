import type { MagicNumber } from "./magic-number.ts";

/** The number that a fresh set-up is configured with: verified, not registered, two-step PIN 123456. */
export const PLAIN_NUMBER_ID = "550000000000001";

/** Numbers on which nothing goes wrong. */
export const PLAIN: readonly MagicNumber[] = [
  {
    id: PLAIN_NUMBER_ID,
    title: "verified, not registered, two-step PIN 123456",
    standing: "log",
    note: "Another PIN is answered 133005, the fifth one 133008, for 12 hours (both figures guessed).",
    state: {},
  },
  {
    id: "550000000000002",
    title: "verified, not registered, no two-step PIN",
    standing: "doc",
    note: "The PIN of the first registration becomes the number's PIN.",
    state: { pin: null },
  },
];
