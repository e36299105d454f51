import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  isBestChoice,
  needsNoParameters,
  OWN_TEMPLATE,
  type MessageTemplate,
  type TemplateComponent,
} from "./message-template.ts";

const part = (type: string, rest: Partial<TemplateComponent> = {}): TemplateComponent => ({
  type,
  format: null,
  text: null,
  buttons: [],
  ...rest,
});
const BODY = part("BODY", { text: "It is ready." });
const button = (type: string, url: string | null = null) => part("BUTTONS", { buttons: [{ type, url }] });

const template = (components: readonly TemplateComponent[], category: string | null = "UTILITY"): MessageTemplate => ({
  name: "invented",
  language: "en_US",
  status: "APPROVED",
  category,
  components,
});

describe("a template", () => {
  const plain: readonly (readonly [string, readonly TemplateComponent[]])[] = [
    ["a body", [BODY]],
    ["a footer", [BODY, part("FOOTER", { text: "Invented shop" })]],
    ["a header of text", [part("HEADER", { format: "TEXT", text: "Ready" }), BODY]],
    ["quick replies", [BODY, button("QUICK_REPLY")]],
    ["a number to call", [BODY, button("PHONE_NUMBER")]],
    ["a fixed link", [BODY, button("URL", "https://shop.example.com/deliveries")]],
  ];
  for (const [what, components] of plain)
    it(`with ${what} is sent as it is`, () => assert.ok(needsNoParameters(template(components))));

  const filled: readonly (readonly [string, MessageTemplate])[] = [
    ["a variable in the body", template([part("BODY", { text: "Order {{1}} is ready." })])],
    ["a named variable in the body", template([part("BODY", { text: "Order {{order}} is ready." })])],
    ["a variable in the header", template([part("HEADER", { format: "TEXT", text: "Our {{1}}" }), BODY])],
    ["a medium as header", template([part("HEADER", { format: "DOCUMENT" }), BODY])],
    ["a variable in a link", template([BODY, button("URL", "https://shop.example.com/{{1}}")])],
    ["a code to copy", template([BODY, button("COPY_CODE")])],
    ["a flow", template([BODY, button("FLOW")])],
    ["cards", template([BODY, part("CAROUSEL")])],
    ["an offer that ends", template([BODY, part("LIMITED_TIME_OFFER")])],
    ["a part that is not known here", template([BODY, part("HOLOGRAM")])],
    ["a code of authentication", template([BODY], "AUTHENTICATION")],
    ["nothing that could be read", template([])],
  ];
  for (const [what, wanting] of filled) it(`with ${what} is not`, () => assert.ok(!needsNoParameters(wanting)));

  it("whose part has a format that only headers have is judged as what it is", () => {
    assert.ok(needsNoParameters(template([part("BODY", { text: "Ready.", format: "IMAGE" })])));
    assert.ok(needsNoParameters(template([part("HEADER", { text: "Ready" }), BODY])));
    assert.ok(!needsNoParameters(template([part("FOOTER", { text: "Invented shop" })])), "there is no body");
  });

  it("ends the search where no other can be better: in the language asked for, and of the category UTILITY", () => {
    assert.ok(isBestChoice(template([BODY]), null) && isBestChoice(template([BODY]), "en_US"));
    assert.ok(!isBestChoice(template([BODY]), "de"));
    assert.ok(!isBestChoice(template([BODY], "MARKETING"), null));
    assert.ok(!isBestChoice({ ...template([BODY]), status: "PAUSED" }, null));
  });

  it("of ours is one that Meta's rules for names and lengths allow, and is sent as it is", () => {
    assert.match(OWN_TEMPLATE.name, /^[a-z0-9_]{1,512}$/);
    assert.ok(OWN_TEMPLATE.body.length <= 1024);
    assert.ok(needsNoParameters(template([part("BODY", { text: OWN_TEMPLATE.body })])));
  });
});
