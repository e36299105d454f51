import { getApps, initializeApp } from "firebase-admin/app";
import { getFirestore, type Firestore } from "firebase-admin/firestore";

/** The one client of Firestore in this process. */
export function database(): Firestore {
  const [app] = getApps();
  return getFirestore(app ?? initializeApp());
}
