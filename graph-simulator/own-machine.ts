const HERE = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u;

/** Whether a request may use the control API: it comes from no page, or from one of this machine. A page elsewhere can send one without a preflight. */
export function isOfThisMachine(origin: string | undefined): boolean {
  return origin === undefined || HERE.test(origin);
}

/** The headers under which a page of this machine, and none of another, may use the control API from a browser. */
export function headersForPages(origin: string | undefined): Readonly<Record<string, string>> {
  if (origin === undefined || !HERE.test(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, POST, PATCH, DELETE",
    "access-control-allow-headers": "content-type",
    vary: "origin",
  };
}
