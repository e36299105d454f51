import type { Read } from "../app/ports.ts";
import type { AssignedUser } from "../domain/diagnosis/access-findings.ts";
import { readPages } from "./pages.ts";
import type { Reader } from "./reader.ts";
import { AssignedUsersPage } from "./wire.ts";

/** Who was assigned to a WABA, with their tasks. Meta demands the id of the business whose users are meant. */
export function assignedUsers(
  reader: Reader,
  wabaId: string,
  businessId: string,
  deadlineMs: number,
): Promise<Read<readonly AssignedUser[]>> {
  const query = { business: businessId, fields: "id,tasks" };
  return readPages(reader, [wabaId, "assigned_users"], query, AssignedUsersPage, deadlineMs);
}
