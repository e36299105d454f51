import type { TemplateState } from "../state.ts";

const approved = { status: "APPROVED", category: "UTILITY", parameterFormat: "POSITIONAL", reviewedAt: null } as const;

/** The sample that Meta gives to accounts; only its test numbers may send it. */
export const HELLO_WORLD: TemplateState = {
  ...approved,
  id: "222000000000001",
  name: "hello_world",
  language: "en_US",
  components: [
    { type: "HEADER", format: "TEXT", text: "Hello World" },
    { type: "BODY", text: "A sample that says hello." },
    { type: "FOOTER", text: "A sample" },
  ],
};

/** What the accounts of the default world hold: one template of each kind that matters to a sender. */
export const BUSINESS_TEMPLATES: TemplateState[] = [
  HELLO_WORLD,
  {
    ...approved,
    id: "222000000000002",
    name: "account_ready",
    language: "en_US",
    components: [{ type: "BODY", text: "Your account is ready. You can answer this message if you need help." }],
  },
  {
    ...approved,
    id: "222000000000003",
    name: "order_update",
    language: "en_US",
    components: [
      {
        type: "BODY",
        text: "Hello {{1}}, your order {{2}} is on its way.",
        example: { body_text: [["Sam", "1001"]] },
      },
    ],
  },
  {
    ...approved,
    id: "222000000000004",
    name: "spring_sale",
    language: "en_US",
    status: "PAUSED",
    category: "MARKETING",
    components: [{ type: "BODY", text: "Our spring sale has begun." }],
  },
];
