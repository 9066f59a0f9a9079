/** Compares two texts line by line. */

export interface DiffLine {
  sign: '+' | '-' | ' '
  text: string
  /** Line of the newer text, of the older one where it is gone. */
  line: number
}

/** Where this many pairs of lines would have to be compared, what is between is told as replaced. */
const mostPairs = 4_000_000

export function diffLines(older: string, newer: string): DiffLine[] {
  const before = older.split('\n')
  const after = newer.split('\n')
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++
  const same = (from: number, to: number): DiffLine[] =>
    after.slice(from, to).map((text, at) => ({ sign: ' ', text, line: from + at + 1 }))
  return [
    ...same(0, start),
    ...between(before.slice(start, before.length - end), after.slice(start, after.length - end), start),
    ...same(after.length - end, after.length),
  ]
}

function between(before: readonly string[], after: readonly string[], offset: number): DiffLine[] {
  const gone = (at: number): DiffLine => ({ sign: '-', text: before[at] ?? '', line: offset + at + 1 })
  const come = (at: number): DiffLine => ({ sign: '+', text: after[at] ?? '', line: offset + at + 1 })
  const width = after.length + 1
  if (before.length * after.length > mostPairs)
    return [...before.map((_, at) => gone(at)), ...after.map((_, at) => come(at))]
  // The longest run of lines that both have, from each pair of lines on.
  const longest = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      longest[i * width + j] =
        before[i] === after[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ ...come(j), sign: ' ' })
      i++
      j++
    } else if (
      j >= after.length ||
      (i < before.length && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    )
      lines.push(gone(i++))
    else lines.push(come(j++))
  }
  return lines
}

/** Changes with so many lines around them; null stands for what is left out between. */
export function shownLines(lines: readonly DiffLine[], around = 2): (DiffLine | null)[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ sign }) => sign !== ' '),
  )
  return lines.flatMap((line, at) => {
    if (near[at] === true) return [line]
    return at > 0 && near[at - 1] === true ? [null] : []
  })
}
