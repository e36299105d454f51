import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { meantProject } from "./project-meant.ts";

describe("the project that a command means", () => {
  const sources = { named: undefined, env: {}, demo: "demo-x", chosen: async () => "shop" };

  it("is the one named, else the emulators', else the environment's, else the one that firebase use has chosen", async () => {
    const env = { GOOGLE_CLOUD_PROJECT: "other" };
    const emulator = { ...env, FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099" };
    assert.equal(await meantProject({ ...sources, env: emulator, named: "named" }), "named");
    assert.equal(await meantProject({ ...sources, env: emulator }), "demo-x");
    assert.equal(await meantProject({ ...sources, env }), "other");
    assert.equal(await meantProject(sources), "shop");
  });

  for (const chosen of [undefined, "demo-x"]) {
    it(`asks for one when ${chosen ?? "none"} is chosen`, async () => {
      await assert.rejects(meantProject({ ...sources, chosen: async () => chosen }), /--project <id>/u);
    });
  }
});
