/** In a network of namespaces: settings that change while rules are in force, or between their trial and its confirmation. */
import { expect } from 'vitest'
import { officeWith, openScene, testInNetwork } from './scene.ts'

/** Longer than a command takes where the machine is busy. */
const quick = { confirmMs: '12s' }

testInNetwork('a change of rules that nobody confirms gives the former rules back', async () => {
  await using scene = await openScene(officeWith(quick))
  await scene.gatehouse('network', 'up')
  await scene.gatehouse('network', 'confirm')
  const former = await scene.dump()
  const changed = officeWith(
    { ...quick, masquerade: true, mark: 4711, table: 4711, priority: 4711 },
    { desks: { web: 'tunnel' } },
  )
  await scene.configure(changed)
  expect((await scene.gatehouse('network', 'up')).code).toBe(0)
  const pending = await scene.dump()
  expect(pending).toContain('masquerade')
  expect(pending).not.toContain('0x47617465')
  expect((await scene.gatehouse('network', 'up', '--json')).stdout).toContain('NETWORK_PENDING')
  await expect.poll(() => scene.dump(), { interval: 500 }).toBe(former)
})

testInNetwork(
  'mark, table and priority can each be changed alone, and what was ours before is gone then',
  async () => {
    await using scene = await openScene(officeWith({}))
    const before = await scene.dump()
    await scene.gatehouse('network', 'up')
    await scene.gatehouse('network', 'confirm')
    const dumps: string[] = []
    for (const change of [{ mark: 4711 }, { table: 4711 }, { priority: 4711 }]) {
      await scene.configure(officeWith(change))
      expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
      expect((await scene.gatehouse('network', 'confirm')).code).toBe(0)
      const rules = await scene.on('box', 'ip', '-N', 'rule', 'show')
      // One for what is taken, two for guests.
      expect(rules.split('\n').filter((line) => /fwmark/.test(line))).toHaveLength(3)
      dumps.push(rules)
    }
    expect(dumps[0]).toMatch(/3129:.*fwmark 0x1267 lookup 3129/)
    expect(dumps[1]).toMatch(/3129:.*fwmark 0x47617465 lookup 4711/)
    expect(dumps[2]).toMatch(/4711:.*fwmark 0x47617465 lookup 3129/)
    // Nobody confirms: the former one comes back.
    const former = await scene.dump()
    await scene.configure(officeWith({ ...quick, mark: 4712, priority: 4711 }))
    expect((await scene.gatehouse('network', 'up')).code).toBe(0)
    await expect.poll(() => scene.dump(), { interval: 500 }).toBe(former)
    await scene.gatehouse('network', 'down')
    expect(await scene.dump()).toBe(before)
  },
)

testInNetwork('what nobody ever confirmed is not put in force at a start of the box', async () => {
  await using scene = await openScene(officeWith({ confirmMs: '10min' }))
  await scene.on('box', 'mkdir', scene.dataFolder)
  const before = await scene.dump()
  const unasked = async () =>
    JSON.parse((await scene.gatehouse('network', 'up', '--unchanged', '--json')).stdout) as object
  expect(await unasked()).toMatchObject({ code: 'NETWORK_UNCONFIRMED' })
  expect(await scene.dump()).toBe(before)
  // Changed between trial and confirmation: it was not tried.
  await scene.gatehouse('network', 'up')
  await scene.configure(officeWith({ confirmMs: '10min', masquerade: true }))
  const confirmed = await scene.gatehouse('network', 'confirm')
  expect(confirmed).toMatchObject({ code: 0 })
  expect(confirmed.stderr).toContain('was changed since')
  expect(await unasked()).toMatchObject({ code: 'NETWORK_UNCONFIRMED' })
})
