import { explained } from "./auth-errors.ts";
import { demoProject } from "./demo-project.ts";
import { changeMemberClaim } from "./member-claim.ts";
import { changeOperatorClaim } from "./operator-claim.ts";
import { operatorCommand } from "./operator-command.ts";
import { getAuth, initializeApp } from "./product-packages.ts";
import { chargeTo, chosenProject, meantProject } from "./project-meant.ts";
import { deploymentSettings } from "./settings/deployment-settings.ts";
import { main } from "./setup/progress.mjs";

/** `npm run grant-operator`: makes an operator of a user, or a member of customers, or takes that away. */
await main(async () => {
  const { who, customers, revoke, project } = operatorCommand(process.argv.slice(2));
  const emulator = process.env["FIREBASE_AUTH_EMULATOR_HOST"];
  const sources = { named: project, env: process.env, demo: demoProject, chosen: chosenProject };
  const projectId = await meantProject(sources);
  chargeTo(projectId);
  const { operatorClaim, customersClaim } = deploymentSettings(projectId);
  const auth = getAuth(initializeApp({ projectId }));
  const change =
    customers.length === 0
      ? changeOperatorClaim(auth, who, { claim: operatorClaim, grant: !revoke })
      : changeMemberClaim(auth, who, { claim: customersClaim, customers, grant: !revoke });
  const { uid, email, changed } = await explained(change, who, projectId);
  const user = email === undefined ? uid : `${email} (${uid})`;
  const where = emulator === undefined ? `project ${projectId}` : `the auth emulator at ${emulator}`;
  const [one, none] =
    customers.length === 0 ? ["an operator", "no operator"] : [`a member of ${customers.join(", ")}`, "no such member"];
  console.log(
    changed
      ? `${user} ${revoke ? "is no longer" : "is now"} ${one} in ${where}.`
      : `${user} ${revoke ? `was ${none}` : `is ${one}`} in ${where} already; nothing was changed.`,
  );
  if (revoke)
    console.log("Their sessions have ended: the functions refuse them from now on, and Firestore within an hour.");
  else if (changed)
    console.log(
      "It takes effect when the user's app next fetches an ID token: within an hour, or on signing in again.",
    );
});
