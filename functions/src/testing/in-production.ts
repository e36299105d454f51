import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A process with the environment of Cloud Run, and nothing of this one's but the way to programs. */
export interface ProductionProcess {
  /** Where the function is served; `null`: the process ended without serving it. */
  readonly url: string | null;
  /** Everything it has printed. */
  output(): string;
  /** Its exit status, once it has ended or was stopped. */
  stop(): Promise<number | null>;
}

const CLOUD_RUN = {
  K_SERVICE: "function",
  K_CONFIGURATION: "function",
  K_REVISION: "function-00001",
  NODE_ENV: "production",
  GCLOUD_PROJECT: "some-project",
  META_SYSTEM_USER_TOKEN: "EAAproduction",
  META_APP_SECRET: "production-app-secret",
  META_PHONE_NUMBER_ID: "550000000000001",
  META_WABA_ID: "777000000000001",
  ENFORCE_APP_CHECK: "true",
};

/** Loads index.ts and serves one of its functions, in a process of its own. `env` is added to what Cloud Run sets, or takes from it. */
export async function inProduction(name: string, env: NodeJS.ProcessEnv = {}): Promise<ProductionProcess> {
  const script = fileURLToPath(new URL("production-process.ts", import.meta.url));
  const child = spawn(process.execPath, [script, name], {
    env: { PATH: process.env["PATH"], ...CLOUD_RUN, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const ended = once(child, "close");
  const address = Promise.withResolvers<string | null>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const [url] = /^http:\S+(?=\n)/m.exec(printed) ?? [];
      if (url !== undefined) address.resolve(url);
    });
  }
  void ended.then(() => address.resolve(null));
  return {
    url: await address.promise,
    output: () => printed,
    stop: async () => {
      child.kill();
      await ended;
      return child.exitCode;
    },
  };
}
