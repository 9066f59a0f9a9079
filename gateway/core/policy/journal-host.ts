/** Makes a host name fit for the journal: labels in which somebody's data stands become `{…}`. */
import { inspectHost, mayHoldData } from '../content/host.ts'
import { standardAnalyzer } from '../pii/analyzer.ts'

const standIn = '{…}'

/** However sure the finding is, and whatever the rule says of it: the journal never holds a value. */
export function journalHost(host: string): string {
  if (!mayHoldData(host)) return host
  const spans: { start: number; end: number }[] = []
  inspectHost(host, {
    analyzer: standardAnalyzer,
    standIns: undefined,
    judgesFields: false,
    field: () => 'scan',
    entity({ offset, length }) {
      spans.push({ start: offset, end: offset + length })
      return 'keep'
    },
  })
  if (spans.length === 0) return host
  let start = 0
  const labels = host.split('.').map((label) => {
    const end = start + label.length
    const isTelling = spans.some((span) => span.start < end && span.end > start)
    start = end + 1
    return isTelling ? standIn : label
  })
  return labels.join('.')
}
