/** Meta's pages that steps send people to. Every one is reached after signing in, except the documentation and the status page. */
export const SYSTEM_USERS = "https://business.facebook.com/settings/system-users";
export const WHATSAPP_ACCOUNTS = "https://business.facebook.com/settings/whatsapp-business-accounts";
export const PHONE_NUMBERS = "https://business.facebook.com/wa/manage/phone-numbers/";
export const BUSINESS_INFO = "https://business.facebook.com/settings/info";
export const SECURITY_CENTER = "https://business.facebook.com/settings/security";
export const PAYMENT_SETTINGS = "https://business.facebook.com/billing_hub/payment_settings";
export const MESSAGE_TEMPLATES = "https://business.facebook.com/wa/manage/message-templates/";
export const APPS = "https://developers.facebook.com/apps/";
export const TOKEN_DEBUGGER = "https://developers.facebook.com/tools/debug/accesstoken/";
export const META_STATUS = "https://metastatus.com/whatsapp-business-api";
export const BUSINESS_SUPPORT = "https://business.facebook.com/business-support-home/";
export const DIRECT_SUPPORT = "https://business.facebook.com/direct-support/";

/** Meta's documentation. */
const DOCS = "https://developers.facebook.com/documentation/business-messaging/whatsapp";
export const REGISTRATION = "https://developers.facebook.com/docs/whatsapp/cloud-api/reference/registration";
export const CLOUD_API_ERRORS = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes";
export const GRAPH_VERSIONS = "https://developers.facebook.com/docs/graph-api/changelog/versions/";
export const ACCESS_TOKENS = `${DOCS}/access-tokens/`;
export const PERMISSIONS = `${DOCS}/permissions/`;
export const TWO_STEP = `${DOCS}/business-phone-numbers/two-step-verification/`;
export const WEBHOOK_SUBSCRIPTIONS = `${DOCS}/solution-providers/manage-webhooks/`;
export const ADDING_NUMBERS = `${DOCS}/solution-providers/registering-phone-numbers/`;
export const WEBHOOK_OVERRIDES = `${DOCS}/webhooks/override/`;
export const MIGRATION = `${DOCS}/solution-providers/support/migrating-phone-numbers-among-solution-partners-programmatically/`;
export const COEXISTENCE = `${DOCS}/embedded-signup/onboarding-business-app-users/`;
export const HEALTH_STATUS = `${DOCS}/support/health-status/`;
export const EMBEDDED_SIGNUP = `${DOCS}/embedded-signup/implementation/`;
