/** Promises that a worker holds no key but its own: its whole memory is searched for those of control, in every form. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { dataPaths } from '../../gateway/app/paths.ts'
import { rootSource } from '../../gateway/app/root-source.ts'
import type { LongLivedKeyName } from '../../gateway/core/ports.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { openOffice } from '../app/office.ts'
import { formsOf, type Needle, pemForms, searchMemory } from './memory-search.ts'
import { askToConnect, post, untilServing, workersOf } from './scene.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const names: readonly LongLivedKeyName[] = ['database', 'interception-ca', 'office-ca', 'ledger']

/** Every key that outlives control, in every form; read while no gateway runs. */
async function needlesOf(configFile: string): Promise<Needle[]> {
  const { config } = await loadConfig({ file: configFile, env: {} })
  const paths = dataPaths(config)
  await using keyring = await openKeyring({
    directory: paths.keys,
    root: rootSource(config, paths),
    clock,
    createIfNew: false,
  })
  const needles: Needle[] = []
  for (const name of names) needles.push(...formsOf(name, (await keyring.longLivedKey(name)).reveal()))
  for (const kind of ['interception', 'office'] as const) {
    const authority = await openAuthority({
      ...{ kind, directory: paths.authorities, clock, random: randomBytes, officeName: '' },
      key: await keyring.longLivedKey(`${kind}-ca`),
      ifMissing: 'fail',
    })
    const { privateKey } = authority.issuer()
    const scalar = Buffer.from(String(privateKey.export({ format: 'jwk' }).d), 'base64url')
    needles.push(...formsOf(`${kind} authority`, scalar))
    // OpenSSL holds a number with its lowest word first.
    needles.push({ name: `${kind} authority, turned round`, bytes: Buffer.from(scalar).reverse() })
    needles.push({
      name: `${kind} authority der`,
      bytes: privateKey.export({ format: 'der', type: 'pkcs8' }),
    })
    needles.push(
      ...pemForms(`${kind} authority`, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()),
    )
  }
  const rootFile = await readFile(paths.rootKey)
  const text = rootFile.toString('latin1').trim()
  const root = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : rootFile.subarray(0, 32)
  needles.push(...formsOf('root', root))
  return needles
}

test('the search finds a key that lies in a Buffer', async () => {
  const key = randomBytes(32)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'holding-child.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.write(Buffer.from(key).reverse())
  await once(child.stdout, 'data')
  expect(searchMemory(child.pid ?? 0, formsOf('planted', key)).found).toEqual(['planted raw'])
  const other = formsOf('another', randomBytes(32))
  expect(searchMemory(child.pid ?? 0, other).found).toEqual([])
})

test('no key of authorities, database, ledger or root is anywhere in the memory of a worker; control holds them', async () => {
  const office = await openOffice()
  const first = await office.start()
  await first[Symbol.asyncDispose]()
  const needles = await needlesOf(office.configFile)
  const destination = new URL(office.destination)
  await office.writeConfig({ proxy: { workers: 1, connectPorts: [Number(destination.port)] } })
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  await untilServing({ workers: () => workersOf(gateway) }, 1)
  const [host = '', port = ''] = gateway.addresses.proxy.split(':')
  const proxy = { host, port: Number(port) }
  // It has worked, and had a leaf signed for its own key.
  expect(await post(proxy, office.destination, '{"card":"4111 1111 1111 1111"}')).toBe(200)
  expect(await askToConnect(proxy, destination.host)).toBe(200)
  const [worker] = await workersOf(gateway)
  const { found, bytes } = searchMemory(worker?.processId ?? 0, needles)
  expect(found).toEqual([])
  expect(bytes).toBeGreaterThan(50_000_000)
  // The same search finds them where they are at home: this process runs control.
  const own = searchMemory(
    process.pid,
    needles.filter(({ name }) => / raw$/.test(name)),
  )
  expect(own.found).toContain('database raw')
})
