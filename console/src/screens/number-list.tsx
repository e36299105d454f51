import { render } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Listed } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { LINES } from "../parts/icon.ts";
import { ALL, chosen, countsOf, held, rowOf, type Choice, type NumberRow } from "../words/number-rows.ts";
import { spoken } from "../words/spoken.ts";
import { ListControls } from "./list-controls.tsx";
import { NumberTable } from "./number-table.tsx";

/** The list of numbers, with the one that is open marked. */
export interface NumberList {
  readonly panel: HTMLElement;
  readonly show: (numbers: readonly Listed<PhoneNumberDocument>[]) => void;
  readonly mark: (id: string | null) => void;
}

/** Lists the numbers that have a state: a page at a time, what needs a person first. `none`: what to say where there is none. */
export function numberList(none = "No number has a state yet."): NumberList {
  const panel = document.createElement("div");
  panel.className = "number-list";
  let numbers: readonly Listed<PhoneNumberDocument>[] | null = null;
  let marked: string | null = null;
  const draw = (): void => render(<List numbers={numbers} marked={marked} none={none} />, panel);
  draw();
  return {
    panel,
    show: (next) => {
      numbers = next;
      draw();
    },
    mark: (id) => {
      marked = id;
      draw();
    },
  };
}

/** How many rows are drawn at once. */
const PAGE = 25;

interface ListProps {
  readonly numbers: readonly Listed<PhoneNumberDocument>[] | null;
  readonly marked: string | null;
  readonly none: string;
}

function List({ numbers, marked, none }: ListProps) {
  const [choice, setChoice] = useState(ALL);
  const [page, setPage] = useState(0);
  const rows = useMemo(() => (numbers ?? []).map(rowOf), [numbers]);
  const { order, hold } = useOrder(rows, choice);
  if (numbers === null) return <Reading />;
  if (rows.length === 0) return <Nothing says={none} />;
  const choose = (next: Choice): void => {
    setChoice(next);
    setPage(0);
  };
  const last = Math.max(0, Math.ceil(order.length / PAGE) - 1);
  const shown = Math.min(page, last);
  return (
    <>
      <ListControls choice={choice} counts={countsOf(rows)} found={order.length} choose={choose} />
      {order.length === 0 ? (
        <Nothing says="No number fits. Search for less, or show all of them." />
      ) : (
        <NumberTable rows={order.slice(shown * PAGE, (shown + 1) * PAGE)} marked={marked} hold={hold} />
      )}
      {last > 0 && <Pages shown={shown} last={last} total={order.length} turn={setPage} />}
    </>
  );
}

/** Stands where the rows will be. */
const Reading = () => (
  <div class="rows-to-come" role="status">
    <span class="sr">{spoken("Reading the numbers.")}</span>
    <i />
    <i />
    <i />
    <i />
    <i />
  </div>
);

const Nothing = ({ says }: { readonly says: string }) => (
  <div class="empty">
    <svg viewBox="0 0 24 24" class="icon" aria-hidden="true">
      <path d={LINES.register} />
    </svg>
    <p>{spoken(says)}</p>
  </div>
);

/** The rows in the order to show them in, which stands still for as long as somebody is among them. */
function useOrder(rows: readonly NumberRow[], choice: Choice) {
  const [isHeld, hold] = useState(false);
  const before = useRef<{ readonly choice: Choice; readonly ids: readonly string[] } | null>(null);
  const order = useMemo(() => {
    const wanted = chosen(rows, choice);
    const stands = isHeld && before.current?.choice === choice;
    return stands ? held(rows, wanted, before.current?.ids ?? []) : wanted;
  }, [rows, choice, isHeld]);
  useLayoutEffect(() => {
    before.current = { choice, ids: order.map(({ id }) => id) };
  }, [order, choice]);
  return { order, hold };
}

interface PagesProps {
  readonly shown: number;
  readonly last: number;
  readonly total: number;
  readonly turn: (page: number) => void;
}

function Pages({ shown, last, total, turn }: PagesProps) {
  return (
    <div class="pages" role="group" aria-label={spoken("Pages of the list")}>
      <button type="button" class="ghost" aria-disabled={shown === 0} onClick={() => turn(Math.max(0, shown - 1))}>
        {spoken("Previous")}
      </button>
      <span class="quiet">{spoken(`${shown * PAGE + 1}–${Math.min(total, (shown + 1) * PAGE)} of ${total}`)}</span>
      <button
        type="button"
        class="ghost"
        aria-disabled={shown === last}
        onClick={() => turn(Math.min(last, shown + 1))}
      >
        {spoken("Next")}
      </button>
    </div>
  );
}
