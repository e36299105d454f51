import { spawn } from "node:child_process";

/**
 * Runs a program to its end, its output kept.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, signal?: AbortSignal, onText?: (text: string) => void }} [options] timeout:
 *   milliseconds after which it is ended; signal: ends it at once, and the promise is rejected; onText: is told what it prints as it comes
 * @returns {Promise<{ code: number, output: string }>} output: stdout and stderr as they came
 */
export function run(program, args, { onText = () => undefined, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      ...(options.signal === undefined ? {} : { killSignal: "SIGKILL" }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (/** @type {string} */ text) => {
      output += text;
      onText(text);
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}
