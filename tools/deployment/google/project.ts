/** A resource as Google's APIs have it: JSON with a name. */
export type Resource = Readonly<Record<string, unknown>>;

/** The members of a role. */
export interface Binding {
  role: string;
  members: string[];
}

/** What a project holds that a deployment reads or changes, by the names that Google's APIs give it. */
export interface GoogleProject {
  readonly id: string;
  readonly number: string;
  readonly functions: Map<string, Resource>;
  /** Secrets and their latest values. */
  readonly secrets: Map<string, string>;
  readonly serviceAccounts: Set<string>;
  /** Of the project, of each Cloud Run service and of each secret. */
  readonly policies: Map<string, Binding[]>;
  readonly jobs: Map<string, Resource>;
  readonly databases: Set<string>;
  readonly indexes: Resource[];
  readonly fields: Map<string, Resource>;
  /** Release to ruleset, and ruleset to its source. */
  readonly releases: Map<string, string>;
  readonly rulesets: Map<string, string>;
  /** Site to the version it shows, and version to its files by path. */
  readonly sites: Map<string, string | null>;
  readonly versions: Map<string, { readonly site: string; readonly files: Map<string, string>; config: unknown }>;
  /** Users by their email address, and their custom claims as JSON. */
  readonly users: Map<string, string>;
  /** Archives that were uploaded. */
  readonly uploads: Buffer[];
}

/** A new project, on the Blaze plan, with a Firestore database, its default site and these secrets. */
export function newProject(id: string, secrets: Readonly<Record<string, string>>): GoogleProject {
  return {
    id,
    number: "123456789012",
    functions: new Map(),
    secrets: new Map(Object.entries(secrets)),
    serviceAccounts: new Set(),
    policies: new Map(),
    jobs: new Map(),
    databases: new Set(["(default)"]),
    indexes: [],
    fields: new Map(),
    releases: new Map(),
    rulesets: new Map(),
    sites: new Map([[id, null]]),
    versions: new Map(),
    users: new Map(),
    uploads: [],
  };
}
