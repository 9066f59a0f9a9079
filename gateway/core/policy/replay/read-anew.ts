/** Says what one rule of the draft would have made of a recorded exchange, given how far that was looked into. */
import type { ExchangeRecord } from '../../journal.ts'
import { actsOnProse, typesOfProse } from '../judge-options.ts'
import type { Asked } from './found-anew.ts'
import { ceilingOf, droppedFields, type JudgedAnew, judgeAnew } from './judged-anew.ts'
import { atLeast, atMost, maybeLess } from './span.ts'
import type { Unknown } from './unknown.ts'

/** `unseen`: why what was in it is not known, where nobody looked; null where somebody did. */
export interface ReadAsked extends Asked {
  unseen: Unknown | null
  holdBytes: number
}

export function readAnew(asked: ReadAsked): JudgedAnew {
  const span = judgeAnew(asked)
  unseenContent(asked, span)
  if (asked.looked !== null) {
    otherFiles(asked, span)
    opaqueContent(asked, span)
  }
  orders(asked, span)
  droppedFields(asked, span)
  signature(asked, span)
  return span
}

/** Where not all was looked for that the draft would look for, anything may have been there. */
function unseenContent(asked: ReadAsked, span: JudgedAnew): void {
  const { looked, rule, policy, group, record, unseen } = asked
  const ceiling = ceilingOf(asked)
  const anything = (why: Unknown) => atMost(span, ceiling, why)
  // It may also be broken, and then what would change in it can stop it.
  const whatever = (why: Unknown) => {
    const { onFailure, onOpaque, onLarge } = rule
    const mayStop = ceiling !== 'pass' || [onFailure, onOpaque, onLarge].includes('refuse')
    if (mayStop) atMost(span, 'refuse', why)
  }
  if (looked === null || unseen !== null) {
    whatever(unseen ?? 'earlier-version')
    return
  }
  if (!looked.has('through')) whatever('cut-short')
  if (looked.has('fieldUnread')) anything('fields')
  const options = { rule, policy, destinationGroup: group } as Parameters<typeof actsOnProse>[0]
  const readsProse = actsOnProse(options)
  if (readsProse && !looked.has('prose')) anything('free-text')
  // What a name or an address covered may be a number to whoever does not read them.
  const isCovered = typesOfProse.some((type) => record.findingCounts[type] !== undefined)
  if (!readsProse && looked.has('prose') && isCovered) anything('free-text')
}

/** Where files are looked into deeper, less deep, or with other things taken out. */
function otherFiles(asked: ReadAsked, span: JudgedAnew): void {
  const { looked, rule, record } = asked
  if (looked === null) return
  if (record.notes.includes('metadata-stripped') && rule.files.metadata === 'strip')
    atLeast(span, 'transform')
  if (record.notes.includes('signed-metadata') && rule.onSigned === 'refuse') atMost(span, 'refuse', 'files')
  const stripped = looked.has('metadataStripped') ? 'strip' : 'keep'
  const wasFile = looked.has('file') || isOpaque(record)
  const isOtherFile = wasFile && stripped !== rule.files.metadata
  // Where files were looked for and none was met, there is none deeper either.
  const mayBeFile = looked.has('file') || (looked.base64Depth === 0 && record.requestBytes > 0)
  if (!isOtherFile && (looked.base64Depth === rule.files.base64Depth || !mayBeFile)) return
  maybeLess(span, 'pass', 'files')
  atMost(span, ceilingOf(asked), 'files')
  atMost(span, rule.files.metadata === 'strip' ? 'transform' : 'pass', 'files')
  if (rule.onOpaque === 'refuse') atMost(span, 'refuse', 'files')
}

