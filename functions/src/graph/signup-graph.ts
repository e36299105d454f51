import type { SignupGraph } from "../app/customer-ports.ts";
import type { AccessToken } from "../domain/access-token.ts";
import { asApp } from "./access.ts";
import { exchangeCode, type AppAccess } from "./exchange-code.ts";
import { inspectTokenAs } from "./inspect-token.ts";
import { failed, graphReader } from "./reader.ts";

/** What the app asks Meta about a sign-up, for itself. `textOf` reveals a token. */
export function signupGraph(app: AppAccess, textOf: (token: AccessToken) => string): SignupGraph {
  return {
    exchangeCode: exchangeCode(app),
    inspectToken: async (token, deadlineMs) => {
      const text = textOf(token);
      const access = asApp({ ...app, token: text }, app.appId);
      if (access === null) return failed("unreadable", "the app secret is not configured");
      return inspectTokenAs(graphReader(access))(text, deadlineMs);
    },
  };
}
