import type { RegistrationClient } from "../../../client/src/client.ts";
import { AddPhoneNumberRequest } from "../../../functions/src/contract/add-phone-number.ts";
import { choiceField, textField, type TextField } from "../parts/field.ts";
import { callForm } from "../parts/form.ts";
import { additionView } from "../words/results.ts";

/** The form that adds a number to the account. Sent twice it adds once. `added` is told its id, where it is managed here. */
export function addNumberForm(client: RegistrationClient, added: (phoneNumberId: string) => void): HTMLElement {
  const { countryCode, phoneNumber, verifiedName } = AddPhoneNumberRequest.shape;
  const complaint =
    (schema: { safeParse(value: unknown): { success: boolean } }, words: string): ((value: string) => string | null) =>
    (value) =>
      schema.safeParse(value).success ? null : words;
  const digits = (field: TextField): string => field.value().replaceAll(/[^\d]/g, "");
  const country = textField(
    {
      label: "Country code",
      hint: "Such as 49 or 1.",
      complaint: (value) => complaint(countryCode, "One to three digits.")(value.replace(/^\+/, "")),
    },
    { inputmode: "numeric" },
  );
  const number = textField(
    {
      label: "Phone number",
      hint: "Without country code, and without the 0 that many countries put before it.",
      complaint: (value) => complaint(phoneNumber, "Four to fourteen digits.")(value.replaceAll(/[\s()/-]/g, "")),
    },
    { inputmode: "tel" },
  );
  const name = textField({
    label: "Display name",
    hint: "What recipients see, and Meta reviews: the business's own name.",
    complaint: complaint(verifiedName, "A name has 2 to 75 characters."),
  });
  const way = choiceField({ label: "The number" }, [
    ["new", "is new to WhatsApp, or was let go"],
    ["move", "is moved from another account of the business"],
  ]);
  return callForm({
    fields: [country, number, name, way],
    submit: "Add the number",
    busy: "Asking Meta to add the number.",
    run: async (idFor) => {
      const result = await client.addPhoneNumber({
        countryCode: digits(country),
        phoneNumber: digits(number),
        verifiedName: name.value(),
        ...(way.value() === "move" ? { migrate: true } : {}),
        requestId: idFor(),
      });
      const isHere = result.status === "added" || (result.status === "already_added" && result.managed);
      if (isHere) added(result.phoneNumberId);
      return additionView(result, Date.now());
    },
  });
}
