/** What a param's value must be. */
export interface ValueRule {
  /** `int`, `boolean`; any other is a text. */
  readonly type: string;
  readonly text?:
    | { readonly validationRegex?: string | RegExp | undefined; readonly validationErrorMessage?: string | undefined }
    | undefined;
}

/** What is wrong with a value, in words that do not repeat it. The CLI compares what is typed in with these rules, and not what a file holds. */
export function complaintAboutValue({ type, text }: ValueRule, value: string): string | undefined {
  if (type === "int" && !/^-?\d+$/u.test(value)) return "a whole number, please.";
  if (type === "boolean" && value !== "true" && value !== "false") return "true or false, please.";
  const { validationRegex, validationErrorMessage } = text ?? {};
  if (validationRegex === undefined || new RegExp(validationRegex).test(value)) return undefined;
  return validationErrorMessage ?? `it must match ${String(validationRegex)}.`;
}
