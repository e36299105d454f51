import { z } from "zod";
import { isLanguage } from "../languages.ts";
import type { EndpointName } from "../target.ts";

const Language = z.string().refine(isLanguage);
const Pin = z.string().regex(/^\d{6}$/);
const Nothing = z.strictObject({});
const Fields = z.string().regex(/^[\w{},.() ]+$/);
const read = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject({ fields: Fields.optional(), ...shape });
const paged = {
  limit: z.coerce.number().int().min(1).max(100).optional(),
  after: z.string().optional(),
  before: z.string().optional(),
};

const Override = z.strictObject({ override_callback_uri: z.string().max(200), verify_token: z.string().optional() });

/** What each call takes, query and body together and without the token's own parameters. */
export const REQUESTS: Readonly<Record<EndpointName, z.ZodType>> = {
  read_me: read({}),
  read_permissions: Nothing,
  read_app: read({}),
  exchange_code: z.strictObject({
    client_id: z.string().regex(/^\d+$/),
    client_secret: z.string().min(1),
    code: z.string().min(1),
    redirect_uri: z.literal("").optional(),
  }),
  revoke_permissions: Nothing,
  debug_token: z.strictObject({ input_token: z.string().min(1) }),
  read_node: read({}),
  list_numbers: read({
    ...paged,
    filtering: z.string().optional(),
    sort: z
      .enum(["creation_time.asc", "creation_time.desc", "last_onboarded_time.asc", "last_onboarded_time.desc"])
      .optional(),
    display_phone_number: z.string().regex(/^\d+$/).optional(),
  }),
  add_number: z.strictObject({
    cc: z.string().regex(/^[0-9]{1,3}$/),
    phone_number: z.string().regex(/^\d{4,14}$/),
    verified_name: z.string().min(2).max(75).optional(),
    migrate_phone_number: z.boolean().optional(),
    preverified_id: z.string().optional(),
  }),
  list_subscribed_apps: read({}),
  subscribe_app: Override.partial(),
  unsubscribe_app: Nothing,
  list_assigned_users: read({ ...paged, business: z.string().regex(/^\d+$/) }),
  list_templates: read({
    ...paged,
    status: z.string().optional(),
    name: z.string().optional(),
    language: z.string().optional(),
    category: z.string().optional(),
  }),
  create_template: z.looseObject({
    name: z.string().regex(/^[a-z0-9_]{1,512}$/),
    language: Language,
    category: z.string(),
    components: z.array(z.looseObject({ type: z.string() })).optional(),
  }),
  list_app_subscriptions: Nothing,
  subscribe_webhook: z.strictObject({
    object: z.literal("whatsapp_business_account"),
    callback_url: z.url(),
    verify_token: z.string().regex(/^[A-Za-z0-9]+$/),
    fields: z.union([z.string(), z.array(z.string())]),
    include_values: z.union([z.boolean(), z.enum(["true", "false"])]).optional(),
  }),
  unsubscribe_webhook: z.strictObject({ object: z.string().optional() }),
  register: z.strictObject({
    messaging_product: z.literal("whatsapp"),
    pin: Pin,
    data_localization_region: z
      .enum(["AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"])
      .optional(),
  }),
  deregister: Nothing,
  request_code: z.strictObject({
    code_method: z.enum(["SMS", "VOICE"]),
    language: Language,
  }),
  verify_code: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
  set_pin: z.strictObject({
    pin: Pin.optional(),
    webhook_configuration: Override.optional(),
    new_display_name: z.string().min(2).max(75).optional(),
  }),
  send_message: z.looseObject({
    messaging_product: z.literal("whatsapp"),
    recipient_type: z.literal("individual").optional(),
    to: z.string().min(7),
    type: z.string().optional(),
    template: z
      .looseObject({
        name: z.string(),
        language: z.strictObject({ code: z.string(), policy: z.literal("deterministic").optional() }),
      })
      .optional(),
    biz_opaque_callback_data: z.string().optional(),
  }),
};
