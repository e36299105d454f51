import { createRequire } from "node:module";
import path from "node:path";
import type * as FirestoreSdk from "../../functions/node_modules/firebase-admin/lib/firestore/index.d.ts";
import { root } from "../root.ts";

const fromFunctions = createRequire(path.join(root, "functions", "package.json"));

/** The same copy of the SDK that the product uses, so that its classes are the same too. */
export const { Firestore, getFirestore, FieldValue, Timestamp } = fromFunctions(
  "firebase-admin/firestore",
) as typeof FirestoreSdk;

export type Firestore = FirestoreSdk.Firestore;
export type Timestamp = FirestoreSdk.Timestamp;
