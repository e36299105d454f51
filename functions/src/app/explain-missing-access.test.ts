import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RegistrationResult } from "../contract/register-phone-number.ts";
import { accessAdvice } from "../domain/advice/access-advice.ts";
import { graphError, metaView, NUMBER, tokenFacts } from "../testing/fixtures.ts";
import { rehearse } from "../testing/rehearsal.ts";
import type { Script } from "../testing/scripted-graph.ts";

const answer = <Value>(value: Value) => ({ answer: { ok: true as const, value } });
const titles = (result: RegistrationResult): string[] =>
  "resolution" in result ? result.resolution.map((step) => step.title) : [];

const MISSING_PERMISSION = graphError(100, { message: "(#100) Missing Permission" });
const granted = ["whatsapp_business_management", "whatsapp_business_messaging"].map((permission) => ({
  permission,
  status: "granted",
}));

/** Everything can be read and is in order; registering is refused. */
const refusing: Script = {
  register: () => ({ answer: { kind: "refused", error: MISSING_PERMISSION, regainAccessMs: null } }),
  readNumber: () => answer(metaView()),
  inspectToken: () => answer(tokenFacts()),
  numbersOfWaba: () => answer([{ id: NUMBER, displayPhoneNumber: null }]),
  permissions: () => answer(granted),
  assignedUsers: () => answer([{ id: "999000000000001", tasks: ["VIEW_PHONE_ASSETS"] }]),
};

describe("a registration that lacks access", () => {
  it("is explained by the tasks of the token's user, where the business is configured", async () => {
    const { result, graph } = await rehearse(refusing, { ask: { businessId: "666000000000001" } });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.evidence.systemUserMayManage], ["asset_not_assigned", false]);
    assert.deepEqual(result.resolution, accessAdvice({ cause: "asset_not_assigned", appHasIt: true }).resolution);
    assert.equal(graph.posts.length, 1);
  });

  it("stays unproven where the business is not configured, and asks Meta nothing about it", async () => {
    const { result, graph } = await rehearse(refusing);
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.evidence.systemUserMayManage], ["unproven", null]);
    assert.ok(!graph.reads.includes("assignedUsers"));
  });

  it("asks for a new token alone when the permission is granted, and sends nothing", async () => {
    const token = tokenFacts({ scopes: ["whatsapp_business_management"] });
    const { result, graph } = await rehearse({ ...refusing, inspectToken: () => answer(token) });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.missing], ["scope_not_granted", ["whatsapp_business_messaging"]]);
    assert.deepEqual(
      [result.evidence.requiredScopesGranted, result.evidence.requiredPermissionsGranted],
      [false, true],
    );
    assert.deepEqual(titles(result), ["Generate a new token", "Store the token and deploy"]);
    assert.equal(graph.posts.length, 0);
  });

  it("is told with less evidence when the further reads hang, and the cause stays what stopped it", async () => {
    const token = tokenFacts({ scopes: [] });
    const { result } = await rehearse({
      inspectToken: () => answer(token),
      readNumber: () => answer(metaView()),
    });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual(
      [result.cause, result.evidence.requiredPermissionsGranted, result.evidence.numberInWaba],
      ["scope_not_granted", null, null],
    );
    assert.equal(titles(result)[0], "Give the app the permissions");
  });
});
