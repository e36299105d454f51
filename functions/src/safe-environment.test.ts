import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { refuseUnsafeEnvironment, unsafeSettings } from "./safe-environment.ts";

const PRODUCTION = { K_SERVICE: "registerphonenumber", K_CONFIGURATION: "registerphonenumber" };

describe("a production environment", () => {
  it("is accepted when nothing weakens it", () => {
    assert.deepEqual(unsafeSettings({ ...PRODUCTION, META_GRAPH_BASE_URL: "https://graph.facebook.com" }), []);
    assert.doesNotThrow(() => refuseUnsafeEnvironment(PRODUCTION));
  });

  const unsafe: Readonly<Record<string, string>> = {
    FUNCTIONS_EMULATOR: "true",
    FIREBASE_DEBUG_MODE: "true",
    FIREBASE_DEBUG_FEATURES: '{"skipTokenVerification":true}',
    FIRESTORE_EMULATOR_HOST: "127.0.0.1:8080",
    FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099",
    HTTPS_PROXY: "http://proxy.example",
    https_proxy: "http://proxy.example",
    ALL_PROXY: "socks5://proxy.example",
    NODE_USE_ENV_PROXY: "1",
    NODE_EXTRA_CA_CERTS: "certs.pem",
    PUBSUB_EMULATOR_HOST: "127.0.0.1:8085",
    FIREBASE_EMULATOR_HUB: "127.0.0.1:4400",
    LD_PRELOAD: "hook.so",
    NODE_DEBUG: "http",
    OPENSSL_CONF: "engine.cnf",
    SSLKEYLOGFILE: "keys.log",
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
    NODE_OPTIONS: "--inspect=0.0.0.0:9229",
    META_GRAPH_BASE_URL: "https://graph.facebook.com.example",
  };
  for (const [name, value] of Object.entries(unsafe)) {
    it(`refuses ${name}, by name and without its value`, () => {
      assert.throws(
        () => refuseUnsafeEnvironment({ ...PRODUCTION, [name]: value }),
        (error: Error) => error.message.includes(name) && !error.message.includes(value),
      );
      assert.deepEqual(unsafeSettings({ [name]: value }), [], "outside production nothing is judged");
    });
  }

  const loading = [
    "-r ./hook.cjs",
    "-r=./hook.cjs",
    "--require ./hook.cjs",
    "--require=./hook.cjs",
    '--re"quire" hook',
    '"--require" hook',
    "--req\\uire hook",
    "--import=data:text/javascript,0",
    "--import hook",
    "--loader=./hook.mjs",
    "--experimental-loader ./hook.mjs",
    "--experimental_loader=./hook.mjs",
    "--env-file=.env.hook",
    "--env-file-if-exists=.env.hook",
    "-C hook",
    "--conditions=hook",
    "--experimental-config-file=node.config.json",
    "--experimental-default-config-file",
    "--openssl-config=engine.cnf",
    "--openssl-shared-config",
    "--use-openssl-ca",
    "--tls-keylog=keys.log",
    "--tls-min-v1.0",
    "--inspect",
    "--inspect-brk=0.0.0.0:9229",
    "--inspect_port=0",
    "--insecure-http-parser",
    "--preserve-symlinks",
    "--use-env-proxy",
    "--max-old-space-size=200 --require hook",
    "--max-old-space-size=200\t--require=hook",
    "--enable-source-maps ./hook.cjs",
  ];
  for (const options of loading) {
    it(`refuses NODE_OPTIONS=${options}`, () => {
      assert.equal(unsafeSettings({ ...PRODUCTION, NODE_OPTIONS: options }).length, 1);
    });
  }

  for (const options of [
    "",
    " ",
    "--max-old-space-size=200",
    "--max_old_space_size 200",
    "--no-warnings --trace-uncaught",
  ]) {
    it(`accepts NODE_OPTIONS="${options}"`, () => {
      assert.deepEqual(unsafeSettings({ ...PRODUCTION, NODE_OPTIONS: options }), []);
    });
  }

  it("is known by either of Cloud Run's names; an emulator that borrows one says what it is", () => {
    const debug = { FIREBASE_DEBUG_MODE: "true" };
    for (const name of ["K_SERVICE", "K_CONFIGURATION"])
      assert.equal(unsafeSettings({ [name]: "x", ...debug }).length, 1);
    assert.deepEqual(unsafeSettings({ K_SERVICE: "x", FUNCTIONS_EMULATOR: "true", ...debug }), []);
  });

  it("names every switch at once", () => {
    assert.equal(unsafeSettings({ ...PRODUCTION, ...unsafe }).length, Object.keys(unsafe).length);
  });
});
