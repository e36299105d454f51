import type { CallTools } from "./call-tools.ts";
import type { Deployed } from "./fleet.ts";
import type { SeenCall } from "./notes.ts";
import { SUBJECTS } from "./subjects.ts";

/** How long the call of an instance that died keeps others from the number. */
const LEASE_MS = 120_000;

/** The two-step PIN that the numbers have. */
export const RIGHT_PIN = "271828";
export const WRONG_PIN = "314159";

/** One call on one of the machines, which may be frozen or killed in the midst of it. */
export function callOf(tools: CallTools, phoneNumberId: string): void {
  const { random, watch, meta, machines, ended } = tools;
  const deployed = machines.any();
  ended.calls += 1;
  const attemptId = `attempt-${ended.calls}`;
  const force = random.chance(0.3);
  const call: SeenCall = { attemptId, phoneNumberId, startedAt: meta.now(), force };
  const died = (): void => void tools.open.delete(attemptId);
  const over = (status: string): void => {
    tools.open.delete(attemptId);
    deployed.lastWords.delete(died);
    ended.statuses[status] = (ended.statuses[status] ?? 0) + 1;
  };
  watch.began(call);
  tools.open.add(attemptId);
  deployed.lastWords.add(died);
  strike(tools, deployed, () => callAgain(tools, phoneNumberId));
  const ask = { pin: random.chance(0.1) ? WRONG_PIN : RIGHT_PIN, force };
  const answered = (status: string): undefined => {
    over(status);
    watch.answered(call, status);
  };
  const threw = (error: unknown): undefined => {
    over("thrown");
    watch.threw(call, error);
  };
  void deployed.machine.run(() => SUBJECTS[tools.subject](tools, deployed, call, ask)).then(answered, threw);
}

/** A person whose call got no answer makes it again at once, and when the number's lease is over, before anything has looked at it. */
function callAgain(tools: CallTools, phoneNumberId: string): void {
  const { time, random } = tools;
  time.at(time.now() + random.between(0, 2000), () => callOf(tools, phoneNumberId));
  time.at(time.now() + LEASE_MS + random.between(0, 2000), () => callOf(tools, phoneNumberId));
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
