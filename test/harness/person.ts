import { randomUUID } from "node:crypto";
import { z } from "zod";
import { changeUser, env } from "./callable.ts";

/** Somebody who can sign in by email and password. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

const SignedUp = z.object({ localId: z.string() });

/** Makes a user with these custom claims in the Auth emulator. */
export async function newPerson(claims: object): Promise<Person> {
  const person = { email: `${randomUUID()}@example.com`, password: randomUUID() };
  const identity = `http://${env("FIREBASE_AUTH_EMULATOR_HOST")}/identitytoolkit.googleapis.com/v1`;
  const response = await fetch(`${identity}/accounts:signUp?key=demo`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(person),
  });
  if (!response.ok) throw new Error(`The Auth emulator answered ${response.status}.`);
  const { localId } = SignedUp.parse(await response.json());
  await changeUser(localId, { customAttributes: JSON.stringify(claims) });
  return person;
}
