import { SetupError } from "../setup/progress.mjs";
import type { Options } from "./options.ts";

/** What calls are made with. `appSecret` may be empty. */
export interface Credentials {
  readonly token: string;
  readonly appSecret: string;
  /** The word of the webhook's handshake; may be empty. */
  readonly verifyToken: string;
}

/** Where token and app secret can come from. */
export interface CredentialSources {
  readonly env: Readonly<Partial<Record<string, string>>>;
  /** `null`: there is nobody to ask. */
  readonly ask: ((question: string) => Promise<string>) | null;
  readonly secret: (name: string, project: string) => Promise<string>;
  readonly warn: (text: string) => void;
}

const ON_COMMAND_LINE = `Warning: a token on the command line can be read by everyone on this machine and stays in the shell's history.
Consider it leaked: generate a new one, and put it into META_SYSTEM_USER_TOKEN or let yourself be asked for it.
`;

/** The token and the app secret, from where the options say. @throws SetupError, without what was given. */
export async function credentials(options: Options, sources: CredentialSources): Promise<Credentials> {
  const { env, warn } = sources;
  if (options.token !== null) warn(ON_COMMAND_LINE);
  if (options.token === null && options.secretManager) return fromSecretManager(options, sources);
  const token = options.token ?? env["META_SYSTEM_USER_TOKEN"] ?? (await asked(sources));
  const named = (name: string): string => (env[name] ?? "").trim();
  return {
    token: checked(token),
    appSecret: named("META_APP_SECRET"),
    verifyToken: named("META_WEBHOOK_VERIFY_TOKEN"),
  };
}

async function fromSecretManager(options: Options, { secret, warn }: CredentialSources): Promise<Credentials> {
  const { project } = options;
  if (project === null) throw new SetupError("Name the project whose secrets are meant: --project <id>.");
  try {
    const token = checked(await secret("META_SYSTEM_USER_TOKEN", project));
    const appSecret = await secret("META_APP_SECRET", project).catch(() => {
      warn("META_APP_SECRET could not be read, so the diagnosis goes on without it.\n");
      return "";
    });
    // Only connecting the webhook needs it, and says where it is missing.
    const verifyToken = options.fix === null ? "" : await secret("META_WEBHOOK_VERIFY_TOKEN", project).catch(() => "");
    return { token, appSecret, verifyToken };
  } catch (error) {
    throw error instanceof SetupError ? error : new SetupError(error instanceof Error ? error.message : String(error));
  }
}

async function asked({ ask }: CredentialSources): Promise<string> {
  if (ask === null) {
    throw new SetupError(
      "There is no token: set META_SYSTEM_USER_TOKEN, or use --secret-manager, or run this in a terminal to be asked for it.",
    );
  }
  try {
    return await ask("System User token (it is not shown): ");
  } catch {
    throw new SetupError("No token was entered.");
  }
}

function checked(token: string): string {
  const trimmed = token.trim();
  if (!/^[!-~]+$/.test(trimmed)) throw new SetupError("The token is empty or holds characters that no token has.");
  return trimmed;
}
