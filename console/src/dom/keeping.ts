/** Gives the element that was made for the same value last time, or makes one: what a reader has unfolded stays so. */
export type Keep<Made extends HTMLElement | null = HTMLElement> = (value: unknown, make: () => Made) => Made;

/** Remembers one element. */
export function keeping<Made extends HTMLElement | null = HTMLElement>(): Keep<Made> {
  let last: { readonly value: string; readonly made: Made } | null = null;
  return (value, make) => {
    const next = JSON.stringify(value);
    if (last?.value !== next) last = { value: next, made: make() };
    return last.made;
  };
}
