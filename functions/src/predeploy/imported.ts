import { checkImported } from "./check-imported.ts";
import { deployingCli } from "./deploying-cli.ts";
import { refuse, report } from "./report.ts";

// The hook of a project that exports our functions from its own index: `node "$RESOURCE_DIR/node_modules/<package>/lib/predeploy/imported.js"`.
const { GCLOUD_PROJECT: project, PROJECT_DIR: projectFolder, RESOURCE_DIR: folder } = process.env;
if (project === undefined || projectFolder === undefined || folder === undefined) refuse();
else
  report(await checkImported({ project, projectFolder, folder, cli: deployingCli(), isTerminal: process.stdin.isTTY }));
