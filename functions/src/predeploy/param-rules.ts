import type { Given } from "./env-files.ts";
import type { Param } from "./manifest.ts";

/** What is wrong with the values of the params, a sentence each that names the param and never its value. */
export function complaintsAboutParams(params: readonly Param[], given: ReadonlyMap<string, Given>): string[] {
  return params.flatMap((param) => {
    const one = given.get(param.name);
    const complaint = one === undefined ? undefined : malformed(param, one.value);
    return one === undefined || complaint === undefined ? [] : [`${param.name} in ${one.file}: ${complaint}`];
  });
}

/** The CLI compares what is typed in with these rules, and not what a file holds. */
function malformed({ type, input }: Param, value: string): string | undefined {
  if (type === "int" && !/^-?\d+$/u.test(value)) return "a whole number, please.";
  if (type === "boolean" && value !== "true" && value !== "false") return "true or false, please.";
  const { validationRegex, validationErrorMessage } = input?.text ?? {};
  if (validationRegex === undefined || new RegExp(validationRegex).test(value)) return undefined;
  return validationErrorMessage ?? `it must match ${validationRegex}.`;
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
