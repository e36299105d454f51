// A SIMULATION of Meta's JavaScript SDK, served by the graph simulator. It knows what Embedded Signup needs of it: FB.init and
// FB.login with a configuration. It never talks to Meta.
(() => {
  const script = document.currentScript;
  const META = new URL(script instanceof HTMLScriptElement ? script.src : location.href).origin;
  const CLOSED_EVERY_MS = 200;
  const NONE = { authResponse: null, status: "unknown" };

  /** @type {{ appId: string, version: string } | null} */
  let settings = null;

  /**
   * Meta's SDK complains on the console, in these words, and calls nobody back.
   *
   * @param {string} text
   */
  const complain = (text) => reportError(new Error(text));

  /** @param {{ appId?: unknown, version?: unknown }} params */
  function init({ appId, version }) {
    // Meta's own words.
    if (typeof version !== "string" || !/^v\d+\.\d+$/.test(version))
      throw new Error("init not called with valid version");
    settings = { appId: String(appId), version };
  }

  /**
   * @param {(response: object) => void} callback
   * @param {Record<string, unknown>} [options]
   */
  function login(callback, options = {}) {
    // Meta's SDK refuses async functions, in these words.
    if (Object.prototype.toString.call(callback) === "[object AsyncFunction]") {
      throw new Error("Expression is of type asyncfunction, not function");
    }
    if (settings === null) {
      complain("FB.login() called before FB.init().");
      return;
    }
    if (location.protocol !== "https:" && !["localhost", "127.0.0.1"].includes(location.hostname)) {
      complain("The method FB.login can no longer be called from http pages.");
      return;
    }
    const channel = `f${crypto.randomUUID().replaceAll("-", "")}`;
    const popup = window.open(dialogAddress(settings, options, channel), channel, "popup,width=640,height=820");
    if (popup === null) setTimeout(() => callback(NONE));
    else waitFor(popup, channel, callback);
  }

  /**
   * @param {{ appId: string, version: string }} settings
   * @param {Record<string, unknown>} options
   * @param {string} channel
   */
  function dialogAddress({ appId, version }, options, channel) {
    const address = new URL(`/${version}/dialog/oauth`, META);
    const asked = { ...options, client_id: appId, display: "popup", origin: location.origin, cb: channel };
    for (const [name, value] of Object.entries(asked)) {
      address.searchParams.set(name, typeof value === "string" ? value : JSON.stringify(value));
    }
    return address.href;
  }

  /**
   * The dialog hands the code over in a message that is no JSON. A window that closes without one has none.
   *
   * @param {Window} popup
   * @param {string} channel
   * @param {(response: object) => void} callback
   */
  function waitFor(popup, channel, callback) {
    /** @param {object} response */
    const end = (response) => {
      window.removeEventListener("message", hear);
      clearInterval(looking);
      callback(response);
    };
    /** @param {MessageEvent<unknown>} event */
    const hear = (event) => {
      if (event.origin !== META || event.source !== popup || typeof event.data !== "string") return;
      const said = new URLSearchParams(event.data);
      const code = said.get("code");
      if (said.get("cb") === channel) end(code === null ? NONE : { authResponse: { code }, status: "connected" });
    };
    window.addEventListener("message", hear);
    // Its last message may be under way when the window is seen to be closed: it is given one more turn.
    let seenClosed = false;
    const looking = setInterval(() => {
      if (seenClosed) end(NONE);
      seenClosed = popup.closed;
    }, CLOSED_EVERY_MS);
  }

  // As with Meta's, nothing is there when the script's own load event comes: the page is called back.
  setTimeout(() => {
    const page = /** @type {Window & { FB?: object, fbAsyncInit?: () => void }} */ (window);
    page.FB = { init, login };
    page.fbAsyncInit?.();
  });
})();
