/** Promises about authorities whose files were lost: nothing takes their place unasked, and everybody who looks is told. */
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { clock } from '../../gateway/app/clock.ts'
import { lostAuthorities } from '../../gateway/app/lost-authorities.ts'
import { dataPaths } from '../../gateway/app/paths.ts'
import { rootSource } from '../../gateway/app/root-source.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { type Place, placeIn } from '../cli/gatehouse.ts'
import { endAll, exitOf, startedGateway } from '../cli/started.ts'
import { openOffice } from './office.ts'

interface Used {
  place: Place
  data: string
  authorities: string
  begin(): Promise<void>
}

/** A data folder that a gateway ran on. */
async function usedPlace(): Promise<Used> {
  const { folder } = await openOffice()
  const place = placeIn(folder)
  const begin = async () => {
    const { child } = await startedGateway(place)
    onTestFinished(() => endAll([child]))
    child.kill('SIGTERM')
    expect(await exitOf(child)).toBe(0)
  }
  await begin()
  const data = join(folder, 'data')
  return { place, data, authorities: join(data, 'authorities'), begin }
}

test.each([
  ['both', ['interception-ca.json', 'office-ca.json']],
  ['one of two', ['interception-ca.json']],
])(
  'lost authorities (%s) are never made anew unasked: the start says what it means and what to do',
  async (_name, files) => {
    const { place, authorities } = await usedPlace()
    const kept = await mkdtemp(`${authorities} kept-`)
    for (const file of files) await rename(join(authorities, file), join(kept, file))
    const left = await readdir(authorities)

    for (let attempt = 0; attempt < 2; attempt++) {
      const ran = await place.run('start')
      expect(ran.code).toBe(4)
      expect(ran.stderr).toContain('What happened: The files of a certificate authority are gone.')
      expect(ran.stderr).toMatch(/What it means: Every device and browser/)
      expect(ran.stderr).toMatch(/What to do: .*backup.*gatehouse ca create/)
    }
    expect(await readdir(authorities)).toEqual(left)
    for (const args of [
      ['ca', 'status'],
      ['ca', 'export'],
      ['ca', 'rotate', 'interception'],
    ]) {
      const ran = await place.run(...args, '--json')
      expect(ran).toMatchObject({ code: 1 })
      expect(JSON.parse(ran.stdout)).toMatchObject({ code: 'AUTHORITY_LOST' })
    }
    const doctor = await place.run('doctor')
    expect(doctor.code).toBe(1)
    expect(doctor.stdout).toContain('FAIL  Start: The files of a certificate authority are gone.')
    expect(doctor.stdout).toContain(
      'FAIL  Inspection of web traffic: certificate authority: Its file is gone.',
    )
    expect(doctor.stdout).not.toContain('Protection goes on')
    expect(await readdir(authorities)).toEqual(left)

    // Restored from the backup, it goes on as if nothing had been.
    for (const file of files) await rename(join(kept, file), join(authorities, file))
    expect((await place.run('ca', 'status')).code).toBe(0)
  },
  120_000,
)

test('lost authorities are made anew where that is asked for, and only those', async () => {
  const { place, authorities, begin } = await usedPlace()
  expect(await place.run('ca', 'create')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('nothing was made'),
  })
  await rm(join(authorities, 'interception-ca.json'))
  const office = await readFile(join(authorities, 'office-ca.json'), 'utf8')
  const made = await place.run('ca', 'create')
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^interception +ready/) })
  expect(made.stderr).toContain('Install the new certificates on every device and browser')
  expect(await readFile(join(authorities, 'office-ca.json'), 'utf8')).toBe(office)
  await begin()
})

test('authorities that go while the gateway runs are told by the doctor before the next start fails', async () => {
  const { place, authorities } = await usedPlace()
  const { child } = await startedGateway(place)
  onTestFinished(() => endAll([child]))
  await rm(authorities, { recursive: true })
  const doctor = await place.run('doctor')
  expect(doctor.code).toBe(1)
  expect(doctor.stdout).toContain('The running gateway still has it, but the next start fails')
  expect(await place.run('ca', 'create')).toMatchObject({ code: 1 })
  for (const kind of ['interception', 'office']) expect((await place.run('ca', 'rotate', kind)).code).toBe(0)
  expect((await place.run('doctor')).stdout).not.toContain('the next start fails')
})

test('a first start that was cut off before its authorities were made is no loss', async () => {
  const { place, data, authorities, begin } = await usedPlace()
  const { config } = await loadConfig({ file: join(place.folder, 'gatehouse.yaml'), env: {} })
  const paths = dataPaths(config)
  await rm(authorities, { recursive: true })
  expect(lostAuthorities(paths)).toEqual(['interception', 'office'])
  for (const file of await readdir(data)) if (file.startsWith('gatehouse.db')) await rm(join(data, file))
  expect(lostAuthorities(paths, { places: () => [] })).toEqual([])
  // Keys that an exchange made tell of use even where the database went, too.
  const key = { place: { kind: 'hmac', purpose: 'token', scope: 'a', period: '2026' }, createdAt: 0 } as const
  expect(lostAuthorities(paths, { places: () => [key] })).toEqual(['interception', 'office'])
  {
    // Workers are handed the keys of the month as they start, which is after authorities were made.
    const root = rootSource(config, paths)
    await using keyring = await openKeyring({ directory: paths.keys, root, clock, createIfNew: false })
    keyring.destroy(keyring.places().map(({ place }) => place))
  }
  await begin()
  expect(await readdir(authorities)).toHaveLength(2)
})
