/** Counts, gauges and histograms as plain numbers, and their text for Prometheus (exposition format 0.0.4). */

/** Label names with all the values each may take; other values are counted under `other`. */
export type LabelSets = Readonly<Record<string, readonly string[]>>

export interface Counter {
  /** Label values in the order of the label sets. */
  add(amount: number, ...labels: readonly string[]): void
}

export interface Histogram {
  observe(value: number): void
}

export interface MetricsRegistry {
  counter(name: string, help: string, labels?: LabelSets): Counter
  /** `read` is asked when the text is made; one number, or pairs of label value and number. */
  gauge(name: string, help: string, read: () => number): void
  gaugeBy(name: string, help: string, read: GaugeReader): void
  /** As `gauge`, for what only grows but is counted elsewhere. */
  total(name: string, help: string, read: () => number): void
  totalBy(name: string, help: string, read: TotalReader): void
  /** `bounds` ascending, `+Inf` is added. */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram
  text(): string
}

export interface GaugeReader {
  label: string
  read(): Iterable<readonly [string, number]>
}

export interface TotalReader {
  labels: readonly string[]
  /** Label values in the order of the labels. */
  read(): Iterable<readonly [readonly string[], number]>
}

export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8'

/** An empty registry. Reading costs what the text costs; counting is one addition in a typed array. */
export function createMetricsRegistry(): MetricsRegistry {
  const families: (() => string)[] = []
  const family = (name: string, type: string, help: string, lines: () => string[]) =>
    families.push(() =>
      [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...lines()].join('\n'),
    )
  const single = (type: string) => (name: string, help: string, read: () => number) => {
    family(name, type, help, () => [`${name} ${number(read())}`])
  }
  return {
    counter(name, help, labels = {}) {
      const table = countingTable(labels)
      family(name, 'counter', help, () => table.lines(name))
      return table
    },
    gauge: single('gauge'),
    total: single('counter'),
    gaugeBy(name, help, { label, read }) {
      family(name, 'gauge', help, () =>
        Array.from(read(), ([value, count]) => `${name}{${label}="${escapeLabel(value)}"} ${number(count)}`),
      )
    },
    totalBy(name, help, { labels, read }) {
      family(name, 'counter', help, () =>
        Array.from(read(), ([values, count]) => {
          const pairs = labels.map((label, at) => `${label}="${escapeLabel(values[at] ?? '')}"`)
          return `${name}{${pairs.join(',')}} ${number(count)}`
        }),
      )
    },
    histogram(name, help, bounds) {
      const buckets = bucketTable(bounds)
      family(name, 'histogram', help, () => buckets.lines(name))
      return buckets
    },
    text: () => `${families.map((lines) => lines()).join('\n')}\n`,
  }
}

/** A dense array over the product of the label sets; only rows that were counted are written. */
function countingTable(labels: LabelSets): Counter & { lines(name: string): string[] } {
  const names = Object.keys(labels)
  const sets = Object.values(labels).map((values) => [...values, 'other'])
  const indexes = sets.map((values) => new Map(values.map((value, at) => [value, at])))
  const counts = new Float64Array(sets.reduce((size, values) => size * values.length, 1))
  return {
    add(amount, ...values) {
      let at = 0
      for (let which = 0; which < sets.length; which++) {
        const set = sets[which] as string[]
        at = at * set.length + (indexes[which]?.get(values[which] ?? '') ?? set.length - 1)
      }
      counts[at] = (counts[at] as number) + amount
    },
    lines(name) {
      if (names.length === 0) return [`${name} ${number(counts[0] as number)}`]
      const lines: string[] = []
      counts.forEach((count, at) => {
        if (count > 0) lines.push(`${name}{${labelsAt(at, names, sets)}} ${number(count)}`)
      })
      return lines
    },
  }
}

function labelsAt(at: number, names: readonly string[], sets: readonly (readonly string[])[]): string {
  const parts: string[] = []
  let rest = at
  for (let which = names.length - 1; which >= 0; which--) {
    const set = sets[which] as readonly string[]
    parts.unshift(`${names[which]}="${escapeLabel(set[rest % set.length] as string)}"`)
    rest = Math.floor(rest / set.length)
  }
  return parts.join(',')
}

function bucketTable(bounds: readonly number[]): Histogram & { lines(name: string): string[] } {
  const counts = new Float64Array(bounds.length + 1)
  let sum = 0
  return {
    observe(value) {
      let at = 0
      while (at < bounds.length && value > (bounds[at] as number)) at++
      counts[at] = (counts[at] as number) + 1
      sum += value
    },
    lines(name) {
      let seen = 0
      const lines = [...counts].map((count, at) => {
        seen += count
        return `${name}_bucket{le="${at < bounds.length ? bounds[at] : '+Inf'}"} ${number(seen)}`
      })
      return [...lines, `${name}_sum ${number(sum)}`, `${name}_count ${number(seen)}`]
    },
  }
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  return String(value)
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"')
}
