import { BUSINESS_ID, APP_ID } from "../../graph-simulator/magic/places.ts";
import type { Glimpse } from "./glimpse.ts";
import { NUMBER, WABA, type Stage } from "./stage.ts";

/** One step of a number's life. */
export interface LifeStep {
  readonly title: string;
  /** The function, event or run by which it happens, in a few words. */
  readonly by: string;
  /** Does it, and gives back what was answered. */
  readonly act: (stage: Stage) => Promise<string>;
  readonly answered: string;
  /** What the number's document shows then. What is not named is as it was one step before. */
  readonly shows: Partial<Glimpse>;
}

/** Two-step PIN, verification code and recipient, as the simulator knows them. */
const [PIN, WRONG_PIN, CODE, RECIPIENT] = ["123456", "654321", "246810", "4915112345678"];

/** What is added, as people dial it. */
const NEW_NUMBER = { countryCode: "1", phoneNumber: "5550100180", verifiedName: "Harbour Bakery" };

/** What a document shows of which nothing is known. */
export const BEFORE_BIRTH: Glimpse = {
  lifecycle: "",
  reasons: [],
  registration: null,
  attemptsUsed: 0,
  status: null,
  ownership: null,
  name: null,
  nameStatus: null,
  quality: null,
  readable: true,
  message: null,
};

/** A number's whole life, in order. */
export const LIFE: readonly LifeStep[] = [
  {
    title: "An operator adds a number to the account",
    by: "addPhoneNumber",
    act: (stage) => stage.callAccount("addPhoneNumber", NEW_NUMBER),
    answered: "added",
    shows: {
      lifecycle: "verification_required",
      reasons: ["verification_required"],
      status: "PENDING",
      ownership: "NOT_VERIFIED",
      name: "Harbour Bakery",
      nameStatus: "AVAILABLE_WITHOUT_REVIEW",
      quality: "UNKNOWN",
    },
  },
  {
    title: "Asked again, it adds nothing",
    by: "addPhoneNumber",
    act: (stage) => stage.callAccount("addPhoneNumber", NEW_NUMBER),
    answered: "already_added",
    shows: {},
  },
  {
    title: "Meta is told where the account's events go",
    by: "connectWebhook",
    act: (stage) => stage.callAccount("connectWebhook"),
    answered: "connected",
    shows: {},
  },
  {
    title: "Meta is asked to send a code to the number",
    by: "requestVerificationCode",
    act: (stage) => stage.call("requestVerificationCode", { method: "SMS", language: "en_US" }),
    answered: "code_requested",
    shows: {},
  },
  {
    title: "The code proves whose number it is",
    by: "verifyPhoneNumber",
    act: (stage) => stage.call("verifyPhoneNumber", { code: CODE }),
    answered: "verified",
    shows: { lifecycle: "ready_to_register", reasons: ["not_registered"], ownership: "VERIFIED" },
  },
  {
    title: "The business sets the number's two-step PIN",
    by: "setTwoStepPin",
    act: (stage) => stage.call("setTwoStepPin", { pin: PIN }),
    answered: "pin_set",
    shows: {},
  },
  {
    title: "Registering with a wrong PIN",
    by: "registerPhoneNumber",
    act: (stage) => stage.call("registerPhoneNumber", { pin: WRONG_PIN }),
    answered: "pin_mismatch",
    shows: {
      lifecycle: "action_required",
      reasons: ["pin_mismatch"],
      registration: "pin_mismatch",
      attemptsUsed: 1,
    },
  },
  {
    title: "Registering with the right PIN",
    by: "registerPhoneNumber",
    act: (stage) => stage.call("registerPhoneNumber", { pin: PIN }),
    answered: "registered",
    shows: {
      lifecycle: "connected",
      reasons: ["no_webhook_yet"],
      registration: "registered",
      attemptsUsed: 2,
      status: "CONNECTED",
    },
  },
  {
    title:
      "A test message is sent by a template that the account has, and webhooks tell that it was delivered and read",
    by: "sendTestMessage",
    act: async (stage) => {
      const status = await stage.call("sendTestMessage", { to: RECIPIENT });
      return `${status}, webhooks ${await stage.webhooksTaken()}`;
    },
    answered: "sent, webhooks 200",
    shows: { lifecycle: "live", reasons: [], message: "read" },
  },
  {
    title: "Meta approves a new display name",
    by: "webhook phone_number_name_update",
    act: (stage) => {
      stage.simulator.state.patchNumber(NUMBER, { verifiedName: "Harbour Bakery & Café", nameStatus: "APPROVED" });
      return stage.webhooksTaken();
    },
    answered: "200",
    shows: { reasons: ["name_needs_registration"] },
  },
  {
    title: "The event had the number read again",
    by: "reconcilePhoneNumbers",
    act: (stage) => stage.reconcile(),
    answered: "1 number looked at",
    shows: { name: "Harbour Bakery & Café", nameStatus: "APPROVED" },
  },
  {
    title: "Registering again, with force, so that the name takes effect",
    by: "registerPhoneNumber",
    act: (stage) => stage.call("registerPhoneNumber", { pin: PIN, force: true }),
    answered: "registered",
    shows: { lifecycle: "live", reasons: [], attemptsUsed: 3 },
  },
  {
    title: "People block the number, and Meta flags it",
    by: "webhook phone_number_quality_update",
    act: (stage) => {
      stage.simulator.state.patchNumber(NUMBER, { status: "FLAGGED", qualityRating: "RED" });
      return stage.webhooksTaken();
    },
    answered: "200",
    shows: { lifecycle: "live", reasons: ["number_flagged"] },
  },
  {
    title: "Reading the number confirms it",
    by: "reconcilePhoneNumbers",
    act: (stage) => stage.reconcile(),
    answered: "1 number looked at",
    shows: {
      lifecycle: "action_required",
      reasons: ["number_flagged", "quality_low"],
      status: "FLAGGED",
      quality: "RED",
    },
  },
  {
    title: "The business removes the app",
    by: "webhook account_update",
    act: async (stage) => {
      const { state } = stage.simulator;
      stage.allowAccess(false);
      const account = { waba_id: WABA, owner_business_id: BUSINESS_ID, partner_app_id: APP_ID };
      const value = { event: "PARTNER_APP_UNINSTALLED", waba_info: account };
      const time = Math.floor(state.clock.now() / 1000);
      await state.webhooks.send([{ wabaId: BUSINESS_ID, time, field: "account_update", value }]);
      return stage.webhooksTaken();
    },
    answered: "200",
    shows: { reasons: ["number_flagged", "app_removed", "quality_low"] },
  },
  {
    title: "Reading the number is refused: it is disconnected",
    by: "reconcilePhoneNumbers",
    act: (stage) => stage.reconcile(),
    answered: "1 number looked at",
    shows: {
      lifecycle: "disconnected",
      reasons: ["app_removed", "number_flagged", "quality_low"],
      readable: false,
    },
  },
];

/** What a step led to. */
export interface Played {
  readonly answered: string;
  readonly seen: Glimpse;
}

/** Plays one step. Meta tells times in whole seconds, so its clock is moved on: what comes later must not seem to be simultaneous. */
export async function play(step: LifeStep, stage: Stage): Promise<Played> {
  stage.simulator.state.clock.advance(1);
  const answered = await step.act(stage);
  return { answered, seen: await stage.look() };
}
