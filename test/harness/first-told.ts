/** What a listener is told first. */
export async function firstTold<State>(
  watch: (onChange: (state: State) => void, onError: (error: Error) => void) => () => void,
): Promise<State> {
  const told = Promise.withResolvers<State>();
  const unwatch = watch(told.resolve, told.reject);
  try {
    return await told.promise;
  } finally {
    unwatch();
  }
}
