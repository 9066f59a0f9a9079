/** Prints what commands found: answers to standard output, remarks to standard error. */

export interface Terminal {
  /** A line of the answer. */
  line(text?: string): void
  /** The answer as it is: files, PEM. What is no text goes into files and pipes only. */
  raw(bytes: string | Uint8Array): void
  /** One JSON value, a line. */
  json(value: unknown): void
  /** Something about the answer that is no part of it. */
  note(text: string): void
  /** How far it is, for whoever watches a screen: the next one takes its place, and '' takes it away. */
  progress(text: string): void
}

export interface TerminalStreams {
  stdout: { write(text: string | Uint8Array): unknown; isTTY?: boolean }
  stderr: { write(text: string | Uint8Array): unknown; isTTY?: boolean }
}

export function createTerminal({ stdout, stderr }: TerminalStreams): Terminal {
  return {
    line: (text = '') => void stdout.write(`${shown(text)}\n`),
    raw: (bytes) =>
      void (stdout.isTTY === true && hasControls(bytes)
        ? stderr.write('What would be shown here is no text: send it to a file with > FILE.\n')
        : stdout.write(bytes)),
    json: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void stderr.write(`${shown(text)}\n`),
    // ECMA-48 §8.3.41: erases the line up to its end.
    progress: (text) => void (stderr.isTTY === true && stderr.write(`\r${shown(text)}\u001b[K`)),
  }
}

/** A screen would obey them (ECMA-48). Tabs and line ends are text. */
function hasControls(written: string | Uint8Array): boolean {
  return Buffer.from(written).some((byte) => byte === 0x7f || (byte < 0x20 && (byte < 0x09 || byte > 0x0d)))
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
