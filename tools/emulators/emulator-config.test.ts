import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { root } from "../root.ts";
import { emulatorConfig } from "./emulator-config.ts";
import { chosenPorts, type EmulatorPorts } from "./ports.ts";

const text = readFileSync(path.join(root, "firebase.json"), "utf8");

function ports(config: string): number[] {
  return [...config.matchAll(/"(?:websocketPort|port)":(\d+)/gu)]
    .map(([, port]) => Number(port))
    .toSorted((a, b) => a - b);
}

describe("emulatorConfig", () => {
  const moved: EmulatorPorts = chosenPorts({ EMULATOR_PORT_OFFSET: "3000" });
  const config = emulatorConfig(text, moved, ".emulators/1-1/functions");

  it("gives every emulator its port, none the one of firebase.json", () => {
    assert.deepEqual(
      ports(config),
      Object.values(moved).toSorted((a, b) => a - b),
    );
  });

  it("takes the functions from the folder of the run", () => {
    assert.match(config, /"source":"\.emulators\/1-1\/functions"/u);
  });

  it("lets the page talk to the emulators, which the deployed one may not", () => {
    assert.doesNotMatch(text, /127\.0\.0\.1:\*/u);
    const policies = [...config.matchAll(/default-src [^"]+/gu)].map(([policy]) => policy);
    assert.equal(policies.length, 2);
    for (const policy of policies) assert.match(policy, /connect-src http:\/\/127\.0\.0\.1:\* http:\/\/localhost:\* /u);
  });

  it("lets the one page that opens Meta's dialog take the script from the simulator", () => {
    assert.equal([...config.matchAll(/script-src [^;]*127\.0\.0\.1/gu)].length, 1);
    assert.match(config, /script-src [^;]*https:\/\/connect\.facebook\.net http:\/\/127\.0\.0\.1:\*;/u);
  });
});
