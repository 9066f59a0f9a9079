/** Promises of the command: the catalogue is shown with its sources, and what is old in it is told with its place. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyPlace } from './gatehouse.ts'

test('an old catalogue is warned of by both checks, with its place, and is no failure', async () => {
  await using place = await emptyPlace()
  await writeFile(
    join(place.folder, 'own.yaml'),
    `groups:
  ours:
    title: Our vendors
    kind: other
    asOf: 2024-02-03
    hosts: [old.example]
    lists:
      - source: { title: Their hosts, url: "https://vendor.example/hosts", read: 2024-02-03 }
        hosts: [api.vendor.example]
`,
  )
  await writeFile(
    join(place.folder, 'policy.yaml'),
    'connections: [{ id: all, action: intercept }]\nexchanges: [{ id: mask-all, entities: { "*": mask } }]\n',
  )
  await writeFile(
    join(place.folder, 'gatehouse.yaml'),
    'policy:\n  file: policy.yaml\n  catalogue: own.yaml\n',
  )
  const config = await place.run('config', 'check')
  expect(config).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/own\.yaml:5:\d+ +groups\.ours\.asOf/),
  })
  expect(config.stderr).toContain('more than a year ago')
  const policy = await place.run('policy', 'check', '--json')
  expect(policy.code).toBe(0)
  expect(JSON.parse(policy.stdout).problems).toMatchObject([
    { severity: 'warning', line: 5 },
    { severity: 'warning', line: 8 },
  ])
  const shown = await place.run('policy', 'catalogue', 'ours')
  expect(shown.stdout).toContain('source: Their hosts, read 2024-02-03, https://vendor.example/hosts')
  expect(shown.stdout).toContain('source: none\n  old.example')
  const all = await place.run('policy', 'catalogue')
  expect(all.stdout).toMatch(/2 hosts +1 with a source/)
  expect(all.stderr).toContain('2 hosts, 1 with a source that names them')
  expect(JSON.parse((await place.run('policy', 'catalogue', '--json')).stdout)).toMatchObject({
    ...{ name: 'ours', isStale: true },
  })
  expect(await place.run('policy', 'catalogue', 'nobody')).toMatchObject({
    ...{ code: 2, stderr: expect.stringContaining('It has: ours.') },
  })
})
