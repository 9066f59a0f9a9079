/** Writes numbers, plurals and lists as a person would say them. */

const figures = new Intl.NumberFormat('en')

/** `2318` → `2,318`. */
export function figure(count: number): string {
  return figures.format(count)
}

/** `count(1, 'request')` → `1 request`; `count(2, 'address', 'addresses')` → `2 addresses`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`
}

/** `['a', 'b', 'c']` → `a, b and c`. */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
