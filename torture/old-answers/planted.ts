import { plant } from "../planted-defect.ts";
import { OLD_ANSWERS } from "./old-answers.ts";

// Imported before a test file: the product is loaded with the old answer of this place in the list; without one, as it is.
const answer = OLD_ANSWERS[Number(process.env["OLD_ANSWER"] ?? "-1")];
if (answer !== undefined) plant(answer);
