import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CALLS } from "../../functions/src/contract/calls.ts";
import { codebaseEntry, subtreeSource } from "./adopting-page.ts";
import { compared, inventory } from "./comparison.ts";
import { functionsOf } from "./record.ts";
import { deploy, params, withSubtree, type Deployed, type Workplace } from "./rehearsal.ts";
import { theirFiles, theirFirebaseJson, theirProject } from "./their-project.ts";

const OURS = [...Object.keys(CALLS), "metaWebhook", "reconcilePhoneNumbers"].map((name) => `wa-${name}`);

describe("a codebase beside theirs, from a git subtree of the whole repository", () => {
  const project = theirProject();
  const had = inventory(project);
  let place: Workplace;
  let deployed: Deployed;

  before(async () => {
    const entry = { ...codebaseEntry, source: subtreeSource };
    place = withSubtree({ ...theirFiles, "firebase.json": theirFirebaseJson(entry) });
    place.write(`${subtreeSource}/.env.${project.id}`, params());
    deployed = await deploy(place, project, "--only", "functions:whatsapp", "--force");
  });
  after(() => place.remove());

  it("brings our functions and changes nothing of theirs", () => {
    assert.equal(deployed.code, 0, deployed.output);
    const names = [...functionsOf(project).keys()].filter((name) => name.startsWith("wa-"));
    assert.deepEqual(names.toSorted(), OURS.toSorted());
    for (const { kind, changed } of compared(had, inventory(project))) assert.deepEqual(changed, [], kind);
  });
});
