import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { deploymentSettings } from "./deployment-settings.ts";

describe("where a project's deployment is", () => {
  let folder: string;
  const write = (file: string, text: string): void => writeFileSync(path.join(folder, file), text);
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "settings-"));
    mkdirSync(path.join(folder, "functions"));
    write("firebase.json", JSON.stringify({ functions: { source: "functions" } }));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("has defaults", () => {
    assert.deepEqual(deploymentSettings("shop", folder), {
      region: "us-central1",
      database: "(default)",
      operatorClaim: "whatsappOperator",
      customersClaim: "whatsappCustomers",
      appCheck: true,
      prefix: "",
      signup: null,
    });
  });

  it("stands in the files of the project and of its alias, and the prefix in firebase.json", () => {
    write(
      "functions/.env",
      "OPERATOR_CLAIM=staff\nCUSTOMERS_CLAIM=clients\nFUNCTIONS_REGION=europe-west1\nENFORCE_APP_CHECK=false\nMETA_APP_ID=888000000000001\n",
    );
    write("functions/.env.shop", "FUNCTIONS_REGION=europe-west3\n");
    write("functions/.env.live", 'FIRESTORE_DATABASE="numbers"\nMETA_SIGNUP_CONFIG_ID=444000000000001\n');
    write("functions/.env.other", "FIRESTORE_DATABASE=others\n");
    write(".firebaserc", JSON.stringify({ projects: { live: "shop", other: "another" } }));
    write("firebase.json", JSON.stringify({ functions: { source: "functions", prefix: "wa" } }));
    assert.deepEqual(deploymentSettings("shop", folder), {
      region: "europe-west3",
      database: "numbers",
      operatorClaim: "staff",
      customersClaim: "clients",
      appCheck: false,
      prefix: "wa",
      signup: { appId: "888000000000001", configId: "444000000000001" },
    });
  });

  it("offers Embedded Signup only where both the app and its configuration are named", () => {
    for (const lacking of ["META_APP_ID=", "META_SIGNUP_CONFIG_ID="]) {
      write("functions/.env.shop", `FUNCTIONS_REGION=europe-west3\n${lacking}\n`);
      write("functions/.env.live", lacking.startsWith("META_APP") ? "META_SIGNUP_CONFIG_ID=444000000000001\n" : "");
      assert.equal(deploymentSettings("shop", folder).signup, null, lacking);
    }
  });

  it("is not guessed from what is malformed", () => {
    write(
      "functions/.env.shop",
      "OPERATOR_CLAIM=email_verified\nFUNCTIONS_REGION=Europe\nMETA_SIGNUP_CONFIG_ID=mine\n",
    );
    assert.throws(
      () => deploymentSettings("shop", folder),
      /malformed: FUNCTIONS_REGION, OPERATOR_CLAIM, META_SIGNUP_CONFIG_ID\./u,
    );
  });
});
