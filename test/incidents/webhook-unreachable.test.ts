/** Promises about a receiver that no network leads to: the alarm's post fails by itself, and the gateway goes on. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { deliver } from '../../gateway/incidents/deliver.ts'

// A name is needed, since connections to written addresses take another way through Node; TCP to a broadcast address
// fails within the call (connect(2): ENETUNREACH), as everything does on a box whose cable was pulled.
vi.mock('node:dns/promises', () => ({ lookup: async () => [{ address: '255.255.255.255', family: 4 }] }))

test('a post where connecting fails at once is a failed delivery and nothing more', async () => {
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', note)
  onTestFinished(() => void process.off('uncaughtException', note))
  const outcome = await deliver(
    { id: '0123', body: '{}' },
    {
      settings: { url: 'https://alarms.example.test/hook', secretFile: null },
      wall: Date.UTC(2026, 10, 22),
      timeoutMs: 60_000,
      signal: new AbortController().signal,
    },
  )
  expect(outcome).toEqual({ ok: false, cause: 'unreachable', status: null })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(uncaught).toEqual([])
})
