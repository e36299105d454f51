import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { PIN } from "../../../functions/src/contract/primitives.ts";
import { element } from "../dom/element.ts";
import { demoFill } from "../parts/demo-fill.ts";
import { secretField } from "../parts/field.ts";
import { callForm } from "../parts/form.ts";
import { spendingQuestion } from "../words/spent.ts";
import type { Desk } from "./desk.ts";
import { registrationAnswer } from "./register.ts";

/** What is offered while a display name that Meta approved waits for the number to be registered again. */
export interface RegisterAgain {
  readonly panel: HTMLElement;
  show(number: Watched<PhoneNumberDocument>): void;
  focus(): void;
}

/** The offer to register a connected number again. */
export function registerAgain({ client, phoneNumberId, demo, answers, known }: Desk): RegisterAgain {
  const pin = secretField({
    label: "The number's two-step PIN",
    hint: "Registering a connected number does not change its PIN.",
    complaint: (value) => (PIN.test(value) ? null : "The PIN has exactly six digits."),
  });
  const form = callForm({
    fields: [pin],
    notes: [demo === null ? null : demoFill(`Fill in the demo PIN ${demo.pin}`, () => pin.put(demo.pin))],
    answers,
    ask: () => spendingQuestion(known()),
    submit: "Register again",
    busy: "Asking Meta. The number stays connected meanwhile.",
    run: async (idFor) => {
      const before = known()?.attempts;
      const request = { phoneNumberId, pin: pin.take(), force: true };
      const result = await client.registerPhoneNumber({ ...request, requestId: idFor(request.pin) });
      return registrationAnswer(result, before);
    },
  });
  const panel = element(
    "section",
    { class: "offer", "aria-label": "New display name", hidden: true },
    element("h3", {}, "Meta approved a new display name"),
    element("p", {}, "It takes effect when the number is registered again. That spends one attempt."),
    form,
  );
  return {
    panel,
    show: (number) => {
      panel.hidden = !nameWaits(number);
    },
    focus: () => pin.focus(),
  };
}

const nameWaits = (number: Watched<PhoneNumberDocument>): boolean =>
  number.state === "known" && number.document.reasons.some(({ code }) => code === "name_needs_registration");
