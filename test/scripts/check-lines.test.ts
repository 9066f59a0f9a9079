/** Promises of the check on bench lines: what a bench should not print is seen, and its speed is no fault. */
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { faultsOf } from '../../scripts/bench/check-lines.ts'
import { benchLine } from '../../scripts/bench/line.ts'

const run = promisify(execFile)
const root = dirname(dirname(import.meta.dirname))

const proxied = benchLine({
  bench: 'egress',
  case: '2k',
  metric: 'cpu_seconds_per_1000_requests',
  unit: 's',
  value: 0.9,
  peer: 'squid',
  peer_value: 0.3,
  ratio: 3,
  budget: '<= 1',
  detail: { planted: 0 },
})
const analyzed = {
  ...proxied,
  bench: 'analyzer',
  peer: 'JSON.parse',
  detail: { planted_that_arrived: 0 },
}
const office = {
  ...analyzed,
  case: 'inspect-docx',
  peer: null,
  peer_value: null,
  ratio: null,
  budget: null,
  met: null,
}
const alone = benchLine({ bench: 'api', case: 'status-page', metric: 'rate', unit: 'requests/s', value: 7 })
const workers = { ...proxied, case: 'workers-two-to-one', peer: 'gatehouse-1-workers', detail: {} }
const streams = { ...alone, bench: 'traffic', case: 'http2-100-streams', detail: { planted: 0 } }
const events = { ...alone, bench: 'traffic', case: 'events-no-aes', detail: { events: 600, restored: 600 } }
const download = { ...proxied, bench: 'traffic', case: 'download-64k', detail: {} }

test('lines as benches print them have no fault, though they miss their budget', () => {
  expect(proxied.met).toBe(false)
  for (const line of [proxied, analyzed, office, alone, workers, streams, events, download]) {
    expect(faultsOf(JSON.stringify(line), 'required')).toEqual([])
  }
})

test.each([
  ['a missing key', { ...proxied, met: undefined }, /has the keys/],
  ['another key', { ...proxied, note: 'x' }, /has the keys/],
  ['another order of keys', Object.fromEntries(Object.entries(proxied).reverse()), /has the keys/],
  ['no figure', { ...proxied, value: null }, /measured nothing/],
  ['a figure of nothing', { ...alone, value: 0 }, /measured nothing/],
  ['a peer without a figure', { ...proxied, peer_value: null }, /did not measure squid/],
  ['a peer that did nothing', { ...analyzed, peer_value: 0 }, /did not measure JSON.parse/],
  ['no ratio to its peer', { ...proxied, ratio: null }, /did not measure squid/],
  ['another peer', { ...proxied, peer: 'nginx' }, /the peer nginx instead of squid/],
  ['a planted value that arrived', { ...proxied, detail: { planted: 1 } }, /planted: 1/],
  ['silence about planted values', { ...analyzed, detail: {} }, /does not say how many planted/],
  ['silence about planted values in files', { ...office, detail: {} }, /does not say how many planted/],
  ['silence about planted values in streams', { ...streams, detail: {} }, /does not say how many planted/],
  ['events without their value', { ...events, detail: { events: 600, restored: 599 } }, /599 of 600/],
  ['no events', { ...events, detail: { events: 0, restored: 0 } }, /0 of 0/],
  ['a download beside another peer', { ...download, peer: 'direct' }, /the peer direct instead of squid/],
  ['a page beside another peer', { ...download, case: 'page-150' }, /the peer squid instead of direct/],
  ['a budget without an answer', { ...alone, budget: '<= 1' }, /whether its budget is met/],
  ['no name', { ...alone, case: '' }, /has no case/],
  ['no detail', { ...alone, detail: null }, /has no detail/],
])('%s is seen', (_, line, fault) => {
  expect(faultsOf(JSON.stringify(line)).join()).toMatch(fault)
})

test('a budget of the value itself is not met by its ratio to a peer', () => {
  const line = { ...alone, value: 12.75, peer: 'mosquitto', peer_value: 3.4, ratio: 3.75, budget: '<= 10' }
  expect(benchLine(line).met).toBe(true)
  expect(benchLine({ ...line, bounds: 'value' }).met).toBe(false)
})

test('words among the lines are seen', () => {
  expect(faultsOf('starting …')).toEqual(['is no JSON object'])
})

test('a missing peer is a fault only where every peer has to be there', () => {
  const line = JSON.stringify({
    ...proxied,
    peer: null,
    peer_value: null,
    ratio: null,
    budget: null,
    met: null,
  })
  expect(faultsOf(line)).toEqual([])
  expect(faultsOf(line, 'required')).toEqual(['has the peer null instead of squid'])
})

test.each([
  ['good lines', `${JSON.stringify(proxied)}\n${JSON.stringify(alone)}\n`, 0, '2 lines, 0 faults'],
  ['a bad line among good ones', `${JSON.stringify(alone)}\n{}\n`, 1, '2 lines, 1 faults'],
  ['no line at all', '', 1, '0 lines, 1 faults'],
])('run over %s it says so by its exit code', async (_, text, code, said) => {
  const running = run(process.execPath, [join(root, 'scripts/bench/check-lines.ts')])
  running.child.stdin?.end(text)
  const outcome = await running.then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => error,
  )
  expect(outcome).toMatchObject({ code, stdout: `${said}\n` })
})
