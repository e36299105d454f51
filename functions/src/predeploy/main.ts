import { check } from "./check.ts";
import { deployingCli } from "./deploying-cli.ts";

// The hook before a deployment: `node "$RESOURCE_DIR/lib/predeploy/main.js"`. A status other than 0 stops the CLI.
const { GCLOUD_PROJECT: project, PROJECT_DIR: projectFolder, RESOURCE_DIR: folder } = process.env;
if (project === undefined || projectFolder === undefined || folder === undefined) {
  process.stderr.write("This is a hook of firebase.json: the firebase CLI runs it before it deploys.\n");
  process.exitCode = 1;
} else {
  const isTerminal = process.stdin.isTTY;
  const { stops, remarks } = await check({ project, projectFolder, folder, cli: deployingCli(), isTerminal });
  for (const remark of remarks) process.stderr.write(`\n${remark}\n`);
  if (stops.length > 0) {
    process.stderr.write(
      `\nNothing was deployed. To be put right first:\n\n${stops.map((one) => `  - ${one}\n`).join("\n")}\n`,
    );
    process.exitCode = 1;
  }
}
