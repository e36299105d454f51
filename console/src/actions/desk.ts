import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { Backend } from "../boot/backend.ts";
import type { DemoAnswers } from "../boot/demo.ts";
import type { Answers } from "../parts/form.ts";

/** What every action works with: the backend, the number it is about, and the demo's answers where this is the demo. */
export interface Desk {
  readonly client: Backend;
  readonly phoneNumberId: string;
  readonly demo: DemoAnswers | null;
  /** Where answers are given, if not beside the form. */
  readonly answers: Answers | null;
  /** The number's document as it is now; `null`: there is none, or it is not known. */
  readonly known: () => PhoneNumberDocument | null;
}
