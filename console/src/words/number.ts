import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { LifecycleWords } from "./lifecycle.ts";
import { stateOf } from "./situation.ts";

/** A number as lists and headings call it. */
export interface NumberView {
  /** The verified name, or the phone number, or the id. */
  readonly title: string;
  /** The phone number as Meta writes it, where it is not the title already. */
  readonly subtitle: string | null;
  readonly state: Pick<LifecycleWords, "tone" | "word">;
}

/** What to call a number. */
export function numberView(id: string, number: Watched<PhoneNumberDocument>): NumberView {
  if (number.state !== "known") {
    return { title: id, subtitle: null, state: stateOf(number) };
  }
  const { meta } = number.document;
  const names = [meta?.verifiedName, meta?.displayPhoneNumber].filter((name) => name != null && name !== "");
  return { title: names[0] ?? id, subtitle: names[1] ?? null, state: stateOf(number) };
}
