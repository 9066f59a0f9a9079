/** Finds files that stand in a text as Base64, as AI assistants take them, and reads them as what they are. */
import { Buffer } from 'node:buffer'
import { isGatewayError } from '../errors.ts'
import { type FileKind, fileKindOf } from '../files/file-kind.ts'
import type { BodyMemory } from './body-memory.ts'
import { mayBeginFile } from './encoded-beginning.ts'
import { type BodyForm, readingOf, sampleLength, sniffForm } from './format.ts'
import type { FileOrders, Judge } from './inspector.ts'
import { joinedPath, withinFile } from './part-judge.ts'
import type { Steps } from './steps.ts'
import type { InspectedWhole } from './whole.ts'

export type OpenedFile = Omit<InspectedWhole, 'lengthKept'>

/** Looks into a whole body of its own. */
export type OpenFile = (body: Buffer, form: BodyForm, judge: Judge) => Steps<OpenedFile>

/** Fewer characters hold less than any entity with its name. */
export const leastEncoded = 24

/** A text in JSON: `[start, end)` of `bytes`; `escaped`: some of its characters are written as escapes. */
export interface EncodedText {
  bytes: Uint8Array
  start: number
  end: number
  escaped: boolean
}

export interface EncodedFile {
  /** Where in `bytes` the Base64 begins. */
  from: number
  body: Buffer
  form: BodyForm
  /** As it is written: with which two letters, and whether its length is filled up. */
  isUrl: boolean
  isFilled: boolean
}

/** RFC 2397; the comma ends the label, unless it stands in a parameter in quotes. Some write no more than its end. */
const dataUrl = /^\s*(?:data:((?:[^,"]|"[^"]*"){0,1000}?);)?\s*base64\s*,/i
const longestLabel = 1024

/** Readers take more filling than there should be. */
const alphabet = /^[A-Za-z0-9+/_-]*={0,4}$/
/** So many characters of a beginning are asked; whole groups of four. */
const beginning = 4 * Math.ceil(sampleLength / 3)
const BACKSLASH = 0x5c
const LETTER_U = 0x75

/** True where the text may be a file by its beginning: then its end must come before it is read as a text. */
export function mayBeEncoded(text: EncodedText): boolean {
  if (!mayBeginFile(text.bytes, text.start, text.end)) return false
  const head = textOf({ ...text, end: Math.min(text.end, text.start + longestLabel + beginning) })
  if (head === null) return false
  const label = dataUrl.exec(head)
  const sample = lettersIn(head, label).slice(0, beginning)
  if (!alphabet.test(sample)) return false
  return label !== null || isFile(Buffer.from(sample.slice(0, 4 * Math.floor(sample.length / 4)), 'base64'))
}

/** null where the text is no file. A text that only begins like one is read as a text. */
export function readEncoded(text: EncodedText, judge: Judge): EncodedFile | null {
  if (!mayBeEncoded(text)) return null
  const whole = textOf(text)
  if (whole === null) return null
  const label = dataUrl.exec(whole.slice(0, longestLabel))
  const coded = lettersIn(whole, label)
  if (!alphabet.test(coded) || (label === null && isTooPlain(coded))) return null
  const unfilled = coded.replace(/=+$/, '')
  if (unfilled.length % 4 === 1) return null
  const body = Buffer.from(unfilled, 'base64')
  const from = text.start + (label === null ? 0 : writtenLength(text, label[0].length))
  const form = formOf(body, label?.[1] ?? null, judge)
  const isFilled = unfilled.length < coded.length || coded.length % 4 === 0
  return { from, body, form, isUrl: /[-_]/.test(coded), isFilled }
}

/** Nobody said that it is a file: what is short with its escapes and blanks undone, or all digits, is a number, not one. */
function isTooPlain(coded: string): boolean {
  return coded.length < leastEncoded || !/[A-Za-z]/.test(coded)
}

/** What stands behind the label. In a URL its letters may be escaped (RFC 3986 §2.1). */
function lettersIn(text: string, label: RegExpExecArray | null): string {
  const letters = text.slice(label?.[0].length ?? 0).replaceAll(/\s/g, '')
  if (label === null || !letters.includes('%')) return letters
  return letters.replaceAll(/%(2[BbFf]|3[Dd]|0[AaDd9]|20)/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)).trim(),
  )
}

/** The file as it is to be written, in the letters that it was written in. */
export function encodeLike({ isUrl, isFilled }: EncodedFile, body: Buffer): Buffer {
  const coded = body.toString(isUrl ? 'base64url' : 'base64')
  if (isUrl && isFilled) return Buffer.from(coded.padEnd(4 * Math.ceil(coded.length / 4), '='))
  return Buffer.from(isFilled ? coded : coded.replace(/=+$/, ''))
}

/**
 * What looks like a document but breaks is one text: nobody but its sender said what it is. A file that is one by its
 * mark is malformed.
 */
export function* openEncoded(file: EncodedFile, judge: Judge, open: OpenFile): Steps<OpenedFile> {
  const inner = encodedAgain(file, judge)
  if (inner === null) return yield* openOnce(file, judge, open)
  const opened = yield* openEncoded(inner, judgeOneDeeper(judge), open)
  if (!opened.changed) return { ...opened, body: file.body }
  return {
    ...opened,
    body: Buffer.concat([file.body.subarray(0, inner.from), encodeLike(inner, Buffer.from(opened.body))]),
  }
}

