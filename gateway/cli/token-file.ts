/** Reads which tokens stand in a file of any length and kind, packed or not, in bounded memory. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib'
import { findTokens } from '../core/restore/find-tokens.ts'
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
  return { codes: search.end(), remark: isArchive(head) ? archive : null }
}

const brokenPacking = 'What it is packed in ends early or is damaged: what stands behind that was not read.'
const archive = 'It is an archive (as office files are, too): unpack it, and trace what was in it.'

/** Holds back what may begin a token until more is there. */
class TokenSearch {
  readonly #codes = new Set<string>()
  #rest = Buffer.alloc(0)

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const found = findTokens(bytes, false)
    for (const { code } of found.tokens) this.#codes.add(code)
    this.#rest = Buffer.from(bytes.subarray(found.rest))
  }

  end(): string[] {
    for (const { code } of findTokens(this.#rest, true).tokens) this.#codes.add(code)
    return [...this.#codes]
  }
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

/** The file unpacked, and UTF-16 as the ASCII that tokens are made of. */
async function* plainBytes(path: string, head: Buffer): AsyncGenerator<Buffer> {
  const file = createReadStream(path)
  const unpack = unpackerFor(path, head)
  if (unpack !== null) {
    file.on('error', (error) => unpack.destroy(error))
    file.pipe(unpack)
  }
  let encoding: string | null = null
  let decoder: InstanceType<typeof TextDecoder> | null = null
  for await (const chunk of unpack ?? file) {
    encoding ??= encodingOf(chunk as Buffer)
    if (encoding === '') yield chunk as Buffer
    else {
      decoder ??= new TextDecoder(encoding)
      yield Buffer.from(decoder.decode(chunk as Buffer, { stream: true }))
    }
  }
}

/** RFC 1952 §2.3.1 and RFC 8878 §3.1.1 begin with marks; brotli (RFC 7932) has none. */
function unpackerFor(path: string, head: Buffer): Transform | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return createGunzip()
  if (head.length === 4 && head.readUInt32LE() === 0xfd2fb528) return createZstdDecompress()
  return path.endsWith('.br') ? createBrotliDecompress() : null
}

/** By its byte order mark, as spreadsheets and mail programs write it; '' for everything else. */
function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : ''
}

/** ZIP (APPNOTE 4.3.7), 7z, RAR and bzip2, xz: nothing of what is in them can be read here. */
function isArchive(head: Buffer): boolean {
  const marks = ['504b0304', '377abcaf', '52617221', '425a68', 'fd377a58']
  return marks.some((mark) => head.toString('hex').startsWith(mark))
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
