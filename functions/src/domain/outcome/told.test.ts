import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NUMBER, tokenFacts, WABA } from "../../testing/fixtures.ts";
import { NEEDED_FIELDS } from "../webhook-fields.ts";
import { unlistedPermissions } from "./account-connection.ts";
import { additionResult } from "./addition.ts";
import { connectedOutcome, webhookConnectionResult } from "./webhook-connection.ts";

const NOW = Date.UTC(2030, 0, 1);

/** What a caller is told of a call that ended well. */
describe("the message", () => {
  it("of a number that the account lists already says whether it can be worked with", () => {
    const told = (managed: boolean): unknown => {
      const result = additionResult({ status: "already_added", phoneNumberId: NUMBER, managed }, WABA, NOW);
      return "message" in result ? result.message : null;
    };
    const listed = "The account lists this number already; nothing was added.";
    assert.equal(told(true), listed);
    assert.equal(
      told(false),
      `${listed} It was not added from here: name its id in MANAGED_PHONE_NUMBER_IDS to work with it.`,
    );
  });

  it("of a connected webhook says which events come here, and which do not", () => {
    const told = (overridden: boolean): unknown => {
      const outcome = connectedOutcome({ overridden, fields: { subscribed: NEEDED_FIELDS, missing: [] } });
      const about = { wabaId: WABA, callbackUrl: "https://hooks.example.com/metaWebhook", now: NOW };
      const result = webhookConnectionResult(outcome, about);
      return "message" in result ? result.message : null;
    };
    const numbers = "but for those of a number that has an address of its own, which diagnoseAccess shows.";
    assert.equal(
      told(false),
      `The account's events come to this deployment, with every field that it needs; ${numbers}`,
    );
    assert.equal(
      told(true),
      `The account's messages and calls come to this deployment, ${numbers} Events that Meta carries in no override (account_*, security, phone_number_*, message_template_*) still go to the app's own address.`,
    );
  });

  it("of permissions names those that Meta's list leaves out", () => {
    const told = (scopes: string[] | null): string | undefined => unlistedPermissions(tokenFacts({ scopes }));
    assert.equal(
      told([]),
      "Meta's list of the token's permissions does not name whatsapp_business_management, whatsapp_business_messaging.",
    );
    assert.deepEqual(
      [told(["whatsapp_business_management", "whatsapp_business_messaging"]), told(null)],
      [undefined, undefined],
    );
  });
});
