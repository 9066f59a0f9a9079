/** Promises about what the gateway tells the network's rules: at once where it is quarantine, again where nobody follows, and said. */
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { minuteMs } from '../../gateway/core/units.ts'
import { readMachines } from '../../gateway/network/machine-files.ts'
import { card, cutOff, guest, nobody, office } from './told.ts'

test('nothing is written before there is somebody to hold back; then for the gateway’s own user alone', async () => {
  const { teller, files, set, id } = await office()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await id()).toBeNull()
  expect(teller.facts()).toBeNull()
  set(cutOff)
  await expect.poll(id).not.toBeNull()
  expect(await readMachines(files)).toMatchObject({ ...cutOff, proxyPort: 8080 })
  expect((await stat(files.note)).mode & 0o777).toBe(0o600)
  expect(teller.facts()).toEqual({ quarantined: 1, guests: 0, state: 'waiting', lookedAgoMs: null })
})

test('quarantine is told at once, guests with the next look', async () => {
  const { files, set, id } = await office({ everyMs: 60_000 })
  set({ ...nobody, guests: [guest] })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await id()).toBeNull()
  set(cutOff)
  await expect.poll(id).not.toBeNull()
  expect((await readMachines(files))?.quarantined.cards).toEqual([card])
})

test('whoever asks right after the rules were brought in step hears so, before the next look', async () => {
  const { teller, set, id, follow } = await office({ everyMs: minuteMs })
  set(cutOff)
  await expect.poll(id).not.toBeNull()
  expect(await teller.factsNow()).toMatchObject({ state: 'waiting', lookedAgoMs: null })
  await follow()
  expect(await teller.factsNow()).toMatchObject({ state: 'in-step', quarantined: 1, lookedAgoMs: 0 })
  await follow('no-rules')
  expect(await teller.factsNow()).toMatchObject({ state: 'no-rules' })
})

test('who does not follow within a minute is told of, and told again; who follows late settles it', async () => {
  const { teller, set, id, later, follow, warnings } = await office()
  set(cutOff)
  await expect.poll(id).not.toBeNull()
  const first = await id()
  expect(warnings()).toEqual([])
  later(minuteMs + 1000)
  await expect.poll(warnings).toMatchObject([{ code: 'NETWORK_MACHINES_BEHIND', severity: 'act-now' }])
  expect(warnings()[0]?.hint).toContain('network sync')
  expect(JSON.stringify(warnings())).not.toMatch(/5e:00|10\.0\.0/)
  // Whoever looks for changes may have missed it.
  await expect.poll(id).not.toBe(first)
  await follow()
  await expect.poll(() => teller.facts()?.state).toBe('in-step')
  await expect.poll(warnings).toEqual([])
})

test('that the rules are not in force is told where somebody is to be held back', async () => {
  const { teller, set, id, follow, warnings } = await office()
  set(cutOff)
  await expect.poll(id).not.toBeNull()
  await follow('no-rules')
  await expect.poll(() => teller.facts()?.state).toBe('no-rules')
  await expect.poll(warnings).toMatchObject([{ title: expect.stringContaining('not in force') }])
  // Taken up by `network up`, of the same note.
  await follow()
  await expect.poll(warnings).toEqual([])
})

test('that the rules are of an earlier release is told, with the command that puts the present ones in force', async () => {
  const { teller, set, id, follow, warnings } = await office()
  set(cutOff)
  await expect.poll(id).not.toBeNull()
  await follow('old-rules')
  await expect.poll(() => teller.facts()?.state).toBe('old-rules')
  await expect.poll(warnings).toMatchObject([
    {
      title: expect.stringContaining('earlier release'),
      hint: expect.stringContaining('gatehouse network up'),
    },
  ])
  await follow()
  await expect.poll(warnings).toEqual([])
})

test('a start of the gateway writes nothing anew that was followed, and goes on where nothing is known yet', async () => {
  const { teller, open, set, id, follow, files } = await office()
  set(cutOff)
  await expect.poll(id).not.toBeNull()
  await follow()
  await expect.poll(() => teller.facts()?.state).toBe('in-step')
  await teller[Symbol.asyncDispose]()
  const before = await readFile(files.note, 'utf8')
  // Its store cannot be read yet: who was cut off stays so.
  set(null)
  const again = open()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(again.facts()).toBeNull()
  set(cutOff, again)
  await expect.poll(() => again.facts()?.state).toBe('in-step')
  expect(await readFile(files.note, 'utf8')).toBe(before)
  set(nobody, again)
  await expect.poll(async () => (await readMachines(files))?.quarantined.cards).toEqual([])
})

test('what cannot be written is told of as not followed, and written once it can be', async () => {
  const { files, set, id, later, warnings, teller } = await office()
  await mkdir(`${files.note}.tmp`)
  set(cutOff)
  await expect.poll(() => teller.facts()).not.toBeNull()
  later(minuteMs + 1000)
  await expect.poll(warnings).toMatchObject([{ code: 'NETWORK_MACHINES_BEHIND' }])
  expect(await id()).toBeNull()
  await rm(`${files.note}.tmp`, { recursive: true })
  later(30 * minuteMs)
  await expect.poll(id).not.toBeNull()
})
