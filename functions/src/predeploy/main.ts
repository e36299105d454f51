import { check } from "./check.ts";
import { deployingCli } from "./deploying-cli.ts";
import { refuse, report } from "./report.ts";

// The hook before the functions are deployed: `node "$RESOURCE_DIR/lib/predeploy/main.js"`.
const { GCLOUD_PROJECT: project, PROJECT_DIR: projectFolder, RESOURCE_DIR: folder } = process.env;
if (project === undefined || projectFolder === undefined || folder === undefined) refuse();
else report(await check({ project, projectFolder, folder, cli: deployingCli(), isTerminal: process.stdin.isTTY }));
