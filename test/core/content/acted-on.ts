/** Says what rules act on in a body that is held whole: what is sure enough for the shipped ones. */
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { askingJudge, type Order } from './support.ts'

const analyzer = shippedAnalyzer()
const leastSure = 0.4

/** As `PHONE 0171 2345678`, in the order of the body. */
export function actedOn(body: string, format: Order['format']): string[] {
  const acted: string[] = []
  const { judge } = askingJudge({ analyzer })
  inspectWhole(
    {
      format,
      boundary: null,
      opaqueParts: 'pass',
      judge: {
        ...judge,
        entity({ finding: { type, score }, value }) {
          if (score < leastSure) return 'keep'
          acted.push(`${type} ${Buffer.from(value)}`)
          return 'mask'
        },
      },
    },
    Buffer.from(body),
  )
  return acted
}

/** The same entry as a record of JSON and a row of a file. */
export function written(entry: Readonly<Record<string, string>>): [string, Order['format']][] {
  const quoted = Object.values(entry).map((value) => `"${value}"`)
  return [
    [JSON.stringify(entry), 'json'],
    [`${Object.keys(entry).join(',')}\n${quoted.join(',')}\n`, 'csv'],
  ]
}
