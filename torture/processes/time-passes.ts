import { Timestamp, type Firestore } from "../../tools/product-packages.ts";

/** Moves every time in what is stored of a number into the past, which is the same as waiting that long. */
export async function age(db: Firestore, phoneNumberId: string, ms: number): Promise<void> {
  const number = db.collection("whatsappNumbers").doc(phoneNumberId);
  const [ledger, document, attempts] = await Promise.all([
    db.collection("whatsappLedgers").doc(phoneNumberId).get(),
    number.get(),
    number.collection("whatsappAttempts").get(),
  ]);
  const stored = [ledger, document, ...attempts.docs].filter(({ exists }) => exists);
  await Promise.all(stored.map((one) => one.ref.set(moved(one.data(), ms) as Record<string, unknown>)));
}

/** Times are Firestore's own, or written out as ISO-8601. */
function moved(value: unknown, ms: number): unknown {
  if (value instanceof Timestamp) return Timestamp.fromMillis(value.toMillis() - ms);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) {
    return new Date(Date.parse(value) - ms).toISOString();
  }
  if (Array.isArray(value)) return value.map((item) => moved(item, ms));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, moved(item, ms)]));
}
