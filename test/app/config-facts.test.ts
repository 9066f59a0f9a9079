/** Promises about what the doctor is told of the configuration: files that ways out name are looked into as at a start. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { configFacts } from '../../gateway/app/config-facts.ts'
import { dataPaths } from '../../gateway/app/paths.ts'
import { openOffice } from './office.ts'

test('each file of a way out that is missing, or is not what it should be, is named with its line', async () => {
  const office = await openOffice()
  const file = join(office.folder, 'gatehouse.yaml')
  const missing = { destinations: ['bank.example'], revoked: 'lists/bank.pem' }
  const noCertificate = { destinations: ['shop.example'], certificate: 'gatehouse.yaml', key: 'nowhere.pem' }
  const noRoot = { destinations: ['nas.example'], file: 'policy.yaml' }
  await office.writeConfig({ proxy: { upstreams: [missing, noCertificate], extraRoots: [noRoot] } })
  const { config } = await loadConfig({ file, env: {} })
  const { problems } = await configFacts({
    file,
    paths: dataPaths(config),
    read: () => loadConfig({ file, env: {} }),
  })
  expect(problems).toHaveLength(3)
  expect(problems[0]).toContain(`${file}:1:`)
  expect(problems[0]).toContain('proxy.extraRoots[0].file: the file holds no certificate in PEM form')
  expect(problems[1]).toContain('proxy.upstreams[0].revoked: the file cannot be read')
  expect(problems[1]).toContain(join(office.folder, 'lists/bank.pem'))
  expect(problems[2]).toContain('proxy.upstreams[1].key: the file cannot be read')
  expect(problems[2]).toContain(join(office.folder, 'nowhere.pem'))
})
