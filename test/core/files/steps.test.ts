/** Promises that long files are looked into in many small steps, and come to the same as in one. */
import { Buffer } from 'node:buffer'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import type { BodyForm } from '../../../gateway/core/content/format.ts'
import { inspectWhole, inspectWholeInSteps } from '../../../gateway/core/content/whole.ts'
import { docx, entryOf, fileJudge, paragraph } from './support.ts'

const text = Array.from({ length: 4000 }, (_, i) =>
  paragraph(`Write to person${i}@exam`, 'ple.com, please. '),
)
const boxes = `${'<w:p>'.repeat(20)}<w:r><w:t>${'a word to joe@example.com '.repeat(20_000)}</w:t></w:r>${'</w:p>'.repeat(20)}`

function stepsOf(format: BodyForm['format'], body: Buffer) {
  const { judge, asked } = fileJudge({ metadata: 'strip' })
  const steps = inspectWholeInSteps({ format, judge, opaqueParts: 'pass' }, body)
  for (let count = 0; ; count++) {
    const step = steps.next()
    if (step.done) return { count, found: asked.length, ...step.value }
  }
}

test.each([
  ['of many paragraphs', text.join('')],
  ['of one paragraph', boxes],
])('a document %s is read, changed and packed in steps of a few KiB', (_, content) => {
  const file = docx(content)
  const unpacked = Object.values(unzipSync(file)).reduce((sum, { length }) => sum + length, 0)
  const { count, found, body } = stepsOf('opaque', file)
  // Read once at least, and packed: no step has more than 32 KiB of either.
  expect(count).toBeGreaterThan(unpacked / (16 * 1024))
  expect(found).toBeGreaterThanOrEqual(4000)
  const main = entryOf(body, 'word/document.xml')
  expect(main).not.toMatch(/person\d+@|joe@/)
  const { judge } = fileJudge({ metadata: 'strip' })
  const atOnce = inspectWhole({ format: 'opaque', judge, opaqueParts: 'pass' }, file)
  expect(entryOf(atOnce.body, 'word/document.xml')).toBe(main)
})

test('a document in JSON is looked into in steps wherever it stands, and what stands around it is read once', () => {
  const file = docx(text.join('')).toString('base64')
  const json = {
    mail: 'ann@example.com',
    files: [{ data: file }, { url: `data:a/b;base64,${file}` }],
    to: 'UEsDB',
  }
  const body = Buffer.from(JSON.stringify(json))
  const { count, found, changed, body: out } = stepsOf('json', body)
  expect(count).toBeGreaterThan(40)
  expect(changed).toBe(true)
  expect(found).toBe(8001)
  const read = JSON.parse(out.toString())
  expect(read).toMatchObject({ mail: 'a**@example.com', to: 'UEsDB' })
  for (const coded of [read.files[0].data, read.files[1].url.split(',')[1]])
    expect(entryOf(Buffer.from(coded, 'base64'), 'word/document.xml')).not.toMatch(/person\d+@/)
})

test('of a part with a document in its JSON nothing leaves before the document was looked into', () => {
  const file = docx(text.slice(0, 400).join('')).toString('base64')
  const json = JSON.stringify({ mail: 'ann@example.com', data: file, to: 'bob@example.com' })
  const head = 'Content-Disposition: form-data; name="j"\r\nContent-Type: application/json'
  const body = Buffer.from(`--b\r\n${head}\r\n\r\n${json}\r\n--b--\r\n`)
  const read = [body.length, 4096, 700].map((size) => {
    const { judge } = fileJudge({ metadata: 'strip' })
    const limits = { maxValueBytes: 1 << 20 }
    const inspector = createInspector({
      format: 'multipart',
      boundary: 'b',
      judge,
      limits,
      opaqueParts: 'refuse',
    })
    const out: Uint8Array[] = []
    for (let at = 0; at < body.length; at += size) out.push(...inspector.push(body.subarray(at, at + size)))
    return Buffer.concat([...out, ...inspector.end()]).toString()
  })
  expect(new Set(read).size).toBe(1)
  const [, found = ''] = read[0]!.split('\r\n\r\n')
  const { mail, data, to } = JSON.parse(found.split('\r\n')[0]!)
  expect([mail, to]).toEqual(['a**@example.com', 'b**@example.com'])
  expect(entryOf(Buffer.from(data, 'base64'), 'word/document.xml')).not.toMatch(/person\d+@/)
})

test('what holds no file takes no second step', () => {
  expect(stepsOf('json', Buffer.from('{"mail":"ann@example.com"}')).count).toBe(0)
})
