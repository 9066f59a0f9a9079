/** Looks through the whole memory of a process for bytes that must not be there. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

export interface Needle {
  name: string
  bytes: Buffer
}

const chunkBytes = 16 * 1024 * 1024

/** Names of the needles that were found, heap, buffers and stacks alike (proc_pid_mem(5)). Needs the right to trace the process. */
export function searchMemory(
  processId: number,
  needles: readonly Needle[],
): { found: string[]; bytes: number } {
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length))
  const found = new Set<string>()
  const memory = openSync(`/proc/${processId}/mem`, 'r')
  const chunk = Buffer.allocUnsafeSlow(chunkBytes + longest)
  let read = 0
  try {
    for (const { from, to } of regions(processId)) {
      for (let at = from; at < to; at += chunkBytes) {
        const got = readAt(memory, chunk.subarray(0, Math.min(chunk.length, to - at)), at)
        read += Math.min(got, chunkBytes)
        const bytes = chunk.subarray(0, got)
        for (const needle of needles) if (bytes.includes(needle.bytes)) found.add(needle.name)
      }
    }
  } finally {
    closeSync(memory)
  }
  return { found: [...found].sort(), bytes: read }
}

/** A key in the forms in which programs hold keys: as it is, in hexadecimal and Base64, and as UTF-16, as V8 may hold text. */
export function formsOf(name: string, key: Buffer): Needle[] {
  const texts = {
    hex: key.toString('hex'),
    base64: key.toString('base64').replace(/=+$/, ''),
    base64url: key.toString('base64url'),
  }
  return [
    { name: `${name} raw`, bytes: Buffer.from(key) },
    ...Object.entries(texts).flatMap(([form, text]) => [
      { name: `${name} ${form}`, bytes: Buffer.from(text, 'latin1') },
      { name: `${name} ${form} utf16`, bytes: Buffer.from(text, 'utf16le') },
    ]),
  ]
}

/** PEM, without what all PEM has in common. */
export function pemForms(name: string, pem: string): Needle[] {
  const [line = ''] = pem.split('\n').slice(2)
  if (line.length < 32) throw new Error('a line of PEM that tells keys apart is expected')
  return [
    { name: `${name} pem`, bytes: Buffer.from(line, 'latin1') },
    { name: `${name} pem utf16`, bytes: Buffer.from(line, 'utf16le') },
  ]
}

function regions(processId: number): { from: number; to: number }[] {
  return readFileSync(`/proc/${processId}/maps`, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const fields = /^([0-9a-f]+)-([0-9a-f]+) (r)[^ ]* [^ ]+ [^ ]+ (\d+) *(.*)$/.exec(line)
      // Read from a file and never written: the program itself.
      if (fields === null || fields[5]?.startsWith('[v') === true) return []
      return [{ from: Number.parseInt(fields[1] ?? '', 16), to: Number.parseInt(fields[2] ?? '', 16) }]
    })
}

/** 0 where the region is gone, or was never there (reserved by V8). */
function readAt(memory: number, into: Buffer, at: number): number {
  try {
    return readSync(memory, into, 0, into.length, at)
  } catch {
    return 0
  }
}
