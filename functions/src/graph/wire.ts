import { z } from "zod";

/** A field that Graph may leave out or write differently some day: then it is not known, and nothing breaks. */
const text = z.string().min(1).nullable().catch(null).default(null);
const flag = z.boolean().nullable().catch(null).default(null);
const whole = z.int().nullable().catch(null).default(null);

/** Graph's error envelope (Meta, Graph API, Handling errors). Only `code` is indispensable. */
export const ErrorEnvelope = z.object({
  error: z.object({
    code: z.int(),
    message: z.string().catch("").default(""),
    type: text,
    error_subcode: whole,
    error_data: z.object({ details: text }).nullable().catch(null).default(null),
    error_user_title: text,
    error_user_msg: text,
    fbtrace_id: text,
  }),
});

/** `{ "success": true }`: the only answer that means accepted. */
export const Accepted = z.object({ success: z.literal(true) });

/** `GET /{phone_number_id}` (Meta, WhatsApp Business phone number). Every enum is open. */
export const PhoneNumberNode = z.object({
  id: text,
  status: text,
  code_verification_status: text,
  name_status: text,
  quality_rating: text,
  platform_type: text,
  display_phone_number: text,
  verified_name: text,
});

export const OnBusinessApp = z.object({ is_on_biz_app: flag });
export const LastOnboarded = z.object({ last_onboarded_time: text });

/** `GET /debug_token`. Times in seconds since the epoch, 0 meaning never. */
export const TokenDebug = z.object({
  data: z.object({
    is_valid: z.boolean(),
    type: text,
    app_id: z
      .union([z.string(), z.int().transform(String)])
      .nullable()
      .catch(null)
      .default(null),
    application: text,
    user_id: z
      .union([z.string(), z.int().transform(String)])
      .nullable()
      .catch(null)
      .default(null),
    expires_at: whole,
    data_access_expires_at: whole,
    scopes: z.array(z.string()).nullable().catch(null).default(null),
    granular_scopes: z
      .array(z.object({ scope: z.string(), target_ids: z.array(z.string()).nullable().default(null) }))
      .nullable()
      .catch(null)
      .default(null),
    error: z.object({ message: text }).nullable().catch(null).default(null),
  }),
});

/** One page of `GET /{waba_id}/phone_numbers`. */
export const NumbersPage = z.object({
  data: z.array(z.object({ id: z.string() })),
  paging: z
    .object({ cursors: z.object({ after: text }).nullable().catch(null).default(null), next: text })
    .nullable()
    .catch(null)
    .default(null),
});

/** `X-Business-Use-Case-Usage`: by business id, what each kind of call has used (Meta, Rate limits). Minutes. */
export const BusinessUseCaseUsage = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().nonnegative().catch(0).default(0) })),
);
