interface Alarm {
  readonly time: number;
  /** Alarms of one time go off in the order in which they were set. */
  readonly order: number;
  action: (() => void) | null;
}

const before = (one: Alarm, other: Alarm): boolean =>
  one.time < other.time || (one.time === other.time && one.order < other.order);

/** Alarms, soonest first: a binary heap, because a simulated month sets hundreds of thousands. */
export class AlarmQueue {
  readonly #heap: Alarm[] = [];
  #order = 0;

  /** The answer calls the alarm off. */
  add(time: number, action: () => void): () => void {
    this.#order += 1;
    const alarm: Alarm = { time, order: this.#order, action };
    this.#rise(alarm);
    return () => {
      alarm.action = null;
    };
  }

  /** Takes the next alarm that is due by `end`; `null`: there is none. */
  next(end: number): { time: number; action: () => void } | null {
    for (;;) {
      const [first] = this.#heap;
      if (first === undefined || first.time > end) return null;
      this.#drop();
      if (first.action !== null) return { time: first.time, action: first.action };
    }
  }

  #rise(alarm: Alarm): void {
    let place = this.#heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !before(alarm, parent)) break;
      this.#heap[place] = parent;
      place = above;
    }
    this.#heap[place] = alarm;
  }

  #drop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [one, other] = [this.#heap[left], this.#heap[left + 1]];
      if (one === undefined) break;
      const [child, position] = other !== undefined && before(other, one) ? [other, left + 1] : [one, left];
      if (!before(child, last)) break;
      this.#heap[place] = child;
      place = position;
    }
    this.#heap[place] = last;
  }
}
