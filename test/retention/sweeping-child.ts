/** Sweeps again and again until it is killed: puts something old there, says so, sweeps it, says what was proven. */
import { randomBytes } from 'node:crypto'
import { dayMs } from '../../gateway/core/units.ts'
import { addExchanges, dayOf, now, openScene, textOf } from './scene.ts'

const scene = await openScene(process.argv[2] ?? '')
const retention = await scene.open()
await retention.resumed
process.stdout.write('open\n')
for (;;) {
  for (let count = 0; count < 4; count++) {
    const source = `camera-${randomBytes(4).toString('hex')}`
    const bucket = { source, class: 'recording', period: dayOf(now - (35 + count) * dayMs) }
    scene.target.put(bucket, textOf(bucket))
  }
  addExchanges(scene, '2026-02', 20)
  const { finished } = await retention.start({ clockIsRight: false, actor: 'box' })
  const { id, outcome } = await finished
  process.stdout.write(`${outcome} ${id}\n`)
}
