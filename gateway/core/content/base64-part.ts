/** Reads a part of a multipart body that is written in Base64, as mail programs do, and writes it back so. */
import { Buffer } from 'node:buffer'
import { GatewayError } from '../errors.ts'
import { HeldRoom } from '../files/held-room.ts'
import type { BodyParser } from './body-inspector.ts'
import type { OpenFile } from './encoded-file.ts'
import { type BodyForm, sniffForm, trueForm } from './format.ts'
import type { Judge } from './inspector.ts'
import type { BodyEdits } from './rewriter.ts'
import type { Steps } from './steps.ts'

/** RFC 2045 §6.8: lines of at most 76 characters. */
const longestLine = 76
const coded = /^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/

export interface Base64Reading {
  judge: Judge
  /** Of what is written in Base64. */
  form: BodyForm
  maxFileBytes: number
  open: OpenFile
}

/** It is held to its end. */
export class Base64Part implements BodyParser {
  opaqueParts = 0
  work: Steps<void> | null = null
  #isRead = false
  readonly #edits: BodyEdits
  readonly #reading: Base64Reading
  readonly #room: HeldRoom

  constructor(edits: BodyEdits, reading: Base64Reading) {
    this.#edits = edits
    this.#reading = reading
    this.#room = new HeldRoom(reading.judge.files)
  }

  advance(final: boolean): void {
    const { window } = this.#edits
    this.work = null
    if (final) {
      if (this.#isRead) this.#room.letGo()
      else this.work = this.#read()
    } else if (window.end > (4 * this.#reading.maxFileBytes) / 3)
      throw new GatewayError('CONTENT_LIMIT', { limit: 'maxFileBytes' })
    else {
      this.#room.takeUpTo(window.end)
      this.#edits.settle(0, 0)
    }
  }

  *#read(): Steps<void> {
    const { bytes, end } = this.#edits.window
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('latin1')
    if (!coded.test(text)) throw new GatewayError('CONTENT_MALFORMED', { why: 'not in Base64' })
    const { judge, form, open } = this.#reading
    const body = Buffer.from(text, 'base64')
    const found: Judge = { ...judge, entity: (one) => judge.entity({ ...one, inFile: true }) }
    const actual = form.format === 'unknown' ? sniffForm(body) : trueForm(form, body)
    const opened = yield* open(body, actual, found)
    this.#isRead = true
    this.opaqueParts = opened.opaqueParts
    if (opened.refused) this.#edits.refuse(0)
    else if (opened.changed) this.#edits.edit(0, end, inLines(opened.body))
  }
}

function inLines(body: Buffer): Buffer {
  const text = body.toString('base64')
  const lines: string[] = []
  for (let at = 0; at < text.length; at += longestLine) lines.push(text.slice(at, at + longestLine))
  return Buffer.from(lines.join('\r\n'))
}
