import type { RegistrationPorts } from "../../functions/src/app/register-phone-number.ts";

/** Where a registration may be held: on either side of everything that it does to Firestore or Meta. */
export const POINTS = [
  "before reserve",
  "after reserve",
  "before read",
  "after read",
  "before post",
  "after post",
  "before read-back",
  "after read-back",
  "before settle",
  "after settle",
] as const;

export type Point = (typeof POINTS)[number];

/** The same ports for one registration, which waits at each point until `reach` lets it go on. */
export function withPoints(ports: RegistrationPorts, reach: (point: Point) => Promise<void>): RegistrationPorts {
  const { graph, attempts } = ports;
  let isPosted = false;
  const step = async <Result>(before: Point, after: Point, work: () => Promise<Result>): Promise<Result> => {
    await reach(before);
    const result = await work();
    await reach(after);
    return result;
  };
  return {
    ...ports,
    attempts: {
      reserve: (request, free) => step("before reserve", "after reserve", () => attempts.reserve(request, free)),
      settle: (request, end) => step("before settle", "after settle", () => attempts.settle(request, end)),
    },
    graph: {
      ...graph,
      readNumber: (phoneNumberId, deadlineMs) => {
        const read = () => graph.readNumber(phoneNumberId, deadlineMs);
        return isPosted ? step("before read-back", "after read-back", read) : step("before read", "after read", read);
      },
      register: (ask, deadlineMs) => {
        isPosted = true;
        return step("before post", "after post", () => graph.register(ask, deadlineMs));
      },
    },
  };
}
