import type { Defect } from "../planted-defect.ts";

/**
 * Answers that the product gave before the reports from the field came in, each put back into today's code in one place. It counts
 * how many tests would notice such a return.
 */
export const OLD_ANSWERS: readonly Defect[] = [
  {
    title: "a #100 that fits nothing known is a missing permission",
    file: "domain/error/graph-refusal.ts",
    find: 'return "unknown_error";',
    put: 'return error.code === 100 ? "missing_permission" : "unknown_error";',
  },
  {
    title: "WhatsApp's own code inside another error is not looked for",
    file: "domain/error/graph-refusal.ts",
    find: "export function unwrapped(error: GraphError): GraphError {",
    put: "export function unwrapped(error: GraphError): GraphError {\n  if (error.httpStatus > 0) return error;",
  },
  {
    title: "#200 is a missing permission, also “API access blocked.”",
    file: "domain/error/shapes.ts",
    find: "SHAPES.find(({ code, fits }) => code === error.code",
    put: "SHAPES.find(({ code, fits }) => code !== 200 && code === error.code",
  },
  {
    title: "a permission that debug_token does not list is missing, although the number was read",
    file: "domain/diagnosis/access-findings.ts",
    find: "return reads.view === null ? missing :",
    put: "return reads.view === null || missing.length > 0 ? missing :",
  },
  {
    title: "reads that are all refused with “API access blocked.” stop nothing",
    file: "domain/diagnosis/access-findings.ts",
    find: 'if (meaning === "app_blocked")',
    put: 'if (meaning === "app_blocked" && reads.view !== null)',
  },
  {
    title: "ON_PREMISE is the Business app, also where is_on_biz_app is false",
    file: "domain/phone-number.ts",
    find: 'view.platformType === "ON_PREMISE" && view.isOnBusinessApp !== false',
    put: 'view.platformType === "ON_PREMISE"',
  },
  {
    title: "after 133006 a number that shows VERIFIED needs no code, and is to be registered again",
    file: "domain/error/graph-refusal.ts",
    find: "return refusalStatus(record.graphError) === record.status;",
    put: "return false;",
  },
  {
    title: "where Meta sends no code, an hour is promised",
    file: "domain/error/call-wait.ts",
    find: 'case "code_request_limited":',
    put: 'case "code_request_limited":\n      return namedWait(error) ?? 3_600_000;',
  },
  {
    title: "debug_token that refuses the asking token is not asked again as the app",
    file: "graph/inspect-token.ts",
    find: "asApp !== null && isUnfit(own)",
    put: "asApp !== null && isUnfit(own) && !isUnfit(own)",
  },
  {
    title: "hello_world is posted from any number",
    file: "domain/outcome/test-message.ts",
    find: "if (choice.name !== HELLO_WORLD.name ||",
    put: "if (choice.name !== HELLO_WORLD.name || choice.name === HELLO_WORLD.name ||",
  },
  {
    title: "PARTNER_APP_UNINSTALLED is about our app, whichever it names",
    file: "domain/webhook/webhook-claim.ts",
    find: "return isForeign ? null :",
    put: "return isForeign && appId === null ? null :",
  },
  {
    title: "PIN_RESET_SUCCESS is an event like any other",
    file: "domain/webhook/webhook-claim.ts",
    find: 'PIN_RESET_SUCCESS: "pin",',
    put: "",
  },
];
