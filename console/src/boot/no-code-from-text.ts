import { config } from "zod";

// zod tries whether it may make code from text, which the page's Content-Security-Policy forbids and browsers then report. Imported
// before any schema is made.
config({ jitless: true });
