/** Writes numbers, plurals and lists as a person would say them. */
import { GiB, KiB, MiB } from '../units.ts'

const figures = new Intl.NumberFormat('en')

/** `2318` → `2,318`. */
export function figure(count: number): string {
  return figures.format(count)
}

/** `count(1, 'request')` → `1 request`; `count(2, 'address', 'addresses')` → `2 addresses`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`
}

/** `1536` → `1.5 KiB`. */
export function sizeOf(bytes: number): string {
  if (bytes >= GiB) return `${(bytes / GiB).toFixed(1)} GiB`
  if (bytes >= MiB) return `${(bytes / MiB).toFixed(1)} MiB`
  return bytes >= KiB ? `${(bytes / KiB).toFixed(1)} KiB` : `${bytes} B`
}

/** `['a', 'b', 'c']` → `a, b and c`. */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
