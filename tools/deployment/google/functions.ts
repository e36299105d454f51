import { z } from "zod";
import { getPolicy, setPolicy } from "./identity.ts";
import type { GoogleProject, Resource } from "./project.ts";
import { endpoint, found, type Endpoint } from "./requests.ts";

const Named = z.looseObject({ name: z.string() });
const Service = z.looseObject({ serviceConfig: z.looseObject({}) });

/** Deploys a function: it has a Cloud Run service then, and is active. */
function deployed(body: unknown, region: string, { id, functions }: GoogleProject): Resource {
  const { name, ...rest } = Named.parse(body);
  const { serviceConfig } = Service.parse(rest);
  const short = name.slice(name.lastIndexOf("/") + 1);
  const service = `projects/${id}/locations/${region}/services/${short.toLowerCase()}`;
  const uri = `https://${short.toLowerCase()}.a.run.app`;
  const resource = {
    ...rest,
    name,
    state: "ACTIVE",
    environment: "GEN_2",
    serviceConfig: { ...serviceConfig, service, uri },
  };
  functions.set(short, resource);
  return { name: `projects/${id}/locations/${region}/operations/${short}`, done: false };
}

/** Cloud Functions, and what it rests on: Cloud Run, Cloud Scheduler, storage, Artifact Registry. */
export const functionsEndpoints: readonly Endpoint[] = [
  endpoint("GET cloudfunctions.googleapis.com/v1/projects/*/locations/-/functions", () => ({})),
  endpoint("GET cloudfunctions.googleapis.com/v2/projects/*/locations/-/functions", (_sent, { functions }) => ({
    functions: [...functions.values()],
  })),
  endpoint("POST cloudfunctions.googleapis.com/v2/projects/*/locations/*/functions:generateUploadUrl", () => ({
    uploadUrl: "https://storage.googleapis.com/uploads/source.zip",
    storageSource: { bucket: "uploads", object: "source.zip" },
  })),
  endpoint("PUT storage.googleapis.com/uploads/source.zip", ({ body }, { uploads }) => {
    uploads.push(z.instanceof(Buffer).parse(body));
  }),
  endpoint(
    "POST cloudfunctions.googleapis.com/v2/projects/*/locations/*/functions",
    ({ body, names: [, region = ""] }, project) => deployed(body, region, project),
  ),
  endpoint(
    "PATCH cloudfunctions.googleapis.com/v2/projects/*/locations/*/functions/*",
    ({ body, names: [, region = ""] }, project) => deployed(body, region, project),
  ),
  endpoint(
    "GET cloudfunctions.googleapis.com/v2/projects/*/locations/*/operations/*",
    ({ names: [, , name = ""] }, { functions }) => ({
      done: true,
      response: functions.get(name) ?? {},
    }),
  ),
  // Where images are kept, with a policy already that removes old ones: the CLI has one question less.
  endpoint("GET artifactregistry.googleapis.com/v1/projects/*/locations/*/repositories/gcf-artifacts", () => ({
    cleanupPolicies: { theirs: { action: "DELETE" } },
  })),
  endpoint(
    "DELETE cloudfunctions.googleapis.com/v2/projects/*/locations/*/functions/*",
    ({ names: [id = "", region = "", name = ""] }, { functions, policies }) => {
      functions.delete(name);
      policies.delete(`run ${name.toLowerCase()}`);
      return { name: `projects/${id}/locations/${region}/operations/${name}`, done: false };
    },
  ),
  endpoint(
    "DELETE cloudscheduler.googleapis.com/v1/projects/*/locations/*/jobs/*",
    ({ names: [, , name = ""] }, { jobs }) => {
      jobs.delete(name);
    },
  ),
  endpoint("GET run.googleapis.com/v1/projects/*/locations/*/services/*:getIamPolicy", getPolicy("run ")),
  endpoint("POST run.googleapis.com/v1/projects/*/locations/*/services/*:setIamPolicy", setPolicy("run ")),
  endpoint(
    "GET cloudscheduler.googleapis.com/v1/projects/*/locations/*/jobs/*",
    ({ names: [, , name = ""] }, { jobs }) => found(jobs.get(name), name),
  ),
  endpoint("POST cloudscheduler.googleapis.com/v1/projects/*/locations/*/jobs", ({ body }, { jobs }) => {
    const job = Named.parse(body);
    jobs.set(job.name.slice(job.name.lastIndexOf("/") + 1), job);
    return job;
  }),
];
