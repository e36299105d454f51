import type { Graph } from "../app/ports.ts";
import { readPages } from "./pages.ts";
import type { Reader } from "./reader.ts";
import { AssignedUsersPage } from "./wire.ts";

/** The users assigned to a WABA, with their tasks. Meta demands the id of the business of these users. */
export function assignedUsers(reader: Reader): Graph["assignedUsers"] {
  return (wabaId, businessId, deadlineMs) => {
    const query = { business: businessId, fields: "id,tasks" };
    return readPages(reader, [wabaId, "assigned_users"], query, AssignedUsersPage, deadlineMs);
  };
}
