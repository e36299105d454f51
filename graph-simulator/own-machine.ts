const HERE = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u;

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
