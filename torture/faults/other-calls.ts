import { randomInt, randomUUID } from "node:crypto";
import { inTurns } from "../../functions/src/app/in-turns.ts";
import { setTwoStepPin } from "../../functions/src/app/set-two-step-pin.ts";
import { verifyPhoneNumber } from "../../functions/src/app/verify-phone-number.ts";
import { leasedPorts, ownAccount } from "../../functions/src/composition.ts";
import type { LeasedOperation } from "../../functions/src/contract/calls.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { VerificationCode } from "../../functions/src/domain/verification-code.ts";
import { startSimulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../../tools/demo-configuration.ts";
import { PIN, VERIFICATION_CODE } from "../canaries.ts";
import type { Heard } from "../heard.ts";
import { otherHosts, type OtherHosts } from "./elsewhere.ts";
import { postFaults, type MetaFault } from "./meta-faults.ts";

/** They mostly wait. */
const AT_ONCE = 12;
const CALLS = ["set_pin", "verify_code"] as const satisfies readonly LeasedOperation[];

/** Sets a PIN and sends a code back under every fault that a POST can meet. Answers how many calls that were. */
export async function otherCalls({ answers }: Heard): Promise<number> {
  const others = await otherHosts();
  const run = String(randomInt(100_000, 1_000_000));
  const tried = postFaults(others.urls.trap).flatMap((fault) => CALLS.map((call) => ({ call, fault })));
  try {
    await inTurns(AT_ONCE, [...tried.entries()], async ([index, { call, fault }]) => {
      const phoneNumberId = `568${run}${String(index).padStart(6, "0")}`;
      answers.push(JSON.stringify(await callUnder(fault, call, phoneNumberId, others)));
    });
    return tried.length;
  } finally {
    await others.close();
  }
}

async function callUnder(
  { fault, elsewhere, refuses = false }: MetaFault,
  call: (typeof CALLS)[number],
  phoneNumberId: string,
  { urls }: OtherHosts,
): Promise<unknown> {
  const simulator = await startSimulator();
  try {
    const pendingCode = refuses ? "000000" : VERIFICATION_CODE;
    simulator.state.patchNumber(phoneNumberId, { codeVerificationStatus: "NOT_VERIFIED", pendingCode });
    if (fault !== undefined) simulator.state.faults.add({ match: { endpoint: call }, fault, times: 1 });
    const config = demoConfiguration(elsewhere === undefined ? simulator.url : urls[elsewhere]);
    const ask = {
      phoneNumberId,
      wabaId: config.wabaId,
      customerId: null,
      accountIsKnown: false,
      attemptId: randomUUID(),
      by: "torture",
    };
    const ports = leasedPorts(config, ownAccount(config));
    return call === "set_pin"
      ? await setTwoStepPin(ports, { ...ask, pin: new Pin(PIN) })
      : await verifyPhoneNumber(ports, { ...ask, code: new VerificationCode(VERIFICATION_CODE) });
  } finally {
    await simulator.close();
  }
}
