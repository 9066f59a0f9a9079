/** Writes a request as it came into one text to be sealed, and reads it again: a line of JSON, then the body. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { maxMethodLength } from '../http/head-bounds.ts'

const head = z.strictObject({
  format: z.literal('gatehouse-original'),
  version: z.literal(1),
  /** 32 random bytes, so that the mark of a short body cannot be found by trying bodies. */
  salt: z.string().max(64),
  scheme: z.enum(['http', 'https']),
  host: z.string().max(512),
  port: z.int().min(1).max(65_535),
  method: z.string().max(maxMethodLength),
  target: z.string(),
  /** Names and values in turn, those that log in among them: without them nothing could be sent again. */
  fields: z.array(z.string()),
})

/** A request as it came, but for what frames it. */
export interface OriginalContent extends Omit<z.infer<typeof head>, 'format' | 'version' | 'salt'> {
  body: Buffer
}

/** @param salt 32 random bytes */
export function originalText({ body, ...content }: OriginalContent, salt: Uint8Array): Buffer {
  const line = JSON.stringify({
    format: 'gatehouse-original',
    version: 1,
    salt: Buffer.from(salt).toString('base64'),
    ...content,
  } satisfies z.infer<typeof head>)
  return Buffer.concat([Buffer.from(`${line}\n`), body])
}

/** Null where it is none. */
export function readOriginal(text: Buffer): OriginalContent | null {
  const end = text.indexOf('\n')
  if (end === -1) return null
  try {
    const read = head.safeParse(JSON.parse(text.toString('utf8', 0, end)))
    if (!read.success) return null
    const { format: _format, version: _version, salt: _salt, ...content } = read.data
    return { ...content, body: text.subarray(end + 1) }
  } catch {
    return null
  }
}

/** Knows the text again. It hides it, too: nobody can try 32 random bytes. */
export function originalMark(text: Uint8Array): string {
  return createHash('sha256').update('gatehouse original\n').update(text).digest('hex')
}
