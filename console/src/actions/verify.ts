import { LanguageCode, VERIFICATION_CODE } from "../../../functions/src/contract/primitives.ts";
import { CodeMethod } from "../../../functions/src/contract/verification.ts";
import { element } from "../dom/element.ts";
import { demoFill } from "../parts/demo-fill.ts";
import { choiceField, secretField, textField } from "../parts/field.ts";
import { callForm } from "../parts/form.ts";
import { SPENT_NONE } from "../words/failure.ts";
import { verificationView } from "../words/results.ts";
import type { Desk } from "./desk.ts";

const METHODS: Readonly<Record<CodeMethod, string>> = { SMS: "SMS", VOICE: "A phone call" };

/** The two forms that prove ownership: ask for a code, then send it back. */
export function verifyForms(desk: Desk): HTMLElement {
  return element(
    "div",
    {},
    element("h4", {}, "1. Have a code sent to the number"),
    requestForm(desk),
    element("h4", {}, "2. Enter the code"),
    codeForm(desk),
  );
}

function requestForm({ client, phoneNumberId, answers }: Desk): HTMLElement {
  const method = choiceField(
    { label: "How" },
    CodeMethod.options.map((word) => [word, METHODS[word]]),
  );
  const language = textField({
    label: "Language of the message",
    hint: "As Meta writes it, such as en_US, de or pt_BR.",
    complaint: (value) => (LanguageCode.safeParse(value).success ? null : "Write it like en_US or de."),
  });
  language.put("en_US");
  return callForm({
    fields: [method, language],
    answers,
    submit: "Send a code",
    busy: "Asking Meta to send a code.",
    run: async (idFor) => {
      const asked = { method: CodeMethod.parse(method.value()), language: language.value() };
      const request = { phoneNumberId, ...asked, requestId: idFor() };
      return { ...verificationView(await client.requestVerificationCode(request), Date.now()), spent: SPENT_NONE };
    },
  });
}

function codeForm({ client, phoneNumberId, demo, answers }: Desk): HTMLElement {
  const code = secretField({
    label: "Verification code",
    hint: "The six digits that arrived. They are not the PIN. Too many wrong codes make Meta wait.",
    complaint: (value) => (VERIFICATION_CODE.test(value) ? null : "The code has six digits."),
  });
  return callForm({
    fields: [code],
    notes: [demo === null ? null : demoFill(`Fill in the demo code ${demo.code}`, () => code.put(demo.code))],
    answers,
    submit: "Verify the number",
    busy: "Sending the code to Meta.",
    run: async (idFor) => {
      const sent = code.take();
      const answer = await client.verifyPhoneNumber({ phoneNumberId, code: sent, requestId: idFor(sent) });
      return { ...verificationView(answer, Date.now()), spent: SPENT_NONE };
    },
  });
}
