/** Promises about the section `incidents`: alarms cut machines off only where they are chosen, known, and machines are. */
import { expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'

function problemsOf(incidents: object, clients: object = {}): string[] {
  const result = configSchema.safeParse({ incidents, clients })
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('no alarm cuts anybody off unless it is named', () => {
  expect(configSchema.parse({}).incidents.quarantine).toEqual([])
  expect(problemsOf({ quarantine: ['first-card-data'] }, { watch: true })).toEqual([])
})

test.each([
  [['first-card-data'], {}, 'incidents.quarantine: expected clients.watch to be true'],
  [['silence'], { watch: true }, 'incidents.quarantine.0: expected first-card-data'],
  ['first-card-data', { watch: true }, 'incidents.quarantine'],
  [['first-card-data', 'first-card-data'], { watch: true }, 'incidents.quarantine'],
])('refused with its place: %j', (quarantine, clients, words) => {
  expect(problemsOf({ quarantine }, clients).join('\n')).toContain(words)
})
