import * as z from "zod";
import { GRAPH_ID } from "../contract/primitives.ts";
import { errorDetails, prefixOf } from "./error-details.ts";

/** A field that Graph may leave out or write differently some day: then it is not known, and nothing breaks. */
const text = z.string().min(1).nullable().catch(null).default(null);
const flag = z.boolean().nullable().catch(null).default(null);
const whole = z.int().nullable().catch(null).default(null);

/** An id. Meta documents texts, and prints numbers in some samples. */
const id = z.union([z.string().min(1), z.int().nonnegative().transform(String)]);
const optionalId = id.nullable().catch(null).default(null);

/**
 * A list in which an entry of another form is passed over: what one entry is must not hide the others. Where none is of the form
 * that is known, the list is not understood: that is unknown, and not empty.
 */
const listOf = <Item>(item: z.ZodType<Item>) =>
  z.array(z.unknown()).transform((entries, context) => {
    const items = entries.flatMap((entry) => {
      const read = item.safeParse(entry);
      return read.success ? [read.data] : [];
    });
    if (items.length === 0 && entries.length > 0) context.addIssue("no entry is of the form that is known");
    return items;
  });

/** A code or subcode, which some write as a text. */
const errorCode = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null)
  .default(null);

/**
 * Graph's error envelope (Meta, Graph API, Handling errors). Only `code` is indispensable; where it is left out, the prefix of the
 * message bears it.
 */
export const ErrorEnvelope = z.object({
  error: z
    .object({
      code: errorCode,
      message: z.string().catch("").default(""),
      type: text,
      error_subcode: errorCode,
      error_data: z
        .unknown()
        .default(null)
        .transform((data) => errorDetails(data)),
      error_user_title: text,
      error_user_msg: text,
      fbtrace_id: text,
    })
    .transform((error, context) => {
      const code = error.code ?? prefixOf(error.message);
      if (code === null) context.addIssue("no code");
      return { ...error, code: code ?? 0 };
    }),
});

/** `{ "success": true }`: the only answer that means accepted. */
export const Accepted = z.looseObject({ success: z.literal(true) });

/** The answer to a message that was taken: its id comes back in webhooks. */
export const SentMessages = z.object({
  messages: z.tuple([z.object({ id: z.string().min(1).max(500) })], z.unknown()),
});

/** What every paged answer carries: where the next page begins, if there is one. */
const paging = z
  .object({ cursors: z.object({ after: text }).nullable().catch(null).default(null), next: text })
  .nullable()
  .catch(null)
  .default(null);

const optionalText = z.string().nullish().default(null);
const upper = z.string().toUpperCase();

/**
 * One page of `GET /{waba_id}/message_templates` (Meta, Template management). A template with a part of a form that is not known is
 * passed over: nothing tells whether it can be sent as it is.
 */
export const TemplatesPage = z.object({
  data: listOf(
    z.object({
      name: z.string(),
      language: z.string(),
      status: upper,
      category: upper.nullish().default(null),
      components: z.array(
        z.object({
          type: upper,
          format: upper.nullish().default(null),
          text: optionalText,
          buttons: z.array(z.object({ type: upper, url: optionalText })).default([]),
        }),
      ),
    }),
  ),
  paging,
});

/** The answer to a template that Meta took (Meta, Template management). Samples print the id as a text, and as a number. */
export const CreatedTemplate = z.object({
  id: z.union([z.string().min(1), z.number()]),
  status: text,
  category: text,
});

/** `GET /{phone_number_id}` (Meta, WhatsApp Business phone number). Every enum is open. */
export const PhoneNumberNode = z.object({
  id: optionalId,
  status: text,
  code_verification_status: text,
  name_status: text,
  new_name_status: text,
  quality_rating: text,
  platform_type: text,
  display_phone_number: text,
  verified_name: text,
});

/** Of the same, what is refused more often (seen in logs). */
export const OnBusinessApp = z.object({ is_on_biz_app: flag });
export const LastOnboarded = z.object({ last_onboarded_time: text });
export const WholePhoneNumberNode = z.object({
  ...PhoneNumberNode.shape,
  ...OnBusinessApp.shape,
  ...LastOnboarded.shape,
});

/** `GET /debug_token`. Times in seconds since the epoch, 0 meaning never. */
export const TokenDebug = z.object({
  data: z.object({
    is_valid: z.boolean(),
    type: text,
    app_id: optionalId,
    application: text,
    user_id: optionalId,
    expires_at: whole,
    data_access_expires_at: whole,
    scopes: listOf(z.string()).nullable().catch(null).default(null),
    granular_scopes: listOf(z.object({ scope: z.string(), target_ids: z.array(id).nullable().default(null) }))
      .nullable()
      .catch(null)
      .default(null),
    error: z.object({ message: text }).nullable().catch(null).default(null),
  }),
});

