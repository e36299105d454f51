import type { ConnectingGraph } from "../app/customer-ports.ts";
import type { Reader } from "./reader.ts";
import { WabaOwner } from "./wire.ts";

/** The portfolio that owns an account (Meta, WhatsApp Business Account). */
export function ownerOf(reader: Reader): ConnectingGraph["ownerOf"] {
  return async (wabaId, deadlineMs) => {
    const read = await reader([wabaId], { fields: "owner_business_info" }, WabaOwner, deadlineMs);
    return read.ok ? { ok: true, value: read.value.body.owner_business_info?.id ?? null } : read;
  };
}
