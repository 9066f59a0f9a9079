/** Looks at the box while the gateway is stopped: files, ports, clock and disk. */
import { existsSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { describeProblem, InvalidFileError } from '../../config/problems.ts'
import type { Config } from '../../config/schema.ts'
import { authorityKinds } from '../api/services.ts'
import { type DataPaths, dataPaths } from '../app/paths.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import { checkPolicy } from '../core/policy/check.ts'
import type { AuthorityFacts } from '../ops/doctor/authorities.ts'
import type { StoreFacts } from '../ops/doctor/store.ts'
import { type DoctorCheck, runDoctor } from '../ops/doctor.ts'
import { authorityPath } from '../pki/authority-file.ts'
import { caStatus, viewAuthority } from '../pki/bundle.ts'
import { policyInUse } from './policy-in-use.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** The day this version was made: a clock before it is wrong. */
const builtAt = Date.UTC(2026, 10, 1)

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
      config: async () => ({
        file: file ?? '',
        problems: [],
        policyProblems: await policyProblems(config),
        openFiles: await openFiles([paths.rootKey, paths.accessToken, paths.database]),
      }),
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

/** An open database begins with its name (sqlite.org/fileformat.html §1.3), an encrypted one with its salt. */
async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    return bytesRead === 16 && !buffer.toString('latin1').startsWith('SQLite format 3')
  } finally {
    await handle.close()
  }
}

async function policyProblems(config: Config): Promise<string[]> {
  try {
    const { policy, context } = await policyInUse(config, null)
    const problems = checkPolicy(policy.value, { ...context, excludedNames: config.interception.excluded })
    return problems
      .filter(({ severity }) => severity === 'error')
      .map(({ message, hint }) => `${message} ${hint}`)
  } catch (error) {
    if (error instanceof InvalidFileError) return error.problems.map(describeProblem)
    if (isGatewayError(error)) return [`${error.message} ${error.hint ?? ''}`]
    throw error
  }
}

async function openFiles(files: readonly string[]): Promise<{ path: string; mode: number }[]> {
  const looked = await Promise.all(
    files.map(async (path) => ({ path, mode: (await statOf(path))?.mode ?? 0 })),
  )
  return looked.filter(({ mode }) => (mode & 0o077) !== 0)
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
