import type { Read } from "../app/ports.ts";
import type { WabaNumber } from "../domain/diagnosis/access-findings.ts";
import { readPages } from "./pages.ts";
import type { Reader } from "./reader.ts";
import { NumbersPage } from "./wire.ts";

/** All numbers of a WABA, with the ids that Meta knows them by. */
export async function numbersOfWaba(
  reader: Reader,
  wabaId: string,
  deadlineMs: number,
): Promise<Read<readonly WabaNumber[]>> {
  const fields = { fields: "id,display_phone_number" };
  const read = await readPages(reader, [wabaId, "phone_numbers"], fields, NumbersPage, deadlineMs);
  if (!read.ok) return read;
  return {
    ok: true,
    value: read.value.map((number) => ({ id: number.id, displayPhoneNumber: number.display_phone_number })),
  };
}
