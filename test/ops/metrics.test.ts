/** Promises of the metrics: Prometheus can read them, and no label comes from traffic. */
import { expect, test } from 'vitest'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { createMetrics } from '../../gateway/ops/metrics.ts'
import { createMetricsRegistry } from '../../gateway/ops/prometheus.ts'
import { exchange } from '../api/stand-in.ts'

function metrics() {
  const health = createHealthBoard({ now: () => 0, log: silentLog })
  return createMetrics({
    version: '1.2.3',
    startedAt: 5000,
    health,
    authorityDaysLeft: () => [['interception', 700]],
  })
}

/** The grammar of prometheus.io/docs/instrumenting/exposition_formats, text format 0.0.4. */
const line =
  /^(?:# HELP [a-zA-Z_:][\w:]* .+|# TYPE [a-zA-Z_:][\w:]* (?:counter|gauge|histogram)|[a-zA-Z_:][\w:]*(?:\{[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"(?:,[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*")*\})? (?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|[+-]Inf))$/

test('every line of the text is one that Prometheus reads, and it ends with a line break', () => {
  const subject = metrics()
  subject.exchange(exchange({ action: 'transform', reason: 'rule', findingCounts: { EMAIL: 3 } }))
  const text = subject.text()
  expect(text.endsWith('\n')).toBe(true)
  const bad = text
    .slice(0, -1)
    .split('\n')
    .filter((each) => !line.test(each))
  expect(bad).toEqual([])
})

test('an exchange is counted by action and reason, with its bytes and duration', () => {
  const subject = metrics()
  subject.exchange(exchange({ action: 'refuse', reason: 'entity-refused', durationMs: 50, requestBytes: 10 }))
  subject.exchange(exchange({ action: 'refuse', reason: 'entity-refused', durationMs: 250, requestBytes: 5 }))
  const text = subject.text()
  expect(text).toContain('gatehouse_exchanges_total{action="refuse",reason="entity-refused"} 2\n')
  expect(text).toContain('gatehouse_body_bytes_total{direction="request"} 15\n')
  expect(text).toContain('gatehouse_exchange_duration_seconds_bucket{le="0.05"} 1\n')
  expect(text).toContain('gatehouse_exchange_duration_seconds_bucket{le="+Inf"} 2\n')
  expect(text).toContain('gatehouse_exchange_duration_seconds_sum 0.3\n')
  expect(text).toContain('gatehouse_exchange_duration_seconds_count 2\n')
})

test('entities beyond those the journal lists are counted, too', () => {
  const subject = metrics()
  const finding = {
    type: 'EMAIL',
    class: 'identifying',
    place: 'body',
    path: null,
    offset: 0,
    length: 1,
    score: 1,
    reasons: [],
    operator: 'mask',
    blindIndex: null,
  } as const
  subject.exchange(exchange({ findings: [finding, finding], findingCounts: { EMAIL: 250 } }))
  expect(subject.text()).toContain('gatehouse_entities_total{type="EMAIL",operator="mask"} 2\n')
  expect(subject.text()).toContain('gatehouse_entities_total{type="EMAIL",operator="unlisted"} 248\n')
})

test('a host or path of an exchange never becomes part of the metrics', () => {
  const subject = metrics()
  subject.exchange(exchange({ destination: 'planted.example', pathTemplate: '/planted', client: '10.9.8.7' }))
  expect(subject.text()).not.toMatch(/planted|10\.9\.8\.7/)
})

test('a label value outside its closed set is counted under "other" instead of growing the table', () => {
  const registry = createMetricsRegistry()
  const counter = registry.counter('x_total', 'X.', { kind: ['a', 'b'] })
  counter.add(1, 'a')
  counter.add(2, 'anna@example.com')
  expect(registry.text()).toBe(
    '# HELP x_total X.\n# TYPE x_total counter\nx_total{kind="a"} 1\nx_total{kind="other"} 2\n',
  )
})

test('label values and help texts are escaped as the format asks', () => {
  const registry = createMetricsRegistry()
  registry.gaugeBy('x', 'A\nB\\', { label: 'l', read: () => [['a"b\\c\nd', 1]] })
  expect(registry.text()).toBe('# HELP x A\\nB\\\\\n# TYPE x gauge\nx{l="a\\"b\\\\c\\nd"} 1\n')
})

test('connections open go down again', () => {
  const subject = metrics()
  subject.connectionOpened()
  subject.connectionOpened()
  subject.connectionClosed()
  expect(subject.text()).toContain('gatehouse_connections_open 1\n')
})

test('counting an exchange is cheap: at most 20 microseconds, on a busy box too', () => {
  const subject = metrics()
  const record = exchange({ action: 'transform', reason: 'rule', findingCounts: { EMAIL: 3 } })
  const began = process.threadCpuUsage()
  for (let turn = 0; turn < 100_000; turn++) subject.exchange(record)
  const { user, system } = process.threadCpuUsage(began)
  expect((user + system) / 100_000).toBeLessThan(20)
})

test('bytes of bodies that are held are asked of whoever holds them', () => {
  const subject = metrics()
  expect(subject.text()).toContain('gatehouse_held_body_bytes 0\n')
  subject.watchHeldBytes(() => 12_345)
  expect(subject.text()).toContain('gatehouse_held_body_bytes 12345\n')
})

test('tokens are counted by what became of them and for which destination group, and by nothing else', () => {
  const subject = metrics()
  expect(subject.text()).toContain('# TYPE gatehouse_tokens_total counter\n')
  subject.tokens('made', 2, 'ai-assistants')
  subject.tokens('made', 1, 'ai-assistants')
  subject.tokens('restored', 3, 'other')
  const text = subject.text()
  expect(text).toContain('gatehouse_tokens_total{event="made",group="ai-assistants"} 3\n')
  expect(text).toContain('gatehouse_tokens_total{event="restored",group="other"} 3\n')
  expect(text.match(/^gatehouse_tokens_total\{/gm)).toHaveLength(2)
  const bad = text
    .slice(0, -1)
    .split('\n')
    .filter((each) => !line.test(each))
  expect(bad).toEqual([])
})
