/** Appends to a spool as fast as it can until it is killed; says each reading that is kept, and drops what is stored. */
import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openSpool } from '../../agents/spool/spool.ts'

const [folder = '', first = '1', storeUpTo = '0'] = process.argv.slice(2)
const spool = openSpool({ folder, maxBytes: 96 * 1024, bootId: 'one', random: randomBytes })
const { readings } = spool.read(spool.start(), Number(storeUpTo))
for (let n = Number(first); ; n++) {
  spool.append({ at: n, values: { 'test.number': n } })
  // Said only when it is kept: what the parent has read must be found again.
  writeSync(1, `${n}\n`)
  const done = readings.shift()
  if (done !== undefined) spool.stored(done.stream, done.seq)
}
