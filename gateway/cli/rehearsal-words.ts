/** Shows what a rehearsed request would come to, and why: as lines for a person, and as an object for scripts. */
import { rehearsalSummary } from '../app/policy-rehearsal.ts'
import type { JournalFinding, VerdictReason } from '../core/journal.ts'
import { explainReason, isExplained } from '../core/pii/reasons.ts'
import { explainFileNote } from '../core/policy/file-notes.ts'
import type { Rehearsal } from '../core/policy/rehearse.ts'
import { table } from './terminal.ts'

/** For scripts. */
export function verdictAsJson(rehearsal: Rehearsal) {
  const { bodyOut } = rehearsal
  return {
    ...rehearsalSummary(rehearsal),
    target: rehearsal.targetOut,
    findings: rehearsal.judgement?.findings ?? [],
    fields: rehearsal.fields,
    findingCounts: rehearsal.judgement?.findingCounts ?? {},
    // Text where it is text: most bodies are, and scripts compare them.
    body: bodyOut === null ? null : bodyOut.toString('utf8'),
    bodyBase64: bodyOut === null ? null : bodyOut.toString('base64'),
  }
}

/** For a person. */
export function verdictLines(rehearsal: Rehearsal): string[] {
  const { action, reason, explanation, observed, connectionRule, exchangeRule, destinationGroup } =
    rehearsalSummary(rehearsal)
  const findings = rehearsal.judgement?.findings ?? []
  return [
    ...table([
      ['Verdict', `${action} (${reason})${observed ? ', but mode observe changes nothing' : ''}`],
      ['', explanation],
      ['Rules', [connectionRule, exchangeRule].filter((id) => id !== null).join(', then ')],
      ['Destination', destinationGroup],
      ...(rehearsal.targetOut === null ? [] : [['Path', rehearsal.targetOut]]),
    ]),
    ...rehearsal.notes.flatMap((note) => explainFileNote(note) ?? []).map((sentence) => `Files: ${sentence}`),
    ...(findings.length === 0
      ? [nothingFound(rehearsal)]
      : ['Found:', ...table(findings.map(findingColumns))]),
    ...fieldLines(rehearsal),
    ...reasonLines(findings),
    ...(rehearsal.bodyOut === null ? ['Nothing would leave.'] : []),
  ]
}

const unreadReasons: readonly VerdictReason[] = ['opaque-content', 'undecodable', 'too-large']

/** That nothing was found says something only of what could be read. */
function nothingFound({ judgement, reason, unread }: Rehearsal): string {
  if (judgement === null) return 'Nothing was looked into.'
  const wasRead = unread === null && !unreadReasons.includes(reason)
  return wasRead ? 'Nothing was found.' : 'The body could not be looked into, so nothing was found in it.'
}

/** Fields that are settled by their name: in those nothing is found that anybody would act on. */
function fieldLines({ fields, observed }: Rehearsal): string[] {
  if (fields.length === 0) return []
  const words = {
    drop: observed ? 'would be emptied' : 'emptied',
    keep: 'kept as it is',
  }
  const said = {
    drop: 'fields.drop, or `policy deny --field`',
    keep: 'fields.keep, or `policy allow --field`',
  }
  return [
    'Settled by the name of the field, whatever it holds:',
    ...table(fields.map(({ path, order }) => [`  ${path}`, words[order], `by ${said[order]}`])),
  ]
}

function findingColumns(finding: JournalFinding): string[] {
  const where = finding.path === null ? finding.place : `${finding.place} ${finding.path}`
  return [
    `  ${finding.type}`,
    finding.operator,
    `${where} at ${finding.offset}`,
    finding.score.toFixed(2),
    finding.reasons.join(' '),
  ]
}

/** What each reason means, once for all findings that give it. */
function reasonLines(findings: readonly JournalFinding[]): string[] {
  const codes = new Set(findings.flatMap(({ reasons }) => reasons).filter(isExplained))
  if (codes.size === 0) return []
  return ['What the reasons mean:', ...table([...codes].map((code) => [`  ${code}`, explainReason(code)]))]
}
