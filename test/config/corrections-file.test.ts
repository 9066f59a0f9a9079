/** Promises that no correction is lost where two are told at once, and that the gateway can read what root wrote. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addCorrection, removeCorrection } from '../../config/corrections-file.ts'
import { loadCorrections } from '../../config/load-policy.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import type { Correction } from '../../gateway/core/policy/corrections.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-corrections-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const correction = (n: number): Correction => ({
  id: n.toString(16).padStart(8, '0'),
  effect: 'allow',
  reason: '',
  of: 'field',
  path: `order.f${n}`,
  destination: null,
})

const idsIn = async (file: string) => (await loadCorrections(file)).value.map(({ id }) => id).sort()

test('what is told at the same time is all written, also by other commands', async () => {
  const file = join(temporaryFolder(), 'corrections.yaml')
  const module = new URL('../../config/corrections-file.ts', import.meta.url).href
  const children = [10, 20].map((from) =>
    spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { addCorrection } from '${module}'
       for (let n = ${from}; n < ${from} + 5; n++)
         await addCorrection('${file}', { ...${JSON.stringify(correction(0))}, id: n.toString(16).padStart(8, '0') })`,
    ]),
  )
  const own = Array.from({ length: 5 }, (_, n) => addCorrection(file, correction(n)))
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0]))
  await Promise.all(own)
  expect(codes).toEqual([0, 0])
  const wanted = [0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24].map((n) => correction(n).id)
  expect(await idsIn(file)).toEqual(wanted)
  const [left] = await Promise.all([
    removeCorrection(file, wanted[0] ?? ''),
    addCorrection(file, correction(5)),
  ])
  expect(left).toBe(true)
  expect(await idsIn(file)).toEqual([...wanted.slice(1), correction(5).id].sort())
})

test('nothing is left beside the file, and a lock of a command that died does not stand in the way', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'corrections.yaml')
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'close')
  writeFileSync(join(folder, '.corrections.yaml.lock'), String(child.pid))
  await addCorrection(file, correction(1))
  expect(readdirSync(folder)).toEqual(['corrections.yaml'])
})

test('a lock of a command that lives is waited for, and in the end named', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'corrections.yaml')
  writeFileSync(join(folder, '.corrections.yaml.lock'), String(process.pid))
  await expect(addCorrection(file, correction(1), 200)).rejects.toMatchObject({
    code: 'CONFIG_UNWRITABLE',
    hint: expect.stringContaining('.corrections.yaml.lock'),
  })
  await expect(addCorrection(file, correction(1), 200)).rejects.toBeInstanceOf(GatewayError)
  expect(readdirSync(folder)).toEqual(['.corrections.yaml.lock'])
})

test.runIf(process.getuid?.() === 0)(
  'what root writes first belongs to whom the folder belongs',
  async () => {
    const folder = join(temporaryFolder(), 'data')
    mkdirSync(folder)
    chownSync(folder, 65534, 65533)
    const file = join(folder, 'corrections.yaml')
    await addCorrection(file, correction(1))
    expect(statSync(file)).toMatchObject({ uid: 65534, gid: 65533, mode: 0o100600 })
    chownSync(file, 65532, 65532)
    await addCorrection(file, correction(2))
    expect(statSync(file)).toMatchObject({ uid: 65532, gid: 65532, mode: 0o100600 })
  },
)
