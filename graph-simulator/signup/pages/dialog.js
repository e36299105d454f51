// A SIMULATION of Meta's dialog: a person chooses how it ends, and the page that opened it is told as Meta tells it.

const asked = new URLSearchParams(location.search);
const appId = asked.get("client_id") ?? "";
const configId = asked.get("config_id") ?? "";
const openedBy = asked.get("origin") ?? "";
const channel = asked.get("cb") ?? "";

const CLOSES_AFTER_MS = 200;

/**
 * @template {Element} Kind
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
function find(selector, kind) {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page lacks ${selector}.`);
}

const main = find("main", HTMLElement);
const form = find("form", HTMLFormElement);
const problem = find("#problem", HTMLElement);

/** @param {string} text */
const say = (text) => {
  problem.textContent = text;
};

/**
 * Whether Meta's dialog would open: for a wrong configuration it says that something went wrong, and no code comes (seen in a log).
 * Without these two options FB.login would hand out a token instead of a code.
 */
async function opens() {
  const answer = await fetch(`/_simulator/state/apps/${encodeURIComponent(appId)}`);
  if (!answer.ok) return false;
  const app = /** @type {{ loginConfigurations: { id: string }[] }} */ (await answer.json());
  const takesCode = asked.get("response_type") === "code" && asked.get("override_default_response_type") === "true";
  return takesCode && app.loginConfigurations.some(({ id }) => id === configId);
}

/** @param {string} text */
function tell(text) {
  const opener = /** @type {Window | null} */ (window.opener);
  opener?.postMessage(text, openedBy);
}

/** What the form asks of the simulator; fields left empty are left out. */
function request() {
  const { order, paymentMethod, ...rest } = Object.fromEntries(new FormData(form));
  const filled = Object.entries(rest).filter(([, value]) => value !== "");
  return { order, body: { appId, configId, paymentMethod: paymentMethod === "on", ...Object.fromEntries(filled) } };
}

async function end() {
  const { order, body } = request();
  const answer = await fetch("/_simulator/signups", { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) {
    const refusal = /** @type {{ error: string }} */ (await answer.json());
    say(refusal.error);
    return;
  }
  const { message, response } =
    /** @type {{ message: object, response: { authResponse: { code: string } | null } }} */ (await answer.json());
  const code = response.authResponse === null ? {} : { code: response.authResponse.code };
  const tellCode = () => tell(new URLSearchParams({ cb: channel, ...code }).toString());
  const tellMessage = () => tell(JSON.stringify(message));
  if (order === "code_first" || order === "code_only") tellCode();
  if (order !== "code_only") tellMessage();
  if (order === "message_first") tellCode();
  // A message of a window that is gone may be lost.
  setTimeout(() => window.close(), CLOSES_AFTER_MS);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  end().catch((/** @type {unknown} */ error) => say(String(error)));
});

find("#opener", HTMLElement).textContent = openedBy;
find("#app", HTMLElement).textContent = appId;
if (window.opener === null) say("This window was opened by no page: use FB.login.");
else if (await opens()) main.hidden = false;
else
  say(
    "Sorry, something went wrong. (The app or its configuration is not known, or FB.login was not asked for a code.)",
  );
