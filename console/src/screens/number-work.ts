import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { Desk } from "../actions/desk.ts";
import { registerAgain } from "../actions/register-again.ts";
import type { NextStep } from "../words/next-step.ts";
import { nextStepOf } from "../words/situation.ts";
import { actionList } from "./action-list.ts";
import { historyPanel, type HistoryListeners } from "./history.ts";

/** What can be done with a number, and what happened to it. */
export interface NumberWork {
  /** The offer to register again, for a place of its own. */
  readonly again: HTMLElement;
  readonly panels: readonly HTMLElement[];
  show(number: Watched<PhoneNumberDocument>): void;
  /** Opens the form of a step. */
  open(action: Exclude<NextStep["action"], "read">): void;
}

/** Makes the forms and the history of a number. `left` ends what they listen to. */
export function numberWork(desk: Desk, left: AbortSignal, listeners: HistoryListeners): NumberWork {
  const again = registerAgain(desk);
  const actions = actionList(desk, left);
  return {
    again: again.panel,
    panels: [actions.panel, historyPanel(desk, left, listeners)],
    show: (number) => {
      const action = nextStepOf(number)?.action;
      actions.suggest(action === undefined || action === "read" || action === "register_again" ? null : action);
      again.show(number);
    },
    open: (action) => {
      if (action === "register_again") again.focus();
      else actions.open(action);
    },
  };
}
