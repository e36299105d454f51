import { actorSentence } from "../../console/src/words/failure.ts";
import { turnOf } from "../../console/src/words/next-step.ts";
import { reasonHeadline } from "../../console/src/words/reason-headlines.ts";
import { ReasonCode } from "../../functions/src/contract/lifecycle.ts";
import { reason } from "../../functions/src/domain/advice/reason-advice.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { between } from "./between.ts";
import { code } from "./markdown.ts";

/** The console's README with its table of statuses made anew. @throws Error when the markers are missing. */
export function withStatuses(readme: string): string {
  const rows = ReasonCode.options.map((word) => {
    const { actor, resolution } = reason(word);
    return [
      code(word),
      reasonHeadline(word),
      actorSentence(word, actor),
      turnOf(word).step?.label ?? "",
      resolution[0]?.title ?? "",
    ];
  });
  return between(readme, "statuses", table(["status", "state", "actor", "button", "first step"], rows));
}
