import { explained } from "./auth-errors.ts";
import { demoProject } from "./demo-project.ts";
import { changeOperatorClaim } from "./operator-claim.ts";
import { operatorCommand } from "./operator-command.ts";
import { getAuth, initializeApp } from "./product-packages.ts";
import { chargeTo, chosenProject, meantProject } from "./project-meant.ts";
import { deploymentSettings } from "./settings/deployment-settings.ts";
import { main } from "./setup/progress.mjs";

await main(async () => {
  const { who, revoke, project } = operatorCommand(process.argv.slice(2));
  const emulator = process.env["FIREBASE_AUTH_EMULATOR_HOST"];
  const sources = { named: project, env: process.env, demo: demoProject, chosen: chosenProject };
  const projectId = await meantProject(sources);
  chargeTo(projectId);
  const claim = deploymentSettings(projectId).operatorClaim;
  const auth = getAuth(initializeApp({ projectId }));
  const { uid, email, changed } = await explained(
    changeOperatorClaim(auth, who, { claim, grant: !revoke }),
    who,
    projectId,
  );
  const user = email === undefined ? uid : `${email} (${uid})`;
  const where = emulator === undefined ? `project ${projectId}` : `the auth emulator at ${emulator}`;
  console.log(
    changed
      ? `${user} ${revoke ? "is no longer" : "is now"} an operator in ${where}.`
      : `${user} ${revoke ? "was no" : "is an"} operator in ${where} already; nothing was changed.`,
  );
  if (revoke)
    console.log("Their sessions have ended: the functions refuse them from now on, and Firestore within an hour.");
  else if (changed)
    console.log(
      "It takes effect when the user's app next fetches an ID token: within an hour, or on signing in again.",
    );
});
