import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { run } from "../setup/run.mjs";
import { google } from "./google/google.ts";
import { newProject } from "./google/project.ts";
import { clone, environment, firebase, type Workplace } from "./rehearsal.ts";

const PERSON = "someone@example.com";

let place: Workplace;
before(async () => {
  place = await clone("shop");
});
after(() => place.remove());

it("grant-operator means the project that firebase use has chosen, and names it as the one to charge", async () => {
  const project = newProject("shop", {});
  project.users.set(PERSON, "{}");
  const { code, output } = await firebase(place, project, "use", "shop", "--alias", "default");
  assert.equal(code, 0, output);
  // As `gcloud auth application-default login` writes them where gcloud has no project.
  const credentials = { type: "authorized_user", client_id: "c", client_secret: "s", refresh_token: "r" };
  place.write("../.config/gcloud/application_default_credentials.json", JSON.stringify(credentials));
  const played = await google(project);
  try {
    const granted = await run(process.execPath, ["tools/grant-operator.ts", PERSON], {
      cwd: place.folder,
      env: { ...environment(place, played.env), NODE_USE_ENV_PROXY: "1" },
      timeout: 60_000,
    });
    assert.equal(granted.code, 0, granted.output);
    assert.match(
      granted.output,
      /^someone@example\.com \(someone@example\.com\) is now an operator in project shop\.$/m,
    );
    // The Admin SDK looks whether this is a machine of Google's.
    assert.deepEqual(
      played.unknown.filter((host) => !host.includes("169.254.169.254")),
      [],
    );
    assert.equal(project.users.get(PERSON), '{"whatsappOperator":true}');
    const asked = played.sent.filter(({ route }) => route.includes("identitytoolkit.googleapis.com"));
    assert.ok(asked.length >= 2);
    for (const { route, headers } of asked) assert.equal(headers["x-goog-user-project"], "shop", route);
  } finally {
    await played.close();
  }
});
