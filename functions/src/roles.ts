import { requiresRole } from "firebase-functions/options";

// With these the CLI gives a codebase an account of its own, instead of the project's default one, which may change everything. They
// hold for every function of the codebase, so functions that are imported among others' leave this file out.
requiresRole("roles/datastore.user"); // the ledger and the numbers' documents
requiresRole("roles/firebaseauth.viewer"); // whether a user was disabled or signed out
requiresRole("roles/firebaseappcheck.tokenVerifier"); // consuming App Check tokens
