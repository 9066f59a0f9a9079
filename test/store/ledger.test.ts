/** The ledger in the database: what it promises to keep, and every way of tampering with it that it tells. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type Database from 'sqlite3'
import { expect, test } from 'vitest'
import { openCheckpoint } from '../../gateway/core/ledger/checkpoint.ts'
import { appendLeaf, leafHash } from '../../gateway/core/ledger/merkle.ts'
import { verifyConsistency } from '../../gateway/core/ledger/merkle-proof.ts'
import { createSigner } from '../../gateway/core/ledger/signer.ts'
import { openLedger } from '../../gateway/store/ledger.ts'
import { rememberedPath } from '../../gateway/store/ledger-remembered.ts'
import { verifyLedger } from '../../gateway/store/ledger-verify.ts'
import { note, openTestLedger, seed, steppingClock } from './ledger-fixture.ts'

/** Twenty entries, with checkpoints after 7, 13 and 20. */
async function filled() {
  const opened = await openTestLedger()
  for (let count = 1; count <= 20; count++) {
    opened.ledger.append(note(`camera-${count}`, { facts: { count } }))
    if ([7, 13, 20].includes(count)) opened.ledger.checkpoint()
  }
  return opened
}

test('a ledger that nobody touched verifies, with all its checkpoints', async () => {
  const { database, ledger } = await filled()
  expect(await verifyLedger(database, ledger.signer)).toMatchObject({
    valid: true,
    entries: 20,
    checkpoints: 3,
  })
})

test('an empty ledger verifies, and so does its checkpoint', async () => {
  const { database, ledger } = await openTestLedger()
  expect(await verifyLedger(database, ledger.signer)).toMatchObject({ valid: true, entries: 0 })
  expect(openCheckpoint(ledger.checkpoint().note, ledger.signer)).toMatchObject({ size: 0 })
  expect(await verifyLedger(database, ledger.signer)).toMatchObject({ valid: true, checkpoints: 1 })
})

test('entries are durable when append returns: every commit is synced', async () => {
  const { database } = await openTestLedger()
  database.run((connection) => {
    expect(connection.pragma('synchronous', { simple: true })).toBe(2)
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal')
  })
})

test('a ledger opened again goes on where it stopped', async () => {
  const { database, ledger, file } = await filled()
  database[Symbol.dispose]()
  const again = await openTestLedger(file)
  again.ledger.append(note('camera-21'))
  expect(again.ledger.size).toBe(21)
  expect(await verifyLedger(again.database, ledger.signer)).toMatchObject({ valid: true, entries: 21 })
})

test('a checkpoint where nothing was added since is the same checkpoint', async () => {
  const { ledger } = await filled()
  expect(ledger.checkpoint()).toEqual(ledger.lastCheckpoint())
  expect(ledger.checkpoints()).toHaveLength(3)
})

test('entries are listed newest first, by page, and by subject for who knows its name', async () => {
  const { ledger } = await filled()
  const first = ledger.list({ limit: 8 })
  expect(first.map(({ seq }) => seq)).toEqual([20, 19, 18, 17, 16, 15, 14, 13])
  expect(ledger.list({ limit: 3, before: 13 }).map(({ seq }) => seq)).toEqual([12, 11, 10])
  expect(ledger.list({ limit: 8, subject: 'camera-5' })).toEqual([
    expect.objectContaining({ seq: 5, subjectName: 'camera-5', facts: { count: 5 } }),
  ])
  expect(ledger.list({ limit: 2 }, ['camera-19', 'camera-1']).map(({ subjectName }) => subjectName)).toEqual([
    null,
    'camera-19',
  ])
})

test("a subject's name is nowhere in the database, and the link to it can be cut without breaking the ledger", async () => {
  const { database, ledger } = await filled()
  expect(ledger.forgetSubject('camera-5')).toBe(1)
  expect(ledger.list({ limit: 8, subject: 'camera-5' })).toEqual([])
  expect(ledger.list({ limit: 1, before: 6 })).toEqual([expect.objectContaining({ seq: 5, erased: true })])
  expect(await verifyLedger(database, ledger.signer)).toMatchObject({ valid: true, entries: 20 })
  const texts = database.run((connection) =>
    connection.prepare<[], string>('SELECT entry FROM ledger_entry').pluck().all(),
  )
  expect(texts.join()).not.toContain('camera')
})

