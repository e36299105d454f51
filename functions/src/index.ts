import "./runtime.ts";

export { registerPhoneNumber } from "./handlers/register-phone-number.ts";
