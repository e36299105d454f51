import type { RegistrationClient } from "../../../client/src/client.ts";
import { failureView, said, type ResultView } from "./failure.ts";
import type { StatusWord } from "./next-step.ts";

type ResultOf<Call extends keyof RegistrationClient> = RegistrationClient[Call] extends (
  ...parameters: never[]
) => Promise<infer Result>
  ? Result
  : never;

const success = (word: StatusWord | null, ...rest: Parameters<typeof said>): ResultView => ({ ...said(...rest), word });

/** What the registration did to the number's two-step PIN. */
const PIN_EFFECT: Readonly<Record<Extract<ResultOf<"registerPhoneNumber">, { status: "registered" }>["pin"], string>> =
  {
    in_effect: "The PIN you sent is the number's two-step PIN.",
    not_changed: "The number was registered before, so its two-step PIN is what it was.",
    unknown: "Whether the PIN you sent is the number's two-step PIN is not known.",
  };

/** What came of `registerPhoneNumber`. */
export function registrationView(result: ResultOf<"registerPhoneNumber">, now: number): ResultView {
  switch (result.status) {
    case "registered":
      return result.alreadyRegistered
        ? success(
            result.status,
            "good",
            "Already registered",
            "Meta shows the number as connected. No attempt was spent.",
          )
        : success(
            result.status,
            "good",
            "Registered",
            `Meta accepted, and the number shows as connected. ${PIN_EFFECT[result.pin]}`,
          );
    case "awaiting_meta":
      return success(
        result.status,
        "busy",
        "Accepted by Meta",
        "The number does not show as connected yet. It is read again by itself; this page follows.",
      );
    default:
      return failureView(result, now);
  }
}

/** What came of `deregisterPhoneNumber`. */
export function deregistrationView(result: ResultOf<"deregisterPhoneNumber">, now: number): ResultView {
  switch (result.status) {
    case "deregistered":
      return result.alreadyDeregistered
        ? success(result.status, "good", "Was not registered", "Meta shows the number as not connected already.")
        : success(result.status, "good", "Deregistered", "The number is off the Cloud API.");
    case "awaiting_meta":
      return success(
        result.status,
        "busy",
        "Accepted by Meta",
        "The number still shows as connected. It is read again by itself.",
      );
    default:
      return failureView(result, now);
  }
}

/** What came of `requestVerificationCode` or `verifyPhoneNumber`. */
export function verificationView(result: ResultOf<"verifyPhoneNumber">, now: number): ResultView {
  switch (result.status) {
    case "code_requested":
      return success(
        result.status,
        "busy",
        result.method === "SMS" ? "An SMS is on its way" : "The number is being called",
        "Enter the six digits below. They are not the PIN.",
      );
    case "verified":
      return success(
        result.status,
        "good",
        "Verified",
        result.confirmed
          ? "The number can now be registered."
          : "Meta accepted the code; reading the number does not show it yet.",
      );
    case "already_verified":
      return success(result.status, "good", "Already verified", "No code is needed. The number can be registered.");
    default:
      return failureView(result, now);
  }
}

/** What came of `setTwoStepPin`. */
export function pinView(result: ResultOf<"setTwoStepPin">, now: number): ResultView {
  return result.status === "pin_set"
    ? success(
        result.status,
        "good",
        "The PIN is set",
        result.message,
        ...(result.mayRegister ? ["Register the number with it next."] : []),
      )
    : failureView(result, now);
}

/** What came of `addPhoneNumber`. */
export function additionView(result: ResultOf<"addPhoneNumber">, now: number): ResultView {
  switch (result.status) {
    case "added":
      return success(
        result.status,
        "good",
        "Added",
        "The account has the number. Verify next that it is the business's own.",
      );
    case "already_added":
      return success("added", result.managed ? "good" : "warn", "Already in the account", result.message);
    default:
      return failureView(result, now);
  }
}

/** What came of `connectWebhook`. */
export function webhookView(result: ResultOf<"connectWebhook">, now: number): ResultView {
  switch (result.status) {
    case "connected":
      return success(null, "good", "Connected", result.message, `Meta sends them to ${result.callbackUrl}`);
    case "callback_elsewhere": {
      const view = failureView(result, now);
      return { ...view, sentences: [...view.sentences, `The address: ${result.address}`] };
    }
    default:
      return failureView(result, now);
  }
}

/** What came of `sendTestMessage`, before it is delivered. */
export function messageView(result: ResultOf<"sendTestMessage">, now: number): ResultView {
  const warnings = "warnings" in result ? result.warnings.map(({ message }) => message) : [];
  if (result.status === "sent") {
    const { template, language } = result;
    return success(
      result.status,
      "busy",
      "The message is on its way",
      `By the template ${template} (${language}).`,
      ...warnings,
    );
  }
  const view = failureView(result, now);
  return { ...view, sentences: [...view.sentences, ...ownTemplateWords(result), ...warnings] };
}

/** How far our own template has come, where there is one. */
function ownTemplateWords(result: ResultOf<"sendTestMessage">): string[] {
  if (result.status !== "template_needed" || result.ownTemplate === null) return [];
  const { template, status, category } = result.ownTemplate;
  const words = [status, category].filter((word) => word !== null);
  return words.length === 0 ? [] : [`Meta calls ${template} ${words.join(", ")}.`];
}