test('facts without a canonical form are refused and nothing is written', async () => {
  const { ledger } = await filled()
  expect(() => ledger.append(note('x', { facts: { share: 0.5 } }))).toThrow()
  expect(ledger.size).toBe(20)
})

/** Writes a changed entry and makes every stored hash fit it, as somebody who has the database key could. */
function forge(connection: Database.Database, seq: number): void {
  const rows = connection
    .prepare<[], { seq: number; entry: string }>('SELECT seq, entry FROM ledger_entry ORDER BY seq')
    .all()
  const nodes = new Map<string, Buffer>()
  for (const row of rows) {
    if (row.seq === seq) row.entry = row.entry.replace(/"count":\d+/, '"count":99')
    connection.prepare('UPDATE ledger_entry SET entry = ? WHERE seq = ?').run(row.entry, row.seq)
    const added = appendLeaf(row.seq - 1, leafHash(Buffer.from(row.entry)), (level, position) => {
      return nodes.get(`${level} ${position}`) as Buffer
    })
    for (const { level, position, hash } of added) {
      nodes.set(`${level} ${position}`, hash)
      connection
        .prepare('UPDATE ledger_node SET hash = ? WHERE level = ? AND position = ?')
        .run(hash, level, position)
    }
  }
}

const tamperings: readonly [
  title: string,
  sql: string | ((connection: Database.Database) => void),
  found: object,
][] = [
  [
    'a changed fact',
    `UPDATE ledger_entry SET entry = replace(entry, '"count":9', '"count":8') WHERE seq = 9`,
    { problem: 'entry-changed', seq: 9 },
  ],
  [
    'a changed time',
    `UPDATE ledger_entry SET entry = json_set(entry, '$.at', 5) WHERE seq = 20`,
    { problem: 'entry-changed', seq: 20 },
  ],
  ['garbage', `UPDATE ledger_entry SET entry = 'x' WHERE seq = 3`, { problem: 'entry-malformed', seq: 3 }],
  ['a removed entry', `DELETE FROM ledger_entry WHERE seq = 8`, { problem: 'entry-missing', seq: 8 }],
  ['the first entry removed', `DELETE FROM ledger_entry WHERE seq = 1`, { problem: 'entry-missing', seq: 1 }],
  [
    "two entries in each other's place",
    `UPDATE ledger_entry SET seq = 100 WHERE seq = 4; UPDATE ledger_entry SET seq = 4 WHERE seq = 5;
     UPDATE ledger_entry SET seq = 5 WHERE seq = 100`,
    { problem: 'entry-malformed', seq: 4 },
  ],
  ['a cut-off end', `DELETE FROM ledger_entry WHERE seq > 15`, { problem: 'entries-cut-off', seq: 16 }],
  [
    'a cut-off end, stored hashes and checkpoint with it',
    `DELETE FROM ledger_entry WHERE seq > 13; DELETE FROM ledger_checkpoint WHERE number = 3;
     DELETE FROM ledger_node WHERE (position + 1) * (1 << level) > 13`,
    { problem: 'checkpoint-missing', checkpoint: 3 },
  ],
  [
    'an entry with all its hashes made to fit',
    (connection) => forge(connection, 10),
    { problem: 'checkpoint-mismatch', seq: 8, until: 13, checkpoint: 2 },
  ],
  [
    'a changed hash of a subtree',
    `UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 1 AND position = 3`,
    { problem: 'tree-changed', seq: 7 },
  ],
  ['a removed hash', `DELETE FROM ledger_node WHERE level = 2 AND position = 0`, { problem: 'tree-changed' }],
  [
    'a removed checkpoint',
    `DELETE FROM ledger_checkpoint WHERE number = 2`,
    { problem: 'checkpoint-missing', checkpoint: 2 },
  ],
  [
    'the newest checkpoint removed',
    `DELETE FROM ledger_checkpoint WHERE number = 3`,
    { problem: 'checkpoint-missing', checkpoint: 3 },
  ],
  [
    'a changed checkpoint',
    `UPDATE ledger_checkpoint SET note = replace(note, char(10) || '13' || char(10), char(10) || '12' || char(10)), size = 12
     WHERE number = 2`,
    { problem: 'checkpoint-forged', checkpoint: 2 },
  ],
  [
    'a checkpoint in the place of another',
    `UPDATE ledger_checkpoint SET note = (SELECT note FROM ledger_checkpoint WHERE number = 1) WHERE number = 2`,
    { problem: 'checkpoint-forged', checkpoint: 2 },
  ],
]

