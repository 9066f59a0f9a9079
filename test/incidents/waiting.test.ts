/** Promises of alarms that waited for the disk: whoever looks at an incident sees them, before anything is decided of it. */

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { taggedIncident } from '../../gateway/api/etags.ts'
import type { Detector } from '../../gateway/core/detection/signal.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { openStore } from '../../gateway/store/store.ts'
import { folder, watchedHealth } from '../store/fixture.ts'
import { key } from '../store/records.ts'
import { openRoom, setClock } from './room.ts'

test('an incident that grew worse while the disk failed is shown as that, and closed as it was shown', async () => {
  const file = join(folder(), 'gatehouse.db')
  await using _store = await openStore({ file, key, clock: setClock(), health: watchedHealth() })
  const failing = { file, key, failure: null as GatewayError | null }
  await using room = await openRoom({ detectors: [worsening()], store: failing })
  const hear = () => room.bus.publish('device.added', { id: '1', name: 'a' })
  hear()
  const [before] = room.incidents.list({ limit: 1 }).incidents
  expect(before).toMatchObject({ severity: 'note', signals: 1 })
  const id = before?.id ?? ''
  failing.failure = new GatewayError('STORE_READ_ONLY')
  hear()
  failing.failure = null
  const shown = room.incidents.get(id)?.incident ?? expect.fail()
  expect(shown).toMatchObject({ severity: 'act-now', signals: 2 })
  expect(taggedIncident(shown).etag).not.toBe(taggedIncident(before ?? expect.fail()).etag)
  expect(room.health.codes()).not.toContain('INCIDENTS_UNWRITTEN')
  expect(room.incidents.close(id, { outcome: 'no-breach', note: 'seen' }, 'box')).toMatchObject({
    severity: 'act-now',
    signals: 2,
  })
})

/** Says of a device that is added again that it is worse than before. */
function worsening(): Detector {
  let number = 0
  return {
    id: 'worsening',
    hears: {
      'device.added': ({ name }) => {
        number++
        return [
          {
            ...{ kind: 'alarm', subject: { kind: 'device', name }, technique: null, records: [] },
            ...{ severity: number === 1 ? 'note' : 'act-now', sentence: `Number ${number}.`, evidence: {} },
          },
        ]
      },
    },
    tick: () => [],
    load: () => ({ subjects: 0, refused: 0 }),
    memory: () => ({}),
    remember: () => true,
  }
}
