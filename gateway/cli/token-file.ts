/** Reads which tokens stand in a file of any length and kind, packed or not, in bounded memory. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib'
import { findTokens, longestToken } from '../core/restore/find-tokens.ts'
import { usage } from './command.ts'

export interface CodesInFile {
  /** Distinct, in order of their appearance. */
  codes: string[]
  /** What a person should know of how it was read; null where nothing. */
  remark: string | null
}

/** Throws USAGE where the file cannot be read. */
export async function codesInFile(path: string): Promise<CodesInFile> {
  const head = await headOf(path)
  const search = new TokenSearch()
  try {
    for await (const chunk of plainBytes(path, head)) search.push(chunk)
  } catch (error) {
    if (isPackingFault(error)) return { codes: search.end(), remark: brokenPacking }
    throw unreadable(error)
  }
  return { codes: search.end(), remark: remarkOn(head) }
}

const brokenPacking = 'What it is packed in ends early or is damaged: what stands behind that was not read.'
const archive =
  'It is an archive (as office files are, too), which cannot be looked into: unpack it, and trace what was in it.'
const document =
  'Texts in such a document are packed or cut in pieces, so it can hardly be looked into: save it as text, and trace that.'

/** Looks for tokens as they stand, and as UTF-16 has them, which may begin anywhere in a file: with a zero beside each byte. */
class TokenSearch {
  readonly #codes = new Set<string>()
  /** What may begin a token. */
  #rest = Buffer.alloc(0)
  /** The last bytes that were read, as many as a token in UTF-16 has at most. */
  #before = Buffer.alloc(0)

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = Buffer.from(bytes.subarray(this.#find(bytes, false)))
    const wide = Buffer.concat([this.#before, chunk])
    if (wide.includes('_\0', 0, 'latin1') || wide.includes('\0_', 0, 'latin1'))
      this.#find(zerosDropped(wide), true)
    this.#before = Buffer.from(wide.subarray(-2 * longestToken))
  }

  /** Distinct codes. */
  end(): string[] {
    this.#find(this.#rest, true)
    return [...this.#codes]
  }

  /** Returns from where on a token may yet begin. */
  #find(bytes: Buffer, final: boolean): number {
    const { tokens, rest } = findTokens(bytes, final)
    for (const { code } of tokens) this.#codes.add(code)
    return rest
  }
}

function zerosDropped(chunk: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(chunk.length)
  let length = 0
  for (let at = 0; at < chunk.length; at++) {
    const byte = chunk[at] as number
    if (byte !== 0) kept[length++] = byte
  }
  return kept.subarray(0, length)
}

async function headOf(path: string): Promise<Buffer> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw unreadable(error)
  }
}

/** The file, unpacked. */
async function* plainBytes(path: string, head: Buffer): AsyncGenerator<Buffer> {
  const file = createReadStream(path)
  const unpack = unpackerFor(path, head)
  if (unpack !== null) {
    file.on('error', (error) => unpack.destroy(error))
    file.pipe(unpack)
  }
  for await (const chunk of unpack ?? file) yield chunk as Buffer
}

/** RFC 1952 §2.3.1 and RFC 8878 §3.1.1 begin with marks; brotli (RFC 7932) has none. */
function unpackerFor(path: string, head: Buffer): Transform | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return createGunzip()
  if (head.length === 4 && head.readUInt32LE() === 0xfd2fb528) return createZstdDecompress()
  return path.endsWith('.br') ? createBrotliDecompress() : null
}

/** ZIP (APPNOTE 4.3.7), 7z, RAR, bzip2 and xz; PDF (ISO 32000-1 §7.5.2) and what old office programs wrote (MS-CFB §2.2). */
function remarkOn(head: Buffer): string | null {
  const begins = (...marks: readonly string[]) => marks.some((mark) => head.toString('hex').startsWith(mark))
  if (begins('504b0304', '377abcaf', '52617221', '425a68', 'fd377a58')) return archive
  return begins('25504446', 'd0cf11e0') ? document : null
}

function isPackingFault(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_|ERR_.*BROTLI|ERR_)/.test(String(error.code))
  )
}

function unreadable(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOENT':
      return usage('There is no such file.', 'Name a file that is there.')
    case 'EISDIR':
      return usage('This is a folder.', 'Name one file of it at a time.')
    case 'EACCES':
    case 'EPERM':
      return usage(
        'The file may not be read by you.',
        'Ask for the right to read it, or run this as its owner.',
      )
    default:
      return usage('The file cannot be read.', 'Name a file that is there and may be read.')
  }
}
