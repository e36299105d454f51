import { HELD_ELSEWHERE, NO_CODE, SESSION_INVALIDATED, unreachableNode } from "../graph-errors.ts";
import type { MagicNumber, Standing } from "./magic-number.ts";
import { padded, refusing, verifying } from "./refusing.ts";

/** register answers #190 with this subcode. */
function token(subcode: number, message: string, note: string, standing: Standing = "doc"): MagicNumber {
  return refusing(
    padded("554", subcode),
    "register",
    { code: 190, subcode, message },
    { title: `register answers #190, subcode ${subcode}`, standing, note },
  );
}

const VALIDATING = "Error validating access token: ";

/** 554: calls that are refused with a code and this subcode. */
export const ERROR_SUBCODES: readonly MagicNumber[] = [
  refusing(padded("554", 33), "register", unreachableNode("post", padded("554", 33)), {
    title: "register answers #100, subcode 33",
    standing: "log",
    note: "Although the number can be read. See 556000000000080 for one that cannot.",
  }),
  token(458, `${VALIDATING}The user has not authorized application 888000000000001.`, "The app was removed."),
  token(
    459,
    `${VALIDATING}You cannot access the app till you log in to www.facebook.com and follow the instructions given.`,
    "Checkpoint.",
  ),
  token(SESSION_INVALIDATED.subcode, SESSION_INVALIDATED.message, "Password changed."),
  token(
    463,
    `${VALIDATING}Session has expired on Monday, 06-Jan-25 10:00:00 PST. The current time is Tuesday, 07-Jan-25 10:00:00 PST.`,
    "Expired.",
    "log",
  ),
  token(
    464,
    `${VALIDATING}Sessions for the user are not allowed because the user is not a confirmed user.`,
    "Checkpoint.",
  ),
  token(467, `${VALIDATING}This may be because the user logged out or may be due to a system error.`, "Invalid."),
  token(492, `${VALIDATING}The user is not an admin of the page.`, "Invalid."),
  refusing(padded("554", 2388001), "register", HELD_ELSEWHERE, {
    title: "register answers #100, subcode 2388001",
    standing: "log",
    note: "Cannot Create Certificate: a phone, another account or another provider holds the number.",
  }),
  refusing(
    padded("554", 2494010),
    "register",
    { code: 131009, subcode: 2494010 },
    {
      title: "register answers #131009, subcode 2494010",
      standing: "log",
      note: "A subcode that is still seen although Meta calls subcodes deprecated.",
    },
  ),
  verifying(
    padded("554", 2388367),
    "request_code",
    {
      code: 136024,
      subcode: 2388367,
      userTitle: "Solicitar limite de volume do código",
      userMessage: "Você pediu um código de verificação muitas vezes. Tente novamente mais tarde.",
    },
    "Asked too often. The user's title and message are localised: show, never match.",
  ),
  verifying(
    padded("554", 2388091),
    "request_code",
    NO_CODE,
    "Meta's servers, or a number that is not eligible: the same words.",
  ),
  verifying(
    padded("554", 2388093),
    "verify_code",
    {
      code: 136025,
      subcode: 2388093,
      userTitle: "Wrong code",
      userMessage: "The code you entered is not correct.",
    },
    "A wrong code, which is not a wrong PIN (the user's message is guessed).",
  ),
];
