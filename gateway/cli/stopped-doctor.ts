/** Looks at the box while the gateway is stopped: files, ports, clock and disk. */
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Config } from '../../config/schema.ts'
import { authorityKinds } from '../api/services.ts'
import { configFacts } from '../app/config-facts.ts'
import { type DataPaths, dataPaths } from '../app/paths.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { AuthorityFacts } from '../ops/doctor/authorities.ts'
import type { StoreFacts } from '../ops/doctor/store.ts'
import { type DoctorCheck, runDoctor } from '../ops/doctor.ts'
import { builtAt } from '../ops/version.ts'
import { authorityPath } from '../pki/authority-file.ts'
import { caStatus, viewAuthority } from '../pki/bundle.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** Never throws for what it finds; makes nothing but the one small file by which the disk is tried. */
export async function doctorOfStopped(config: Config, file: string | null): Promise<DoctorCheck[]> {
  const paths = dataPaths(config)
  const ports = [
    { purpose: 'Proxy', host: config.proxy.host, port: config.proxy.port, ours: false },
    { purpose: 'Page and API', host: config.ui.host, port: config.ui.port, ours: false },
  ]
  return runDoctor(
    { dataFolder: paths.directory, ports },
    {
      now: () => Date.now(),
      builtAt,
      writtenTimes: () => writtenTimes(paths),
      authorities: () => authorities(paths),
      store: () => examineStore(config, paths),
      config: () => configFacts({ file, paths, read: async () => config }),
    },
  )
}

async function authorities(paths: DataPaths): Promise<AuthorityFacts[]> {
  return Promise.all(
    authorityKinds.map(async (kind) => {
      const view = await viewAuthority(paths.authorities, kind)
      if (view === null) return { kind, notBefore: null, notAfter: null }
      const { notBefore, notAfter } = caStatus(view, Date.now())
      return { kind, notBefore, notAfter }
    }),
  )
}

/** With the real key: a database that does not open is what an owner must hear of before the next start. */
async function examineStore(config: Config, paths: DataPaths): Promise<StoreFacts> {
  if (!existsSync(paths.database)) return { state: 'absent' }
  try {
    await using keyring = await openStoppedKeyring(config, paths)
    const { openDatabase } = await import('../store/database.ts')
    const { isEncrypted } = await import('../store/encrypted.ts')
    const database = openDatabase(paths.database, await keyring.longLivedKey('database'))
    try {
      const row = database.prepare<[], { records: number }>('SELECT count(*) AS records FROM exchange').get()
      return { state: 'ok', encrypted: await isEncrypted(paths.database), journalRecords: row?.records ?? 0 }
    } finally {
      database.close()
    }
  } catch (error) {
    return {
      state: 'failed',
      error: isGatewayError(error) ? error : new GatewayError('INTERNAL', {}, { cause: error }),
    }
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
