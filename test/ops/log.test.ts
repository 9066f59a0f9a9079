/** Promises of the log: only listed facts get in, and errors do not carry what they quote. */
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { logEvents } from '../../gateway/ops/events.ts'
import { capturedLog } from './captured-log.ts'

const planted = 'anna.schmidt@example.com'

test('an event is one JSON line with its name, sentence, time and listed facts', () => {
  const { log, lines } = capturedLog()
  log.event('listener.opened', { listener: 'api', port: 8443 })
  const [line] = lines()
  expect(line).toEqual({
    level: 'info',
    time: expect.stringMatching(/^2\d{3}-\d\d-\d\dT/),
    event: 'listener.opened',
    message: 'A listener is open.',
    listener: 'api',
    port: 8443,
  })
})

test('a fact that the event does not list is dropped, even where types were got around', () => {
  const { log, text } = capturedLog()
  log.event('listener.opened', { listener: 'api', url: `/?q=${planted}` } as never)
  expect(text()).toContain('listener.opened')
  expect(text()).not.toContain(planted)
})

test('a listed fact that does not fit its kind is not written', () => {
  const { log, lines } = capturedLog()
  log.event('gateway.stopping', { cause: planted })
  log.event('config.loaded', { file: `/etc/x\n${planted}` })
  log.event('stop.late', { part: 'api', durationMs: Number.NaN })
  expect(lines().map((line) => line.cause ?? line.file ?? line.durationMs)).toEqual([
    '[unfit]',
    '[unfit]',
    '[unfit]',
  ])
})

test('no event has a kind of fact that could hold text, names of hosts or addresses', () => {
  const kinds = new Set(Object.values(logEvents).flatMap((event) => Object.values(event.fields)))
  expect([...kinds].sort()).toEqual(['flag', 'number', 'path', 'word'])
  const names = Object.values(logEvents).flatMap((event) => Object.keys(event.fields))
  expect(
    names.filter((name) => /host|client|destination|url|query|header|body|address|user/i.test(name)),
  ).toEqual([])
})

test("an error's message and cause, which may quote input, are not written above level debug", () => {
  const { log, text, lines } = capturedLog()
  const foreign = thrownBy(() => JSON.parse(`{"mail": ${planted}}`))
  expect(foreign.message).toContain(planted.slice(0, 4))
  log.event('api.failed', { status: 500 }, foreign)
  log.event('api.failed', { status: 500 }, new Error(`line one\n    at ${planted}`, { cause: foreign }))
  log.event('api.failed', { status: 500 }, new GatewayError('INTERNAL', {}, { cause: foreign }))
  expect(text()).not.toContain('anna')
  expect(lines()[0]?.error).toMatchObject({ name: 'SyntaxError', at: expect.any(Array) })
  expect(lines()[2]?.error).toMatchObject({ code: 'INTERNAL', cause: { name: 'SyntaxError' } })
})

test('at level debug the message is written, as a person asked for it', () => {
  const { log, lines } = capturedLog('debug')
  log.event('api.failed', {}, new Error('why'))
  expect(lines()[0]?.error).toMatchObject({ text: 'why' })
})

test('an error names the place where it came from', () => {
  const { log, lines } = capturedLog()
  log.event(
    'api.failed',
    {},
    thrownBy(() => JSON.parse('{')),
  )
  expect(JSON.stringify(lines()[0]?.error)).toContain('log.test.ts')
})

function thrownBy(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('it did not throw')
}
