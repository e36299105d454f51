import { createRequire } from "node:module";
import path from "node:path";
import type * as Axios from "../functions/node_modules/axios/index.d.ts";
import type * as AppCheck from "../functions/node_modules/firebase-admin/lib/app-check/index.d.ts";
import type * as App from "../functions/node_modules/firebase-admin/lib/app/index.d.ts";
import type * as Auth from "../functions/node_modules/firebase-admin/lib/auth/index.d.ts";
import type * as FirestoreSdk from "../functions/node_modules/firebase-admin/lib/firestore/index.d.ts";
import { root } from "./root.ts";

const fromFunctions = createRequire(path.join(root, "functions", "package.json"));

/** The product's packages are installed once, with the functions; tools and tests take them from there, so that classes are the same. */
export const { initializeApp, deleteApp } = fromFunctions("firebase-admin/app") as typeof App;

export const { getAuth } = fromFunctions("firebase-admin/auth") as typeof Auth;

export const { getAppCheck } = fromFunctions("firebase-admin/app-check") as typeof AppCheck;

export const { Firestore, getFirestore, Timestamp } = fromFunctions("firebase-admin/firestore") as typeof FirestoreSdk;

export type Firestore = FirestoreSdk.Firestore;
export type Timestamp = FirestoreSdk.Timestamp;

/** The HTTP client that tutorials use, in the version that the product uses. */
export const axios = (fromFunctions("axios") as typeof Axios).default;
