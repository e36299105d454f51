import type { Call } from "./call.ts";
import type { NumberState, WabaState } from "./state.ts";
import type { World } from "./world.ts";

/** One part of `health_status`. */
interface Entity {
  readonly entity_type: string;
  readonly id: string;
  readonly can_send_message: string;
  readonly errors?: readonly unknown[];
  readonly additional_info?: readonly string[];
}

const error = (code: number, description: string, solution?: string): unknown => ({
  error_code: code,
  error_description: description,
  ...(solution === undefined ? {} : { possible_solution: solution }),
});

const shown = ({ code, description, solution }: NumberState["healthErrors"][number]): unknown =>
  error(code, description, solution);

/** `health_status` of a number. Codes and most texts are seen in logs; 141000's text is inferred. */
export function healthOfNumber(world: World, call: Call, number: NumberState): unknown {
  const waba = world.wabas.get(number.wabaId);
  const entities = [ofNumber(number), ...(waba === undefined ? [] : aboveNumber(call, waba, number.appErrors))];
  const { healthAsAWhole: word } = number;
  return word === null ? summed(entities) : { can_send_message: word, entities };
}

/** `health_status` of an account: without the number. */
export function healthOfWaba(call: Call, waba: WabaState): unknown {
  return summed(aboveNumber(call, waba));
}

function summed(entities: readonly Entity[]): unknown {
  const words = new Set(entities.map((entity) => entity.can_send_message));
  return { can_send_message: ["BLOCKED", "LIMITED"].find((word) => words.has(word)) ?? "AVAILABLE", entities };
}

function ofNumber(number: NumberState): Entity {
  const about = { entity_type: "PHONE_NUMBER", id: number.id };
  const own = number.healthErrors.map(shown);
  if (!number.registered) {
    const problem = error(141000, "The phone number is not registered on the Cloud API.", "Register the phone number.");
    return { ...about, can_send_message: "BLOCKED", errors: [problem, ...own] };
  }
  const unnamed = number.nameStatus !== "APPROVED";
  const word = unnamed && number.canSendMessage === "AVAILABLE" ? "LIMITED" : number.canSendMessage;
  const info =
    "Your display name has not been approved yet. Your message limit will increase after the display name is approved.";
  return {
    ...about,
    can_send_message: word,
    ...(own.length === 0 ? {} : { errors: own }),
    ...(unnamed ? { additional_info: [info] } : {}),
  };
}

function aboveNumber(call: Call, waba: WabaState, appErrors: NumberState["appErrors"] = []): Entity[] {
  return [ofWaba(waba), ofBusiness(waba), ofApp(call, appErrors)];
}

/** The app of the token that asks. Errors may stand beside AVAILABLE: those of calls do (seen in a log). */
function ofApp({ app }: Call, ofThisNumber: NumberState["appErrors"]): Entity {
  const errors = [...app.healthErrors, ...ofThisNumber].map(shown);
  const about = { entity_type: "APP", id: app.id, can_send_message: app.canSendMessage };
  return errors.length === 0 ? about : { ...about, errors };
}

function ofWaba(waba: WabaState): Entity {
  const about = { entity_type: "WABA", id: waba.id };
  if (waba.primaryFundingId !== null) return { ...about, can_send_message: waba.canSendMessage };
  const problem = error(
    141006,
    "There is an error with the payment method. This will block business initiated conversations.",
    "There was an error with your payment method. Please add a new payment method to the account.",
  );
  return { ...about, can_send_message: "BLOCKED", errors: [problem] };
}

function ofBusiness(waba: WabaState): Entity {
  const about = { entity_type: "BUSINESS", id: waba.businessId };
  if (!waba.businessProfileComplete) {
    const missing =
      "Your business profile is incomplete. The following fields are required: Legal Name, Country, and Website.";
    const problem = error(131000, missing, "Complete the business profile.");
    return { ...about, can_send_message: "BLOCKED", errors: [problem] };
  }
  if (waba.businessVerificationStatus.toLowerCase() === "verified") return { ...about, can_send_message: "AVAILABLE" };
  const problem = error(141010, "The Business has not passed business verification.");
  return { ...about, can_send_message: "LIMITED", errors: [problem] };
}
