import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { complaintsAboutRules } from "../tools/rules/rules-check.ts";
import { env } from "./harness/callable.ts";

const OURS = readFileSync(new URL("../firestore.rules", import.meta.url), "utf8");
const BLOCK = /\n {4}\/\/ ---- [^]+ ---- end of the block ----\n/u.exec(OURS)?.[0] ?? "";

/** Rules of a project of its own, with our block in them. */
const theirs = (more: string): string => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /orders/{order} { allow read: if true; }
    ${more}
    ${BLOCK}
  }
}`;

function complaints(
  rules: string,
  operatorClaim = "whatsappOperator",
  customersClaim = "whatsappCustomers",
): Promise<string[]> {
  const [host = "", port] = env("FIRESTORE_EMULATOR_HOST").split(":");
  return complaintsAboutRules({ rules, host, port: Number(port), operatorClaim, customersClaim });
}

describe("the check of rules", () => {
  it("finds nothing amiss in ours, alone and among others", async () => {
    assert.deepEqual(await complaints(OURS), []);
    assert.deepEqual(await complaints(theirs("")), []);
  });

  it("names what a wide match lets everybody do", async () => {
    const found = await complaints(theirs("match /{document=**} { allow read, write: if request.auth != null; }"));
    assert.ok(found.includes("A signed-in user may read whatsappLedgers/550000000000001."), found.join(" "));
    assert.ok(found.includes("A signed-in user may write whatsappNumbers/550000000000001."));
    assert.ok(found.includes("A member of one customer may read whatsappNumbers/550000000000003."));
    assert.ok(!found.some((one) => one.startsWith("Somebody who is not signed in")));
  });

  it("notices claims that are not the functions'", async () => {
    const found = await complaints(OURS, "staff");
    assert.ok(found.includes("An operator may not read whatsappNumbers/550000000000001."), found.join(" "));
    assert.ok(!found.some((one) => one.startsWith("A member of one")));
    const others = await complaints(OURS, "whatsappOperator", "clients");
    assert.ok(others.includes("A member of one customer may not read whatsappAccounts/777000000000002."));
    assert.ok(!others.some((one) => one.startsWith("An operator may")));
  });

  it("notices rules of before there were members, and ones that let every member see everything", async () => {
    const before = OURS.replaceAll(/\|\| \(?isWhatsappMemberOf\([^]*?\);/gu, ";");
    const found = await complaints(before);
    assert.ok(
      found.includes("A member of one customer may not read whatsappNumbers/550000000000002."),
      found.join(" "),
    );
    const careless = OURS.replace("customerId in whatsappCustomers()", "whatsappCustomers().size() > 0");
    assert.ok(
      (await complaints(careless)).includes("A member of one customer may read whatsappNumbers/550000000000003."),
    );
  });

  it("notices rules that show a customer what is older than they are", async () => {
    const found = await complaints(OURS.replaceAll(/ && resource\.data\.\w+ >= \w+\(\)\.customerSince/gu, ""));
    assert.ok(
      found.includes("A member of one customer may read whatsappNumbers/550000000000002/whatsappAttempts/a-older."),
      found.join(" "),
    );
    assert.ok(!found.some((one) => one.startsWith("An operator")));
  });
});
