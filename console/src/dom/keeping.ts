/** Gives the element that was made for the same value last time, or makes one: what a reader has unfolded stays so. */
export type Keep = (value: unknown, make: () => HTMLElement) => HTMLElement;

/** Remembers one element. */
export function keeping(): Keep {
  let last = "";
  let made: HTMLElement | null = null;
  return (value, make) => {
    const next = JSON.stringify(value);
    if (made === null || next !== last) made = make();
    last = next;
    return made;
  };
}
