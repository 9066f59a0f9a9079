/** Prints what commands found: answers to standard output, remarks to standard error. */

export interface Terminal {
  /** A line of the answer. */
  line(text?: string): void
  /** The answer as it is: files, PEM. */
  raw(bytes: string | Uint8Array): void
  /** One JSON value, a line. */
  json(value: unknown): void
  /** Something about the answer that is no part of it. */
  note(text: string): void
}

export interface TerminalStreams {
  stdout: { write(text: string | Uint8Array): unknown }
  stderr: { write(text: string | Uint8Array): unknown }
}

export function createTerminal({ stdout, stderr }: TerminalStreams): Terminal {
  return {
    line: (text = '') => void stdout.write(`${shown(text)}\n`),
    raw: (bytes) => void stdout.write(bytes),
    json: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void stderr.write(`${shown(text)}\n`),
  }
}

/** Columns under each other; the last one is not padded. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  '),
  )
}

/** Names in files and host names from the network may hold control characters: a terminal must not obey them. */
function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === '\n' || character === '\t') return character
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
  })
}