/** `GET /oauth/access_token`: a token, and perhaps for how long it lasts; the guide prints the bare token (Meta, Embedded Signup). */
export const IssuedToken = z
  .union([z.object({ access_token: z.string().regex(/^[!-~]+$/) }), z.string().regex(/^[!-~]+$/)])
  .transform((issued) => (typeof issued === "string" ? issued : issued.access_token));

/** `GET /{waba_id}?fields=owner_business_info`. */
export const WabaOwner = z.object({
  owner_business_info: z.object({ id: optionalId }).nullable().catch(null).default(null),
});

/** One page of `GET /{waba_id}/phone_numbers` (Meta, WhatsApp Business Account, Phone numbers). */
export const NumbersPage = z.object({
  data: listOf(z.object({ id, display_phone_number: text, verified_name: text, status: text })),
  paging,
});

/** One page of `GET /{waba_id}/assigned_users` (Meta, WhatsApp Business Account, Assigned users). */
export const AssignedUsersPage = z.object({
  data: listOf(z.object({ id, tasks: z.array(z.string()).nullable().catch(null).default(null) })),
  paging,
});

const AppEntry = z.object({ id, name: text });

/**
 * `GET /{waba_id}/subscribed_apps`: each app stands one level down, sometimes without that level (seen in a log); beside it the
 * address that the account's events go to instead (Meta, Webhook overrides).
 */
export const SubscribedApps = z.object({
  data: listOf(
    z.union([
      z
        .object({ whatsapp_business_api_data: AppEntry, override_callback_uri: text })
        .transform(({ whatsapp_business_api_data: app, override_callback_uri }) => ({ ...app, override_callback_uri })),
      AppEntry.extend({ override_callback_uri: text }),
    ]),
  ),
});

/** `GET /{app_id}/subscriptions`: one entry for each kind of object (seen in logs of production code). */
export const AppSubscriptions = z.object({
  data: listOf(
    z.object({
      object: z.string(),
      callback_url: text,
      active: z.boolean().catch(true).default(true),
      fields: listOf(z.union([z.object({ name: z.string() }).transform(({ name }) => name), z.string()]))
        .catch([])
        .default([]),
    }),
  ),
});

/** The answer to a number that was added. An id that is printed as a number beyond 2^53 has lost digits, and is none. */
export const NewNumber = z.object({
  id: z.union([z.string(), z.int().transform(String)]).refine((one) => GRAPH_ID.test(one)),
});

/** `GET /me`. */
export const Me = z.object({ id });

/** `primary_funding_id` of an account (Meta, WhatsApp Business Account): there where a payment method is set. */
export const PrimaryFunding = z.object({
  id: z.string(),
  primary_funding_id: z.union([z.string().min(1), z.number().transform(String)]).optional(),
});

/** `GET /me/permissions` (Meta, User permissions). */
export const Permissions = z.object({ data: listOf(z.object({ permission: z.string(), status: z.string() })) });

/** `GET /{waba_id}`. `message_template_namespace` is what no other kind of node has. */
export const WabaNode = z.object({
  id,
  name: text,
  account_review_status: text,
  business_verification_status: text,
  ownership_type: text,
});

/** Fields of a number that are asked for one by one. */
export const PinEnabled = z.object({ is_pin_enabled: z.boolean() });
export const AccountMode = z.object({ account_mode: z.string().min(1) });
export const MessagingLimit = z.object({ whatsapp_business_manager_messaging_limit: z.string().min(1) });
export const NewNameStatus = z.object({ new_name_status: text });
export const Throughput = z.object({ throughput: z.object({ level: z.string().min(1) }) });

/** `health_status` of a node (Meta, Health status). `errors` come with BLOCKED, `additional_info` with LIMITED. */
export const HealthStatus = z.object({
  health_status: z.object({
    can_send_message: z.string().min(1),
    entities: listOf(
      z.object({
        entity_type: z.string(),
        can_send_message: text,
        errors: listOf(z.object({ error_code: whole, error_description: text, possible_solution: text }))
          .catch([])
          .default([]),
        additional_info: listOf(z.string()).catch([]).default([]),
      }),
    )
      .catch([])
      .default([]),
  }),
});

/** `webhook_configuration` of a number (Meta, Webhook overrides): an address for each level that has one. */
export const WebhookConfiguration = z.object({
  webhook_configuration: z
    .object({ phone_number: text, whatsapp_business_account: text, application: text })
    .default({ phone_number: null, whatsapp_business_account: null, application: null }),
});

const amount = z.number().nonnegative().catch(0).default(0);

/** `X-Business-Use-Case-Usage`: by business id, what each kind of call has used (Meta, Rate limits). Per cent, and minutes. */
export const BusinessUseCaseUsage = z.record(
  z.string(),
  listOf(
    z.object({
      call_count: amount,
      total_cputime: amount,
      total_time: amount,
      estimated_time_to_regain_access: amount,
    }),
  ).catch([]),
);
