import { z } from "zod";
import { isAsNumber } from "../meta-json.ts";
import type { EndpointName } from "../target.ts";

const Id = z.string().regex(/^\d{5,20}$/);
const Success = z.strictObject({ success: z.literal(true) });

/** Meta's GraphAPIError, with `error_data` (see the deviations). */
export const ErrorAnswer = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    type: z.string().min(1),
    code: z.int(),
    error_subcode: z.int().optional(),
    error_data: z
      .union([
        z.string(),
        z.strictObject({ messaging_product: z.literal("whatsapp"), details: z.string() }),
        z.strictObject({ blame_field_specs: z.array(z.array(z.string())) }),
      ])
      .optional(),
    error_user_title: z.string().optional(),
    error_user_msg: z.string().optional(),
    is_transient: z.boolean().optional(),
    fbtrace_id: z.string().min(1),
  }),
});

const Paging = z.strictObject({
  cursors: z.strictObject({ before: z.string(), after: z.string() }),
  next: z.url().optional(),
  previous: z.url().optional(),
});
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ data: z.array(item), paging: Paging.optional() });

const Entity = z.strictObject({
  entity_type: z.enum(["PHONE_NUMBER", "WABA", "BUSINESS", "APP", "MESSAGE_TEMPLATE"]),
  id: Id,
  can_send_message: z.enum(["AVAILABLE", "LIMITED", "BLOCKED"]),
  errors: z
    .array(
      z.strictObject({
        error_code: z.int(),
        error_description: z.string(),
        possible_solution: z.string().optional(),
      }),
    )
    .optional(),
  additional_info: z.array(z.string()).optional(),
});
const Health = z.strictObject({
  can_send_message: z.enum(["AVAILABLE", "LIMITED", "BLOCKED"]),
  entities: z.array(Entity).min(1),
});
const Limit = z.enum(["TIER_250", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"]);

const PhoneNumber = z.strictObject({
  id: z.union([Id, z.string().refine(isAsNumber)]),
  display_phone_number: z.string().optional(),
  verified_name: z.string().optional(),
  status: z.string().optional(),
  code_verification_status: z.string().optional(),
  name_status: z.string().optional(),
  new_display_name: z.string().optional(),
  new_name_status: z.string().optional(),
  quality_rating: z.string().optional(),
  platform_type: z.string().optional(),
  is_pin_enabled: z.boolean().optional(),
  is_on_biz_app: z.boolean().optional(),
  is_official_business_account: z.boolean().optional(),
  account_mode: z.enum(["LIVE", "SANDBOX"]).optional(),
  throughput: z.strictObject({ level: z.string() }).optional(),
  health_status: Health.optional(),
  last_onboarded_time: z
    .string()
    .regex(/\+0000$/)
    .optional(),
  webhook_configuration: z
    .partialRecord(z.enum(["phone_number", "whatsapp_business_account", "application"]), z.string())
    .optional(),
  whatsapp_business_manager_messaging_limit: Limit.optional(),
});

const Account = z.strictObject({
  id: Id,
  name: z.string().optional(),
  timezone_id: z.string().optional(),
  message_template_namespace: z.string().optional(),
  account_review_status: z.enum(["PENDING", "APPROVED", "REJECTED"]).optional(),
  business_verification_status: z.string().optional(),
  status: z.string().optional(),
  country: z.string().optional(),
  currency: z.string().optional(),
  ownership_type: z.string().optional(),
  primary_business_location: z.string().optional(),
  owner_business_info: z.strictObject({ name: z.string(), id: Id }).optional(),
  primary_funding_id: Id.optional(),
  health_status: Health.optional(),
  whatsapp_business_manager_messaging_limit: Limit.optional(),
});

const App = z.strictObject({ id: Id, name: z.string().optional(), link: z.url().optional() });

const Granular = z.strictObject({ scope: z.string(), target_ids: z.array(Id).optional() });
const Inspection = z.strictObject({
  app_id: Id.optional(),
  type: z.string().optional(),
  application: z.string().optional(),
  data_access_expires_at: z.int().optional(),
  expires_at: z.int().optional(),
  issued_at: z.int().optional(),
  is_valid: z.boolean(),
  scopes: z.array(z.string()),
  granular_scopes: z.array(Granular).optional(),
  user_id: Id.optional(),
  error: z.strictObject({ code: z.int(), message: z.string(), subcode: z.int().optional() }).optional(),
});

const Template = z.strictObject({
  id: Id,
  name: z.string().optional(),
  status: z.string().optional(),
  category: z.enum(["UTILITY", "MARKETING", "AUTHENTICATION"]).optional(),
  language: z.string().optional(),
  parameter_format: z.enum(["POSITIONAL", "NAMED"]).optional(),
  components: z.array(z.looseObject({ type: z.string() })).optional(),
  rejected_reason: z.string().optional(),
  quality_score: z.looseObject({}).optional(),
});

const SubscribedApp = z.union([
  z.strictObject({
    whatsapp_business_api_data: z.strictObject({ id: Id, name: z.string(), link: z.url() }),
    override_callback_uri: z.url().optional(),
  }),
  z.strictObject({ id: Id, name: z.string(), override_callback_uri: z.url().optional() }),
]);

const AppSubscription = z.strictObject({
  object: z.string(),
  callback_url: z.string(),
  active: z.boolean(),
  fields: z.array(z.strictObject({ name: z.string(), version: z.string().regex(/^v\d+\.0$/) })),
});

const AssignedUser = z.strictObject({
  id: Id,
  name: z.string().optional(),
  tasks: z.array(z.string()).optional(),
  user_type: z.string().optional(),
  business: z.strictObject({ id: Id, name: z.string() }).optional(),
});

const SentMessage = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  contacts: z.tuple([z.strictObject({ input: z.string(), wa_id: z.string().regex(/^\d+$/) })]),
  messages: z.tuple([
    z.strictObject({
      id: z.string().startsWith("wamid."),
      message_status: z.enum(["accepted", "held_for_quality_assessment", "paused"]).optional(),
    }),
  ]),
});

const Permission = z.strictObject({ permission: z.string(), status: z.enum(["granted", "declined", "expired"]) });

/** What each call is answered when it works. */
export const SUCCESSES: Readonly<Record<EndpointName, z.ZodType>> = {
  read_me: z.strictObject({ id: Id, name: z.string().optional(), client_business_id: Id.optional() }),
  exchange_code: z.strictObject({
    access_token: z.string().min(1),
    token_type: z.literal("bearer"),
    expires_in: z.int().positive().optional(),
  }),
  revoke_permissions: Success,
  read_permissions: z.strictObject({ data: z.array(Permission) }),
  read_app: App,
  debug_token: z.strictObject({ data: Inspection }),
  read_node: z.union([PhoneNumber, Account, App]),
  list_numbers: pageOf(PhoneNumber),
  add_number: z.strictObject({ id: Id }),
  list_subscribed_apps: z.strictObject({ data: z.array(SubscribedApp) }),
  subscribe_app: Success,
  unsubscribe_app: Success,
  list_assigned_users: pageOf(AssignedUser),
  list_templates: pageOf(Template),
  create_template: z.strictObject({ id: Id, status: z.string(), category: z.string() }),
  list_app_subscriptions: z.strictObject({ data: z.array(AppSubscription) }),
  subscribe_webhook: Success,
  unsubscribe_webhook: Success,
  register: Success,
  deregister: Success,
  request_code: Success,
  verify_code: z.strictObject({ success: z.literal(true), id: Id.optional() }),
  set_pin: Success,
  send_message: z.union([SentMessage, Success]),
};
