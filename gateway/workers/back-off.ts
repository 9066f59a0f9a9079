/** Says how long a worker that failed is left alone before another one takes its place. */

const firstMs = 100
const longestMs = 30_000

/** `quickLosses`: how often in a row one ended soon after its start. The first replacement comes at once, nearly. */
export function backOffMs(quickLosses: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(quickLosses, 20))
}
