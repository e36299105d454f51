import { z } from "zod";
import type { Binding, GoogleProject } from "./project.ts";
import { endpoint, found, type Answer, type Endpoint } from "./requests.ts";

const Policy = z.object({
  policy: z.object({ bindings: z.array(z.object({ role: z.string(), members: z.array(z.string()) })) }),
});

const NewAccount = z.object({ accountId: z.string() });

const policy = (of: string, { policies }: GoogleProject): { bindings: Binding[] } => ({
  bindings: policies.get(of) ?? [],
});

/** Reads whom this resource trusts. */
export const getPolicy =
  (prefix: string): Answer =>
  ({ names }, project) =>
    policy(prefix + (names.at(-1) ?? ""), project);

export const setPolicy =
  (prefix: string): Answer =>
  ({ names, body }, project) => {
    const of = prefix + (names.at(-1) ?? "");
    project.policies.set(of, Policy.parse(body).policy.bindings);
    return policy(of, project);
  };

/** The roles that accounts hold, and the secrets. */
export const identityEndpoints: readonly Endpoint[] = [
  // The CLI asks for a kit's roles, and writes `roles/` twice.
  endpoint("GET iam.googleapis.com/v1/roles/roles/*", ({ names: [role] }) => ({ name: `roles/${role}`, title: role })),
  endpoint("POST cloudresourcemanager.googleapis.com/v1/projects/*:getIamPolicy", (_sent, project) =>
    policy("project", project),
  ),
  endpoint("POST cloudresourcemanager.googleapis.com/v1/projects/*:setIamPolicy", ({ body }, project) => {
    project.policies.set("project", Policy.parse(body).policy.bindings);
    return policy("project", project);
  }),
  endpoint("POST iam.googleapis.com/v1/projects/*/serviceAccounts", ({ body }, { id, serviceAccounts }) => {
    const email = `${NewAccount.parse(body).accountId}@${id}.iam.gserviceaccount.com`;
    serviceAccounts.add(email);
    return { email };
  }),
  endpoint(
    "DELETE iam.googleapis.com/v1/projects/*/serviceAccounts/*",
    ({ names: [, email = ""] }, { serviceAccounts }) => {
      serviceAccounts.delete(email);
    },
  ),
  endpoint(
    "GET iam.googleapis.com/v1/projects/*/serviceAccounts/*",
    ({ names: [, email = ""] }, { serviceAccounts }) => ({
      email: found(serviceAccounts.has(email) ? email : undefined, email),
    }),
  ),
  endpoint("GET secretmanager.googleapis.com/v1/projects/*/secrets/*", ({ names: [id, name = ""] }, { secrets }) => {
    found(secrets.get(name), name);
    return { name: `projects/${id}/secrets/${name}`, labels: { "firebase-managed": "functions" } };
  }),
  endpoint(
    "GET secretmanager.googleapis.com/v1/projects/*/secrets/*/versions/latest",
    ({ names: [id, name = ""] }, { secrets }) => {
      found(secrets.get(name), name);
      return { name: `projects/${id}/secrets/${name}/versions/1`, state: "ENABLED" };
    },
  ),
  endpoint(
    "GET secretmanager.googleapis.com/v1/projects/*/secrets/*/versions/latest:access",
    ({ names: [, name = ""] }, { secrets }) => ({
      payload: { data: Buffer.from(found(secrets.get(name), name)).toString("base64") },
    }),
  ),
  endpoint("GET secretmanager.googleapis.com/v1/projects/*/secrets/*:getIamPolicy", getPolicy("secret ")),
  endpoint("POST secretmanager.googleapis.com/v1/projects/*/secrets/*:setIamPolicy", setPolicy("secret ")),
];