for (const [title, tamper, found] of tamperings) {
  test(`tampering is found and named: ${title}`, async () => {
    const { database, ledger } = await filled()
    database.run((connection) => (typeof tamper === 'string' ? connection.exec(tamper) : tamper(connection)))
    expect(await verifyLedger(database, ledger.signer)).toMatchObject({ valid: false, ...found })
  })
}

test('a cut-off end without any trace in the box is found by a checkpoint that was kept elsewhere', async () => {
  const { database, ledger, file } = await filled()
  const elsewhere = ledger.checkpoint().note
  const older = ledger.checkpoints()[1]?.note ?? ''
  database.run((connection) =>
    connection.exec(
      `DELETE FROM ledger_entry WHERE seq > 13; DELETE FROM ledger_checkpoint WHERE number = 3;
       DELETE FROM ledger_node WHERE (position + 1) * (1 << level) > 13`,
    ),
  )
  writeFileSync(rememberedPath(file), older)
  expect(await verifyLedger(database, ledger.signer)).toMatchObject({ valid: true })
  expect(await verifyLedger(database, ledger.signer, { given: [elsewhere] })).toMatchObject({
    valid: false,
    problem: 'entries-cut-off',
    seq: 14,
    until: 20,
  })
})

test('a checkpoint of another key is told from a ledger that does not fit', async () => {
  const { database, ledger } = await filled()
  const stranger = createSigner(Buffer.alloc(32, 1))
  expect(await verifyLedger(database, stranger)).toMatchObject({ valid: false, problem: 'checkpoint-forged' })
  const theirs = openLedger({ database: (await openTestLedger()).database, seed, clock: steppingClock() })
  theirs.append(note('another'))
  const given = [theirs.checkpoint().note]
  expect(await verifyLedger(database, ledger.signer, { given })).toMatchObject({
    problem: 'given-mismatch',
    seq: 1,
    until: 1,
  })
})

test('no newer checkpoint covers up that the ledger was cut short', async () => {
  const { database, ledger, file } = await filled()
  database.run((connection) =>
    connection.exec(
      `DELETE FROM ledger_entry WHERE seq > 13; DELETE FROM ledger_checkpoint WHERE number = 3;
       DELETE FROM ledger_node WHERE (position + 1) * (1 << level) > 13`,
    ),
  )
  ledger.append(note('after the fact'))
  expect(() => ledger.checkpoint()).toThrow(expect.objectContaining({ code: 'LEDGER_INVALID' }))
  expect(openCheckpoint(readFileSync(rememberedPath(file), 'utf8'), ledger.signer)?.size).toBe(20)
})

test('the file beside the database counts too: gone or forged is told', async () => {
  const { database, ledger, file } = await filled()
  writeFileSync(rememberedPath(file), 'x\n')
  expect(await verifyLedger(database, ledger.signer)).toMatchObject({ problem: 'remembered-forged' })
  rmSync(rememberedPath(file))
  expect(await verifyLedger(database, ledger.signer)).toMatchObject({ problem: 'remembered-forged' })
})

test('a long ledger grows by a bounded number of rows an entry, and verifies while it grows', async () => {
  const { database, ledger } = await openTestLedger()
  database.transact(() => {
    for (let count = 0; count < 3000; count++) ledger.append(note('a'))
  })
  ledger.checkpoint()
  const verifying = verifyLedger(database, ledger.signer)
  for (let count = 0; count < 50; count++) ledger.append(note('b'))
  ledger.checkpoint()
  expect(await verifying).toMatchObject({ valid: true, entries: 3000 })
  expect(await verifyLedger(database, ledger.signer)).toMatchObject({ valid: true, entries: 3050 })
  const nodes = database.run((connection) =>
    connection.prepare<[], number>('SELECT count(*) FROM ledger_node').pluck().get(),
  )
  expect(nodes).toBeLessThan(2 * 3050)
})

test('the proof that one checkpoint continues another can be made from the stored hashes', async () => {
  const { ledger } = await filled()
  const [first, , last] = ledger.checkpoints().map(({ note: text }) => openCheckpoint(text, ledger.signer))
  if (first == null || last == null) throw new Error('no checkpoints')
  const proof = ledger.consistency(first.size, last.size)
  expect(
    verifyConsistency({ oldSize: first.size, oldRoot: first.root, size: last.size, root: last.root, proof }),
  ).toBe(true)
})
