/** Promises about a data folder that cannot be used: each obstacle is named, with what it means and what to do, and nothing is begun. */
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { refuseObstacles } from '../../gateway/app/obstacles.ts'
import { dataPaths } from '../../gateway/app/paths.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { type Place, placeIn, type Ran } from '../cli/gatehouse.ts'
import { endAll, exitOf, startedGateway } from '../cli/started.ts'
import { mountDisk, testOnSmallDisk } from '../store/small-disk.ts'
import { openOffice } from './office.ts'

interface Folder {
  place: Place
  data: string
}

async function freshFolder(dataFolder?: string): Promise<Folder> {
  const { folder } = await openOffice(dataFolder)
  return { place: placeIn(folder), data: dataFolder ?? join(folder, 'data') }
}

async function usedFolder(dataFolder?: string): Promise<Folder> {
  const fresh = await freshFolder(dataFolder)
  const { child } = await startedGateway(fresh.place)
  onTestFinished(() => endAll([child]))
  child.kill('SIGTERM')
  expect(await exitOf(child)).toBe(0)
  return fresh
}

/** The words of one obstacle, on the terminal and to a script. */
function expectTold(ran: Ran, path: string, words: { problem: RegExp; todo: RegExp }): void {
  expect(ran.stderr).not.toContain('Something inside Gatehouse went wrong')
  expect(ran.stderr).toMatch(words.problem)
  expect(ran.stderr).toContain(path)
  expect(ran.stderr).toMatch(/What it means: /)
  expect(ran.stderr).toMatch(words.todo)
  expect(ran.code).toBe(4)
}

const harms = {
  file: {
    harm: (path: string) => writeFile(path, 'mine'),
    problem: /A file stands where a folder should be/,
    todo: /What to do: +Move the file away/,
  },
  folder: {
    harm: (path: string) => mkdir(path),
    problem: /A folder stands where a file should be/,
    todo: /What to do: +Move the folder away/,
  },
  link: {
    harm: (path: string) => symlink('/nowhere/at all', path),
    problem: /A link leads to a place that is not there/,
    todo: /What to do: +Mount the disk/,
  },
} as const

test.each([
  ['file', ''],
  ['link', ''],
  ['file', 'run'],
  ['link', 'run'],
  ['file', 'keys'],
  ['link', 'keys'],
  ['file', 'authorities'],
  ['link', 'authorities'],
  ['folder', 'access-token'],
  ['link', 'access-token'],
  ['folder', 'run/gateway.lock'],
  ['link', 'run/gateway.lock'],
  ['folder', 'run/control.sock.lock'],
  ['link', 'run/control.sock.lock'],
  ['folder', 'run/control.sock'],
  ['folder', 'run/control.soc~'],
] as const)('a %s in the place of data/%s is named before anything is opened', async (kind, name) => {
  const { place, data } = await freshFolder()
  const path = join(data, name)
  const { config } = await loadConfig({ file: join(place.folder, 'gatehouse.yaml'), env: {} })
  const paths = dataPaths(config)
  expect(() => refuseObstacles(paths)).not.toThrow()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await harms[kind].harm(path)
  const error = thrownBy(() => refuseObstacles(paths))
  expect(error.toJSON()).toMatchObject({
    code: 'DATA_UNWRITABLE',
    details: { path, problem: expect.stringMatching(harms[kind].problem) },
  })
})

test('the command says what stands in the way, and begins nothing; the doctor finds it and does not break on it', async () => {
  const { place, data } = await freshFolder()
  await mkdir(data)
  await harms.file.harm(join(data, 'keys'))
  expectTold(await place.run('start'), join(data, 'keys'), harms.file)
  expect(JSON.parse((await place.run('keyring', 'status', '--json')).stdout)).toMatchObject({
    code: 'DATA_UNWRITABLE',
  })
  const doctor = await place.run('doctor')
  expect(doctor).toMatchObject({ code: 1, stdout: expect.stringMatching(harms.file.problem) })
  expect(doctor.stdout).toContain('The gateway cannot start.')
  expect(await readdir(data)).toEqual(['keys'])
})

