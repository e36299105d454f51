/**
 * The collections that clients may read: accounts and numbers, and what lies below them. The last is the server's alone. Every collection here,
 * at the root or below, begins with `whatsapp`, so that rules, indexes and TTL policies meet nothing that belongs to somebody else in
 * the same database.
 */
export const NUMBERS = "whatsappNumbers";
export const ACCOUNTS = "whatsappAccounts";
export const ATTEMPTS = "whatsappAttempts";
export const EVENTS = "whatsappEvents";
export const TRANSITIONS = "whatsappTransitions";
export const TEST_MESSAGES = "whatsappTestMessages";
export const REQUESTS = "whatsappRequests";
