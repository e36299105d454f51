import { z } from "zod";
import { endpoint, found, type Endpoint } from "./requests.ts";

const Asked = z.object({ email: z.array(z.string()) });
const Changed = z.object({ localId: z.string(), customAttributes: z.string() });

/** Firebase Authentication: its users, and the sign-in of the person who changes them. */
export const identityToolkitEndpoints: readonly Endpoint[] = [
  endpoint("POST oauth2.googleapis.com/token", () => ({
    access_token: "rehearsal",
    expires_in: 3600,
    token_type: "Bearer",
  })),
  endpoint("POST identitytoolkit.googleapis.com/v1/projects/*/accounts:lookup", ({ body }, { users }) => {
    const [email = ""] = Asked.parse(body).email;
    return { users: [{ localId: found(users.has(email) ? email : undefined, email), email }] };
  }),
  endpoint("POST identitytoolkit.googleapis.com/v1/projects/*/accounts:update", ({ body }, { users }) => {
    const { localId, customAttributes } = Changed.parse(body);
    users.set(localId, customAttributes);
    return { localId };
  }),
];
