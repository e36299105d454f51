import { announce } from "../dom/announce.ts";
import { element, fill } from "../dom/element.ts";
import { icon } from "./icon.ts";

/** What is said of the page itself, above everything else, for as long as it is so. */
export interface Notices {
  readonly panel: HTMLElement;
  /** Whether the sign-in has ended without anybody having signed out. */
  expired(isSo: boolean): void;
}

const OFFLINE =
  "You are offline. What stands here may be out of date, and nothing can be asked until the connection is back.";
const EXPIRED = "Your sign-in has ended. Sign in again, and the page goes on where it was.";

/** Says when the browser is offline and when the sign-in has ended, and stops by itself when that is over. */
export function notices(): Notices {
  const panel = element("div", { class: "notices", role: "status" });
  let isExpired = false;
  const show = (): void =>
    fill(
      panel,
      navigator.onLine ? null : element("p", { "data-notice": "offline" }, icon("offline"), OFFLINE),
      isExpired ? element("p", { "data-notice": "expired" }, icon("person"), EXPIRED) : null,
    );
  addEventListener("offline", show);
  addEventListener("online", () => {
    show();
    announce("You are online again.");
  });
  show();
  return {
    panel,
    expired: (isSo) => {
      isExpired = isSo;
      show();
    },
  };
}
