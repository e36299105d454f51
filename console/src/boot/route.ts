import { PhoneNumberId } from "../../../functions/src/contract/primitives.ts";

/** Which page is open, as the address says. */
export type Route =
  | { readonly page: "home" }
  | { readonly page: "number"; readonly id: string }
  /** The guided flow; `id` null: it begins. */
  | { readonly page: "setup"; readonly id: string | null }
  | { readonly page: "outcomes" };

/** The page that an address's hash means. What is not understood is the home page. */
export function routeOf(hash: string): Route {
  const [, page = "", id = ""] = hash.split("/");
  if (page === "number" && PhoneNumberId.safeParse(id).success) return { page, id };
  if (page === "setup" && id === "") return { page, id: null };
  if (page === "setup" && PhoneNumberId.safeParse(id).success) return { page, id };
  return page === "outcomes" ? { page } : { page: "home" };
}

/** The hash that means a page. */
export function hashOf(route: Route): string {
  switch (route.page) {
    case "home":
      return "#/";
    case "number":
      return `#/number/${route.id}`;
    case "setup":
      return `#/setup/${route.id ?? ""}`;
    case "outcomes":
      return "#/outcomes";
  }
}
