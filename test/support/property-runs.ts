/** Says how many random cases a property is tried with: each its own number, or for all what the environment asks for. */

/** `GATEHOUSE_PROPERTY_RUNS=10000 npm test -- test/core/content --testTimeout=0`: a long search for counter-examples. */
const asked = Number(process.env.GATEHOUSE_PROPERTY_RUNS ?? '')

/** `ordinary`: so many as `npm test` has time for. */
export function runs(ordinary: number): { numRuns: number } {
  return { numRuns: Number.isSafeInteger(asked) && asked > 0 ? asked : ordinary }
}
