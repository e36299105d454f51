import { DataLocalizationRegion } from "../../../functions/src/contract/primitives.ts";

const NAMES: Readonly<Record<DataLocalizationRegion, string>> = {
  AE: "United Arab Emirates",
  AU: "Australia",
  BH: "Bahrain",
  BR: "Brazil",
  CA: "Canada",
  CH: "Switzerland",
  DE: "Germany (EU)",
  GB: "United Kingdom",
  ID: "Indonesia",
  IN: "India",
  JP: "Japan",
  KR: "South Korea",
  SG: "Singapore",
  ZA: "South Africa",
};

/** The regions as a form offers them, by name; the first is none. */
export const REGION_OPTIONS: readonly (readonly [value: DataLocalizationRegion | "", label: string])[] = [
  ["", "Wherever Meta keeps it (usual)"],
  ...DataLocalizationRegion.options
    .map((region) => [region, NAMES[region]] as const)
    .toSorted(([, one], [, other]) => one.localeCompare(other)),
];

/** A choice made from `REGION_OPTIONS`, or `undefined` for none. */
export const regionOf = (value: string): DataLocalizationRegion | undefined =>
  DataLocalizationRegion.safeParse(value).data;
