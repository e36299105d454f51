import { createRequire } from "node:module";
import path from "node:path";
import type * as App from "../functions/node_modules/firebase-admin/lib/app/index.d.ts";
import type * as Auth from "../functions/node_modules/firebase-admin/lib/auth/index.d.ts";
import { root } from "./root.ts";

const fromFunctions = createRequire(path.join(root, "functions", "package.json"));

/** firebase-admin is installed once, with the functions; tools and tests take it from there. */
export const { initializeApp, deleteApp } = fromFunctions("firebase-admin/app") as typeof App;

export const { getAuth } = fromFunctions("firebase-admin/auth") as typeof Auth;
