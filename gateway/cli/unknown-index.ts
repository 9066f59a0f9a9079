/** Says so where no exchange of the journal has what was just said of a value: a mistyped index matches nothing, silently. */
import type { Correction } from '../core/policy/corrections.ts'
import type { ControlClient } from './control-client.ts'

/** As many as one page has; an index that is copied stands in one of the newest. */
const looked = 500

/** What to tell of it; null where one has it, and of what is no value. */
export async function unknownIndex(gateway: ControlClient, correction: Correction): Promise<string | null> {
  if (correction.of !== 'value') return null
  const { type, index } = correction
  const { journalPage } = await import('../api/schemas.ts')
  const { records } = await gateway.get(`/api/v1/journal?limit=${looked}&entity=${type}`, journalPage)
  const isThere = records.some(({ findings }) =>
    findings.some((one) => one.type === type && one.blindIndex === index),
  )
  if (isThere) return null
  return `None of the newest ${looked} exchanges with ${type} has this index: as long as none has, it does nothing. Compare both with the journal.`
}
