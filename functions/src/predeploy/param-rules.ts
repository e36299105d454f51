import { complaintAboutValue } from "../param-value.ts";
import type { Given } from "./env-files.ts";
import type { Param } from "./manifest.ts";

/** What is wrong with the values of the params, a sentence each that names the param and never its value. */
export function complaintsAboutParams(params: readonly Param[], given: ReadonlyMap<string, Given>): string[] {
  return params.flatMap((param) => {
    const one = given.get(param.name);
    const complaint =
      one === undefined ? undefined : complaintAboutValue({ type: param.type, text: param.input?.text }, one.value);
    return one === undefined || complaint === undefined ? [] : [`${param.name} in ${one.file}: ${complaint}`];
  });
}

/**
 * The params without a value, in a sentence with the lines to add. The CLI asks a person for them, and stops where there is
 * nobody to be asked, also when there is a default.
 */
export function complaintAboutMissing(
  params: readonly Param[],
  given: ReadonlyMap<string, Given>,
  file: string,
): string | undefined {
  const missing = params.filter(({ name }) => !given.has(name));
  if (missing.length === 0) return undefined;
  const lines = missing.map((param) => `    ${param.name}=${param.default ?? ""}`);
  return `Nobody is here to be asked for the params without a value. Add them to ${file}, those without a default filled in:\n${lines.join("\n")}`;
}
