import { z } from "zod";
import type { GoogleProject } from "./google/project.ts";
import type { Sent } from "./google/requests.ts";

const FunctionResource = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  buildConfig: z.object({ runtime: z.string(), entryPoint: z.string() }),
  serviceConfig: z.object({
    serviceAccountEmail: z.string().nullish(),
    availableMemory: z.string(),
    maxInstanceCount: z.number(),
    maxInstanceRequestConcurrency: z.number(),
    timeoutSeconds: z.number(),
    environmentVariables: z.record(z.string(), z.string()),
    secretEnvironmentVariables: z.array(z.object({ key: z.string(), secret: z.string() })).default([]),
    ingressSettings: z.string().nullish(),
  }),
});

/** A function as it was sent to Google. */
export interface SentFunction {
  readonly region: string;
  readonly runtime: string;
  readonly account: string | null;
  readonly memory: string;
  readonly maxInstances: number;
  readonly concurrency: number;
  readonly seconds: number;
  /** The variables that hold secrets. */
  readonly secrets: readonly string[];
  /** What these secrets are called in the project. */
  readonly secretNames: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** The members that may call its address. */
  readonly invokers: readonly string[];
}

/** The project's functions by their names. */
export function functionsOf({ functions, policies }: GoogleProject): ReadonlyMap<string, SentFunction> {
  return new Map(
    [...functions].map(([name, resource]) => {
      const { name: path, labels, buildConfig, serviceConfig } = FunctionResource.parse(resource);
      const invokers = policies.get(`run ${name.toLowerCase()}`)?.find(({ role }) => role === "roles/run.invoker");
      return [
        name,
        {
          region: path.split("/")[3] ?? "",
          runtime: buildConfig.runtime,
          account: serviceConfig.serviceAccountEmail ?? null,
          memory: serviceConfig.availableMemory,
          maxInstances: serviceConfig.maxInstanceCount,
          concurrency: serviceConfig.maxInstanceRequestConcurrency,
          seconds: serviceConfig.timeoutSeconds,
          secrets: serviceConfig.secretEnvironmentVariables.map(({ key }) => key).toSorted(),
          secretNames: serviceConfig.secretEnvironmentVariables.map(({ secret }) => secret).toSorted(),
          env: serviceConfig.environmentVariables,
          labels,
          invokers: invokers?.members ?? [],
        },
      ];
    }),
  );
}

const QUESTIONS =
  /:testIamPermissions$|:generateServiceIdentity$|:getIamPolicy$|^POST firebaserules\.[^ ]+:test$|www\.google-analytics\.com/u;

/** The requests that change something, in order. */
export function changes(sent: readonly Sent[]): string[] {
  return sent.map(({ route }) => route).filter((route) => !route.startsWith("GET ") && !QUESTIONS.test(route));
}

/** The account that functions run as, and its roles in the project. */
export function rolesOf({ policies }: GoogleProject, account: string): string[] {
  const bindings = policies.get("project") ?? [];
  return bindings.filter(({ members }) => members.includes(`serviceAccount:${account}`)).map(({ role }) => role);
}
