/** The day on which Meta ends each version (Meta, Graph API changelog, read 2026-09). v26.0, the newest seen, has no day yet. */
export const GRAPH_ENDS: Readonly<Record<string, string>> = {
  "v18.0": "2026-01-26",
  "v19.0": "2026-05-21",
  "v20.0": "2026-09-24",
  "v21.0": "2027-01-21",
  "v22.0": "2027-05-20",
  "v23.0": "2027-10-08",
  "v24.0": "2028-02-18",
  "v25.0": "2028-07-29",
};

/** When a version ends, in ms since the epoch; `null`: not known. */
export function versionEnd(version: string): number | null {
  const day = GRAPH_ENDS[version];
  return day === undefined ? null : Date.parse(day);
}
