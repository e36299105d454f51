import "./region.ts";
import "./roles.ts";

// The codebase that is deployed by itself: the functions, in a region and under an account of its own.
export * from "./functions.ts";
