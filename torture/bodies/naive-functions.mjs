import { createHmac, timingSafeEqual } from "node:crypto";
import { createRequire } from "node:module";

// The same two functions as tutorials write them, with what firebase-functions does by itself and nothing besides.

/** @typedef {typeof import("../../functions/node_modules/firebase-functions/lib/v2/providers/https.d.ts")} Https */
/** @typedef {import("../../functions/node_modules/firebase-functions/lib/v2/providers/https.d.ts").Request} Request */
/** @typedef {import("../../functions/node_modules/firebase-functions/lib/v2/providers/https.d.ts").CallableRequest<{ phoneNumberId: string, pin: string }>} Call */

const functions = createRequire(new URL("../../functions/package.json", import.meta.url));
const { onCall, onRequest, HttpsError } = /** @type {Https} */ (functions("firebase-functions/https"));

export const registerPhoneNumber = onCall(async (/** @type {Call} */ request) => {
  if (request.auth === undefined) throw new HttpsError("unauthenticated", "Sign in first.");
  const { phoneNumberId, pin } = request.data;
  const response = await fetch(`${process.env["META_GRAPH_BASE_URL"]}/v25.0/${phoneNumberId}/register`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${process.env["META_SYSTEM_USER_TOKEN"]}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ messaging_product: "whatsapp", pin }),
  });
  return { status: response.ok ? "registered" : "failed" };
});

export const metaWebhook = onRequest((/** @type {Request} */ request, response) => {
  const expected = createHmac("sha256", process.env["META_APP_SECRET"] ?? "")
    .update(request.rawBody)
    .digest("hex");
  const signature = Buffer.from(request.get("x-hub-signature-256") ?? "");
  const right = Buffer.from(`sha256=${expected}`);
  const isSigned = signature.length === right.length && timingSafeEqual(signature, right);
  response.sendStatus(isSigned ? 200 : 401);
});
