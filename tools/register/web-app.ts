import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { firebaseCommand, firebaseEnv } from "../emulators/firebase-cli.ts";
import { root } from "../root.ts";
import { SetupError } from "../setup/progress.mjs";

/** What the Firebase SDK must know of a web app of the project. None of it is secret. */
export interface WebApp {
  readonly projectId: string;
  readonly apiKey: string;
  readonly appId: string;
}

const Answer = z.object({
  result: z.object({ sdkConfig: z.object({ projectId: z.string(), apiKey: z.string(), appId: z.string() }) }),
});

/** The project's web app, as the person who is signed in to the firebase CLI sees it; `appId`: which, where there are several. */
export async function webAppOf(projectId: string, appId: string | undefined): Promise<WebApp> {
  const named = appId === undefined ? [] : [appId];
  const [program, args] = firebaseCommand(["apps:sdkconfig", "WEB", ...named, "--project", projectId, "--json"]);
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd: root, env: firebaseEnv(undefined) });
    return Answer.parse(JSON.parse(stdout)).result.sdkConfig;
  } catch (error) {
    throw new SetupError(
      `The firebase CLI did not say which web app ${projectId} has. Sign in with npx firebase login; where there are several, name one
with --app <id>. They are listed by: npx firebase apps:list WEB --project ${projectId}`,
      { cause: error },
    );
  }
}
