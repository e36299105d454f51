import type { CallTools } from "./call-tools.ts";
import type { Deployed } from "./fleet.ts";
import type { SeenCall } from "./notes.ts";
import { SUBJECTS } from "./subjects.ts";

/** How long the call of an instance that died keeps others from the number. */
const LEASE_MS = 120_000;

/** The two-step PIN that the numbers have. */
export const RIGHT_PIN = "271828";
export const WRONG_PIN = "314159";

/** What a person asks for, so that it can be asked for again. `requestId`: of those who have their requests carried out once. */
interface Wish {
  readonly phoneNumberId: string;
  readonly pin: string;
  readonly force: boolean;
  readonly requestId: string | null;
}

/** One click of a person's, and further ones if that is how they are: on a machine that may be frozen or killed in the midst of it. */
export function callOf(tools: CallTools, phoneNumberId: string): void {
  const { random, time, ended } = tools;
  const force = random.chance(0.3);
  const pin = random.chance(0.1) ? WRONG_PIN : RIGHT_PIN;
  const requestId = random.chance(0.4) ? `request-${ended.calls}` : null;
  const wish = { phoneNumberId, pin, force, requestId };
  makeCall(tools, wish);
  if (requestId === null) return;
  const again = random.pick([0, 0, 1, 2]);
  for (let click = 0; click < again; click += 1) {
    const later = random.pick([random.between(0, 1000), random.between(0, 20_000), random.between(0, 5 * LEASE_MS)]);
    time.at(time.now() + later, () => makeCall(tools, wish));
  }
}

function makeCall(tools: CallTools, wish: Wish): void {
  const { watch, meta, machines, ended } = tools;
  const { phoneNumberId, force, requestId } = wish;
  const deployed = machines.any();
  ended.calls += 1;
  const attemptId = `attempt-${ended.calls}`;
  const call: SeenCall = { attemptId, phoneNumberId, startedAt: meta.now(), force, requestId };
  const died = (): void => void tools.open.delete(attemptId);
  const over = (status: string): void => {
    tools.open.delete(attemptId);
    deployed.lastWords.delete(died);
    ended.statuses[status] = (ended.statuses[status] ?? 0) + 1;
  };
  watch.began(call);
  tools.open.add(attemptId);
  deployed.lastWords.add(died);
  strike(tools, deployed, () => callAgain(tools, wish));
  const answered = (status: string): undefined => {
    over(status);
    watch.answered(call, status);
  };
  const threw = (error: unknown): undefined => {
    over("thrown");
    watch.threw(call, error);
  };
  void deployed.machine.run(() => SUBJECTS[tools.subject](tools, deployed, call, wish)).then(answered, threw);
}

/**
 * A person whose call got no answer makes it again at once, and when the number's lease is over, before anything has looked at it:
 * the same request where it has an id, else another one.
 */
function callAgain(tools: CallTools, wish: Wish): void {
  const { time, random } = tools;
  const again = (): void => (wish.requestId === null ? callOf(tools, wish.phoneNumberId) : makeCall(tools, wish));
  time.at(time.now() + random.between(0, 2000), again);
  time.at(time.now() + LEASE_MS + random.between(0, 2000), again);
}

/** Freezes or kills the machine at some moment of what it now begins, or does neither. */
export function strike(
  { weather, random, time, machines }: CallTools,
  deployed: Deployed,
  killed: () => void = () => undefined,
): void {
  const trouble = weather.machineTrouble();
  if (trouble === "none") return;
  const at = time.now() + random.pick([random.between(0, 500), random.between(0, 5000), random.between(0, 40_000)]);
  time.at(at, () => {
    if (trouble === "kill") {
      machines.kill(deployed);
      killed();
    } else machines.freeze(deployed, weather.thawsAt());
  });
}
