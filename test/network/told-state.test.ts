/** Promises about how long it counts that the rules were in step: not past a start of the box, a flush, a trial, or a note that is gone. */
import { chmod, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { minuteMs } from '../../gateway/core/units.ts'
import { readMachines } from '../../gateway/network/machine-files.ts'
import { cutOff, nobody, office } from './told.ts'

const behind = 'NETWORK_MACHINES_BEHIND'
const pause = () => new Promise((resolve) => setTimeout(resolve, 100))

/** Somebody is cut off, and the rules follow. */
async function inStep() {
  const scene = await office()
  scene.set(cutOff)
  await expect.poll(scene.id).not.toBeNull()
  await scene.follow()
  await expect.poll(() => scene.teller.facts()?.state).toBe('in-step')
  return scene
}

test('what was followed before the box started anew is told again, until it is followed in this run of it', async () => {
  const { teller, id, later, follow, warnings } = await inStep()
  const first = await id()
  await follow('in-step', { boot: '9c2e7d10-1111-4222-8333-444455556666' })
  await expect.poll(() => teller.facts()).toMatchObject({ state: 'waiting', lookedAgoMs: null })
  later(minuteMs + 1000)
  await expect.poll(id).not.toBe(first)
  await expect.poll(warnings).toMatchObject([{ code: behind, severity: 'act-now' }])
  await follow()
  await expect.poll(() => teller.facts()?.state).toBe('in-step')
  await expect.poll(warnings).toEqual([])
})

test('a look is asked for every five minutes by the same note; that nobody looks is told after fifteen', async () => {
  const { teller, files, id, later, follow, warnings } = await inStep()
  const [first, written] = [await id(), (await stat(files.note)).mtimeMs]
  await pause()
  expect((await stat(files.note)).mtimeMs).toBe(written)
  later(5 * minuteMs + 1000)
  await expect.poll(async () => (await stat(files.note)).mtimeMs).toBeGreaterThan(written)
  expect(await id()).toBe(first)
  expect(teller.facts()?.state).toBe('in-step')
  expect(warnings()).toEqual([])
  later(10 * minuteMs)
  await expect.poll(warnings).toMatchObject([
    {
      ...{ code: behind, severity: 'act-by', title: expect.stringContaining('is not known') },
      hint: expect.stringContaining('network sync'),
    },
  ])
  expect(teller.facts()).toMatchObject({ state: 'unlooked', lookedAgoMs: 15 * minuteMs + 1000 })
  await follow()
  await expect.poll(warnings).toEqual([])
})

test('rules that another program flushed are told of with the next look', async () => {
  const { teller, later, follow, warnings } = await inStep()
  later(5 * minuteMs + 1000)
  await follow('no-rules')
  await expect.poll(() => teller.facts()?.state).toBe('no-rules')
  await expect.poll(warnings).toMatchObject([{ code: behind, severity: 'act-now' }])
})

test('rules on trial count until their time is up, and a look is asked for then', async () => {
  const { teller, files, later, follow, now } = await inStep()
  await follow('in-step', { untilMs: now() + minuteMs })
  await pause()
  expect(teller.facts()?.state).toBe('in-step')
  const written = (await stat(files.note)).mtimeMs
  later(minuteMs + 1000)
  await expect.poll(() => teller.facts()?.state).toBe('unlooked')
  await expect.poll(async () => (await stat(files.note)).mtimeMs).toBeGreaterThan(written)
})

test('what was seen later than now proves nothing', async () => {
  const { teller, follow, now } = await inStep()
  await follow('in-step', { atMs: now() + minuteMs })
  await expect.poll(() => teller.facts()?.state).toBe('unlooked')
})

test.each(['unread', 'untold'] as const)(
  'a note that whoever follows finds %s is written anew, and told of until it is followed',
  async (outcome) => {
    const { teller, files, id, later, follow, warnings } = await inStep()
    const first = await id()
    later(1000)
    await rm(files.note)
    await follow(outcome)
    await expect.poll(id).not.toBeNull()
    expect(await id()).not.toBe(first)
    await expect.poll(warnings).toMatchObject([
      {
        ...{ code: behind, severity: 'act-now', title: expect.stringContaining('not to be followed') },
        hint: expect.stringContaining('somebody else writes'),
      },
    ])
    expect(teller.facts()?.state).toBe('unread')
    const again = await id()
    await pause()
    expect(await id()).toBe(again)
    later(1000)
    await follow()
    await expect.poll(warnings).toEqual([])
  },
)

test.each([
  ['junk', (note: string) => writeFile(note, '{')],
  ['open to others', (note: string) => chmod(note, 0o666)],
  [
    'a link',
    async (note: string) => {
      await rm(note)
      await symlink('/etc/hostname', note)
    },
  ],
])(
  'a start with a note that is %s writes it anew, also where nobody is to be held back',
  async (_what, spoil) => {
    const { teller, open, set, files, follow, later, warnings } = await inStep()
    await teller[Symbol.asyncDispose]()
    await spoil(files.note)
    set(nobody)
    const again = open()
    await expect.poll(() => readMachines(files).catch(() => null)).toMatchObject(nobody)
    await expect
      .poll(warnings)
      .toMatchObject([
        { code: behind, title: expect.stringMatching(/^Machines may be held back that no longer should be/) },
      ])
    later(1000)
    await follow()
    await expect.poll(warnings).toEqual([])
    expect(again.facts()).toMatchObject({ state: 'in-step', quarantined: 0 })
  },
)

test('rules that hold somebody back of whom nothing was ever told are told that nobody is', async () => {
  const { id, follow, files } = await office()
  await follow('untold')
  await pause()
  expect(await id()).toBeNull()
  await follow('unread')
  await expect.poll(id).not.toBeNull()
  expect(await readMachines(files)).toMatchObject(nobody)
})

test('switched off, rules that are still there are told of, with whom they hold back, until they are gone', async () => {
  const { teller, files, set, switchTo, later, follow, warnings } = await inStep()
  switchTo(false)
  await expect.poll(warnings).toMatchObject([
    {
      ...{ code: 'NETWORK_LEFT_OVER', severity: 'act-by', hint: expect.stringContaining('network down') },
      title: expect.stringContaining(
        '1 network card in quarantine and 0 network cards of guests stay held back',
      ),
    },
  ])
  expect(teller.facts()).toMatchObject({ state: 'left-over', quarantined: 1 })
  // What is decided now is told to nobody; whether they are still there is asked.
  const written = (await stat(files.note)).mtimeMs
  set(nobody)
  later(5 * minuteMs + 1000)
  await expect.poll(async () => (await stat(files.note)).mtimeMs).toBeGreaterThan(written)
  expect(await readMachines(files)).toMatchObject(cutOff)
  await follow('no-rules', { id: null })
  await expect.poll(warnings).toEqual([])
  expect(teller.facts()).toBeNull()
  switchTo(true)
  await expect.poll(() => readMachines(files)).toMatchObject(nobody)
})

test.each([
  ['before the box started anew', { boot: '9c2e7d10-1111-4222-8333-444455556666' }],
  ['on trial, which is over', { untilMs: 1 }],
])('switched off, rules that were there %s are not', async (_when, seen) => {
  const { teller, switchTo, follow, warnings } = await inStep()
  await follow('in-step', seen)
  switchTo(false)
  await expect.poll(() => teller.facts()).toBeNull()
  await expect.poll(warnings).toEqual([])
})
