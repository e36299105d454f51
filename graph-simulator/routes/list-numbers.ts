import { z } from "zod";
import { reachWaba } from "../access.ts";
import { type Call, structure, text } from "../call.ts";
import { GraphFailure, invalidParameter } from "../graph-errors.ts";
import { page } from "../paging.ts";
import { ok, type Reply } from "../reply.ts";
import type { NumberState } from "../state.ts";
import { digitsOf } from "../webhooks/events.ts";
import type { World } from "../world.ts";
import { presentNumber } from "./read-number.ts";

/** Of the filters that Meta's description names, the one that this product could use; the others are refused. */
const Filters = z.array(
  z.strictObject({ field: z.literal("account_mode"), operator: z.literal("EQUAL"), value: z.string() }),
);

/** `GET /{waba_id}/phone_numbers`: newest first unless `sort` says otherwise, narrowed by `filtering`, paged by cursors. */
export function listNumbers(world: World, call: Call): Reply {
  const waba = reachWaba(world, call);
  const filters = filtersIn(call);
  const digits = text(call, "display_phone_number");
  const numbers = [...world.numbers.values()].filter(
    (number) =>
      number.wabaId === waba.id &&
      (digits === null || digitsOf(number) === digits) &&
      filters.every(({ value }) => number.accountMode === value),
  );
  return ok(page(call, sorted(call, numbers), (number) => presentNumber(world, call, number)));
}

function filtersIn(call: Call): z.infer<typeof Filters> {
  const sent = structure(call, "filtering");
  if (sent === null) return [];
  const parsed = Filters.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new GraphFailure(
    invalidParameter("Param filtering must be a list of { field, operator, value }; account_mode EQUAL."),
  );
}

/** The order in which numbers were added is that of their creation. */
function sorted(call: Call, numbers: readonly NumberState[]): readonly NumberState[] {
  const onboarded = (number: NumberState): number => number.lastOnboardedAt ?? 0;
  switch (text(call, "sort") ?? "creation_time.desc") {
    case "creation_time.asc":
      return numbers;
    case "creation_time.desc":
      return numbers.toReversed();
    case "last_onboarded_time.asc":
      return numbers.toSorted((a, b) => onboarded(a) - onboarded(b));
    case "last_onboarded_time.desc":
      return numbers.toSorted((a, b) => onboarded(b) - onboarded(a));
    default:
      throw new GraphFailure(invalidParameter("Param sort is not an order that this list knows."));
  }
}
