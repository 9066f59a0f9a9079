/** Promises that the tokens of a leaked file are found whatever the file is, and that a person is told where they cannot be. */
import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as zlib from 'node:zlib'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { codesInFile } from '../../gateway/cli/token-file.ts'
import { codeOf, tokenText } from '../../gateway/core/pii/tokens/form.ts'

const code = (n: number) => codeOf(Buffer.alloc(32, n))
const person = tokenText('PERSON', code(1))
const mail = tokenText('EMAIL', code(2))
const text = `Dear ${person},\nyour address is ${mail}.`
const both = [code(1), code(2)]

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse trace-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
})
async function file(name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

describe('are found in', () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  test.each<[string, string, string | Uint8Array]>([
    ['a text', 'a.txt', text],
    [
      'a binary file',
      'a.bin',
      Buffer.concat([Buffer.alloc(70_000, 0xff), Buffer.from(text), Buffer.alloc(70_000)]),
    ],
    ['a file packed by gzip', 'a.gz', zlib.gzipSync(text)],
    ['a file packed by zstd', 'a', zlib.zstdCompressSync(text)],
    ['a file packed by brotli', 'a.br', zlib.brotliCompressSync(text)],
    [
      'two gzip files in one, as logs are turned',
      'log.gz',
      Buffer.concat([zlib.gzipSync(person), zlib.gzipSync(mail)]),
    ],
    ['UTF-16', 'a.csv', utf16],
    ['UTF-16 of the other order', 'b.csv', Buffer.from(utf16).swap16()],
    ['UTF-16 without a mark', 'd.csv', utf16.subarray(2)],
    [
      'UTF-16 in the midst of other bytes',
      'e.db',
      Buffer.concat([Buffer.alloc(65_501, 0xfe), utf16.subarray(2), Buffer.alloc(90, 1)]),
    ],
    ['JSON of a writer that escapes', 'f.json', JSON.stringify(text).replaceAll('_', '\\u005f')],
    ['UTF-16 packed by gzip', 'c.csv.gz', zlib.gzipSync(utf16)],
    ['a file in lower case, of which they are the end', 'a.md', text.toLowerCase().slice(0, -1)],
  ])('%s', async (_, name, bytes) => {
    expect(await codesInFile(await file(name, bytes))).toEqual({ codes: both, remark: null })
  })

  test('a file of hundreds of megabytes, wherever chunks end, in little memory', async () => {
    const path = join(folder, 'large')
    const handle = await open(path, 'w')
    // 64 KiB is what is read at once: each of these stands across such a border.
    for (let n = 1; n < 40; n++) {
      const token = Buffer.from(tokenText('PERSON', code(n)))
      await handle.write(token, 0, token.length, n * 65_536 - (n % token.length))
    }
    await handle.truncate(400 * 1_048_576)
    await handle.close()
    const before = process.memoryUsage().arrayBuffers
    const { codes } = await codesInFile(path)
    expect(new Set(codes)).toEqual(new Set(Array.from({ length: 39 }, (_, n) => code(n + 1))))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1_048_576)
  })
})

test('a file that is packed and cut off gives what can be read, and says that it is not all', async () => {
  const packed = zlib.gzipSync(
    Buffer.concat([Buffer.from(person), Buffer.alloc(300_000, 'x y z '), Buffer.from(mail)]),
    {
      level: 0,
    },
  )
  const found = await codesInFile(await file('cut.gz', packed.subarray(0, 200_000)))
  expect(found.codes).toEqual([code(1)])
  expect(found.remark).toContain('was not read')
})

test('an archive and an office file are said to be one, rather than free of tokens', async () => {
  for (const head of ['504b0304', '377abcaf271c', '526172211a07', '425a6839', 'fd377a585a00'])
    expect(
      (await codesInFile(await file('archive', Buffer.from(`${head}00ff00ff`, 'hex')))).remark,
    ).toContain('unpack')
  for (const head of ['255044462d312e37', 'd0cf11e0a1b11ae1'])
    expect((await codesInFile(await file('document', Buffer.from(head, 'hex')))).remark).toContain(
      'save it as text',
    )
})

test('what is empty holds none; what is missing, a folder, or not to be read is said in words', async () => {
  expect(await codesInFile(await file('empty', ''))).toEqual({ codes: [], remark: null })
  const problem = (path: string) =>
    codesInFile(path).catch((error: { details?: unknown }) => JSON.stringify(error.details))
  expect(await problem(join(folder, 'missing'))).toContain('no such file')
  expect(await problem(folder)).toContain('a folder')
  expect(await problem('')).toContain('no such file')
  const closed = await file('closed', text)
  await chmod(closed, 0)
  // Root may read everything.
  const isRoot = execFileSync('id', ['-u']).toString().trim() === '0'
  if (isRoot) expect((await codesInFile(closed)).codes).toEqual(both)
  else expect(await problem(closed)).toContain('may not be read')
})
