/** Draws one series as a small chart of characters: bars of the mean, dots up to the most, a time axis below. */
import type { TelemetryPoint } from '../api/services/telemetry.ts'

export interface ChartOrder {
  name: string
  points: readonly TelemetryPoint[]
  /** Milliseconds since 1970, the end exclusive. */
  from: number
  until: number
  /** How long a point counts from its `at` on. */
  stretchMs: number
  /** Columns in all, and lines for the bars. */
  width: number
  height: number
  /** Characters that every terminal has. */
  isAscii: boolean
}

interface Characters {
  /** From an eighth to a whole. */
  bars: readonly string[]
  most: string
  tick: string
  corner: string
  axis: string
}

const unicode: Characters = { bars: [...'▁▂▃▄▅▆▇█'], most: '·', tick: '┤', corner: '└', axis: '─' }
const ascii: Characters = { bars: [...'.._:-=+#'], most: "'", tick: '|', corner: '+', axis: '-' }

const labelWidth = 10

/** Lines without trailing spaces; none is longer than `width`. */
export function drawChart(order: ChartOrder): string[] {
  const { name, points, height, width, from, until } = order
  const characters = order.isAscii ? ascii : unicode
  const columns = columnsOf(order, width - labelWidth)
  const least = Math.min(...points.map(({ min }) => min))
  const most = Math.max(...points.map(({ max }) => max))
  const scale = { least, most: most > least ? most : least + 1 }
  const lines = Array.from({ length: height }, (_, line) => {
    const row = height - 1 - line
    const label = line === 0 ? shortNumber(most) : row === 0 ? shortNumber(least) : ''
    return `${label.padStart(labelWidth - 2)} ${characters.tick}${columns.map((each) => cell(each, { row, height, scale, characters })).join('')}`
  })
  const axis = `${' '.repeat(labelWidth - 1)}${characters.corner}${characters.axis.repeat(columns.length)}`
  return [heading(name, points, width), ...lines, axis, timeAxis(from, until, width)].map((line) =>
    line.trimEnd(),
  )
}

/** UTF-8 is told by the first of these that is set (POSIX, XBD §8.2). */
export function isUtf8({ LC_ALL, LC_CTYPE, LANG }: Readonly<Record<string, string | undefined>>): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}

/** At most seven characters for what fits: `12.35`, `1.2G`, `1e-7`. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-3)) return value.toExponential(0)
  const [, unit, letter] = units.find(([least]) => size >= least) ?? [0, 1, '']
  const scaled = value / unit
  return `${Number(scaled.toFixed(Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2))}${letter}`
}

/** From which size on, by what it is divided, and the letter. */
const units = [
  [1e12, 1e12, 'T'],
  [1e9, 1e9, 'G'],
  [1e6, 1e6, 'M'],
  [1e4, 1e3, 'k'],
] as const

interface ColumnSum {
  mean: number
  max: number
}

/** A point fills the columns of its whole stretch, so that only what is missing looks so. */
function columnsOf({ points, from, until, stretchMs }: ChartOrder, count: number): (ColumnSum | null)[] {
  const gathered = Array.from({ length: count }, () => ({ sum: 0, count: 0, max: Number.NEGATIVE_INFINITY }))
  const columnAt = (at: number) => ((at - from) / (until - from)) * count
  for (const { at, mean, max, count: readings } of points) {
    const first = Math.max(0, Math.min(count - 1, Math.floor(columnAt(at))))
    const last = Math.max(first, Math.min(count, Math.ceil(columnAt(at + stretchMs))) - 1)
    for (const column of gathered.slice(first, last + 1)) {
      column.sum += mean * readings
      column.count += readings
      column.max = Math.max(column.max, max)
    }
  }
  return gathered.map(({ sum, count: readings, max }) =>
    readings === 0 ? null : { mean: sum / readings, max },
  )
}

interface CellOrder {
  row: number
  height: number
  scale: { least: number; most: number }
  characters: Characters
}

/** A bar is at least an eighth high, so that a reading can be told from none. */
function cell(column: ColumnSum | null, { row, height, scale, characters }: CellOrder): string {
  if (column === null) return ' '
  const eighths = (value: number) =>
    Math.max(1, Math.round(((value - scale.least) / (scale.most - scale.least)) * height * 8))
  const filled = eighths(column.mean) - row * 8
  if (filled > 0) return characters.bars[Math.min(8, filled) - 1] ?? ' '
  return eighths(column.max) - row * 8 > 0 ? characters.most : ' '
}

function heading(name: string, points: readonly TelemetryPoint[], width: number): string {
  const readings = points.reduce((sum, { count }) => sum + count, 0)
  const mean = points.reduce((sum, point) => sum + point.mean * (point.count / Math.max(1, readings)), 0)
  const facts = [
    `min ${shortNumber(Math.min(...points.map(({ min }) => min)))}`,
    `mean ${shortNumber(mean)}`,
    `max ${shortNumber(Math.max(...points.map(({ max }) => max)))}`,
  ].join('  ')
  const room = width - facts.length - 2
  const shown = name.length > room ? `${name.slice(0, Math.max(1, room - 3))}...` : name
  return `${shown.padEnd(room)}  ${facts}`
}

/** Begin, middle and end, in the machine's own zone; with the day where that is not the same. */
function timeAxis(from: number, until: number, width: number): string {
  const withDay = new Date(from).toDateString() !== new Date(until - 1).toDateString()
  const [begin, middle, end] = [from, (from + until) / 2, until].map((at) => timeLabel(at, withDay)) as [
    string,
    string,
    string,
  ]
  const room = width - labelWidth
  const left = begin.padEnd(Math.max(begin.length + 1, Math.floor(room / 2 - middle.length / 2)))
  const rest = `${left}${middle}`
  return `${' '.repeat(labelWidth)}${rest}${end.padStart(Math.max(1, room - rest.length))}`
}

function timeLabel(at: number, withDay: boolean): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`
  return withDay ? `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}` : time
}