/** A file that was encoded again, as a message in a message is: layers are undone as far as the rule looks. */
function encodedAgain({ body, form }: EncodedFile, judge: Judge): EncodedFile | null {
  if (form.format !== 'text' || (judge.files?.base64Depth ?? 0) === 0) return null
  return readEncoded({ bytes: body, start: 0, end: body.length, escaped: false }, judge)
}

function* openOnce(file: EncodedFile, judge: Judge, open: OpenFile): Steps<OpenedFile> {
  try {
    return yield* open(file.body, file.form, judge)
  } catch (error) {
    const mayBeText = file.form.format !== 'opaque' && file.form.format !== 'text'
    if (!mayBeText || !isGatewayError(error, 'CONTENT_MALFORMED')) throw error
    return yield* open(file.body, { ...file.form, format: 'text' }, judge)
  }
}

/** The text that is a file: where it stands, and what the body remembers of what came before it. */
interface TextAround {
  readonly path: string
  readonly start: number
  readonly memory: BodyMemory
}

/** Judges what is found in a file as what stands under the text's name; files in it are looked for one level less. */
export function judgeInText(judge: Judge, text: TextAround): Judge {
  const { path, start, memory } = text
  const known = judge.known === undefined ? {} : { known: judge.known }
  return {
    analyzer: judge.analyzer,
    standIns: judge.standIns,
    judgesFields: judge.judgesFields,
    within: withinFile(judge, path, start),
    ...known,
    memory,
    files: judge.files && filesOneDeeper(judge.files),
    field: (inner) => judge.field(joinedPath(path, inner)),
    entity: (found) =>
      judge.entity({
        ...found,
        path: joinedPath(path, found.path),
        offset: start + found.offset,
        inFile: true,
      }),
  }
}

function judgeOneDeeper(judge: Judge): Judge {
  return {
    analyzer: judge.analyzer,
    standIns: judge.standIns,
    judgesFields: judge.judgesFields,
    ...(judge.within === undefined ? {} : { within: judge.within }),
    ...(judge.known === undefined ? {} : { known: judge.known }),
    ...(judge.memory === undefined ? {} : { memory: judge.memory }),
    files: judge.files && filesOneDeeper(judge.files),
    field: (path) => judge.field(path),
    entity: (found) => judge.entity(found),
  }
}

function filesOneDeeper(files: FileOrders): FileOrders {
  return {
    metadata: files.metadata,
    base64Depth: files.base64Depth - 1,
    maxFileBytes: files.maxFileBytes,
    room: files.room,
    unpacks: (growth, bytes) => files.unpacks(growth, bytes),
    told: (note) => files.told(note),
  }
}

/** null where its escapes are none. */
function textOf({ bytes, start, end, escaped }: EncodedText): string | null {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
  if (!escaped) return raw
  try {
    // An escape that the end cuts in two belongs to what comes.
    return JSON.parse(`"${raw.replace(/\\(?:u[0-9a-fA-F]{0,3})?$/, '')}"`) as string
  } catch {
    return null
  }
}

/** Of so many characters, in bytes as they are written: the slashes of a media type may be escaped. */
function writtenLength({ bytes, start, escaped }: EncodedText, characters: number): number {
  if (!escaped) return characters
  let at = start
  for (let i = 0; i < characters; i++) {
    if (bytes[at] !== BACKSLASH) at += 1
    else at += bytes[at + 1] === LETTER_U ? 6 : 2
  }
  return at - start
}

function formOf(body: Buffer, label: string | null, judge: Judge): BodyForm {
  const labelled = label === null ? 'unknown' : readingOf(label, 'pass', true).format
  if (labelled !== 'unknown' && label !== null) return readingOf(label, 'pass', true)
  const form = sniffForm(body)
  if (form.format === 'ndjson') return { ...form, format: 'text' }
  return form.format === 'text' && isTable(body, judge) ? { ...form, format: 'csv' } : form
}

/** Files by their marks, and what is text beyond doubt: random bytes are neither. */
function isFile(sample: Buffer): boolean {
  const kind: FileKind = fileKindOf(sample)
  if (kind !== 'other') return true
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(sample.toString('latin1'))) {
    const isMarked = (sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)
    return isMarked && sniffForm(sample).format !== 'opaque'
  }
  // The end of the sample may cut a character in two.
  const text = sample.toString('utf8')
  const broken = text.indexOf('\ufffd')
  if (broken < 0 || (broken >= text.length - 3 && sample.length >= sampleLength)) return true
  // Older programs write a byte a letter, few of which are no ASCII; of random bytes half are none.
  const others = sample.reduce((sum, byte) => sum + (byte >> 7), 0)
  return others <= sample.length >> 3
}

/** Each cell of the first line is the name of a field, as far as two are, and the second has as many. */
function isTable(body: Buffer, judge: Judge): boolean {
  const [first = '', second = ''] = body.toString('utf8', 0, 4 * sampleLength).split(/\r?\n/, 2)
  const delimiter = [',', ';', '\t'].find((one) => first.includes(one))
  if (delimiter === undefined) return false
  const names = first.split(delimiter).map((name) => name.replace(/^"|"$/g, '').trim())
  const isSame = second.split(delimiter).length >= names.length
  return isSame && 2 * names.filter((name) => judge.analyzer.fields.knows(name)).length >= names.length
}
