import { ADVICE } from "../advice/advice.ts";
import { isRegistered } from "../phone-number.ts";
import { notRead } from "./absence.ts";
import { check } from "./check.ts";
import { fail, pass, warn } from "./finding.ts";

/** From here on each attempt should be well considered. */
const FEW = 2;

export const attemptBudget = check({
  id: "attempt_budget",
  title: "Attempts left",
  needs: ["budget", "number"],
  decides: false,
  judge: ({ budget, number }) => {
    if (!budget.ok) return notRead("How many attempts are left", budget.failure);
    const { used, limit, remaining, nextFreeAt, blockedUntil, spentElsewhere } = budget.value;
    const observed = { used, limit, remaining, nextFreeAt, blockedUntil, spentElsewhere };
    const left = `${remaining} of ${limit} registrations in 72 hours are left`;
    const count = spentElsewhere ? `At most ${left}, since others spend from them too` : left;
    if (remaining > FEW) return pass(`${count}.`, observed);
    if (number.ok && isRegistered(number.value)) return pass(`${count}; the registered number needs none.`, observed);
    if (remaining > 0)
      return warn(`${count}: settle everything else before the next one.`, ADVICE.rate_limited, observed);
    const until = blockedUntil ?? nextFreeAt;
    const when = until === null ? "" : ` before ${until}`;
    const why =
      blockedUntil === null
        ? `All ${limit} registrations in 72 hours are used up`
        : "Meta has blocked further registrations";
    return fail(`${why}: register no more${when}.`, ADVICE.rate_limited, observed);
  },
});
