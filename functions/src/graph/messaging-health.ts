import type { z } from "zod";
import type { DiagnosticGraph } from "../app/ports.ts";
import type { HealthEntity, MessagingHealth } from "../domain/diagnosis/facts.ts";
import { numberField } from "./number-fields.ts";
import type { Reader } from "./reader.ts";
import { HealthStatus } from "./wire.ts";

type Status = z.infer<typeof HealthStatus>["health_status"];

/** Whether the number can send messages, and which of number, account, business and app is in the way. */
export function messagingHealth(reader: Reader): DiagnosticGraph["messagingHealth"] {
  return (id, deadlineMs) => {
    return numberField(reader, [id, "health_status"], HealthStatus, (body) => healthOf(body.health_status), deadlineMs);
  };
}

function healthOf(status: Status): MessagingHealth {
  return { canSendMessage: status.can_send_message, entities: status.entities.map((entity) => entityOf(entity)) };
}

function entityOf(entity: Status["entities"][number]): HealthEntity {
  const errors = entity.errors.map(({ error_description: what, possible_solution: remedy }) =>
    [what, remedy].filter((text) => text !== null).join(" "),
  );
  return {
    type: entity.entity_type,
    canSendMessage: entity.can_send_message,
    problems: [...errors, ...entity.additional_info].filter((text) => text !== ""),
    codes: entity.errors.map(({ error_code: code }) => code),
    notes: entity.additional_info,
  };
}
