import { SendTestMessageRequest } from "../../../functions/src/contract/send-test-message.ts";
import { announce } from "../dom/announce.ts";
import { element, fill } from "../dom/element.ts";
import { demoFill } from "../parts/demo-fill.ts";
import { textField } from "../parts/field.ts";
import { callForm } from "../parts/form.ts";
import { result } from "../parts/result.ts";
import { failureView, SPENT_NONE } from "../words/failure.ts";
import { messageStations } from "../words/message-stations.ts";
import { messageView } from "../words/results.ts";
import type { Desk } from "./desk.ts";

const { to: Recipient, template: Template, language: Language } = SendTestMessageRequest.shape;

/** The form that sends a test message and follows it to the phone. `left` ends the following. */
export function testMessageForm({ client, phoneNumberId, demo, answers }: Desk, left: AbortSignal): HTMLElement {
  const to = textField(
    {
      label: "Send to",
      hint: "A phone number with its country code. It must have WhatsApp.",
      complaint: (value) => (Recipient.safeParse(digits(value)).success ? null : "Write it like +49 151 2345678."),
    },
    { type: "tel" },
  );
  const template = textField({
    label: "Template",
    hint: "Left empty: one that this number may send is chosen.",
    complaint: (value) =>
      value === "" || Template.safeParse(value).success ? null : "Small letters, digits and underscores.",
  });
  const language = textField({
    label: "Language",
    hint: "Left empty: en_US for a template that is named, any for one that is chosen.",
    complaint: (value) => (value === "" || Language.safeParse(value).success ? null : "Write it like en_US or de."),
  });
  const create = element("input", { type: "checkbox", id: "create-template" });
  const way = element("div", { class: "way" });
  let unfollow = (): void => undefined;
  left.addEventListener("abort", () => unfollow());
  return callForm({
    fields: [to, template, language],
    notes: [
      element(
        "label",
        { class: "check", for: "create-template" },
        create,
        "Have Meta review a template of ours if the account has none that can be sent",
      ),
      demo === null ? null : demoFill(`Fill in the demo recipient`, () => to.put(demo.recipient)),
    ],
    answers,
    submit: "Send",
    busy: "Handing the message to Meta.",
    run: async (idFor) => {
      unfollow();
      fill(way);
      const sent = await client.sendTestMessage({
        phoneNumberId,
        to: digits(to.value()),
        ...(template.value() === "" ? {} : { template: template.value() }),
        ...(language.value() === "" ? {} : { language: language.value() }),
        ...(create.checked ? { createTemplate: true } : {}),
        requestId: idFor(),
      });
      if (sent.status === "sent" && !left.aborted)
        unfollow = follow(client, { phoneNumberId, documentId: sent.documentId }, way);
      return { ...messageView(sent, Date.now()), spent: SPENT_NONE };
    },
    after: () => [way],
  });
}

function follow(
  client: Desk["client"],
  ids: { phoneNumberId: string; documentId: string },
  way: HTMLElement,
): () => void {
  return client.watchTestMessage(
    ids,
    (message) => {
      if (message.state !== "known") return;
      const { document: delivery } = message;
      const { stations, sentence } = messageStations(delivery);
      fill(
        way,
        element(
          "ol",
          { class: "stations" },
          ...stations.map(({ label, state }) => element("li", { "data-state": state }, label)),
        ),
        element("p", {}, sentence),
        delivery.failure === null ? null : result(failureView(delivery.failure, Date.now())),
      );
      announce(sentence);
    },
    () => fill(way, element("p", {}, "The message's way can no longer be followed. Reload the page.")),
  );
}

const digits = (written: string): string => written.replaceAll(/[\s().-]/g, "");
