export { RegistrationProvider } from "./react/provider.ts";
export type { RegistrationProviderProps } from "./react/provider.ts";
export type { Followed } from "./react/followed.ts";
export { useNumber, useNumbers, useNumbersOfCustomer } from "./react/use-numbers.ts";
export { useRegistration } from "./react/use-registration.ts";
export type { Registration, RegistrationState } from "./react/use-registration.ts";
