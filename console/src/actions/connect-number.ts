import { callError } from "../../../client/src/call-error.ts";
import { startSignup } from "../../../client/src/signup.ts";
import type { AccountStep } from "../../../functions/src/contract/account.ts";
import type { ConnectAccountRequest } from "../../../functions/src/contract/connect-account.ts";
import type { Backend } from "../boot/backend.ts";
import { hashOf } from "../boot/route.ts";
import { announce } from "../dom/announce.ts";
import { button, element, fill } from "../dom/element.ts";
import type { TextField } from "../parts/field.ts";
import { pill } from "../parts/pill.ts";
import { result } from "../parts/result.ts";
import { ACCOUNT_STEPS, STEP_STATES } from "../words/accounts.ts";
import type { ResultView } from "../words/failure.ts";
import { problemView } from "../words/problem.ts";
import { connectionView, signupView } from "../words/signup.ts";

/** What the sign-up works with. `simulator`: the stand-in of Meta's dialog as `host:port`; `null`: Meta itself. */
export interface SignupDesk {
  readonly client: Backend;
  readonly signup: { readonly appId: string; readonly configId: string };
  readonly simulator: string | null;
}

/** For whom it is done: whom the field names, else the only one there is. */
export interface ForWhom {
  readonly customer: TextField | null;
  readonly only: string | null;
}

type Connection = Awaited<ReturnType<Backend["connectAccount"]>>;

/** The button that opens Meta's dialog, and the place for what comes of it. `left` gives the dialog up. */
export function connectPanel(desk: SignupDesk, { customer, only }: ForWhom, left: AbortSignal): HTMLElement {
  const slot = element("div", { class: "slot" });
  const say = (view: ResultView, ...more: readonly Node[]): void => {
    fill(slot, result(view, ...more));
    announce([view.headline, ...view.sentences].join(". "));
  };
  const busy = (text: string): void => fill(slot, element("p", { class: "busy", role: "status" }, text));

  /** One request, however often it is sent: a call that got no answer may have been carried out, and its code serves once. */
  const connect = async (request: ConnectAccountRequest & { readonly requestId: string }): Promise<void> => {
    busy("Connecting the account. This can take half a minute.");
    try {
      const connection = await desk.client.connectAccount(request);
      say(connectionView(connection, Date.now()), ...whatFollows(connection, goOn(request)));
    } catch (error) {
      const again = button("Ask again", { class: "ghost" }, () => connect(request));
      say(problemView(callError(error)), again);
    }
  };
  /** Takes the connection up where it stopped: the code has served and is remembered no longer; its token is kept. */
  const goOn =
    ({ code: _served, ...request }: ConnectAccountRequest) =>
    (): Promise<void> =>
      connect({ ...request, requestId: crypto.randomUUID() });

  const open = async (): Promise<void> => {
    if (customer !== null && !customer.check()) {
      customer.focus();
      return;
    }
    const customerId = customer?.value() ?? only;
    busy("Meta's window is open. What is chosen there shows here.");
    const signup = await startSignup({
      ...desk.signup,
      signal: left,
      ...(desk.simulator === null ? {} : { emulators: { simulator: desk.simulator } }),
    });
    if (left.aborted) return;
    if (signup.status !== "finished") {
      say(signupView(signup));
      return;
    }
    const { code, wabaId, phoneNumberId } = signup;
    await connect({
      code,
      wabaId,
      ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
      ...(customerId === null ? {} : { customerId }),
      requestId: crypto.randomUUID(),
    });
  };
  return element(
    "div",
    { class: "call" },
    customer?.row ?? null,
    element("div", { class: "buttons" }, button("Connect a number", { class: "primary" }, open)),
    slot,
  );
}

/** What stands below a result: the steps, the way to each number, and the way on where it stopped. */
function whatFollows(connection: Connection, goOn: () => Promise<void>): Node[] {
  if (connection.status === "unrecognized") return [];
  const steps = stepList(connection.steps);
  if (connection.status === "connected") return [steps, numberLinks(connection)];
  const hasToken = connection.steps.some(({ id, state }) => id === "token" && state === "done");
  return hasToken ? [steps, button("Go on where it stopped", { class: "ghost" }, goOn)] : [steps];
}

const stepList = (steps: readonly AccountStep[]): HTMLElement =>
  element(
    "ol",
    { class: "account-steps" },
    ...steps.map(({ id, state, message }) =>
      element(
        "li",
        { "data-step": id, "data-state": state },
        element("span", {}, ACCOUNT_STEPS[id]),
        pill(...STEP_STATES[state]),
        message === undefined ? null : element("p", { class: "quiet" }, message),
      ),
    ),
  );

function numberLinks({ phoneNumberIds, next }: Extract<Connection, { status: "connected" }>): HTMLElement {
  if (phoneNumberIds.length === 0) return element("p", {}, "The account has no number yet.");
  const isSetUp = next === "ready" || next === "nothing_to_register";
  const hrefOf = (id: string): string => `/${hashOf(isSetUp ? { page: "number", id } : { page: "setup", id })}`;
  return element(
    "ul",
    { class: "connected-numbers" },
    ...phoneNumberIds.map((id) =>
      element(
        "li",
        {},
        element("a", { href: hrefOf(id) }, isSetUp ? "Open the number " : "Go on with ", element("code", {}, id)),
      ),
    ),
  );
}
