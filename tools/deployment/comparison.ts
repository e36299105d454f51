import { inspect } from "node:util";
import type { Binding, GoogleProject } from "./google/project.ts";

/** What one kind of thing was before a deployment, and what is new after it. */
export interface Compared {
  readonly kind: string;
  readonly theirs: readonly string[];
  /** Of theirs, what is not as it was. */
  readonly changed: readonly string[];
  readonly added: readonly string[];
}

/** Everything in a project by kind and name, in a form that can be compared. */
type Inventory = Readonly<Record<string, ReadonlyMap<string, string>>>;

export function inventory(project: GoogleProject): Inventory {
  const last = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
  const below = (name: string): string => name.slice(name.indexOf("/collectionGroups/") + "/collectionGroups/".length);
  return {
    functions: entries(project.functions),
    "service accounts": entries([...project.serviceAccounts].map((name) => [name, name])),
    "roles in the project": members(project.policies.get("project") ?? []),
    "who may call or read": entries([...project.policies].filter(([name]) => name !== "project")),
    secrets: entries(project.secrets),
    "scheduler jobs": entries(project.jobs),
    "Firestore databases": entries([...project.databases].map((name) => [name, name])),
    "Firestore rules": entries([...project.releases].map(([name, set]) => [last(name), project.rulesets.get(set)])),
    indexes: entries(project.indexes.map((index) => [below(String(index["name"])), index])),
    "field settings and TTL": entries([...project.fields].map(([name, field]) => [below(name), field])),
    "Hosting sites": entries(project.sites),
  };
}

function entries(of: Iterable<readonly [string, unknown]>): ReadonlyMap<string, string> {
  return new Map([...of].map(([name, value]) => [name, inspect(value, { depth: null, sorted: true })]));
}

/** Each role of each member by itself: a new member beside theirs changes nothing of theirs. */
function members(bindings: readonly Binding[]): ReadonlyMap<string, string> {
  return entries(
    bindings.flatMap(({ role, members: all }) =>
      all.map((one) => [`${role.slice("roles/".length)}: ${nameOf(one)}`, role] as const),
    ),
  );
}

export function compared(before: Inventory, after: Inventory): Compared[] {
  return Object.entries(before).map(([kind, theirs]) => {
    const now = after[kind] ?? new Map<string, string>();
    return {
      kind,
      theirs: [...theirs.keys()],
      changed: [...theirs].filter(([name, value]) => now.get(name) !== value).map(([name]) => name),
      added: [...now.keys()].filter((name) => !theirs.has(name)),
    };
  });
}

/** `user:a@b` without what kind of member it is. */
const nameOf = (member: string): string => member.slice(member.indexOf(":") + 1);
