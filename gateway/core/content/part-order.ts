/** Decides how the content of one part of a multipart body is read, by its head and by its beginning. */
import { Buffer } from 'node:buffer'
import { type BodyForm, sniffForm, trueForm } from './format.ts'
import type { TransferEncoding } from './multipart-head.ts'

/** `quoted`: what is read as text has quoted-printable to be undone first; `base64`: all of it is written so. */
export type PartForm = BodyForm & { quoted?: boolean; base64?: boolean }

/** The transfer encodings below which a beginning can be asked. */
type Sniffed = Extract<TransferEncoding, 'plain' | 'base64'>

export type PartOrder =
  | { order: 'read'; form: PartForm }
  /** Its beginning must be at hand to know what it is. */
  | { order: 'sniff'; transfer: Sniffed; label: BodyForm }
  /** It is no text. */
  | { order: 'unread'; transfer: TransferEncoding }
  /** It is a text that cannot be read here, and must not be taken for one that holds nothing. */
  | { order: 'undecodable' }

/** As what it says it is. RFC 2045 §6.4: a part that has parts is in no encoding of its own. */
export function orderByHead(
  form: BodyForm,
  { transfer, opensFiles }: { transfer: TransferEncoding; opensFiles: boolean },
): PartOrder {
  if (opensFiles && transfer === 'base64' && form.decodable && form.format !== 'multipart')
    return { order: 'read', form: { ...form, base64: true } }
  if (form.format === 'opaque') return { order: 'unread', transfer }
  // What is called a text may be a file: only its beginning tells.
  const isDoubtful = opensFiles && (form.format === 'text' || form.format === 'csv') && form.decodable
  switch (transfer) {
    case 'plain':
      return form.format === 'unknown' || isDoubtful
        ? { order: 'sniff', transfer, label: form }
        : orderByForm(form)
    case 'base64':
      return form.format === 'unknown' ? { order: 'sniff', transfer, label: form } : { order: 'undecodable' }
    case 'quoted-printable':
      return form.decodable && form.format !== 'multipart'
        ? {
            order: 'read',
            form: { ...form, format: 'text', layout: 'bytes', quoted: true },
          }
        : { order: 'undecodable' }
    case 'other':
      return { order: 'undecodable' }
  }
}

/** As what its beginning looks like. Of base64, what is a text below it is not undone. */
export function orderByBeginning(
  sample: Uint8Array,
  { transfer, label }: { transfer: Sniffed; label: BodyForm },
): PartOrder {
  if (transfer === 'plain')
    return orderByForm(label.format === 'unknown' ? sniffForm(sample) : trueForm(label, sample))
  const coded = Buffer.from(sample.buffer, sample.byteOffset, sample.length).toString('latin1')
  const isText = sniffForm(Buffer.from(coded, 'base64')).format !== 'opaque'
  return isText ? { order: 'undecodable' } : { order: 'unread', transfer }
}

function orderByForm(form: BodyForm): PartOrder {
  if (form.format === 'opaque') return { order: 'unread', transfer: 'plain' }
  return form.decodable ? { order: 'read', form } : { order: 'undecodable' }
}
