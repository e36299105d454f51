import path from "node:path";
import { checkFirestore } from "./check-firestore.ts";
import { deployingCli } from "./deploying-cli.ts";
import { refuse, report } from "./report.ts";

// The hook before rules and indexes are deployed: `node "$PROJECT_DIR/functions/lib/predeploy/firestore.js"`. The CLI does not say where
// the functions lie, so they are those that this file is one of.
const { GCLOUD_PROJECT: project, PROJECT_DIR: projectFolder } = process.env;
const folder = path.resolve(import.meta.dirname, "..", "..");
if (project === undefined || projectFolder === undefined) refuse();
else
  report(
    await checkFirestore({ project, projectFolder, folder, cli: deployingCli(), isTerminal: process.stdin.isTTY }),
  );
