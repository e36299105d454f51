import "./roles.ts";

// The package itself, as a Function kit takes it: under an account of its own, in the region that the kit's wrapper sets.
export * from "./functions.ts";
