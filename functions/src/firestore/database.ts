import { getApps, initializeApp } from "firebase-admin/app";
import { getFirestore, type Firestore } from "firebase-admin/firestore";

/** The one client in this process of the database with this id. */
export function database(id: string): Firestore {
  const [app] = getApps();
  return getFirestore(app ?? initializeApp(), id);
}
