import { resealTokens } from "../functions/src/app/reseal-tokens.ts";
import { firestoreSealedTokens } from "../functions/src/firestore/sealed-tokens.ts";
import { tokenVault } from "../functions/src/vault/token-vault.ts";
import { demoProject, localSecrets } from "./demo-project.ts";
import { interruptible } from "./emulators/interrupt.ts";
import { Firestore } from "./product-packages.ts";
import { chargeTo, chosenProject, meantProject } from "./project-meant.ts";
import { emulatorHosts } from "./register/emulator-hosts.ts";
import { deployedKeys, KEYS, keysIn } from "./reseal/deployed-keys.ts";
import { resealCommand } from "./reseal/reseal-command.ts";
import { resealTally } from "./reseal/reseal-report.ts";
import { deploymentSettings } from "./settings/deployment-settings.ts";
import { main, SetupError } from "./setup/progress.mjs";

/** `npm run reseal-tokens`: seals every customer's token with the newest key. */
await main(async () => {
  const { dryRun, project, secret, emulators } = resealCommand(process.argv.slice(2));
  const hosts = emulatorHosts(emulators);
  if (hosts !== null) Object.assign(process.env, { FIRESTORE_EMULATOR_HOST: hosts.firestore });
  else if (process.env["FIRESTORE_EMULATOR_HOST"] !== undefined)
    throw new SetupError(
      "FIRESTORE_EMULATOR_HOST is set, but FIREBASE_AUTH_EMULATOR_HOST is not: say whether the emulators are meant.",
    );
  const sources = { named: project, env: process.env, demo: demoProject, chosen: chosenProject };
  const projectId = await meantProject(sources);
  chargeTo(projectId);
  const keys =
    hosts === null ? await deployedKeys(projectId, secret) : keysIn(process.env[KEYS] ?? localSecrets()[KEYS] ?? "");
  const vault = tokenVault(keys);
  const newest = vault.newestKey ?? "";
  const databaseId = deploymentSettings(projectId).database;
  const place = `database ${databaseId} of ${projectId}`;
  const tally = resealTally(newest, place);
  const db = new Firestore({ projectId, databaseId });
  console.log(`${dryRun ? "Looking at" : "Re-sealing"} the tokens in ${place}; the newest key is ${newest}.`);
  let isWhole = false;
  try {
    return await interruptible(async (interrupted) => {
      await resealTokens({
        tokens: firestoreSealedTokens(db),
        vault,
        dryRun,
        interrupted,
        onPage: (page) => {
          tally.add(page);
          console.log(`  ${tally.looked()} looked at`);
        },
      });
      isWhole = !interrupted.aborted;
      return tally.isDone() ? 0 : 1;
    });
  } catch (error) {
    throw explained(error);
  } finally {
    console.log(tally.report(isWhole));
    await db.terminate();
  }
});

/** What Firestore says when it lets nobody in, with what to do. */
function explained(error: unknown): unknown {
  const text = error instanceof Error ? error.message : String(error);
  return /default credentials|PERMISSION_DENIED|UNAUTHENTICATED|invalid_grant/u.test(text)
    ? new SetupError(
        `${text}\n\nSign in with \`gcloud auth application-default login\`; the role Cloud Datastore User (roles/datastore.user) is needed.`,
        { cause: error },
      )
    : error;
}
