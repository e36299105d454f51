import type { Graph } from "../app/ports.ts";
import { readPages } from "./pages.ts";
import type { Reader } from "./reader.ts";
import { TemplatesPage } from "./wire.ts";

/** A template is a few kilobytes with its texts and examples: a hundred of them may be more than an answer may hold. */
const PAGE = 50;

/** The message templates of an account. */
export function templates(reader: Reader): Graph["templates"] {
  return (wabaId, { enough = () => false, ...wanted }, deadlineMs) => {
    const query = { fields: "name,status,category,language,components", ...wanted };
    const pages = { size: PAGE, enough };
    return readPages(reader, [wabaId, "message_templates"], query, TemplatesPage, deadlineMs, pages);
  };
}
