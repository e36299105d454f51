import type { Graph } from "../app/ports.ts";
import type { GraphAccess } from "./access.ts";
import { post } from "./post-reply.ts";
import { CreatedTemplate } from "./wire.ts";

/** The one POST that has a template made and reviewed. Its category may come back as another one than was asked for. */
export function createTemplate(access: GraphAccess): Graph["createTemplate"] {
  return async (wabaId, { name, language, body }, deadlineMs) => {
    const template = { name, language, category: "UTILITY", components: [{ type: "BODY", text: body }] };
    const parts = [wabaId, "message_templates"];
    const reply = await post(access, { parts, body: template, hidden: [], deadlineMs }, CreatedTemplate);
    if (reply.kind !== "accepted") return reply;
    const { status, category } = reply.body;
    return { kind: reply.kind, status, category };
  };
}
