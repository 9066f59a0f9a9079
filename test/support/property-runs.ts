/** Says how many random cases a property is tried with: each its own number, or for all what the environment asks for. */

/** `GATEHOUSE_PROPERTY_RUNS=10000 npm test -- test/core/content --testTimeout=0`: a long search for counter-examples. */
const asked = Number(process.env.GATEHOUSE_PROPERTY_RUNS ?? '')
const isAsked = Number.isSafeInteger(asked) && asked > 0

/** `ordinary`: so many as `npm test` has time for. */
export function runs(ordinary: number): { numRuns: number } {
  return { numRuns: isAsked ? asked : ordinary }
}

/** How long a test of a property may take: without end where its number of cases was asked for. */
export function patience(ordinaryMs: number): number {
  return isAsked ? 0 : ordinaryMs
}
