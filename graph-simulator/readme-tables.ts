import { MAGIC_NUMBERS } from "./magic-numbers.ts";
import { FAMILIES } from "./magic/magic-number.ts";
import { NUMBERS_TO_ADD } from "./magic/numbers-to-add.ts";
import { MAGIC_WABAS } from "./magic/places.ts";
import { MAGIC_TOKENS } from "./magic/tokens.ts";
import { table } from "./markdown-table.ts";

const code = (text: string): string => `\`${text}\``;

function numbers(): string {
  const heads = ["id", "what happens", "standing", "note"];
  const parts = Object.entries(FAMILIES).map(([family, meaning]) => {
    const rows = MAGIC_NUMBERS.filter((row) => row.id.startsWith(family)).map((row) => [
      code(row.id),
      row.title,
      row.standing,
      row.note,
    ]);
    return `**${meaning}**\n\n${table(heads, rows)}`;
  });
  return parts.join("\n\n");
}

function tokens(): string {
  const rows = MAGIC_TOKENS.map((row) => [code(row.token), row.title, row.standing, row.note]);
  return table(["token", "what it is", "standing", "note"], rows);
}

function accounts(): string {
  const rows = MAGIC_WABAS.map(({ title, state }) => [code(state.id), title]);
  return table(["id", "what it is"], rows);
}

function toAdd(): string {
  const rows = NUMBERS_TO_ADD.map(({ phoneNumber, title, standing }) => [code(phoneNumber), title, standing]);
  return table(["phone_number", "what happens", "standing"], rows);
}

/** The README's text with its generated tables made anew from `magic/`. @throws Error when a marker is missing. */
export function withCurrentTables(readme: string): string {
  const parts = { "magic-numbers": numbers(), tokens: tokens(), accounts: accounts(), "numbers-to-add": toAdd() };
  return Object.entries(parts).reduce((text, [name, content]) => {
    const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The README lacks the markers ${start} and ${end}.`);
    return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
  }, readme);
}
