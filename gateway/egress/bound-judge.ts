/** Judges a body that a signature covers: what would be changed in it is refused or kept. */
import type { ExchangeJudge } from '../core/policy/judge.ts'
import { RefusedMidstream } from './cut-short.ts'

/** `kept` is told where the rule lets something stay that it would have changed. */
export function unchanging(
  judge: ExchangeJudge,
  onSigned: 'refuse' | 'pass',
  kept: () => void,
): ExchangeJudge {
  return {
    analyzer: judge.analyzer,
    standIns: judge.standIns,
    judgesFields: judge.judgesFields,
    // What would go of a file's metadata breaks the signature as well: it is kept.
    files: keepingMetadata(judge.files),
    get fileNotes() {
      return judge.fileNotes ?? []
    },
    judgement: () => judge.judgement(),
    field(path) {
      if (judge.field(path) !== 'drop') return 'scan'
      if (onSigned === 'refuse') throw new RefusedMidstream('signed-content')
      kept()
      return 'scan'
    },
    entity(found) {
      const operator = judge.entity(found)
      if (operator === 'keep' || operator === 'refuse') return operator
      if (onSigned === 'refuse') return 'refuse'
      kept()
      return 'keep'
    },
  }
}

function keepingMetadata(files: ExchangeJudge['files']): ExchangeJudge['files'] {
  if (files === undefined) return undefined
  const { base64Depth, maxFileBytes, room } = files
  return {
    metadata: 'keep',
    base64Depth,
    maxFileBytes,
    room,
    unpacks: (growth, bytes) => files.unpacks(growth, bytes),
    told: (note) => files.told(note),
  }
}
