import { request as httpRequest, type Agent } from "node:http";
import { text } from "node:stream/consumers";

/** A request to a function, ready to be sent. */
export interface Ready {
  readonly url: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

const PIN = "123456";

/** A call of `registerPhoneNumber` as the Firebase SDKs send it. `idToken` null: not signed in. */
export function registration(url: string, phoneNumberId: string, idToken: string | null): Ready {
  return {
    url,
    body: JSON.stringify({ data: { phoneNumberId, pin: PIN } }),
    headers: idToken === null ? {} : { authorization: `Bearer ${idToken}` },
  };
}

/** Sends it, and answers the status and the text. Connections stay open where an agent is given. */
export function send(
  { url, body, headers }: Ready,
  agent?: Agent,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    httpRequest(
      url,
      { method: "POST", agent, headers: { "content-type": "application/json", ...headers } },
      (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, text: answer }), reject);
      },
    )
      .once("error", reject)
      .end(body);
  });
}

/** Sends it and insists on that status. @throws with what was answered instead */
export async function expecting(status: number, ready: Ready, agent?: Agent): Promise<string> {
  const answer = await send(ready, agent);
  if (answer.status !== status) throw new Error(`Answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  return answer.text;
}

/** Sends it and insists that the number was registered. */
export async function registering(ready: Ready): Promise<void> {
  const answer = await expecting(200, ready);
  if (!answer.includes('"registered"')) throw new Error(`The registration ended as ${answer.slice(0, 300)}`);
}
