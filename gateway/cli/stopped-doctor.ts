/** Looks at the box while the gateway is stopped: files, ports, clock and disk. */
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { authorityKinds } from '../api/services.ts'
import { configFacts } from '../app/config-facts.ts'
import { afterLoss, lostAuthorities } from '../app/lost-authorities.ts'
import { type DataPaths, dataPaths } from '../app/paths.ts'
import { workersAlone } from '../app/workers-alone.ts'
import type { AuthorityFacts } from '../ops/doctor/authorities.ts'
import type { StoreFacts } from '../ops/doctor/store.ts'
import { type DoctorCheck, runDoctor } from '../ops/doctor.ts'
import { builtAt } from '../ops/version.ts'
import { authorityPath } from '../pki/authority-file.ts'
import { caStatus, viewAuthority } from '../pki/bundle.ts'
import type { Whereabouts } from './configuration.ts'
import { type FoundKeys, findKeys, knownError, whatPreventsStart } from './stopped-start.ts'

/** Never throws for what it finds; makes nothing but the one small file by which the disk is tried. */
export async function doctorOfStopped(place: Whereabouts): Promise<DoctorCheck[]> {
  const { config, file } = place
  const paths = dataPaths(config)
  const keys = await findKeys(config, paths)
  await using _keyring = keys.state === 'open' ? keys.keyring : null
  const ports = [
    {
      purpose: 'Proxy',
      host: config.proxy.host,
      port: config.proxy.port,
      ours: false,
      left: workersAlone(paths) > 0,
    },
    { purpose: 'Page and API', host: config.ui.host, port: config.ui.port, ours: false },
    ...(config.proxy.wpadPort === null
      ? []
      : [{ purpose: 'PAC file by WPAD', host: config.proxy.host, port: config.proxy.wpadPort, ours: false }]),
  ]
  return await runDoctor(
    { dataFolder: paths.directory, ports, running: false },
    {
      now: () => Date.now(),
      builtAt,
      writtenTimes: () => writtenTimes(paths),
      authorities: () => authorities(paths, keys),
      store: () => examineStore(paths, keys),
      start: async () => whatPreventsStart(paths, keys),
      config: () => configFacts({ file, paths, read: async () => place }),
    },
  )
}

async function authorities(paths: DataPaths, keys: FoundKeys): Promise<AuthorityFacts[]> {
  const lost = lostAuthorities(paths, keys.state === 'open' ? keys.keyring : undefined)
  return Promise.all(
    authorityKinds.map(async (kind) => {
      const none = { kind, notBefore: null, notAfter: null, lost: null }
      if (lost.includes(kind)) return { ...none, lost: lostForGood }
      const view = await viewAuthority(paths.authorities, kind)
      if (view === null) return none
      const { notBefore, notAfter } = caStatus(view, Date.now())
      return { kind, notBefore, notAfter, lost: null }
    }),
  )
}

const lostForGood = {
  meaning: 'The gateway cannot start: every device and browser trusts the lost one only.',
  todo: afterLoss,
}

/** With the real key: a database that does not open is what an owner must hear of before the next start. */
async function examineStore(paths: DataPaths, keys: FoundKeys): Promise<StoreFacts> {
  if (keys.state === 'locked') return { state: 'locked' }
  if (keys.state === 'none' || !existsSync(paths.database)) return { state: 'absent' }
  try {
    const { openDatabase } = await import('../store/database.ts')
    const { isEncrypted } = await import('../store/encrypted.ts')
    const database = openDatabase(paths.database, await keys.keyring.longLivedKey('database'))
    try {
      const row = database.prepare<[], { records: number }>('SELECT count(*) AS records FROM exchange').get()
      return { state: 'ok', encrypted: await isEncrypted(paths.database), journalRecords: row?.records ?? 0 }
    } finally {
      database.close()
    }
  } catch (error) {
    return { state: 'failed', error: knownError(error) }
  }
}

async function writtenTimes(paths: DataPaths): Promise<{ what: string; at: number }[]> {
  const files = [
    { what: 'the database', path: paths.database },
    ...authorityKinds.map((kind) => ({
      what: `the ${kind} authority`,
      path: authorityPath(paths.authorities, kind),
    })),
  ]
  const looked = await Promise.all(
    files.map(async ({ what, path }) => ({ what, at: (await statOf(path))?.mtimeMs })),
  )
  return looked.flatMap(({ what, at }) => (at === undefined ? [] : [{ what, at }]))
}

function statOf(path: string) {
  return stat(path).catch(() => null)
}
