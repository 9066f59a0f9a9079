/** Says where in the head of a part one text ends and another begins, so that what is masked leaves the fields valid. */
import { Buffer } from 'node:buffer'

/** RFC 8187 §3.2.1: `name*=UTF-8'en'value`; RFC 2231 §4.1 numbers the sections of a long one. */
const extendedValue = /\*(?:0\*)?[ \t]*=[ \t]*"?[\w!#$&+\-^`{}~.]*'[\w-]*'/g

const fileName = /;\s*filename(\*?)[ \t]*=[ \t]*(?:"((?:[^"\\\r\n]|\\.)*)"|([^\s;"]+))/gi

const charset = /^[\w!#$&+\-^`{}~.]+'[\w-]*'/

/** What people and programs end the names of files in; of other endings nobody knows that they are no domain's. */
const extension =
  /\.(?:7z|avi|avif|bak|bmp|csv|dat|db|doc|docm|docx|eml|epub|gif|gpg|gz|heic|htm|html|ics|jpeg|jpg|js|json|jsonl|key|log|md|mdb|mov|mp3|mp4|msg|ndjson|odp|ods|odt|ofx|p7s|pages|pdf|pem|png|pps|ppt|pptx|ps1|pst|py|qif|rar|rtf|sql|sqlite|svg|tar|tex|tgz|tif|tiff|tsv|txt|vcf|wav|webm|webp|xls|xlsb|xlsm|xlsx|xml|yaml|yml|zip)$/i

/** Lengths from the beginning of `head`, in order: each text ends there. The last one's end is the head's. */
export function textEndsOf(head: Uint8Array): number[] {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1')
  const ends: number[] = []
  for (const found of text.matchAll(extendedValue)) ends.push(found.index + found[0].length)
  for (const found of text.matchAll(fileName)) {
    const { name, end } = nameIn(found)
    const dot = end - (extension.exec(name)?.[0].length ?? 0)
    if (dot < end && isWhole(text.slice(end - name.length, dot))) ends.push(dot)
  }
  return [...ends.sort((a, b) => a - b), head.length]
}

/** Where names of files stand in a head, without the charset of an extended one (RFC 8187 §3.2.1): lengths from its beginning, in order. */
export function fileNamesIn(head: Uint8Array): { start: number; end: number }[] {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1')
  return Array.from(text.matchAll(fileName), (found) => {
    const { name, end } = nameIn(found)
    const label = found[1] === '' ? null : charset.exec(name)
    return { start: end - name.length + (label?.[0].length ?? 0), end }
  })
}

function nameIn(found: RegExpExecArray): { name: string; end: number } {
  const [whole, , quoted, bare = ''] = found
  return { name: quoted ?? bare, end: found.index + whole.length - (quoted === undefined ? 0 : 1) }
}

/** False where what stands before the extension would be no address without it, as in `anna@example.zip`. */
function isWhole(stem: string): boolean {
  const at = Math.max(stem.lastIndexOf('@'), stem.toLowerCase().lastIndexOf('%40'))
  return at < 0 || stem.includes('.', at) || stem.toLowerCase().includes('%2e', at)
}