function thrownBy(work: () => void): GatewayError {
  try {
    work()
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

test('a folder in the place of the bundle is named in a trial', async () => {
  const { place, data } = await freshFolder()
  const path = join(data, 'gatehouse-ca.pem')
  await mkdir(path, { recursive: true })
  expectTold(await place.run('start', '--try'), path, harms.folder)
})

test.each(['folder', 'link'] as const)(
  'a %s in the place of the database stops history and not protection, and says so',
  async (kind) => {
    const { place, data } = await usedFolder()
    const path = join(data, 'gatehouse.db')
    await rename(path, `${path} away`)
    await harms[kind].harm(path)
    const { child } = await startedGateway(place)
    onTestFinished(() => endAll([child]))
    const status = await place.run('status')
    expect(status.code).toBe(1)
    expect(status.stdout).toMatch(/history is not being kept\. Protection goes on\./)
    expect(status.stdout).toContain('Something else stands where the database should be')
  },
  60_000,
)

describe.skipIf(process.getuid?.() !== 0)('as another user than the one who began it (needs root)', () => {
  const forbidden = {
    problem: /It belongs to another user, and this one may not use it/,
    todo: /What to do: +Run Gatehouse as the user it was begun with/,
  }
  const nobody = 65534

  async function openedTo(user: number, { folder }: Place): Promise<void> {
    await chmod(dirname(folder), 0o711)
    execFileSync('chown', ['-R', String(user), folder])
  }

  test('what belongs to another user is named, file or folder', async () => {
    const { place, data } = await usedFolder()
    await openedTo(nobody, place)
    for (const name of ['.', 'authorities', 'keys/root.key', 'access-token', 'run/gateway.lock']) {
      const path = join(data, name)
      await chown(path, 0, 0)
      await chmod(data, 0o700)
      expectTold(await place.runWith({ uid: nobody }, 'start'), path, forbidden)
      await chown(path, nobody, nobody)
    }
  }, 120_000)

  test('a place where this user may make nothing is named', async () => {
    const { place } = await freshFolder()
    await openedTo(nobody, place)
    await chown(place.folder, 0, 0)
    await chmod(place.folder, 0o755)
    expectTold(await place.runWith({ uid: nobody }, 'start'), 'data', forbidden)
  }, 60_000)
})

testOnSmallDisk('a disk without room at the first start is named, however much of it fits', 1, async () => {
  const told = []
  for (const kibibytes of [8, 20, 24, 36]) {
    const disk = mountDisk(`${kibibytes}k`)
    const { place } = await freshFolder(join(disk.path, 'data'))
    const ran = await place.run('start')
    told.push([
      kibibytes,
      ran.code,
      /ENOSPC|The disk is full/.test(ran.stderr),
      /What to do: .*room/.test(ran.stderr),
    ])
    expect(ran.stderr).not.toContain('Something inside Gatehouse went wrong')
  }
  expect(told).toEqual([8, 20, 24, 36].map((size) => [size, 4, true, true]))
})

testOnSmallDisk('a read-only disk is named where nothing was begun on it', 16, async (disk) => {
  const readOnly = { problem: /The disk is mounted read-only/, todo: /What to do: +Mount it for writing/ }
  const data = join(disk.path, 'data')
  for (const begun of [disk.path, join(data, 'run')]) {
    await mkdir(begun, { recursive: true, mode: 0o700 })
    disk.readOnly(true)
    const { place } = await freshFolder(data)
    expectTold(await place.run('start'), data, readOnly)
    disk.readOnly(false)
  }
})

testOnSmallDisk('a trial that cannot write its bundle on a read-only disk is told so', 16, async (disk) => {
  const data = join(disk.path, 'data')
  const { place } = await usedFolder(data)
  disk.readOnly(true)
  onTestFinished(() => disk.readOnly(false))
  const words = { problem: /The disk is mounted read-only/, todo: /What to do: +Mount it for writing/ }
  expectTold(await place.run('start', '--try', '--config', 'gatehouse.yaml'), data, words)
})
