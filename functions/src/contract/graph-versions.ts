/** The version of the Graph API that this product is made and tested for: the default of `META_GRAPH_VERSION`, and what all texts name. */
export const GRAPH_VERSION = "v25.0";

/** When a version of the Graph API came, and the day on which Meta ends it; `null`: not known, or not named yet. */
interface GraphVersion {
  readonly since: string | null;
  readonly ends: string | null;
}

/** Every version that is or was of use, in order (Meta, Graph API changelog, read 2026-11). The newest have no end yet. */
export const GRAPH_VERSIONS: Readonly<Record<string, GraphVersion>> = {
  "v18.0": { since: null, ends: "2026-01-26" },
  "v19.0": { since: null, ends: "2026-05-21" },
  "v20.0": { since: null, ends: "2026-09-24" },
  "v21.0": { since: null, ends: "2027-01-21" },
  "v22.0": { since: null, ends: "2027-05-20" },
  "v23.0": { since: null, ends: "2027-10-08" },
  "v24.0": { since: null, ends: "2028-02-18" },
  "v25.0": { since: null, ends: "2028-07-29" },
  "v26.0": { since: "2026-07-29", ends: null },
  "v27.0": { since: "2026-11-04", ends: null },
};

/** When a version ends, in ms since the epoch; `null`: not known. */
export function versionEnd(version: string): number | null {
  const day = GRAPH_VERSIONS[version]?.ends ?? null;
  return day === null ? null : Date.parse(day);
}
