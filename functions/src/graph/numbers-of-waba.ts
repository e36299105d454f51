import type { Graph } from "../app/ports.ts";
import { readPages } from "./pages.ts";
import type { Reader } from "./reader.ts";
import { NumbersPage } from "./wire.ts";

/** All numbers of a WABA, with the ids that Meta knows them by. */
export function numbersOfWaba(reader: Reader): Graph["numbersOfWaba"] {
  return async (wabaId, deadlineMs) => {
    const fields = { fields: "id,display_phone_number" };
    const read = await readPages(reader, [wabaId, "phone_numbers"], fields, NumbersPage, deadlineMs);
    if (!read.ok) return read;
    return {
      ok: true,
      value: read.value.map((number) => ({ id: number.id, displayPhoneNumber: number.display_phone_number })),
    };
  };
}
