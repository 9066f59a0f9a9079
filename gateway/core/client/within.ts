/** Waits for something, but not for ever: what is not there by then is gone on without. */

export function within(awaited: Promise<unknown>, ms: number): Promise<void> {
  const patience = Promise.withResolvers<void>()
  const timer = setTimeout(patience.resolve, ms)
  return Promise.race([awaited.then(() => undefined), patience.promise]).finally(() => clearTimeout(timer))
}
