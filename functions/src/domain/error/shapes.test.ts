import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { graphError } from "../../testing/fixtures.ts";
import { isUnknownNode, shapeOf, type Shape } from "./shapes.ts";

/** What Meta may say, and which shape that is; `null`: none. */
const SAID: readonly (readonly [status: Shape["status"] | null, sentences: readonly string[]])[] = [
  [
    "missing_permission",
    [
      "Missing permission",
      "Insufficient permission",
      "Insufficient permissions for this business",
      "You have insufficient developer permissions",
      "Permission denied",
      "Permissions denied for this account",
      "App lacks permission",
      "You lack permission to do this",
      "You have no permission",
      "Your app has no permission for this account",
      "The application 888 of this business lacks the permission",
      "The token does not have enough permissions",
      "The user does not have the required permission",
      "You do not have the necessary manage permission",
      "You don't have permissions",
      "The app doesn't have any 'business_management' permission",
      'This user does not have "whatsapp_business_management" permission',
      "This call requires the pages_messaging permission",
      "Calls like this require extended permissions",
      "This requires additional permissions",
      "It requires 'business_management' permission",
      'It requires the "business_management" permissions',
      "Tried accessing nonexisting field (status) on node type (Business)",
      "Unsupported get request. Please read the documentation",
      "Unsupported post request",
      "[100] Unsupported delete request",
      "Object with ID '550000000000001' does not exist",
    ],
  ],
  [
    "verification_required",
    [
      "Number not verified",
      "Phone number not verified",
      "Your phone number is not verified",
      "This business phone number was not verified",
      "The number has not been verified",
      "The phone number is not yet verified",
      "The phone number has not yet been verified",
      "The phone number isn't verified",
      "The phone number hasn't been verified",
      "Phone number unverified",
      "The number is unverified",
      "The number must be verified",
      "The phone number has to be verified first",
      "Your number needs to be verified",
      "Phone number 15550100020 is not verified",
      "The phone number +1 (555) 010-0020 is not verified",
      "Number (555) 010 not verified",
      "Registration failed because the phone number is not verified",
      "Not possible, since your number is not verified",
      "Not possible as the number is not verified",
      "Registration failed: phone number is not verified",
      "Registration failed. Number is not verified",
      "Registration failed; this number is not verified",
    ],
  ],
  [
    "business_incomplete",
    ["Phone Link to WABA Failed - Unverified WABA", "The WhatsApp Business Account is not verified"],
  ],
  [
    "invalid_parameter",
    [
      "An invalid parameter",
      "Invalid parameter pin",
      "Invalid parameters.  pin",
      "Param pin must be a string",
      "Params are missing",
      "These parameters are not allowed",
      "The argument is not a number",
    ],
  ],
  [
    null,
    [
      "Invalid parameter",
      "Invalid parameters",
      "Invalid parameters.",
      "[100] Invalid parameter",
      " (#100) Invalid parameter ",
      "The recipient user does not have permission",
      "App, which lacks permission",
      "You asked for it. A friend has no permission",
      "This requires your permission",
      "It requires permission",
      "The name of the phone number is not verified",
      "The account number is not verified",
      "The number of recipients is not verified",
      "An unsupported get request",
      "A parametric argumentation",
    ],
  ],
];

describe("what Meta says with #100", () => {
  for (const [status, sentences] of SAID) {
    for (const message of sentences) {
      it(`is ${status ?? "nothing known"}: ${message}`, () => {
        assert.equal(shapeOf(graphError(100, { message }))?.status ?? null, status);
      });
    }
  }

  it("may stand in the details that a bare message wraps", () => {
    const inDetails = (details: string) => shapeOf(graphError(100, { message: "Invalid parameter", details }))?.status;
    assert.deepEqual(
      [
        "Missing permission",
        "Phone number not verified",
        "Tried accessing nonexisting field (x)",
        "Registering is not available for SMB businesses",
        "The WhatsApp Business Account is not verified",
        "SMB",
        "Whatever",
      ].map(inDetails),
      [
        "missing_permission",
        "verification_required",
        "missing_permission",
        "number_on_business_app",
        "business_incomplete",
        "invalid_parameter",
        "invalid_parameter",
      ],
    );
  });

  it("may stand in the title alone, where there is no subcode", () => {
    const titled = (userTitle: string, subcode: number | null = null) =>
      shapeOf(graphError(100, { message: "Boh", userTitle, subcode }))?.status;
    assert.equal(titled("Cannot create certificate"), "number_held_elsewhere");
    assert.equal(titled("Cannot Create Certificate", 7), undefined);
    assert.equal(titled("You cannot create certificate"), undefined);
    assert.equal(titled("Cannot create certificates"), undefined);
    assert.equal(titled("Phone Link to WABA Failed"), "business_incomplete");
  });

  it("names the business app as a word of its own", () => {
    const said = (message: string) => shapeOf(graphError(100, { message }))?.status;
    assert.equal(said("Not for SMB numbers"), "number_on_business_app");
    assert.equal(said("Not for SMBX numbers"), undefined);
  });
});

describe("an id that Meta does not show", () => {
  const unknown = (message: string, subcode: number | null = null) => isUnknownNode({ message, subcode });

  it("is known by its subcode, or by the words that come with it", () => {
    assert.ok(unknown("Whatever", 33));
    assert.ok(unknown("Unsupported get request"));
    assert.ok(unknown("(#100) Unsupported post request. Object"));
    assert.ok(unknown("Sorry: object with id '' does not exist"));
    assert.ok(unknown("Object with ID '5500' does not exist, cannot be loaded"));
  });

  it("is nothing else", () => {
    assert.ok(!unknown("Whatever", 34));
    assert.ok(!unknown("Unsupported put request"));
    assert.ok(!unknown("An unsupported get request"));
    assert.ok(!unknown("Object with ID 5500 does not exist"));
  });
});

describe("what Meta says with other codes of several meanings", () => {
  const said = (code: number, message: string) => shapeOf(graphError(code, { message }))?.status ?? null;

  it("is told by its words", () => {
    for (const words of ["blocked", "is deactivated", "was disabled", "has been disrupted", "restricted", "suspended"])
      assert.equal(said(200, `API access ${words}.`), "app_blocked", words);
    assert.equal(said(200, "API access granted"), null);
    assert.equal(said(200, "(#200) Provide valid app ID"), "invalid_token");
    assert.equal(said(10, "Only for a Solution Provider"), "missing_permission");
    assert.equal(said(10, "Permission denied"), null);
    assert.equal(said(2500, "An access token is needed"), "invalid_token");
    assert.equal(said(2500, "Unknown path components: /x"), "missing_permission");
    assert.equal(said(2500, "Boh"), "invalid_parameter");
    assert.equal(said(131_031, "Boh"), "account_locked");
    assert.equal(said(190, "Missing permission"), null);
  });
});
