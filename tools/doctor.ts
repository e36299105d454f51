import path from "node:path";
import { styleText } from "node:util";
import { doctor, STATUS } from "./doctor/doctor.ts";
import { askHidden } from "./doctor/hidden-prompt.ts";
import { secretFromManager } from "./doctor/secret-manager.ts";
import { root } from "./root.ts";
import { SetupError } from "./setup/progress.mjs";

const META_ORIGIN = "https://graph.facebook.com";
const { stdin, stdout, stderr, env } = process;

/** `npm run doctor`: what is wrong, and what to do first. */
try {
  process.exitCode = await doctor(process.argv.slice(2), {
    env,
    ask: stdin.isTTY ? (question) => askHidden(question, stdin, (text) => stderr.write(text)) : null,
    secret: secretFromManager,
    functionsFolder: path.join(root, "functions"),
    metaOrigin: META_ORIGIN,
    print: (text) => stdout.write(text),
    warn: (text) => stderr.write(text),
    width: Math.min(stdout.columns ?? 120, 140),
    paint: (style, text) => styleText(style, text, { stream: stdout }),
  });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  stderr.write(`${error.message}\n`);
  process.exitCode = STATUS.unclear;
}
