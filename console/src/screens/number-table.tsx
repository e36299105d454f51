import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { hashOf } from "../boot/route.ts";
import type { NumberRow } from "../words/number-rows.ts";
import { spoken } from "../words/spoken.ts";
import { ago } from "../words/time.ts";

interface NumberTableProps {
  readonly rows: readonly NumberRow[];
  readonly marked: string | null;
  /** Is told when somebody comes among the rows, with the pointer or the focus, and leaves them. */
  readonly hold: (isHeld: boolean) => void;
}

/** The numbers in rows. Where the list is narrow, a row stands on several lines and leaves the rarer columns out (list.css). */
export function NumberTable({ rows, marked, hold }: NumberTableProps): VNode {
  // A table that goes away from under the pointer is not told that it is left.
  useEffect(() => () => hold(false), [hold]);
  const leave = (body: HTMLElement): void => hold(body.matches(":hover, :focus-within"));
  return (
    <table class="numbers">
      <thead>
        <tr>
          <th scope="col">{spoken("Number")}</th>
          <th scope="col">{spoken("State")}</th>
          <th scope="col" class="rare">
            {spoken("Attempts left")}
          </th>
          <th scope="col" class="rare">
            {spoken("Last change")}
          </th>
        </tr>
      </thead>
      <tbody
        onFocusIn={() => hold(true)}
        onFocusOut={({ currentTarget, relatedTarget }) => {
          const stays = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
          hold(stays || currentTarget.matches(":hover"));
        }}
        onMouseEnter={() => hold(true)}
        onMouseLeave={({ currentTarget }) => leave(currentTarget)}
      >
        {rows.map((row) => (
          <Row key={row.id} row={row} isMarked={row.id === marked} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly row: NumberRow;
  readonly isMarked: boolean;
}

function Row({ row, isMarked }: RowProps) {
  const { id, title, subtitle, state, reason, attemptsLeft, changedAt } = row;
  return (
    <tr data-group={row.group}>
      <th scope="row">
        <a href={hashOf({ page: "number", id })} data-id={id} aria-current={isMarked ? "page" : undefined}>
          {title}
        </a>
        <span class="quiet">
          {subtitle !== null && <span>{subtitle}</span>}
          {title !== id && <code>{id}</code>}
        </span>
      </th>
      <td>
        <span class="pill" data-tone={state.tone}>
          {spoken(state.word)}
        </span>
        {reason !== null && <span class="quiet why">{spoken(reason)}</span>}
      </td>
      <td class="rare">{attemptsLeft ?? "–"}</td>
      <td class="rare quiet">{changedAt === null ? "–" : spoken(ago(changedAt, Date.now()))}</td>
    </tr>
  );
}
