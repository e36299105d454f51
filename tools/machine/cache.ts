import path from "node:path";
import { root } from "../root.ts";

/** What was downloaded because this machine lacks it; git ignores the folder, and deleting it loses nothing but time. */
export const cacheFolder = path.join(root, ".cache");
