import { endpoint, type Endpoint } from "./requests.ts";

/** The project itself: what it is, what its owner may do, which APIs it uses. */
export const projectEndpoints: readonly Endpoint[] = [
  endpoint("GET firebase-public.firebaseio.com/cli.json", () => ({})),
  endpoint("POST www.google-analytics.com/**", () => ({})),
  endpoint("GET cloudbilling.googleapis.com/v1/projects/*/billingInfo", () => ({ billingEnabled: true })),
  endpoint("GET firebaseextensions.googleapis.com/v1beta/projects/*/instances", () => ({})),
  // The CLI has npm ask whether there is a newer firebase-functions, at the registry that the rehearsal names.
  endpoint("GET packages.example/*", ({ names: [name] }) => ({ name, "dist-tags": {}, versions: {} })),
  endpoint("GET firebase.googleapis.com/v1beta1/projects/*", (_sent, { id, number }) => ({
    projectId: id,
    projectNumber: number,
    resources: { hostingSite: id },
  })),
  endpoint("GET firebase.googleapis.com/v1beta1/projects/*/adminSdkConfig", (_sent, { id }) => ({
    projectId: id,
    storageBucket: `${id}.firebasestorage.app`,
  })),
  endpoint("GET cloudresourcemanager.googleapis.com/v1/projects/*", (_sent, { id, number }) => ({
    projectId: id,
    projectNumber: number,
  })),
  endpoint("POST cloudresourcemanager.googleapis.com/v1/projects/*:testIamPermissions", ({ body }) => body),
  endpoint("POST iam.googleapis.com/v1/projects/*/serviceAccounts/*:testIamPermissions", ({ body }) => body),
  // What `functions:config` held before there were params: nothing.
  endpoint("GET runtimeconfig.googleapis.com/v1beta1/projects/*/configs", () => ({})),
  // The account of functions that name none.
  endpoint("GET compute.googleapis.com/compute/v1/projects/*", (_sent, { number }) => ({
    defaultServiceAccount: `${number}-compute@developer.gserviceaccount.com`,
  })),
  // Switched on already: the CLI waits ten seconds for each that is not.
  endpoint("GET serviceusage.googleapis.com/v1/projects/*/services/*", () => ({ state: "ENABLED" })),
  endpoint("POST serviceusage.googleapis.com/v1beta1/projects/*/services/*:generateServiceIdentity", () => ({
    done: true,
  })),
];
