/** The command tells a wrong key, a damaged original, a missing one and a purge that a disk refuses apart, and what to do of each. */
import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { testWith } from '../support/clients.ts'
import { openOriginalsScene } from './originals-scene.ts'

const body = JSON.stringify({ customer: 'anna.weber@customer.example' })

testWith(
  'curl',
  'damage is told as damage, a wrong key as a wrong key, and a missing file as missing',
  async () => {
    const { command, office, send, service, sealedFolder, identity, listed } = await openOriginalsScene()
    for (let count = 0; count < 3; count += 1) expect(await send(body)).toBe(200)
    const [flipped = '', short = '', lost = ''] = (await listed(3)).map(({ id }) => String(id))
    const fileOf = (id: string) => join(sealedFolder, id)
    const bytes = readFileSync(fileOf(flipped))
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(fileOf(flipped), bytes)
    truncateSync(fileOf(short), 50)

    const show = async (id: string, key = identity) => {
      const { code, notes, raw } = await command('show', id, '--reason', 'incident', '--identity', key)
      expect([code === 0, raw.length]).toEqual([false, 0])
      return notes.join('\n')
    }
    const other = join(office.folder, 'other.key')
    await command('key', '--to', other)
    for (const id of [flipped, lost]) {
      const said = await show(id, other)
      expect(said).toContain('This key does not open the original.')
      expect(said).not.toContain('damaged')
    }
    for (const id of [flipped, short]) {
      const said = await show(id)
      expect(said).toContain('This original is damaged')
      expect(said).toContain('Check the disk')
      expect(said).not.toContain('This key does not open')
    }
    rmSync(fileOf(lost))
    expect(await show(lost)).toContain('not on the disk any more')
    expect((await command('list')).lines.filter((line) => line.includes('missing: its file'))).toHaveLength(1)
    const arrived = service.arrived.length
    for (const id of [flipped, short, lost])
      expect((await command('resend', id, '--identity', identity, '--yes')).code).not.toBe(0)
    expect(service.arrived).toHaveLength(arrived)
    renameSync(sealedFolder, `${sealedFolder}.away`)
    writeFileSync(sealedFolder, '')
    const refused = await command('purge', '--yes')
    expect([refused.code === 0, refused.notes.join('\n')]).toEqual([
      false,
      expect.stringMatching(/Not all originals could be let go[\s\S]*None went; 2 files .* are still there/),
    ])
    rmSync(sealedFolder)
    renameSync(`${sealedFolder}.away`, sealedFolder)
    expect((await command('purge', '--yes')).lines).toEqual(['2 originals let go.'])
  },
)
