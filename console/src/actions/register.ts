import type { AttemptBudget } from "../../../functions/src/contract/attempts.ts";
import { PIN } from "../../../functions/src/contract/primitives.ts";
import { element } from "../dom/element.ts";
import { demoFill } from "../parts/demo-fill.ts";
import { choiceField, onceMore, secretField } from "../parts/field.ts";
import { callForm } from "../parts/form.ts";
import type { ResultView } from "../words/failure.ts";
import { REGION_OPTIONS, regionOf } from "../words/regions.ts";
import { registrationView } from "../words/results.ts";
import { spendingQuestion, spentByRegistration } from "../words/spent.ts";
import type { Desk } from "./desk.ts";

/** The form that registers a number. */
export function registerForm({ client, phoneNumberId, demo, answers, known }: Desk): HTMLElement {
  const pin = secretField({
    label: "Two-step PIN",
    hint: "The six digits the number has. If it has none, these become its PIN: keep them. A verification code is something else.",
    complaint: (value) => (PIN.test(value) ? null : "The PIN has exactly six digits."),
  });
  const region = choiceField(
    { label: "Where message data is kept", hint: "Choose only if a contract or a law asks for it." },
    REGION_OPTIONS,
  );
  const force = element("input", { type: "checkbox", id: "force" });
  const warning = element(
    "p",
    { class: "caution", hidden: true },
    "This spends an attempt even if the number is registered already. Use it after an approved change of the display name.",
  );
  force.addEventListener("change", () => {
    warning.hidden = !force.checked;
  });
  const reset = element("input", { type: "checkbox", id: "reset-pin" });
  // A PIN that is set first is typed twice: nobody can read it afterwards.
  const again = onceMore("The new PIN", pin, () => reset.checked);
  again.row.hidden = true;
  reset.addEventListener("change", () => {
    again.take();
    again.row.hidden = !reset.checked;
  });
  return callForm({
    fields: [pin, region, again],
    notes: [
      element("label", { class: "check", for: "reset-pin" }, reset, "The PIN is not known: set this one first"),
      element("label", { class: "check", for: "force" }, force, "Register even if it is connected"),
      warning,
      demo === null
        ? null
        : demoFill(`Fill in the demo PIN ${demo.pin}`, () => {
            pin.put(demo.pin);
            again.put(demo.pin);
          }),
    ],
    answers,
    ask: () => spendingQuestion(known()),
    submit: "Register",
    busy: "Asking Meta. This can take half a minute; the page follows.",
    run: async (idFor) => {
      const before = known()?.attempts;
      again.take();
      const dataLocalizationRegion = regionOf(region.value());
      const sent = pin.take();
      const result = await client.registerPhoneNumber({
        phoneNumberId,
        pin: sent,
        requestId: idFor(sent),
        ...(dataLocalizationRegion === undefined ? {} : { dataLocalizationRegion }),
        ...(force.checked ? { force: true } : {}),
        ...(reset.checked ? { resetPin: true } : {}),
      });
      return registrationAnswer(result, before);
    },
  });
}

/** What a registration was answered, and what it spent of the budget that was known `before`. */
export function registrationAnswer(
  result: Parameters<typeof registrationView>[0],
  before: AttemptBudget | undefined,
): ResultView {
  const now = Date.now();
  const view = registrationView(result, now);
  return "attempts" in result && result.attempts !== null
    ? { ...view, spent: spentByRegistration(before, result.attempts, now) }
    : view;
}
