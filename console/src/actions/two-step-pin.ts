import { PIN } from "../../../functions/src/contract/primitives.ts";
import { newSecret } from "../parts/field.ts";
import { callForm } from "../parts/form.ts";
import { SPENT_NONE } from "../words/failure.ts";
import { pinView } from "../words/results.ts";
import type { Desk } from "./desk.ts";

/** The form that sets a number's two-step PIN. */
export function twoStepPinForm({ client, phoneNumberId, answers }: Desk): HTMLElement {
  const pin = newSecret({
    label: "New two-step PIN",
    hint: "Choose six digits and write them down where secrets are kept: neither Meta nor this page can show them again.",
    complaint: (value) => (PIN.test(value) ? null : "The PIN has exactly six digits."),
  });
  return callForm({
    fields: pin.fields,
    answers,
    submit: "Set this PIN",
    busy: "Setting the PIN.",
    run: async (idFor) => {
      const sent = pin.take();
      const answer = await client.setTwoStepPin({ phoneNumberId, pin: sent, requestId: idFor(sent) });
      return { ...pinView(answer, Date.now()), spent: SPENT_NONE };
    },
  });
}
