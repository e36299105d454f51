import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accessReads, graphError, NUMBER, tokenFacts, WABA } from "../../testing/fixtures.ts";
import { accessProof } from "../diagnosis/access-findings.ts";
import { accessFailure } from "../error/call-failure.ts";
import { accessAdvice, adviceOnProof } from "./access-advice.ts";
import { ACCESS_ADVICE } from "./advice.ts";

const about = { phoneNumberId: NUMBER, wabaId: WABA, accountIsKnown: true };
const token = tokenFacts({ scopes: ["whatsapp_business_management"] });
const granted = ["whatsapp_business_management", "whatsapp_business_messaging"];
const titles = (advice: { resolution: readonly { title: string }[] }): string[] =>
  advice.resolution.map((step) => step.title);

describe("the advice on missing access", () => {
  it("is the table's, cause by cause", () => {
    for (const cause of ["scope_not_granted", "asset_not_assigned", "wrong_id_or_no_access", "unproven"] as const) {
      assert.deepEqual(accessAdvice({ cause, appHasIt: false }), ACCESS_ADVICE[cause]);
    }
    const same = accessAdvice({ cause: "unproven", appHasIt: true });
    assert.deepEqual(same, ACCESS_ADVICE.unproven);
  });

  const proof = (statuses: readonly string[] | null) =>
    accessProof(
      accessReads({
        token,
        grants: statuses?.map((status, position) => ({ permission: granted[position] ?? "", status })) ?? null,
      }),
      about,
      null,
    );

  it("asks for a new token, and for nothing else, when the permission is granted but the token is older", () => {
    const { cause, missing, evidence } = proof(["granted", "granted"]);
    assert.deepEqual(
      [cause, missing, evidence.requiredPermissionsGranted],
      ["scope_not_granted", ["whatsapp_business_messaging"], true],
    );
    assert.deepEqual(titles(adviceOnProof(proof(["granted", "granted"]), null)), [
      "Generate a new token",
      "Store the token and deploy",
    ]);
  });

  it("asks for a new token when whoever made it declined the permission", () => {
    assert.equal(proof(["granted", "declined"]).evidence.requiredPermissionsGranted, false);
    assert.equal(titles(adviceOnProof(proof(["granted", "declined"]), null))[0], "Generate a new token");
  });

  it("looks for a phone only where Meta refused with #100, which alone was seen for one", () => {
    const { evidence } = proof(null);
    const first = (code: number | null) =>
      titles(adviceOnProof({ cause: "unproven", evidence }, code === null ? null : { code }))[0];
    const phone = "Check that the number is not on the WhatsApp Business app";
    assert.deepEqual([first(null), first(100)], [phone, phone]);
    for (const code of [3, 10, 200, 131_005]) {
      const all = titles(adviceOnProof({ cause: "unproven", evidence }, { code }));
      assert.deepEqual([all[0], all.includes(phone)], ["Give the system user the WhatsApp account", false]);
      const failed = accessFailure({ cause: "unproven", missing: [], evidence }, graphError(code));
      assert.deepEqual(titles(failed.advice), all);
    }
  });

  it("asks to give the app the permission when nothing shows that the app has it", () => {
    for (const statuses of [null, [], ["granted"]]) {
      assert.equal(proof(statuses).evidence.requiredPermissionsGranted, null);
      assert.equal(titles(adviceOnProof(proof(statuses), null))[0], "Give the app the permissions");
    }
  });
});

describe("the user's tasks on the account, as proof", () => {
  const proof = (tasks: readonly string[] | null, id = "999000000000001") =>
    accessProof(accessReads({ token: tokenFacts(), assigned: [{ id, tasks }] }), about, null);

  it("lead to asset_not_assigned when none of them allows changes", () => {
    assert.equal(proof(["VIEW_PHONE_ASSETS", "VIEW_TEMPLATES"]).cause, "asset_not_assigned");
    assert.equal(proof([]).evidence.systemUserMayManage, false);
  });

  it("speak for access when one of them allows changes", () => {
    for (const task of ["MANAGE", "FULL_CONTROL", "MANAGE_PHONE", "MANAGE_PHONE_ASSETS"]) {
      assert.deepEqual([proof([task]).cause, proof([task]).evidence.systemUserMayManage], ["unproven", true]);
    }
  });

  it("prove nothing when the user is not listed, or its tasks are not", () => {
    assert.equal(proof(["VIEW_TEMPLATES"], "1").evidence.systemUserMayManage, null);
    assert.equal(proof(null).evidence.systemUserMayManage, null);
  });
});
