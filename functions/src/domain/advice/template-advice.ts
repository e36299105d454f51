import type { Advice } from "./advice.ts";
import { MESSAGE_TEMPLATES, META_STATUS } from "./meta-pages.ts";
import { ASSIGN_ASSET, step } from "./steps.ts";

/** Why no template can be chosen. */
export type TemplateLack = "none" | "waiting" | "not_approved" | "refused" | "unanswered" | "other_account";

const MAKE_BY_CALL = step(
  "Have a template made",
  "Call sendTestMessage with `createTemplate: true` (on the operator's page: tick the box above the button): it asks Meta to review `connection_test`, a template without parameters. Meta decides within 24 hours, often within minutes; then call again.",
);
const MAKE_BY_HAND = step(
  "Or make one yourself",
  "WhatsApp Manager > Message templates > Create template: category Utility, a body without variables, no image, video, document or location header. Once it is approved it is chosen by itself.",
  MESSAGE_TEMPLATES,
);
const NAME_TEMPLATE = step(
  "Name a template",
  "Call sendTestMessage with `template` and `language`: a template without parameters that WhatsApp Manager shows as approved. It is sent without reading the account's templates.",
  MESSAGE_TEMPLATES,
);
const ASK_AGAIN_LATER = step(
  "Call again later",
  "Calling sendTestMessage again makes nothing twice: it sends as soon as Meta has approved the template.",
);

/** What to say where no template was named and none can be chosen. */
export const TEMPLATE_NEEDED: Readonly<Record<TemplateLack, Advice>> = {
  none: {
    message:
      "The account has no approved template that can be sent as it is, and hello_world goes out from test numbers alone.",
    actor: "operator",
    retryable: false,
    resolution: [MAKE_BY_CALL, MAKE_BY_HAND],
  },
  waiting: {
    message: "The template connection_test waits for Meta's review.",
    actor: "meta",
    retryable: true,
    resolution: [
      step("Wait for the review", "Meta decides within 24 hours, often within minutes.", MESSAGE_TEMPLATES),
      ASK_AGAIN_LATER,
    ],
  },
  not_approved: {
    message: "Meta does not let the template connection_test be sent.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Look at the template",
        "WhatsApp Manager > Message templates > connection_test shows why, and lets it be edited or appealed. ownTemplate holds its status.",
        MESSAGE_TEMPLATES,
      ),
      MAKE_BY_HAND,
    ],
  },
  refused: {
    message: "Meta refused to make the template connection_test.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Read what Meta names",
        "graphError.userTitle and graphError.userMessage say why. An account holds 250 templates, or 6,000 once its business is verified; a deleted name stays taken for 30 days.",
        MESSAGE_TEMPLATES,
      ),
      MAKE_BY_HAND,
    ],
  },
  unanswered: {
    message: "Meta was asked to make the template connection_test, and no answer came back that can be read.",
    actor: "operator",
    retryable: true,
    resolution: [ASK_AGAIN_LATER],
  },
  other_account: {
    message: "Which account the number is in is not known, so its templates are not known either.",
    actor: "operator",
    retryable: false,
    resolution: [NAME_TEMPLATE],
  },
};

/** What to say where Meta keeps the templates from this token, which may send all the same (task MESSAGING, seen in a log). */
export const TEMPLATES_UNREADABLE: Advice = {
  message: "Meta does not show the account's templates to this token, which may be one that can only send.",
  actor: "operator",
  retryable: false,
  resolution: [NAME_TEMPLATE, ASSIGN_ASSET],
};

/** What to say where the templates could not be read for want of an answer. */
export const TEMPLATES_UNREAD: Advice = {
  message: "The account's templates could not be read from Meta just now.",
  actor: "meta",
  retryable: true,
  resolution: [step("Try again", "Nothing was sent, and nothing was made.", META_STATUS), NAME_TEMPLATE],
};

/** What to say where hello_world is named for a number that Meta does not show as one of its test numbers. */
export const ONLY_FROM_TEST_NUMBERS: Advice = {
  message: "hello_world goes out from Meta's test numbers alone, and Meta does not show this number as one.",
  actor: "operator",
  retryable: false,
  resolution: [
    step(
      "Leave the template out",
      "Call sendTestMessage without `template`: it chooses an approved one without parameters from the account.",
    ),
    NAME_TEMPLATE,
  ],
};