function opaqueContent({ looked, rule, record }: ReadAsked, span: JudgedAnew): void {
  if (looked === null || rule.onOpaque === 'pass') return
  if (looked.has('opaqueRefused')) {
    if (record.reason === 'opaque-content' && isReadAlike({ looked, rule })) atLeast(span, 'refuse')
    return
  }
  const wasUnread = record.reason === 'opaque-content' && record.notes.includes('unread')
  if (wasUnread || record.notes.includes('opaque-parts')) atLeast(span, 'refuse')
  else if (isOpaque(record)) atMost(span, 'refuse', 'files')
  else if (looked.has('file') || looked.has('label')) atMost(span, 'refuse', 'label')
}

/** Something in it was not looked into for its kind. */
function isOpaque({ reason, notes }: ReadAsked['record']): boolean {
  const isNoted = (note: string) => note.startsWith('opaque') || note === 'base64-large'
  return reason === 'opaque-content' || notes.some(isNoted)
}

function isReadAlike({ looked, rule }: Pick<ReadAsked, 'looked' | 'rule'>): boolean {
  if (looked === null || looked.base64Depth !== rule.files.base64Depth) return false
  const wasStripped = looked.has('metadataStripped') === (rule.files.metadata === 'strip')
  return wasStripped && looked.has('opaqueRefused') === (rule.onOpaque === 'refuse')
}

/** What the rule orders for content that is broken, too long, or came where keys were missing. */
function orders({ looked, rule, record, holdBytes }: ReadAsked, span: JudgedAnew): void {
  const { notes, reason } = record
  const isAlike = isReadAlike({ looked, rule })
  const wasBroken = notes.includes('read-as-text') || (reason === 'undecodable' && notes.includes('unread'))
  const wasStopped = reason === 'undecodable' && wasRefused(record)
  // A form is one that cannot be changed once it breaks.
  if ((wasBroken || wasStopped) && span.high === 'transform' && record.action !== 'transform')
    atMost(span, 'refuse', 'broken')
  if (rule.onFailure === 'refuse') {
    if (wasBroken || (reason === 'undecodable' && isAlike && wasRefused(record))) atLeast(span, 'refuse')
    else if (notes.includes('unwritten')) atMost(span, 'refuse', 'fixed-field')
    const lackedKeys =
      reason === 'tokens-not-kept' ||
      notes.includes('tokens-not-kept') ||
      record.findings.some(({ reasons }) => reasons.some((note) => note.startsWith('no-key:')))
    if (lackedKeys && rule.needsKeys) atMost(span, 'refuse', 'moment')
  }
  if (rule.onLarge === 'stream') return
  if (notes.includes('streamed')) atLeast(span, 'refuse')
  else if (reason === 'too-large' && isAlike && wasRefused(record)) atLeast(span, 'refuse')
  else if (notes.includes('unread') && record.requestBytes > holdBytes) atMost(span, 'refuse', 'size')
}

function wasRefused({ action }: ExchangeRecord): boolean {
  return action === 'refuse' || action === 'refused-midstream'
}

/** A signature covers a part: what of it would change is kept, or stops all of it. */
function signature({ looked, rule, record }: ReadAsked, span: JudgedAnew): void {
  if (looked?.has('bound') !== true || span.high === 'pass') return
  const changed = record.findings.filter(
    (_, at) => !['keep', 'refuse'].includes(span.operators[at] ?? 'unsure'),
  )
  const wasKept =
    !span.operators.includes(null) &&
    changed.length > 0 &&
    changed.every(({ reasons }) => reasons.some(isSignedNote))
  const isSameOrder = record.findings.every(({ operator }, at) => operator === span.operators[at])
  const wasStopped = record.reason === 'signed-content' && wasRefused(record) && isSameOrder
  if (rule.onSigned === 'refuse') {
    if (wasKept || wasStopped) atLeast(span, 'refuse')
    else atMost(span, 'refuse', 'signature')
    return
  }
  if (span.low !== 'transform') return
  // Everything that would change is covered by the signature, as was seen then: it stays.
  if ((wasKept || wasStopped) && span.high === 'transform' && span.whys.length === 0) span.high = 'pass'
  maybeLess(span, 'pass', 'signature')
}

function isSignedNote(note: string): boolean {
  return note.startsWith('signed:')
}
