import { Interrupted } from "../setup/interrupted.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `work` with an AbortSignal that the first SIGINT, SIGTERM or SIGHUP sets off; later ones change nothing, so
 * that the work's own cleaning up is not cut short.
 *
 * @throws Interrupted once the work has ended, when there was such a signal.
 */
export async function interruptible<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (signal: NodeJS.Signals): void => controller.abort(new Interrupted(signal));
  for (const signal of SIGNALS) process.on(signal, abort);
  try {
    const result = await work(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } finally {
    for (const signal of SIGNALS) process.off(signal, abort);
  }
}

/** Rejects with the reason of the interruption, this long after it. */
export function afterInterruption(interrupted: AbortSignal, ms = 0): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => {
      setTimeout(() => reject(interrupted.reason as Error), ms).unref();
    };
    if (interrupted.aborted) end();
    else interrupted.addEventListener("abort", end, { once: true });
  });
}

/** Resolves when there is an interruption. */
export function interruption(interrupted: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener("abort", () => resolve(), { once: true });
  });
}
