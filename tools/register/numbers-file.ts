import { GRAPH_ID, PIN } from "../../functions/src/contract/primitives.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { SetupError } from "../setup/progress.mjs";

/** One line of the file. The PIN cannot be shown by accident. */
export interface NumberToRegister {
  readonly phoneNumberId: string;
  readonly pin: Pin;
}

const SEPARATOR = /[,;\t]/u;
/** Complaints beyond these would only scroll the first ones away. */
const SHOWN = 20;

/**
 * Reads the numbers to register: on each line Meta's id of a number and the PIN, with a comma, a semicolon or a tab between them. Empty lines
 * and those that begin with `#` are passed over, and so is a first line of words that names the columns.
 *
 * @throws SetupError that names every line that is amiss, and repeats nothing of what stands there: a PIN may be anywhere in it.
 */
export function readNumbers(text: string): NumberToRegister[] {
  const numbers: NumberToRegister[] = [];
  const complaints: string[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, line] of text
    .replace(/^\uFEFF/u, "")
    .split(/\r\n|\n|\r/u)
    .entries()) {
    const fields = fieldsOf(line);
    if (isPassedOver(line) || (index === 0 && isHeading(fields))) continue;
    const [phoneNumberId = "", pin = ""] = fields;
    const earlier = lineOf.get(phoneNumberId);
    const complaint =
      complaintAbout(fields) ?? (earlier === undefined ? null : `its number is that of line ${earlier}.`);
    if (complaint !== null) complaints.push(`line ${index + 1}: ${complaint}`);
    else {
      lineOf.set(phoneNumberId, index + 1);
      numbers.push({ phoneNumberId, pin: new Pin(pin) });
    }
  }
  if (complaints.length > 0) throw new SetupError(refusal(complaints));
  if (numbers.length === 0) throw new SetupError("There is no number in what was given.");
  return numbers;
}

const fieldsOf = (line: string): string[] =>
  line.split(SEPARATOR).map((field) => field.trim().replace(/^"(.*)"$/u, "$1"));

const isPassedOver = (line: string): boolean => line.trim() === "" || line.trimStart().startsWith("#");

const isHeading = (fields: readonly string[]): boolean => fields.every((field) => /^[a-z][a-z _-]*$/iu.test(field));

/** What is wrong with a line, in words that hold nothing of it; `null`: nothing. */
function complaintAbout([phoneNumberId = "", pin, ...more]: readonly string[]): string | null {
  if (pin === undefined || more.length > 0) return "it must hold two fields: the number's id and the PIN.";
  if (GRAPH_ID.test(phoneNumberId) && PIN.test(pin)) return null;
  if (PIN.test(phoneNumberId) && GRAPH_ID.test(pin)) return "the id must come before the PIN.";
  if (!GRAPH_ID.test(phoneNumberId))
    return "its first field is not an id of Meta's: 5 to 20 digits, and not the phone number itself.";
  return "its second field is not a PIN: exactly six digits. Spreadsheets drop leading zeros: make the column text.";
}

function refusal(complaints: readonly string[]): string {
  const more = complaints.length > SHOWN ? [`... and ${complaints.length - SHOWN} more lines.`] : [];
  return ["Nothing was sent, because of", ...complaints.slice(0, SHOWN), ...more].join("\n  ");
}
