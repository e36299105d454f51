import type { RegistrationClient } from "../../../client/src/client.ts";
import { failureView, said, type ResultView } from "./failure.ts";

/** What came of `refreshPhoneNumber`. */
export const refreshView = (
  result: Awaited<ReturnType<RegistrationClient["refreshPhoneNumber"]>>,
  now: number,
): ResultView =>
  result.status === "refreshed"
    ? said("good", "Read from Meta", "What is shown is up to date.")
    : failureView(result, now);
