import type { Findings } from "./deployment.ts";

/** Says what a hook has found, and has the CLI stop where something must be put right first: by a status other than 0. */
export function report({ stops, remarks }: Findings): void {
  for (const remark of remarks) process.stderr.write(`\n${remark}\n`);
  if (stops.length === 0) return;
  const list = stops.map((one) => `  - ${one}\n`).join("\n");
  process.stderr.write(`\nNothing was deployed. To be put right first:\n\n${list}\n`);
  process.exitCode = 1;
}

/** Where nobody has told what a hook is told. */
export function refuse(): void {
  process.stderr.write("This is a hook of firebase.json: the firebase CLI runs it before it deploys.\n");
  process.exitCode = 1;
}
