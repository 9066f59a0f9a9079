/** Decides how the content of one part of a multipart body is read, by its head and by its beginning. */
import { Buffer } from 'node:buffer'
import { type BodyForm, sniffForm } from './format.ts'
import type { TransferEncoding } from './multipart-head.ts'

/** `quoted`: what is read as text has quoted-printable to be undone first. */
export type PartForm = BodyForm & { quoted?: boolean }

/** The transfer encodings below which a beginning can be asked. */
type Sniffed = Extract<TransferEncoding, 'plain' | 'base64'>

export type PartOrder =
  | { order: 'read'; form: PartForm }
  /** Its beginning must be at hand to know what it is. */
  | { order: 'sniff'; transfer: Sniffed }
  /** It is no text. */
  | { order: 'unread' }
  /** It is a text that cannot be read here, and must not be taken for one that holds nothing. */
  | { order: 'undecodable' }

/** As what it says it is. RFC 2045 §6.4: a part that has parts is in no encoding of its own. */
export function orderByHead(form: BodyForm, transfer: TransferEncoding): PartOrder {
  if (form.format === 'opaque') return { order: 'unread' }
  switch (transfer) {
    case 'plain':
      return form.format === 'unknown' ? { order: 'sniff', transfer } : orderByForm(form)
    case 'base64':
      return form.format === 'unknown' ? { order: 'sniff', transfer } : { order: 'undecodable' }
    case 'quoted-printable':
      return form.decodable && form.format !== 'multipart'
        ? {
            order: 'read',
            form: { format: 'text', decodable: true, boundary: null, layout: 'bytes', quoted: true },
          }
        : { order: 'undecodable' }
    case 'other':
      return { order: 'undecodable' }
  }
}

/** As what its beginning looks like. Of base64, what is a text below it is not undone. */
export function orderByBeginning(sample: Uint8Array, transfer: Sniffed): PartOrder {
  if (transfer === 'plain') return orderByForm(sniffForm(sample))
  const coded = Buffer.from(sample.buffer, sample.byteOffset, sample.length).toString('latin1')
  const isText = sniffForm(Buffer.from(coded, 'base64')).format !== 'opaque'
  return { order: isText ? 'undecodable' : 'unread' }
}

function orderByForm(form: BodyForm): PartOrder {
  if (form.format === 'opaque') return { order: 'unread' }
  return form.decodable ? { order: 'read', form } : { order: 'undecodable' }
}
