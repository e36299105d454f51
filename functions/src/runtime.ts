import { keepBodiesRaw } from "./raw-bodies.ts";
import { refuseUnsafeEnvironment } from "./safe-environment.ts";
import { servedFunction } from "./served-function.ts";

// What follows concerns the whole process, and so happens only in one that serves a function of ours.
if (servedFunction(process.env["FUNCTION_TARGET"]) !== undefined) refuseUnsafeEnvironment(process.env);
keepBodiesRaw(process.env);
