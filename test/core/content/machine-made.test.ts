/** Promises that what only programs write is left alone where free text is read too. */
import { expect, test } from 'vitest'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { fieldsAnalyzer, shippedAnalyzer } from '../../support/analysis.ts'

/** Random; its last groups have the check digits of a Belgian account. */
const uuid = 'e9d495d3-8b99-4e46-be66-27243d871821'

function typesIn(body: object, analyzer: Judge['analyzer'], judgesFields: boolean): string[] {
  const found: string[] = []
  const judge: Judge = {
    analyzer,
    standIns: undefined,
    judgesFields,
    field: () => 'scan',
    entity({ finding }) {
      found.push(finding.type)
      return 'keep'
    },
  }
  inspectWhole({ format: 'json', judge, opaqueParts: 'refuse' }, Buffer.from(JSON.stringify(body)))
  return found
}

test.each([
  ['by vector code', false],
  ['byte by byte', true],
])(
  'a UUID holds nothing but below a telling name, whether or not free text is read (%s)',
  (_, judgesFields) => {
    const beside = 'The order was sent on time and we would like to know more.'
    for (const analyzer of [fieldsAnalyzer, shippedAnalyzer()]) {
      expect(typesIn({ trace: uuid, beside }, analyzer, judgesFields)).toEqual([])
      expect(typesIn({ password: uuid, beside }, analyzer, judgesFields)).not.toEqual([])
    }
  },
)
