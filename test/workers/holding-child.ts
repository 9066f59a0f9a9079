/** Holds a key in a Buffer, so that the search for keys can show that it finds one. */
import { once } from 'node:events'

// Handed over backwards: only what is turned round in here is the key, and it is in a Buffer alone.
const [backwards] = await once(process.stdin, 'data')
const key = Buffer.from(backwards as Buffer).reverse()
;(backwards as Buffer).fill(0)
process.stdout.write('ready\n')
await once(process.stdin, 'end')
process.exit(key.length === 0 ? 1 : 0)
