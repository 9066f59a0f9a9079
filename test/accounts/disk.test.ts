/** Promises of accounts on a disk that is full or read-only: nobody slips in unnoted, nobody who is in is put out, and it heals. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { migrated } from '../store/ledger-fixture.ts'
import { testOnSmallDisk } from '../store/small-disk.ts'
import { address, openRoom, password } from './room.ts'

testOnSmallDisk(
  'on a full disk nobody signs in or is added, whoever is in stays in, and with room all works again',
  8,
  async (disk) => {
    const room = await openRoom(await migrated(join(disk.path, 'gatehouse.db')))
    const { uri, secret } = await room.member('anna', 'owner')
    room.accounts.desk.add('otto', { role: 'owner', until: null })
    const ticket = await room.ticketOf('anna')
    disk.fill()
    const full = expect.objectContaining({ code: 'STORE_FULL' })
    const finish = () => room.accounts.signIn.finish({ ticket, code: room.codeOf(uri), address })
    // What is already in the log may take a few more rows before the disk is asked for more.
    expect(() => {
      for (let turn = 0; turn < 5000; turn += 1) room.accounts.desk.reset('otto', { role: null, until: null })
    }).toThrow(full)
    expect(finish).toThrow(full)
    expect(() => room.accounts.desk.add('rita', { role: 'auditor', until: null })).toThrow(full)
    expect(room.accounts.sessions.use(secret)).toMatchObject({ name: 'anna' })
    expect(room.accounts.sessions.use(room.accounts.signIn.byToken(address))).not.toBeNull()
    disk.free()
    // No code was used up by what was not done.
    expect(finish()).toMatchObject({ kind: 'signed-in' })
  },
)

testOnSmallDisk(
  'on a read-only disk nobody signs in by an account, and the token still opens',
  8,
  async (disk) => {
    const database = await migrated(join(disk.path, 'gatehouse.db'))
    const room = await openRoom(database)
    await room.member('rita', 'staff', { withApp: false })
    database[Symbol.dispose]()
    disk.readOnly(true)
    const entering = room.accounts.signIn.begin({ name: 'rita', password, address })
    await expect(entering).rejects.toMatchObject({ code: 'STORE_READ_ONLY' })
    expect(room.accounts.sessions.use(room.accounts.signIn.byToken(address))).not.toBeNull()
    disk.readOnly(false)
    expect(await room.accounts.signIn.begin({ name: 'rita', password, address })).toMatchObject({
      kind: 'signed-in',
    })
  },
)
