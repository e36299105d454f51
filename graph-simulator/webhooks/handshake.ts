const PATIENCE_MS = 20_000;
/** How long Meta waits before it says that an address failed (claim). */
const VERIFICATION_MS = 6000;

/** Meta's handshake as a URL. A `+` in the word arrives as a space, as it does from Meta (seen in a log). */
function handshakeUrl(url: string, verifyToken: string, challenge: string): URL {
  const address = new URL(url);
  for (const [name, value] of Object.entries({ mode: "subscribe", challenge, verify_token: verifyToken })) {
    address.searchParams.set(`hub.${name}`, value.replaceAll("+", " "));
  }
  return address;
}

/** Meta's handshake: whether the address gives back a challenge when it is told this word. */
export async function shakeHands(
  url: string,
  verifyToken: string,
  challenge: string,
): Promise<{ status: number | null; right: boolean }> {
  try {
    const address = handshakeUrl(url, verifyToken, challenge);
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: response.status, right: (await response.text()) === challenge };
  } catch {
    return { status: null, right: false };
  }
}

/** What Meta says of an address that fails its handshake, behind "… with the following errors: " (texts of 404 and 28 seen in logs). */
export async function complaintAbout(url: string, verifyToken: string, challenge: string): Promise<string | null> {
  try {
    const address = handshakeUrl(url, verifyToken, challenge);
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(VERIFICATION_MS) });
    const body = await response.text();
    if (response.status !== 200) {
      return `HTTP Status Code = ${response.status}; HTTP Message = ${response.statusText}`;
    }
    return body === challenge ? null : "Response does not match challenge";
  } catch (error) {
    const late = error instanceof Error && error.name === "TimeoutError";
    return late
      ? "curl_errno = 28; curl_error = Operation timed out"
      : "curl_errno = 7; curl_error = Failed to connect to the server";
  }
}
