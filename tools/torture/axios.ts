import { createRequire } from "node:module";
import path from "node:path";
import type * as Axios from "../../functions/node_modules/axios/index.d.ts";
import { root } from "../root.ts";

const fromFunctions = createRequire(path.join(root, "functions", "package.json"));

/** The HTTP client that tutorials use, in the version that the product uses. */
export const axios = (fromFunctions("axios") as typeof Axios).default;
