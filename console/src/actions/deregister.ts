import { element } from "../dom/element.ts";
import { textField } from "../parts/field.ts";
import { callForm } from "../parts/form.ts";
import { deregistrationView } from "../words/results.ts";
import { leftToDeregister } from "../words/spent.ts";
import type { Desk } from "./desk.ts";

/** The form that takes a number off the Cloud API, once its id has been typed. */
export function deregisterForm({ client, phoneNumberId, answers }: Desk): HTMLElement {
  const id = textField(
    {
      label: "Type the number's id to confirm",
      hint: `It is ${phoneNumberId}.`,
      complaint: (value) => (value === phoneNumberId ? null : `This is not ${phoneNumberId}.`),
    },
    { inputmode: "numeric" },
  );
  return callForm({
    fields: [id],
    notes: [
      element(
        "p",
        { class: "caution" },
        "The number stops sending and receiving at once. Ten deregistrations in 72 hours are allowed, counted apart.",
      ),
    ],
    answers,
    submit: "Deregister",
    busy: "Asking Meta to take the number off the Cloud API.",
    look: "danger",
    run: async (idFor) => {
      const result = await client.deregisterPhoneNumber({ phoneNumberId: id.value(), requestId: idFor() });
      const view = deregistrationView(result, Date.now());
      return "attempts" in result && result.attempts !== null
        ? { ...view, spent: leftToDeregister(result.attempts) }
        : view;
    },
  });
}
