import type { z } from "zod";
import type { AccountGraph } from "../app/account-ports.ts";
import type { Graph, Read } from "../app/ports.ts";
import { GRAPH_ID } from "../contract/primitives.ts";
import { readPages } from "./pages.ts";
import { fieldRefused, type Reader } from "./reader.ts";
import { NumbersPage } from "./wire.ts";

/** What no account is known to refuse. */
const CERTAIN_FIELDS = "id,display_phone_number";
const FIELDS = `${CERTAIN_FIELDS},verified_name,status`;

type ListEntry = z.infer<typeof NumbersPage>["data"][number];

const readList = (
  reader: Reader,
  wabaId: string,
  fields: string,
  deadlineMs: number,
): Promise<Read<readonly ListEntry[]>> =>
  readPages(reader, [wabaId, "phone_numbers"], { fields }, NumbersPage, deadlineMs);

/** All numbers of a WABA, with the ids that Meta knows them by. */
export function numbersOfWaba(reader: Reader): Graph["numbersOfWaba"] {
  return async (wabaId, deadlineMs) => {
    const read = await readList(reader, wabaId, CERTAIN_FIELDS, deadlineMs);
    if (!read.ok) return read;
    return {
      ok: true,
      value: read.value.map((number) => ({ id: number.id, displayPhoneNumber: number.display_phone_number })),
    };
  };
}

/**
 * The same with each number's name and status, where they can be had: one refused field fails the whole read. An id that is none, such as
 * one that was printed as a number and has lost digits, is passed over.
 */
export function listNumbers(reader: Reader): AccountGraph["listNumbers"] {
  return async (wabaId, deadlineMs) => {
    const endsAt = Date.now() + deadlineMs;
    const wide = await readList(reader, wabaId, FIELDS, deadlineMs);
    const read = fieldRefused(wide) ? await readList(reader, wabaId, CERTAIN_FIELDS, endsAt - Date.now()) : wide;
    if (!read.ok) return read;
    return {
      ok: true,
      value: read.value
        .filter(({ id }) => GRAPH_ID.test(id))
        .map((number) => ({
          id: number.id,
          displayPhoneNumber: number.display_phone_number,
          verifiedName: number.verified_name,
          status: number.status,
        })),
    };
  };
}
