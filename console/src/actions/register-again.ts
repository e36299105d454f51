import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { PIN } from "../../../functions/src/contract/primitives.ts";
import { element } from "../dom/element.ts";
import { demoFill } from "../parts/demo-fill.ts";
import { secretField } from "../parts/field.ts";
import { callForm } from "../parts/form.ts";
import { registrationView } from "../words/results.ts";
import type { Desk } from "./desk.ts";

/** What is offered while a display name that Meta approved waits for the number to be registered again. */
export interface RegisterAgain {
  readonly panel: HTMLElement;
  show(number: Watched<PhoneNumberDocument>): void;
}

/** The offer to register a connected number again. Once used it stays, since its result stands there. */
export function registerAgain({ client, phoneNumberId, demo }: Desk): RegisterAgain {
  const pin = secretField({
    label: "The number's two-step PIN",
    hint: "Registering a connected number does not change its PIN.",
    complaint: (value) => (PIN.test(value) ? null : "The PIN has exactly six digits."),
  });
  let used = false;
  const form = callForm({
    fields: [pin],
    notes: [demo === null ? null : demoFill(`Fill in the demo PIN ${demo.pin}`, () => pin.put(demo.pin))],
    submit: "Register again",
    busy: "Asking Meta. The number stays connected meanwhile.",
    run: async (requestId) => {
      used = true;
      const result = await client.registerPhoneNumber({ phoneNumberId, pin: pin.take(), force: true, requestId });
      return registrationView(result, Date.now());
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
      panel.hidden = !used && !nameWaits(number);
    },
  };
}

const nameWaits = (number: Watched<PhoneNumberDocument>): boolean =>
  number.state === "known" && number.document.reasons.some(({ code }) => code === "name_needs_registration");
