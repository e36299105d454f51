import { z } from "zod";
import { endpoint, found, type Endpoint } from "./requests.ts";

const Files = z.object({ files: z.record(z.string(), z.string()) });
const Config = z.object({ config: z.unknown() });

/** Hosting: versions of sites, their files by path and hash, and which version is shown. */
export const hostingEndpoints: readonly Endpoint[] = [
  endpoint("GET firebasehosting.googleapis.com/v1beta1/projects/*/sites", (_sent, { id, sites }) => ({
    sites: [...sites.keys()].map((site) => ({
      name: `projects/${id}/sites/${site}`,
      type: site === id ? "DEFAULT_SITE" : "USER_SITE",
    })),
  })),
  endpoint("GET firebasehosting.googleapis.com/v1beta1/projects/*/sites/*", ({ names: [id, site = ""] }, { sites }) => {
    found(sites.has(site) ? site : undefined, site);
    return { name: `projects/${id}/sites/${site}`, defaultUrl: `https://${site}.web.app` };
  }),
  endpoint(
    "POST firebasehosting.googleapis.com/v1beta1/projects/*/sites/*/versions",
    ({ names: [id, site = ""] }, { sites, versions }) => {
      found(sites.has(site) ? site : undefined, site);
      const name = `projects/${id}/sites/${site}/versions/v${versions.size + 1}`;
      versions.set(name, { site, files: new Map(), config: null });
      return { name };
    },
  ),
  endpoint(
    "POST firebasehosting.googleapis.com/v1beta1/**:populateFiles",
    ({ names: [name = ""], body }, { versions }) => {
      const { files } = found(versions.get(name), name);
      for (const [path, hash] of Object.entries(Files.parse(body).files)) files.set(path, hash);
      return {
        uploadUrl: "https://upload-firebasehosting.googleapis.com/upload",
        uploadRequiredHashes: [...files.values()],
      };
    },
  ),
  endpoint("POST upload-firebasehosting.googleapis.com/upload/*", () => ({})),
  endpoint("PATCH firebasehosting.googleapis.com/v1beta1/**", ({ names: [name = ""], body }, { versions }) => {
    found(versions.get(name), name).config = Config.parse(body).config;
    return { name };
  }),
  endpoint(
    "POST firebasehosting.googleapis.com/v1beta1/projects/*/sites/*/channels/live/releases",
    ({ names: [, site = ""], query }, { sites }) => {
      sites.set(site, query.get("versionName"));
    },
  ),
];
