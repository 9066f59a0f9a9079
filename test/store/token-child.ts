/** Keeps one token after the other and says each code once it is kept, until somebody kills it. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { codeOf } from '../../gateway/core/pii/tokens/form.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { openStore } from '../../gateway/store/store.ts'
import { createTokenRegister } from '../../gateway/store/token-register.ts'
import { createTokenSeal } from '../../gateway/store/token-seal.ts'
import { createTokenStore } from '../../gateway/store/token-store.ts'

const [directory = '', round = ''] = process.argv.slice(2)
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const keys = join(directory, 'keys')
const keyring = await openKeyring({
  directory: keys,
  root: { kind: 'file', path: join(keys, 'root.key') },
  clock,
  createIfNew: true,
})
const file = join(directory, 'gatehouse.db')
const key = await keyring.longLivedKey('database')
const health = { raise() {}, clear() {}, warnings: () => [] }
await (await openStore({ file, key, clock, health }))[Symbol.asyncDispose]()
const store = createTokenStore({
  register: createTokenRegister(openDurableDatabase({ file, key })),
  seal: createTokenSeal(keyring, randomBytes),
  clock,
  ownersOf: (client) => [client],
  fault: (_where, error) => {
    throw error
  },
})
store.register({ id: 'a', client: '10.0.0.1', destinationGroup: 'ai' })
for (let n = 0; ; n++) {
  const code = codeOf(randomBytes(32))
  const value = Buffer.from(`person ${round} ${n}`)
  if (await store.keep('a', [{ code, type: 'PERSON', period: '2026-11', value, undone: null }]))
    process.stdout.write(`${code}\n`)
}
